"""Who gets a lead that a member records: by rule, else himself, unless he takes no leads; the new owner is told."""

from __future__ import annotations

from crmbot.assistant.amounts import money
from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.leads import Contact
from crmbot.domain.deals.handover import follow
from crmbot.domain.leads.assignment import Assigned, Bringer, NewLead, assign
from crmbot.domain.members.guard import unguarded
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Deal, PostalAddress
from crmbot.parsing.chat.requests import LeadWords
from crmbot.parsing.contact.phone_numbers import country_of
from crmbot.shapes import Action, Field, Reply, Verbatim, t
from crmbot.storage.locks import one_at_a_time


def owner_of_lead(ask: Asking, contact: Contact, words: LeadWords) -> Assigned:
    """The owner, and the reason."""
    settings = ask.settings.sales
    if settings.assignment:
        one_at_a_time(ask.session, ["assignment"])
    himself = Bringer(ask.member.key, t("recorded it"))
    with unguarded(ask.session):  # whose turn it is follows from all leads, whoever may see them
        return assign(ask.session, settings, _lead(ask, contact, words), ask.now.date(), [himself])


def _lead(ask: Asking, contact: Contact, words: LeadWords) -> NewLead:
    person, amount = contact.person, money(words.amount) if words.amount else None
    place = _place(contact)
    phones = [phone.number for phone in person.phones] if person else []
    country = next((found for number in phones if (found := country_of(number))), None)
    return NewLead(
        came_by="chat", source=words.source, value=amount.amount if amount else None,
        postcode=place.postcode if place else None,
        country=(place.country if place else None) or country or (ask.settings.region if place else None),
        language=person.language if person else None,
    )  # fmt: skip


def _place(contact: Contact) -> PostalAddress | None:
    holders = [one for one in (contact.person, contact.company) if one is not None]
    return next((place for holder in holders for place in holder.addresses if place.postcode), None)


def tell_owner(ask: Asking, contact: Contact, deal: Deal, assigned: Assigned) -> None:
    """Somebody else's lead from now on: contacts that are new go with it, who recorded it follows it, the owner hears."""
    deal.assigned_by = assigned.rule
    if assigned.owner == ask.member.key:
        return
    for holder in (contact.person, contact.company):
        if holder is not None and not contact.known:
            holder.owner = assigned.owner
    follow(ask.work, deal, ask.member.key)
    title = t("New lead #{number} {name} is yours.", number=deal.number, name=Verbatim(deal.name))
    fields = (Field(t("Recorded by"), Verbatim(ask.member.name)), Field(t("Why you"), assigned.reason))
    actions = (
        Action(t("Show"), f"show #{deal.number}", "primary"), Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),
    )  # fmt: skip
    content = Reply("done", title, fields=fields, actions=actions)
    enqueue(ask.work, key=f"lead:{deal.number}", kind="handover", recipient=assigned.owner, content=content)
