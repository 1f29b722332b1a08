"""Who gets the lead that a mail opens: by directive, by rule, else who passed it on, else who has the contact."""

from __future__ import annotations

from dataclasses import replace

from crmbot.domain.filing.learned_rules import learned_owner
from crmbot.domain.leads.assignment import Assigned, Bringer, NewLead, assign
from crmbot.domain.members.absence import in_charge
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Person
from crmbot.errors import RequestFault
from crmbot.intake.case import Case, budget_of, directed_value
from crmbot.intake.rights import hidden_from_sender, local_day, owner_of_the_hidden, sender_access
from crmbot.parsing.contact.phone_numbers import country_of
from crmbot.parsing.contact.postal_parts import split_address
from crmbot.shapes import t
from crmbot.storage.locks import one_at_a_time


def assigned_owner(case: Case) -> Assigned:
    """The owner of a new lead with the reason that its receipt gives. An outsider is never it: only members are.

    What a member brings for somebody whom he may not see goes to who takes care of him, whatever the member asks for.
    """
    if hidden_from_sender(case) and (member := owner_of_the_hidden(case)) is not None:
        return Assigned(member.key, _IN_CHARGE)
    wanted = case.gathered.directive("owner")
    if wanted:
        try:
            return Assigned(require_member(case.work.session, wanted).key, t("it was asked for in the mail"))
        except RequestFault:
            pass  # an owner we do not know must not lose the mail; the receipt says so
    if (owner := case.gathered.facts.learned_owner) is not None:
        return Assigned(in_charge(case.work.session, owner, local_day(case)), learned_owner(case.gathered.facts, owner))
    settings = replace(case.settings.sales, default_owner=case.settings.default_owner)
    if settings.assignment:
        one_at_a_time(case.work.session, ["assignment"])
    return assign(case.work.session, settings, _lead(case), local_day(case), _bringers(case))


def _bringers(case: Case) -> list[Bringer]:
    member, via = case.gathered.member, case.gathered.proof.via
    person = case.work.session.get(Person, case.decision.person) if case.decision.person else None
    his = member is not None and sender_access(case).may("write") and not hidden_from_sender(case)
    return [
        Bringer(member.key if member and his else None, t("passed it on")),
        Bringer(via if member is None or his else None, t("it came through the personal address")),
        Bringer(person.owner if person else None, _IN_CHARGE),
    ]


_IN_CHARGE = t("is in charge of the contact")


def _lead(case: Case) -> NewLead:
    contact, form = case.parsed.contact, case.parsed.kind == "form"
    place = split_address(contact.address) if contact.address else None
    value = directed_value(case) or budget_of(case)
    return NewLead(
        came_by="form" if form else "mail",
        source=case.gathered.directive("source") or ("website" if form else "email"),
        postcode=place.postcode if place else None,
        country=(place.country if place else None) or _country(case, known=bool(place and place.postcode)),
        language=case.parsed.language,
        value=value.amount if value else None,
    )


def _country(case: Case, *, known: bool) -> str | None:
    """The country of the phone numbers, else our own where a postcode stands alone."""
    for phone in case.parsed.contact.phones:
        if (country := country_of(phone.number)) is not None:
            return country
    return case.settings.region if known else None
