"""Carrying a decision out: person, company, deal, activity, files, follow-ups, receipt and the inbox mark, at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from crmbot.domain.contacts import add_person, complete_person, person_by_email
from crmbot.domain.deals import open_lead
from crmbot.domain.duplicates import knows, remember
from crmbot.domain.followups import add_followup
from crmbot.domain.history import NewFile, Place, log_activity, place_of
from crmbot.domain.members import active_keys
from crmbot.domain.outbox import enqueue
from crmbot.domain.records import Activity, Company, Deal, InboxItem, InboxRaw, Person, ThreadLink
from crmbot.intake.case import Case, budget_of, contact_facts, directed_value, note_of, owner_of
from crmbot.intake.reasons import dump_reason
from crmbot.intake.receipts import filed_receipt, held_notice, which_deal_question
from crmbot.intake.thread_ids import thread_id
from crmbot.parsing.parsed import ParsedMail
from crmbot.parsing.phrases.dates import leading_date

_MAX_PEOPLE = 10  # of one mail that are linked to it


def apply(case: Case) -> None:
    """Write what was decided and mark the inbox row; the caller commits both together."""
    decision, item = case.decision, case.item
    item.verdicts = [[v.rule, v.answer, dump_reason(v.reason)] for v in decision.verdicts]
    item.reason = dump_reason(decision.reason)
    if decision.act in ("lead", "log"):
        _file(case)
    elif decision.act == "hold":
        item.state = "held"
        _tell_held(case)
    else:
        _ignore(case)
    if item.state in ("done", "duplicate"):
        item.done_at = case.work.now


def _ignore(case: Case) -> None:
    """Rightly not filed. What must not be kept leaves the inbox in this transaction; a duplicate's own note is kept."""
    item, facts = case.item, case.gathered.facts
    item.state = "done"
    if facts.duplicate_of is not None:
        item.state, item.first_id = "duplicate", facts.duplicate_of
        private = case.private or _was_purged(case, facts.duplicate_of)
        _keep_words_of_duplicate(case, facts.duplicate_of, None if private else note_of(case))
        if private:
            _purge(case)
    elif facts.shape == "internal" or facts.never_log is not None:
        _purge(case)


def _purge(case: Case) -> None:
    case.work.session.execute(delete(InboxRaw).where(InboxRaw.inbox_id == case.item.id))
    case.item.subject = None


def _was_purged(case: Case, inbox_id: int) -> bool:
    statement = select(InboxRaw.inbox_id).where(InboxRaw.inbox_id == inbox_id)
    return case.work.session.scalars(statement).first() is None


def _keep_words_of_duplicate(case: Case, first_id: int, note: str | None) -> None:
    """The forwarder's own words, and the follow-ups he asks for, are new where he forwards a mail that came by another
    way; not when his own mail comes twice.
    """
    work, member = case.work, case.gathered.member
    first = work.session.get(InboxItem, first_id)
    if first is None:
        return
    case.item.deal_number, case.item.person_number = first.deal_number, first.person_number
    activity = work.session.get(Activity, first.activity_number) if first.activity_number else None
    if activity is None or member is None or knows(work.session, case.gathered.content):
        return
    place = Place(
        work.session.get(Deal, activity.deal_number) if activity.deal_number else None,
        work.session.get(Person, activity.person_number) if activity.person_number else None,
        work.session.get(Company, activity.company_number) if activity.company_number else None,
    )
    if note:
        log_activity(
            work, place, kind="note", medium="mail", text=note, direction="internal", author=member.key,
            inbox_id=case.item.id,
        )  # fmt: skip
    _followups(case, place.deal or place.person, place.deal)
    remember(work, first_id, case.gathered.content, None)


def _tell_held(case: Case) -> None:
    claimed = case.gathered.facts.claimed
    if claimed and claimed != "?":
        content = held_notice(case.item, case.decision.reason)
        enqueue(case.work, key=f"held:{case.item.id}", kind="question", recipient=claimed, content=content)


def _file(case: Case) -> None:
    work, item, decision = case.work, case.item, case.decision
    person = _person(case)
    deal = work.session.get(Deal, decision.deal) if decision.deal else None
    new_deal = decision.act == "lead"
    if new_deal:
        deal = _lead(case, person)
    activity = _activity(case, deal, person)
    _followups(case, deal or person, deal)
    remember(work, item.id, case.gathered.content, case.gathered.print_)
    _link_thread(case, activity)
    item.state, item.activity_number = "done", activity.number
    item.deal_number, item.person_number = (deal.number if deal else None), (person.number if person else None)
    subject = deal or person
    item.change_set_id = work.change_set(subject.number if subject else None)
    if case.private:
        _purge(case)
    _tell_owner(case, deal, person, activity, new_deal=new_deal)


def _person(case: Case) -> Person | None:
    """The person of the decision, or a new one where the mail names somebody; completed by what the mail says."""
    work, decision = case.work, case.decision
    facts = contact_facts(case)
    person = work.session.get(Person, decision.person) if decision.person else None
    if person is not None:
        complete_person(work, person, facts)
        return person
    if facts.name is None and facts.email is None and not facts.phones:
        return None
    return add_person(work, facts, owner=owner_of(case), source="email")


def _lead(case: Case, person: Person | None) -> Deal:
    mail, facts = case.gathered.mail, case.gathered.facts
    company = person.company if person else None
    budget, value = budget_of(case), directed_value(case)
    amount = value or budget
    subject = None if case.private else (mail.subject or "").strip()
    return open_lead(
        case.work, case.process, name=subject or (person.name if person else facts.customer or "?"),
        owner=owner_of(case), person=person, company=company, amount=amount.amount if amount else None,
        currency=amount.currency if amount else case.settings.currency, budget=budget.amount if budget else None,
        source=case.gathered.directive("source") or ("website" if case.parsed.kind == "form" else "email"),
    )  # fmt: skip


def _activity(case: Case, deal: Deal | None, person: Person | None) -> Activity:
    parsed, gathered, private = case.parsed, case.gathered, case.private
    mail = gathered.mail
    place = place_of(deal) if deal is not None else Place(None, person, person.company if person else None)
    if person is not None and place.person is None:
        place = replace(place, person=person, company=place.company or person.company)
    member = gathered.member.key if gathered.member else None
    memo = gathered.shape == "memo"
    return log_activity(
        case.work, place, kind="note" if memo else "mail", medium="mail",
        direction="internal" if memo else "out" if mail.written_by_us else "in", at=gathered.at,
        author=member if gathered.shape != "incoming" else None, subject=None if private else mail.subject,
        text="" if private else mail.text.strip(), full_text=None if private else mail.full_text,
        note=None if private else note_of(case), inbox_id=case.item.id,
        people=_others(case, person), files=() if private else _files(parsed),
    )  # fmt: skip


def _others(case: Case, person: Person | None) -> list[Person]:
    """Further people of the mail whom we know; the mail stands in their history too."""
    addresses = [one.address for one in (*case.gathered.mail.recipients, *case.parsed.header.cc) if one.address]
    found = [person_by_email(case.work.session, address) for address in list(dict.fromkeys(addresses))[:_MAX_PEOPLE]]
    others = {other.number: other for other in found if other is not None}
    if person is not None:
        others.setdefault(person.number, person)  # he wrote it, though the deal may be another person's
    return list(others.values())


def _files(parsed: ParsedMail) -> Iterable[NewFile]:
    """Real files; logos of signatures are not kept apart, and the forwarded message itself is in the inbox."""
    for attachment in parsed.attachments:
        if not attachment.inline and attachment.content_type != "message/rfc822":
            yield NewFile(
                attachment.filename or "attachment", attachment.content_type, attachment.content, attachment.sha256
            )


def _followups(case: Case, record: Deal | Person | None, deal: Deal | None) -> None:
    """Follow-ups asked for by directive or address tag, in the zone of the member who asked."""
    member, work = case.gathered.member, case.work
    if member is None or record is None:
        return
    now = work.now.astimezone(ZoneInfo(member.timezone or case.settings.timezone))
    for directive in case.gathered.directives:
        if directive.name == "followup":
            due_at, day_only, text = _when(directive.text, now)
            add_followup(
                work,
                owner=deal.owner if deal else member.key,
                due_at=due_at,
                day_only=day_only,
                text=text,
                record_number=record.number,
            )


def _when(text: str, now: datetime) -> tuple[datetime, bool, str]:
    found = leading_date(text, now=now)
    if found is None:
        return now.replace(hour=9, minute=0, second=0, microsecond=0), True, text
    return found.when.at, found.when.day_only, text[found.end :].strip(" ,:-")


def _link_thread(case: Case, activity: Activity) -> None:
    """Message-IDs by which answers find this activity: of the mail, of the message in it, and of what it answers."""
    header = case.parsed.header
    ids = [header.message_id, case.gathered.mail.message_id]
    if case.gathered.shape in ("forward", "outgoing"):
        ids += [header.in_reply_to]
    for message_id in dict.fromkeys(filter(None, ids)):
        link = ThreadLink(message_id=thread_id(message_id), activity_number=activity.number, inbox_id=case.item.id)
        case.work.session.add(link)


def _tell_owner(case: Case, deal: Deal | None, person: Person | None, activity: Activity, *, new_deal: bool) -> None:
    work, item = case.work, case.item
    owner = _who_is_told(case, deal, person)
    content = filed_receipt(
        item, case.decision, person=person, deal=deal, change_set=item.change_set_id, new_deal=new_deal
    )
    if owner:
        enqueue(work, key=f"receipt:{item.id}:{item.attempts}", kind="receipt", recipient=owner, content=content)
    if owner and person is not None and case.decision.ask_deals:
        deals = work.session.scalars(select(Deal).where(Deal.number.in_(case.decision.ask_deals)).order_by(Deal.number))
        question = which_deal_question(activity, person, list(deals))
        enqueue(work, key=f"question:{item.id}", kind="question", recipient=owner, content=question)


def _who_is_told(case: Case, deal: Deal | None, person: Person | None) -> str:
    """The owner of what it was filed at; somebody else where he has left."""
    team = active_keys(case.work.session)
    owners = (deal.owner if deal else None, person.owner if person else None)
    return next((owner for owner in owners if owner in team), None) or owner_of(case)
