"""What falls due of many members at once: for digests, reminders and what their managers see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.appointments import PLANNED, appointments_between, falls_into
from crmbot.domain.followups.parts import whole
from crmbot.domain.members.access import Access, visible
from crmbot.domain.records import Appointment, Followup, Person

DONE_DAYS = timedelta(days=7)  # what is counted as done lately


@dataclass(frozen=True, slots=True)
class Hours:
    """The local day for which things are looked up, and since when something counts as new."""

    begin: datetime
    end: datetime
    digest: datetime
    since: datetime


@dataclass(slots=True)
class Pile:
    """The open follow-ups of one owner that are due by the end of a day: the first of them, and how many there are.

    `waited`: one of them was there before the digest's hour; `whole_day`: one has no hour of its own; `missed`: one
    should have stood in an earlier digest.
    """

    overdue: list[Followup] = field(default_factory=list)
    today: list[Followup] = field(default_factory=list)
    overdue_count: int = 0
    today_count: int = 0
    waited: bool = False
    whole_day: bool = False
    missed: bool = False

    @property
    def count(self) -> int:
        """All together."""
        return self.overdue_count + self.today_count

    def add(self, followup: Followup, hours: Hours, limit: int) -> None:
        """Count one, and keep it if it is among the first."""
        self.waited = self.waited or followup.created_at < hours.digest
        self.whole_day = self.whole_day or followup.day_only
        if followup.due_at >= hours.begin:
            self.today_count += 1
            kept = self.today
        else:
            self.overdue_count += 1
            self.missed = self.missed or max(followup.created_at, followup.due_at) < hours.since
            kept = self.overdue
        if len(kept) < limit:
            kept.append(followup)


def piles(session: Session, hours: Mapping[str, Hours], *, limit: int) -> dict[str, Pile]:
    """The follow-ups of these owners that are due by the end of the day given for each, the most overdue first."""
    if not hours:
        return {}
    until = max(one.end for one in hours.values())
    statement = (
        select(Followup)
        .where(Followup.done_at.is_(None), Followup.owner.in_(hours), Followup.due_at < until, whole())
        .order_by(Followup.due_at, Followup.number)
    )
    found: dict[str, Pile] = {}
    for followup in session.scalars(statement.execution_options(yield_per=500)):
        mine = hours[followup.owner]
        if followup.due_at < mine.end:
            found.setdefault(followup.owner, Pile()).add(followup, mine, limit)
    return found


def closed_by_answers(session: Session, hours: Mapping[str, Hours]) -> dict[str, list[Followup]]:
    """Follow-ups that closed themselves lately, because the customer answered."""
    since = min((one.since for one in hours.values()), default=None)
    if since is None:
        return {}
    conditions = (Followup.done_at >= since, Followup.owner.in_(hours), Followup.closed_by.is_not(None))
    found: dict[str, list[Followup]] = {}
    for followup in session.scalars(select(Followup).where(*conditions).order_by(Followup.done_at)):
        if followup.done_at is not None and followup.done_at >= hours[followup.owner].since:
            found.setdefault(followup.owner, []).append(followup)
    return found


def appointments_of_day(session: Session, hours: Mapping[str, Hours]) -> dict[str, list[Appointment]]:
    """What each of these members has planned, or takes part in, on the day given for him; in its order."""
    if not hours:
        return {}
    begin, end = min(one.begin for one in hours.values()), max(one.end for one in hours.values())
    return {
        key: [one for one in some if one.state == PLANNED and falls_into(one, hours[key].begin, hours[key].end)]
        for key, some in appointments_between(session, hours, begin, end).items()
    }


def birthdays(session: Session, days: Iterable[date]) -> dict[tuple[int, int], list[Person]]:
    """Whose birthday it is, by month and day. Who was born on 29 February has it on the 28th of other years."""
    wanted = {(day.month, day.day) for day in days}
    wanted |= {(2, 29) for day in days if (day.month, day.day) == (2, 28)}
    if not wanted:
        return {}
    month, day_ = extract("month", Person.birthday), extract("day", Person.birthday)
    chosen = or_(*((month == one) & (day_ == other) for one, other in sorted(wanted)))
    statement = select(Person).where(Person.birthday.is_not(None), chosen).order_by(Person.name).limit(1000)
    found: dict[tuple[int, int], list[Person]] = {}
    for person in session.scalars(statement):
        if person.birthday is not None:
            found.setdefault((person.birthday.month, person.birthday.day), []).append(person)
    return found


@dataclass(frozen=True, slots=True)
class Numbers:
    """Follow-ups of one member: done in the last days, all open ones, and those of them that are overdue."""

    done: int = 0
    open: int = 0
    overdue: int = 0


def team_numbers(
    session: Session, access: Access, owners: Collection[str], now: datetime, today: datetime
) -> dict[str, Numbers]:
    """The numbers of these members as far as the reader may see; `today` is when his day begins."""
    if not owners:
        return {}
    over = _overdue(now, today)
    lately = or_(Followup.done_at.is_(None), Followup.done_at >= now - DONE_DAYS)
    statement = select(
        Followup.owner,
        func.sum(case((Followup.done_at.is_not(None), 1), else_=0)),
        func.sum(case((Followup.done_at.is_(None), 1), else_=0)),
        func.sum(case((Followup.done_at.is_(None) & over, 1), else_=0)),
    ).where(Followup.owner.in_(owners), lately, whole(), *visible(access, Followup))
    return {owner: Numbers(*counts) for owner, *counts in session.execute(statement.group_by(Followup.owner))}


def numbered_list(
    session: Session, access: Access, owners: Collection[str], which: str, now: datetime, today: datetime, *, limit: int
) -> list[Followup]:
    """What the numbers count: `done`, `open` or `overdue`."""
    conditions: dict[str, list[Any]] = {
        "done": [Followup.done_at >= now - DONE_DAYS],
        "open": [Followup.done_at.is_(None)],
        "overdue": [Followup.done_at.is_(None), _overdue(now, today)],
    }
    statement = select(Followup).where(
        Followup.owner.in_(owners), *conditions[which], whole(), *visible(access, Followup)
    )
    order = Followup.done_at.desc() if which == "done" else Followup.due_at
    return list(session.scalars(statement.order_by(order, Followup.number).limit(limit)))


def escalated(
    session: Session, access: Access, owners: Collection[str], before: datetime, *, limit: int
) -> list[Followup]:
    """What these members should have done before that moment and have not acknowledged since, as far as the reader may
    see it; most overdue first.
    """
    statement = (
        select(Followup)
        .where(Followup.owner.in_(owners), Followup.due_at < before, *_unacknowledged(), *visible(access, Followup))
        .order_by(Followup.due_at, Followup.number)
        .limit(limit)
    )
    return list(session.scalars(statement))


def unacknowledged(session: Session, owners: Collection[str], after: datetime, until: datetime) -> list[Followup]:
    """What had its hour in that time and these owners have neither done nor acknowledged, soonest first."""
    if not owners:
        return []
    statement = (
        select(Followup)
        .where(Followup.owner.in_(owners), Followup.day_only.is_(False), *_unacknowledged())
        .where(Followup.due_at > after, Followup.due_at <= until)
        .order_by(Followup.due_at, Followup.number)
    )
    return list(session.scalars(statement))


def _unacknowledged() -> tuple[ColumnElement[bool], ...]:
    """Still to be done, and its owner has not said since it fell due that he knows."""
    unknown = or_(Followup.acknowledged_at.is_(None), Followup.acknowledged_at < Followup.due_at)
    return Followup.done_at.is_(None), unknown, whole()


def _overdue(now: datetime, today: datetime) -> Any:
    return or_(Followup.due_at < today, (Followup.due_at < now) & Followup.day_only.is_(False))
