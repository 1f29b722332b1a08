"""What reading a date yields, and the arithmetic of local time it needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
"""Dates outside are no dates that a sales team means."""


@dataclass(frozen=True, slots=True)
class When:
    """A point in time that someone named. `at` is aware and in the zone of the `now` it was read with.

    With `day_only` no hour was named and `at` is the start of that day. `text` is the phrase as written.
    """

    at: datetime
    day_only: bool
    text: str


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with its place: `text[start:end]` is the phrase, its preposition included."""

    when: When
    start: int
    end: int


def local(day: date, clock: time, now: datetime) -> datetime:
    """The wall-clock time in the zone of `now`; one that a clock change skips is moved behind the gap."""
    wall = datetime.combine(day, clock, tzinfo=now.tzinfo)
    return wall.astimezone(UTC).astimezone(now.tzinfo)


def later(now: datetime, span: timedelta) -> datetime:
    """`now` plus a physical span of time, right across clock changes, without seconds."""
    return (now.astimezone(UTC) + span).astimezone(now.tzinfo).replace(second=0, microsecond=0)


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar or our bounds have none."""
    try:
        made = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return made if EARLIEST <= made < LATEST else None


def add_days(day: date, count: int) -> date | None:
    """`day` plus `count` days within bounds."""
    if abs(count) > 200_000:
        return None
    moved = day + timedelta(days=count)
    return moved if EARLIEST <= moved < LATEST else None


def add_months(day: date, count: int) -> date | None:
    """`day` plus `count` months; the 31st becomes the last day of a shorter month."""
    if abs(count) > 4000:
        return None
    place = day.year * 12 + day.month - 1 + count
    for last in range(day.day, 27, -1) if day.day > 28 else (day.day,):
        moved = make_date(place // 12, place % 12 + 1, last)
        if moved is not None:
            return moved
    return make_date(place // 12, place % 12 + 1, 28)


def add_working_days(day: date, count: int) -> date | None:
    """`day` plus `count` days from Monday to Friday. Holidays are not known here."""
    if abs(count) > 50_000:
        return None
    weeks, rest = divmod(count, 5)
    moved = add_days(_to_working_day(day), weeks * 7)
    for _ in range(rest):
        moved = add_days(moved, 3 if moved.weekday() == 4 else 1) if moved else None
    return moved


def _to_working_day(day: date) -> date:
    """The Friday before a weekend, else the day itself: counting begins there."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def monday(day: date) -> date:
    """The first day of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def coming(day: date, month: int, dom: int) -> date | None:
    """The next `dom`.`month`. on or after `day`; 29 February waits for a leap year."""
    for year in range(day.year, day.year + 9):
        found = make_date(year, month, dom)
        if found is not None and found >= day:
            return found
    return None


@dataclass(frozen=True, slots=True)
class Hit:
    """A day, or a moment, that a part of a phrase names; `end` is the token behind it.

    `firm`: in prose it can mean nothing else. `name`: it is a word that people are called by as well.
    `clock` is an hour that the day itself implies, as `tonight` does.
    """

    end: int
    day: date | None
    firm: bool = True
    name: bool = False
    at: datetime | None = None
    clock: time | None = None
    yearless: bool = False
