"""Telling the person in charge: into the outbox, in the transaction of the decision."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from crmbot.domain.held_mail import ADMIN, question_key
from crmbot.domain.members import active_keys
from crmbot.domain.outbox import enqueue
from crmbot.domain.records import Deal, Member, OutboxItem, Person
from crmbot.intake.case import Case, owner_of
from crmbot.intake.facts import OWN_MESSAGE_ID
from crmbot.intake.filing import Filed
from crmbot.intake.made_offers import ask_where_offer_belongs
from crmbot.intake.receipts import (
    confirmation_notice,
    filed_receipt,
    held_notice,
    repeated_receipt,
    which_deal_question,
)
from crmbot.parsing.kinds.confirmations import forwarding_confirmation
from crmbot.parsing.parsed import ParsedMail

MOST_QUESTIONS = 20  # about held mail, to one person in one hour


def tell_filed(case: Case, filed: Filed) -> None:
    """The owner gets a receipt that says why; where the deal is not certain he is asked."""
    work, item = case.work, case.item
    owner = _who_is_told(case, filed.deal, filed.person)
    if not owner or item.quiet:
        return
    content = filed_receipt(case, filed)
    enqueue(work, key=f"receipt:{item.id}:{item.attempts}", kind="receipt", recipient=owner, content=content)
    member = case.gathered.member
    if filed.new_deal and member is not None and member.key != owner:  # who passed it on hears who has it now
        key = f"receipt:{item.id}:{item.attempts}:{member.key}"
        enqueue(work, key=key, kind="receipt", recipient=member.key, content=content)
    if filed.person is not None and case.decision.ask_deals:
        chosen = select(Deal).where(Deal.number.in_(case.decision.ask_deals)).order_by(Deal.number)
        deals = work.session.scalars(chosen)
        question = which_deal_question(filed.activity, filed.person, list(deals))
        enqueue(work, key=f"question:{item.id}", kind="question", recipient=owner, content=question)
        ask_where_offer_belongs(case, work.session.scalars(chosen).all())


def tell_repeated(case: Case) -> None:
    """Whoever forwards what is filed already hears where it stands."""
    if case.gathered.member is not None and not case.item.quiet:
        key, recipient = f"receipt:{case.item.id}:{case.item.attempts}", case.gathered.member.key
        enqueue(case.work, key=key, kind="receipt", recipient=recipient, content=repeated_receipt(case))


def tell_held(case: Case) -> None:
    """The member in whose name a mail waits is asked, else whoever is in charge of what nobody owns.

    Nobody is asked about what answers us, nor about more than so many mails of one sender in an hour: nothing we say may
    call forth an answer for ever.
    """
    claimed = case.gathered.facts.claimed
    recipient = claimed if claimed and claimed != "?" else owner_of(case)
    if case.item.quiet or not recipient or answers_us(case.parsed) or _asked_enough(case, recipient):
        return
    enqueue(case.work, key=question_key(case.item.id), kind="question", recipient=recipient, content=held_notice(case))


def tell_confirmation(case: Case) -> None:
    """A provider's question goes to the administrators, and to the member through whose personal address it came."""
    asked = forwarding_confirmation(case.parsed)
    if asked is None:
        return
    admins = select(Member.key).where(Member.active, Member.rights == ADMIN).order_by(Member.number)
    via = case.gathered.proof.via
    told = dict.fromkeys([*case.work.session.scalars(admins), *([via] if via else [])]) or {owner_of(case): None}
    for key in filter(None, told):
        content = confirmation_notice(asked)
        enqueue(
            case.work, key=f"confirmation:{case.item.id}:{key}", kind="announcement", recipient=key, content=content
        )


def answers_us(parsed: ParsedMail) -> bool:
    """Whether a mail answers one that crmbot has sent."""
    return any(
        one.startswith(OWN_MESSAGE_ID) for one in (parsed.header.in_reply_to or "", *parsed.header.references[-1:])
    )


def _asked_enough(case: Case, recipient: str) -> bool:
    """Whether this sender has been asked about so often in the last hour that it is a flood or a loop."""
    since = case.work.now - timedelta(hours=1)
    statement = (
        select(func.count())
        .select_from(OutboxItem)
        .where(OutboxItem.recipient == recipient, OutboxItem.kind == "question", OutboxItem.created_at > since)
        .where(OutboxItem.key.startswith("held:"))
    )
    return (case.work.session.scalar(statement) or 0) >= MOST_QUESTIONS


def _who_is_told(case: Case, deal: Deal | None, person: Person | None) -> str:
    """The owner of what it was filed at; somebody else where he has left."""
    team = active_keys(case.work.session)
    owners = (deal.owner if deal else None, person.owner if person else None)
    return next((owner for owner in owners if owner in team), None) or owner_of(case)
