"""Telling the person in charge: into the outbox, in the transaction of the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from crmbot.domain.filing.held_mail import ADMIN, question_key
from crmbot.domain.members.absence import in_charge
from crmbot.domain.members.access import EVERYTHING, access_of, sees, visible
from crmbot.domain.members.members import active_keys, member_by_key
from crmbot.domain.members.watching import tell_followers
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, Deal, InboxItem, Member, OutboxItem, Person
from crmbot.intake.case import Case, owner_of, receipt_key
from crmbot.intake.closing import tell_other_owners
from crmbot.intake.filing import Filed
from crmbot.intake.made_offers import ask_where_offer_belongs
from crmbot.intake.mail_requests import answers_us
from crmbot.intake.receipt_actions import which_deal_question
from crmbot.intake.receipts import (
    confirmation_notice,
    filed_receipt,
    handed_receipt,
    held_notice,
    news_of_mail,
    remarks,
    repeated_receipt,
    unread_receipt,
)
from crmbot.intake.rights import local_day, may_be_told
from crmbot.parsing.kinds.confirmations import forwarding_confirmation
from crmbot.shapes import Reply, Verbatim, t

MOST_QUESTIONS = 20  # about held mail, to one person in one hour


def tell_filed(case: Case, filed: Filed) -> None:
    """The owner gets a receipt that says why, while he is away who stands in for him; where the deal is not certain he is
    asked. Who passed it on hears who has it and what became of his directives, the followers that there is something new.
    """
    work, item = case.work, case.item
    owner = _who_is_told(case, filed.deal, filed.person)
    if not owner:
        return
    recipient = in_charge(work.session, owner, local_day(case))
    content = _receipt_for(case, filed, recipient, owner)
    enqueue(work, key=receipt_key(item), kind="receipt", recipient=recipient, content=content)
    member = case.gathered.member
    told = filed.new_deal or filed.hidden or bool(remarks(case))  # what he asked for was done, or could not be
    if member is not None and member.key != recipient and told:
        content = _receipt_for_sender(case, filed, member, owner)
        enqueue(work, key=receipt_key(item, member.key), kind="receipt", recipient=member.key, content=content)
    if filed.person is not None and case.decision.ask_deals:
        _ask_which_deal(case, filed, filed.person, recipient)
    tell_other_owners(case, filed.activity, filed.closing, but=recipient, who=filed.person)
    tell_followers(work, filed.activity, news_of_mail(filed), but={recipient, *([member.key] if member else [])})


def _receipt_for(case: Case, filed: Filed, recipient: str, owner: str) -> Reply:
    """The receipt as far as its reader may see what was filed; for who stands in, with a note."""
    reader = member_by_key(case.work.session, recipient)
    if reader is not None and not may_be_told(case, reader, filed.activity):
        return unread_receipt(case, owner)
    access = access_of(case.work.session, reader, local_day(case, reader)) if reader else EVERYTHING
    named = filed.person is None or sees(case.work.session, access, filed.person)
    content = filed_receipt(case, filed, named=named)
    away = member_by_key(case.work.session, owner) if recipient != owner else None
    if away is None:
        return content
    note = t("For {name}, who is away: you stand in.", name=Verbatim(away.name))
    return replace(content, lines=(note, *content.lines))


def _receipt_for_sender(case: Case, filed: Filed, member: Member, owner: str) -> Reply:
    if filed.hidden or not may_be_told(case, member, filed.activity):
        return handed_receipt(case, owner)
    return filed_receipt(case, filed)


def _ask_which_deal(case: Case, filed: Filed, person: Person, recipient: str) -> None:
    """The deals that may be meant, as far as whoever is asked may see them."""
    work = case.work
    reader = member_by_key(work.session, recipient)
    access = access_of(work.session, reader, local_day(case, reader)) if reader else EVERYTHING
    chosen = select(Deal).where(Deal.number.in_(case.decision.ask_deals), *visible(access, Deal)).order_by(Deal.number)
    deals = list(work.session.scalars(chosen))
    if not deals:
        return
    question = which_deal_question(filed.activity, person, deals)
    enqueue(work, key=f"question:{case.item.id}", kind="question", recipient=recipient, content=question)
    ask_where_offer_belongs(case, deals)


def tell_repeated(case: Case, *, named: bool = True) -> None:
    """Whoever forwards what is filed already hears where it stands, if he may; `named` by its subject."""
    member, item = case.gathered.member, case.item
    if member is None:
        return
    first = case.work.session.get(InboxItem, item.first_id) if item.first_id else None
    activity = case.work.session.get(Activity, first.activity_number) if first and first.activity_number else None
    hidden = activity is not None and not may_be_told(case, member, activity)
    content = repeated_receipt(case, hidden=hidden, named=named)
    enqueue(case.work, key=receipt_key(item), kind="receipt", recipient=member.key, content=content)


def tell_held(case: Case) -> None:
    """The member in whose name a mail waits is asked, else whoever is in charge of what nobody owns.

    Nobody is asked about what answers us, nor about more than so many mails of one sender in an hour: nothing we say may
    call forth an answer for ever.
    """
    claimed = case.gathered.facts.claimed
    recipient = claimed if claimed and claimed != "?" else owner_of(case)
    if not recipient or answers_us(case.parsed) or _asked_enough(case, recipient):
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
