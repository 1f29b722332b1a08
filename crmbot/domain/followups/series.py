"""Follow-ups that come again: a rule over local days, and which of its days is the turn of a follow-up.

A rule never drifts: each day is found from the first one, and the hour is a wall-clock hour in the owner's zone. Kept with
each follow-up of a series, in content lines in the manner of RFC 5545: DTSTART the first day, RRULE the rule,
RECURRENCE-ID the day whose turn it is, whatever day it was snoozed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crmbot.domain.calendar.workdays import WorkCalendar

_LONGEST = 200  # characters of a rule
_MOST_TURNS = 400  # that are looked beyond for one that is not over


@dataclass(frozen=True, slots=True)
class Series:
    """`clock` is the local hour, None for days without one; `zone` counts where the owner has none of his own.

    With `workdays`, what falls on a free day comes on the next working day; `turn` is the day of the rule that this
    follow-up stands for.
    """

    rule: str
    start: date
    clock: time | None
    zone: str
    workdays: bool = False
    turn: date | None = None

    def turns(self, after: date | None = None) -> Iterator[date]:
        """The days of the rule, from the first one on or those after a day."""
        for moment in _rule(self).xafter(_midnight(after or self.start), inc=after is None):
            yield moment.date()

    def first(self) -> Series | None:
        """With the first of its turns; None for a rule that has none."""
        turn = next(self.turns(), None)
        return replace(self, turn=turn) if turn is not None else None

    def following(self, calendar: WorkCalendar, *, beyond: date | None = None) -> Series | None:
        """With the next turn; of those that are over by the day `beyond`, the first one after it. None: it has ended."""
        shown = self.day(calendar)
        for count, turn in enumerate(self.turns(self.turn)):
            found = replace(self, turn=turn)
            day = found.day(calendar)
            if day > shown and (beyond is None or day > beyond):
                return found
            if count > _MOST_TURNS:
                return found
        return None

    def day(self, calendar: WorkCalendar) -> date:
        """The day on which its turn comes."""
        turn = self.turn or self.start
        return calendar.after(turn, 0) if self.workdays else turn

    def due(self, calendar: WorkCalendar, zone: ZoneInfo, default: time) -> datetime:
        """The moment its turn falls due; an hour that a clock change skips comes behind the gap."""
        wall = datetime.combine(self.day(calendar), self.clock or default, zone)
        return wall.astimezone(UTC).astimezone(zone)

    def dump(self) -> str:
        """As text, to be kept."""
        start = (
            f"DTSTART:{self.start:%Y%m%d}T{self.clock:%H%M%S}"
            if self.clock
            else f"DTSTART;VALUE=DATE:{self.start:%Y%m%d}"
        )
        lines = [start, f"TZID:{self.zone}", f"RRULE:{self.rule}"]
        lines += [f"RECURRENCE-ID;VALUE=DATE:{self.turn:%Y%m%d}"] if self.turn else []
        return "\n".join([*lines, *(["X-WORKDAYS:TRUE"] if self.workdays else [])])


def load_series(text: str) -> Series | None:
    """What `dump` made; None for anything else."""
    lines = dict(line.partition(":")[::2] for line in text.split("\n"))
    start = lines.get("DTSTART") or lines.get("DTSTART;VALUE=DATE")
    turn = lines.get("RECURRENCE-ID;VALUE=DATE")
    try:
        begin = datetime.strptime(start or "", "%Y%m%dT%H%M%S" if "T" in (start or "") else "%Y%m%d")  # noqa: DTZ007
        day = datetime.strptime(turn, "%Y%m%d").date() if turn else None  # noqa: DTZ007
    except ValueError:
        return None
    clock = begin.time() if "T" in (start or "") else None
    return Series(lines.get("RRULE", ""), begin.date(), clock, lines.get("TZID", "UTC"), "X-WORKDAYS" in lines, day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _rule(series: Series) -> Any:
    from dateutil.rrule import rrulestr

    return rrulestr(f"RRULE:{series.rule[:_LONGEST]}", dtstart=_midnight(series.start))


def over_since(moment: datetime, zone: ZoneInfo) -> date:
    """The day before the local day of a moment: turns until then are over."""
    return moment.astimezone(zone).date() - timedelta(days=1)
