"""Follow-ups: made, done, moved; which of them are due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Followup
from crmbot.domain.records.work import Work


def add_followup(
    work: Work, *, owner: str, due_at: datetime, day_only: bool, text: str, record_number: int | None
) -> Followup:
    """A new follow-up; a second one on a record stands beside the first."""
    followup = Followup(
        number=work.next_number("followup"), owner=owner, due_at=due_at, day_only=day_only, text=text,
        record_number=record_number, created_at=work.now, created_by=work.actor, snoozed=0,
    )  # fmt: skip
    work.session.add(followup)
    work.session.flush()
    return followup


def complete_followup(work: Work, followup: Followup, outcome: str | None = None) -> None:
    """It is done; `outcome` in the words of who did it."""
    followup.done_at = work.now
    followup.done_by = work.actor
    followup.outcome = outcome or None


def snooze_followup(followup: Followup, due_at: datetime, *, day_only: bool) -> None:
    """Remind at another time."""
    followup.due_at = due_at
    followup.day_only = day_only
    followup.snoozed += 1


def end_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The moment the local day of `now` ends; right on days of 23 and 25 hours."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone)


def start_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """The moment the local day of `now` began."""
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def due_followups(session: Session, owner: str, before: datetime) -> list[Followup]:
    """What `owner` still has to do and is due before that moment, most overdue first."""
    statement = (
        select(Followup)
        .where(Followup.done_at.is_(None), Followup.owner == owner, Followup.due_at < before)
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))


def overdue_of(session: Session, owners: Collection[str], before: datetime, *, limit: int) -> list[Followup]:
    """What these members still have to do and was due before that moment, most overdue first."""
    statement = (
        select(Followup)
        .where(Followup.done_at.is_(None), Followup.owner.in_(owners), Followup.due_at < before)
        .order_by(Followup.due_at, Followup.number)
        .limit(limit)
    )
    return list(session.scalars(statement))


def timed_followups(session: Session, after: datetime, until: datetime) -> list[Followup]:
    """What anybody still has to do at an hour of its own that came since `after`, soonest first."""
    statement = (
        select(Followup)
        .where(Followup.done_at.is_(None), Followup.day_only.is_(False))
        .where(Followup.due_at > after, Followup.due_at <= until)
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))


def open_followups_of(session: Session, record_numbers: list[int]) -> list[Followup]:
    """What is still to be done about these records, soonest first."""
    statement = (
        select(Followup)
        .where(Followup.record_number.in_(record_numbers), Followup.done_at.is_(None))
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))
