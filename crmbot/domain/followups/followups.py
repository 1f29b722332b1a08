"""Follow-ups: made, done, moved; which of them are due, and when somebody is to be reminded.

An hour that somebody named is a moment: it stays where it is. A day without an hour follows its owner: it falls due at his
own default hour, in his zone, and moves when he changes these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import Schedule, TeamSchedule
from crmbot.domain.followups.continuing import next_turn
from crmbot.domain.followups.delegation import ask_to_confirm
from crmbot.domain.followups.making import add_followup
from crmbot.domain.followups.parts import main_of, move_parts, parts_of, tell_end, whole
from crmbot.domain.followups.rhythms import after_touch
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Followup
from crmbot.domain.records.work import Work

__all__ = [
    "DueReminder", "add_followup", "complete_followup", "due_followups", "due_reminders", "end_of_day", "follow_owner",
    "move_followup", "open_followups_of", "snooze_followup", "start_of_day", "take_along_parts", "timed_followups",
]  # fmt: skip

_LONGEST_LEAD = timedelta(days=366)


def complete_followup(
    work: Work, followup: Followup, outcome: str | None = None, *, team: TeamSchedule | None = None
) -> list[Followup]:
    """It is done; `outcome` in the words of who did it. Returns the follow-ups that come next by themselves: of a series or
    of a rhythm. Done are also its open parts, and with the last part the main one; who handed it on is asked to confirm.
    """
    _close(work, followup, outcome)
    with unguarded(work.session):  # his own part may belong to somebody else's follow-up
        return _completed(work, followup, team or TeamSchedule())


def _close(work: Work, followup: Followup, outcome: str | None) -> None:
    followup.done_at, followup.done_by, followup.outcome = work.now, work.actor, outcome or None


def _completed(work: Work, followup: Followup, team: TeamSchedule) -> list[Followup]:
    """What follows from it: everything that this one's being done means for others."""
    for part in parts_of(work.session, followup, still_open=True):
        part.done_at, part.done_by = work.now, work.actor
    work.session.flush()
    ask_to_confirm(work, followup)
    tell_end(work, followup)
    following = [one for one in (next_turn(work, followup, team), after_touch(work, followup)) if one is not None]
    main = main_of(work.session, followup)
    if main is not None and main.done_at is None and not parts_of(work.session, main, still_open=True):
        _close(work, main, None)
        following += _completed(work, main, team)
    return following


def snooze_followup(followup: Followup, due_at: datetime, *, day_only: bool, now: datetime | None = None) -> None:
    """Remind at another time: at that hour, whatever lead times there are of which some may be over at `now`."""
    move_followup(followup, due_at, day_only=day_only, now=now)
    if followup.lead_minutes:
        followup.lead_minutes = sorted({*followup.lead_minutes, 0}, reverse=True)
    followup.snoozed += 1


def move_followup(followup: Followup, due_at: datetime, *, day_only: bool, now: datetime | None = None) -> None:
    """Another date, which is no putting off. Lead times that would be over at `now` are no more."""
    followup.due_at, followup.day_only = due_at, day_only
    followup.acknowledged_at = None
    if followup.lead_minutes and now is not None:
        coming = [lead for lead in followup.lead_minutes if due_at - timedelta(minutes=lead) > now]
        followup.lead_minutes = coming or [0]


def follow_owner(session: Session, owner: str, before: Schedule, after: Schedule) -> int:
    """What is due by day only keeps its day in the new zone and falls due at the new default hour. How many moved."""
    statement = select(Followup).where(Followup.owner == owner, Followup.done_at.is_(None), Followup.day_only)
    moved = 0
    for followup in session.scalars(statement):
        due_at = after.at(before.day(followup.due_at), after.default_time)
        moved += due_at != followup.due_at
        followup.due_at = due_at
    return moved


def take_along_parts(session: Session, followup: Followup) -> None:
    """After a move: what others have to do of it falls due with it."""
    with unguarded(session):
        move_parts(session, followup)


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
        .where(Followup.done_at.is_(None), Followup.owner == owner, Followup.due_at < before, whole())
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))


@dataclass(frozen=True, slots=True)
class DueReminder:
    """That somebody is to be reminded of a follow-up at `at`, so many `minutes` before its hour. `key` is its own for ever."""

    followup: Followup
    at: datetime
    minutes: int = 0

    @property
    def key(self) -> str:
        """Of the message: one for each follow-up, hour and lead time."""
        key = f"reminder:{self.followup.number}:{self.followup.due_at.isoformat()}"
        return f"{key}:{self.minutes}" if self.minutes else key


def due_reminders(session: Session, after: datetime, until: datetime) -> list[DueReminder]:
    """The reminders that came since `after`, soonest first: at an hour of its own, or the lead times that were asked for."""
    found = [DueReminder(followup, followup.due_at) for followup in timed_followups(session, after, until)]
    statement = select(Followup).where(
        Followup.done_at.is_(None), Followup.lead_minutes.is_not(None), whole(),
        Followup.due_at > after, Followup.due_at <= until + _LONGEST_LEAD,
    )  # fmt: skip
    for followup in session.scalars(statement):
        for minutes in followup.lead_minutes or ():
            at = followup.due_at - timedelta(minutes=minutes)
            if after < at <= until and at > followup.created_at:
                found.append(DueReminder(followup, at, minutes))
    return sorted(found, key=lambda one: (one.at, one.followup.number, -one.minutes))


def timed_followups(session: Session, after: datetime, until: datetime) -> list[Followup]:
    """What anybody still has to do at an hour of its own that came since `after`, soonest first; lead times aside."""
    statement = (
        select(Followup)
        .where(Followup.done_at.is_(None), Followup.day_only.is_(False), Followup.lead_minutes.is_(None), whole())
        .where(Followup.due_at > after, Followup.due_at <= until)
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))


def open_followups_of(session: Session, record_numbers: list[int]) -> list[Followup]:
    """What is still to be done about these records, soonest first; a follow-up of several people once."""
    statement = (
        select(Followup)
        .where(Followup.record_number.in_(record_numbers), Followup.done_at.is_(None), Followup.part_of.is_(None))
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))
