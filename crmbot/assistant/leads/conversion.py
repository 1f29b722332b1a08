"""What qualify, convert and disqualify have in common: who stands behind an enquiry, and whether it is one of its own."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.rows import deal_row
from crmbot.domain.deals.views import deal_view, view
from crmbot.domain.leads.qualifying import Confirmed, confirm_contact, other_open_deals
from crmbot.domain.records import Company, Deal, Person
from crmbot.errors import RequestFault
from crmbot.parsing.contact.companies import company_domain, company_from_domain
from crmbot.shapes import Action, Field, Record, Reply, Section, Text, Value, Verbatim, t

_ANYWAY = re.compile(
    r"(?:^|[,; ]+)(?:anyway|as (?:a )?new(?: project| deal)?|own project|separate(?:ly)?|trotzdem|als neues? projekt|"
    r"als neu|eigenes projekt|getrennt|neu)[.!]?\s*$",
    re.IGNORECASE,
)


def said_anyway(text: str) -> tuple[bool, str]:
    """Whether the words insist on a project of its own, and the words without that."""
    match = _ANYWAY.search(text)
    return (True, text[: match.start()].strip(" ,;")) if match else (False, text.strip())


def confirmed(ask: Asking, deal: Deal) -> Confirmed:
    """Person and company of a deal, the company found or made by the person's mail domain."""
    domain = next(
        (found for entry in (deal.person.emails if deal.person else ()) if (found := company_domain(entry.email))), None
    )
    return confirm_contact(ask.work, deal, domain=domain, name=company_from_domain(domain) if domain else None)


def contact_fields(deal: Deal, found: Confirmed) -> tuple[Field, ...]:
    """What was made and what was matched."""
    opportunity = t("{name} (#{number}), the same record goes on", name=Verbatim(deal.name), number=deal.number)
    return (
        Field(t("Person"), _person_words(deal, found)),
        Field(t("Company"), _company_words(deal, found)),
        Field(t("Opportunity"), opportunity),
    )


def _person_words(deal: Deal, found: Confirmed) -> Value:
    person = found.person
    if person is None:
        return t("none yet: nobody is named")
    name = _numbered(person)
    return (
        t("{name}, new with this enquiry", name=name)
        if _came_with(deal, person)
        else t("{name}, known before", name=name)
    )


def _company_words(deal: Deal, found: Confirmed) -> Value:
    company = found.company
    if company is None:
        return t("none: no company is named, and the mail address shows none")
    name = _numbered(company)
    if found.made:
        return t("{name}, made from the mail domain", name=name)
    if found.matched:
        return t("{name}, found by the mail domain", name=name)
    return (
        t("{name}, new with this enquiry", name=name)
        if _came_with(deal, company)
        else t("{name}, known before", name=name)
    )


def _came_with(deal: Deal, record: Person | Company) -> bool:
    """Whether somebody became known by this very enquiry."""
    return abs((record.created_at - deal.created_at).total_seconds()) < 1


def _numbered(record: Person | Company) -> Text:
    return t("{name} (#{number})", name=Verbatim(record.name), number=record.number)


def contact_records(ask: Asking, deal: Deal, found: Confirmed) -> tuple[Record, ...]:
    """The opportunity, its person, its company."""
    records = [deal_view(deal, ask.process)]
    records += [view(ask.session, one, ask.process) for one in (found.person, found.company) if one is not None]
    return tuple(records)


def merge_offers(found: Confirmed) -> tuple[Action, ...]:
    """Others who may be the same human, to be merged by one press."""
    if found.person is None:
        return ()
    number = found.person.number
    return tuple(
        Action(
            t("Merge with {name} (#{number})", name=Verbatim(one.name), number=one.number),
            f"merge #{one.number} into #{number}",
        )
        for one in found.doubles
    )


def which_project(ask: Asking, deal: Deal, verb: str, rest: str) -> Reply | None:
    """The question what to do where the person has another open deal: merge, a project of its own, or nothing."""
    others = other_open_deals(ask.session, deal)
    if not others or deal.person is None:
        return None
    title = t(
        "{person} has another open deal. Is #{number} {name} the same?",
        person=Verbatim(deal.person.name), number=deal.number, name=Verbatim(deal.name),
    )  # fmt: skip
    again = " ".join(f"{verb} #{deal.number} {rest} anyway".split())
    actions = (
        *(Action(t("Merge into #{number} {name}", number=one.number, name=Verbatim(one.name)), f"merge #{deal.number} into #{one.number}", "primary") for one in others[:3]),
        Action(t("No, a project of its own"), again),
        Action(t("Cancel"), f"show #{deal.number}"),
    )  # fmt: skip
    section = Section(t("Also open there"), tuple(deal_row(ask, one) for one in others))
    return Reply(
        "choice", title, sections=(section,), actions=actions,
        records=tuple(deal_view(one, ask.process) for one in (*others, deal)),
    )  # fmt: skip


def require_open(deal: Deal) -> None:
    """Raises RequestFault for a deal that is decided."""
    if deal.state == "open":
        return
    name = Verbatim(deal.name)
    if deal.disqualified or deal.state == "lost":
        raise RequestFault(
            t("#{number} {name} is lost. Take it up again first.", number=deal.number, name=name),
            (Action(t("Reopen it"), f"reopen #{deal.number}"),),
        )
    raise RequestFault(t("#{number} {name} is won already.", number=deal.number, name=name))
