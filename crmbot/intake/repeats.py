"""A mail that came before: it is not filed again, but what its forwarder adds is new."""

from __future__ import annotations

from sqlalchemy import select

from crmbot.domain.history.history import Place, log_activity
from crmbot.domain.people.duplicates import knows, remember
from crmbot.domain.records import Activity, Company, Deal, InboxItem, InboxRaw, Person
from crmbot.intake.case import Case, note_of
from crmbot.intake.directed import carry_out_directives


def repeats_a_purged_mail(case: Case, first_id: int) -> bool:
    """Whether nothing was kept of the first copy, so that nothing may be kept of this one."""
    session = case.work.session
    kept = session.scalars(select(InboxRaw.inbox_id).where(InboxRaw.inbox_id == first_id)).first()
    first = session.get(InboxItem, first_id)
    return kept is None and (
        first is None or first.from_address is None
    )  # bytes alone may just have been kept long enough


def keep_what_is_new(case: Case, first_id: int, *, with_note: bool) -> bool:
    """The forwarder's own words, and what he asks for, are new where he forwards a mail that came by another way; not
    when his own mail comes twice. True when he has a right to hear of it.
    """
    work, member = case.work, case.gathered.member
    first = work.session.get(InboxItem, first_id)
    if first is None:
        return False
    case.item.deal_number, case.item.person_number = first.deal_number, first.person_number
    activity = work.session.get(Activity, first.activity_number) if first.activity_number else None
    if activity is None or member is None or knows(work.session, case.gathered.content):
        return False
    place = _place_of(case, activity)
    note = note_of(case) if with_note else None
    if note:
        log_activity(
            work, place, kind="note", medium="mail", text=note, direction="internal", author=member.key,
            inbox_id=case.item.id,
        )  # fmt: skip
    carry_out_directives(case, place.deal, place.person)
    remember(work, first_id, case.gathered.content, None)
    return True


def _place_of(case: Case, activity: Activity) -> Place:
    session = case.work.session
    return Place(
        session.get(Deal, activity.deal_number) if activity.deal_number else None,
        session.get(Person, activity.person_number) if activity.person_number else None,
        session.get(Company, activity.company_number) if activity.company_number else None,
    )
