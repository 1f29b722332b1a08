"""What a member brings for a contact that he may not see: the contact is not made twice, its owner gets the content.

The member hears that it was handed over, and to whom; nothing else of the contact.
"""

from __future__ import annotations

from crmbot.assistant.amounts import money
from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.leads import KnownToOthers
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.leads.assignment import NewLead, assign
from crmbot.domain.members.caretaker import caretaker
from crmbot.domain.members.guard import unguarded
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.parsing.chat.requests import LeadWords
from crmbot.shapes import Action, Reply, Verbatim, t


def hand_lead_over(ask: Asking, known: KnownToOthers, words: LeadWords) -> Reply:
    """Open the lead for who takes care of the contact, and tell him who brought it."""
    with unguarded(ask.session):
        owner = _owner(ask, known.record)
        deal = _opened(ask, known.record, words, owner)
        _tell(ask, deal, owner)
    name = ask.member_name(owner)
    return Reply("done", t("This contact is known already: I handed it to {name}, who takes care of it.", name=name))


def _owner(ask: Asking, record: Contactable) -> str:
    member = caretaker(ask.session, record, ask.now.date())
    if member is not None:
        return member.key
    return assign(ask.session, ask.settings.sales, NewLead("chat"), ask.now.date()).owner


def _opened(ask: Asking, record: Contactable, words: LeadWords, owner: str) -> Deal:
    person = record if isinstance(record, Person) else None
    company = None if isinstance(record, Deal) else record.company if isinstance(record, Person) else record
    amount = money(words.amount) if words.amount else None
    deal = open_lead(
        ask.work, ask.process, name=excerpt(words.text)[:80] or record.name, owner=owner, person=person, company=company,
        amount=amount.amount if amount else None, currency=amount.currency if amount else ask.settings.currency,
        source=(words.source or "manual")[:60],
    )  # fmt: skip
    if words.text:
        log_activity(
            ask.work, place_of(deal), kind="note", medium="note", text=words.text, direction="internal",
            author=ask.member.key,
        )  # fmt: skip
    return deal


def _tell(ask: Asking, deal: Deal, owner: str) -> None:
    title = t("{who} brings a new enquiry: {deal}", who=Verbatim(ask.member.name), deal=called(deal))
    content = Reply("done", title, actions=(Action(t("Show"), f"show #{deal.number}", "primary"),))
    enqueue(ask.work, key=f"handed:{deal.number}", kind="handover", recipient=owner, content=content)
