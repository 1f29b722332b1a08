"""When somebody works and wants to hear from us, out of what holds for the team and what he has set for himself.

What a person names himself (an hour, a day) comes at that hour. What we choose, such as the digest or a preset of a
button, falls into his working time: `next_working` and `at_work` find it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from crmbot.domain.calendar.workdays import WEEKDAYS, WorkCalendar, known_region
from crmbot.domain.records import Member
from crmbot.domain.records.members import is_away

_HOURS = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_LONGEST = 400  # days that a free time is looked beyond
_LONGEST_BACK = 31
ON = frozenset({"yes", "on", "true", "1"})
OFF = frozenset({"no", "off", "false", "0"})
DIGEST_WISH = "notify.digest"  # among a member's preferences: `off` for who wants none


@dataclass(frozen=True, slots=True)
class Schedule:
    """One person's working time and wishes. `hours` and `digest_time` are local.

    `away_from` and `away_until` (the last day) are his absence; a side that is not set is open.
    """

    zone: ZoneInfo
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    hours: tuple[time, time] = (time(9), time(17))
    digest_time: time = time(8, 30)
    default_time: time = time(9)
    digest_wanted: bool = True
    digest_when_empty: bool = False
    away_from: date | None = None
    away_until: date | None = None

    def local(self, moment: datetime) -> datetime:
        """The moment by his clock."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """His local day."""
        return self.local(moment).date()

    def at(self, day: date, hour: time) -> datetime:
        """That local time. One that the clock skips comes as much later; of one that comes twice it is the first."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC).astimezone(self.zone)

    def works_on(self, day: date) -> bool:
        """Whether that is a working day of his, his absence aside."""
        return self.calendar.works_on(day)

    def away_on(self, day: date) -> bool:
        """Whether he is absent on that day."""
        return is_away(self.away_from, self.away_until, day)

    def there_on(self, day: date) -> bool:
        """Whether he works on that day and is not absent."""
        return self.works_on(day) and not self.away_on(day)

    def next_working(self, day: date, *, after: int = 0) -> date:
        """The first day from `day` on that he works and is there; with `after`, the so-many-th one beyond `day`.

        Whoever never works, or is absent without an end, gets the calendar's day: nothing may be put off for ever.
        """
        free = self.works_on if self.away_until is None else self.there_on
        found, left = day, after
        for _ in range(_LONGEST):
            if left == 0 and free(found):
                return found
            found += timedelta(days=1)
            left -= 1 if left and free(found) else 0
        return day + timedelta(days=after)

    def last_working(self, day: date) -> date:
        """The last day before `day` that he worked and was there; a month back at most."""
        found = day - timedelta(days=1)
        for _ in range(_LONGEST_BACK):
            if self.there_on(found):
                return found
            found -= timedelta(days=1)
        return found

    def within_hours(self, moment: datetime) -> bool:
        """Whether that is in his working time."""
        local = self.local(moment)
        begin, end = self.hours
        return self.there_on(local.date()) and begin <= local.time() < end

    def worked(self, begin: datetime, end: datetime) -> timedelta:
        """How much of the time between two moments is his working time; a month of it at most."""
        first = self.day(begin)
        days = [first + timedelta(days=count) for count in range(min((self.day(end) - first).days, _LONGEST_BACK) + 1)]
        total = timedelta()
        for day in filter(self.there_on, days):
            opens, closes = (self.at(day, hour).astimezone(UTC) for hour in self.hours)
            total += max(min(closes, end) - max(opens, begin), timedelta())
        return total

    def at_work(self, moment: datetime) -> datetime:
        """The moment itself if it is in his working time, else when he next begins to work."""
        if self.within_hours(moment):
            return moment
        local = self.local(moment)
        today = local.date() if local.time() < self.hours[0] else local.date() + timedelta(days=1)
        return self.at(self.next_working(today), self.hours[0])

    def digest_at(self, day: date) -> datetime:
        """When his digest of that local day is due."""
        return self.at(day, self.digest_time)

    def begin_of(self, day: date) -> datetime:
        """The moment a local day begins; right also where the clock changes at midnight."""
        return self.at(day, time())

    def end_of(self, day: date) -> datetime:
        """The moment it ends: days have 23 to 25 hours."""
        return self.begin_of(day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class TeamSchedule:
    """What holds for whoever has set nothing of his own."""

    timezone: str = "Europe/Berlin"
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    hours: tuple[time, time] = (time(9), time(17))
    digest_time: time = time(8, 30)
    default_time: time = time(9)

    def of(self, member: Member | None) -> Schedule:
        """Somebody's own schedule. What he has set and nobody can read is as if he had not set it."""
        if member is None:
            return self._team(self.timezone)
        usual = self._team(member.timezone or self.timezone)
        if member.absent_from is not None or member.absent_until is not None:
            usual = replace(usual, away_from=member.absent_from, away_until=member.absent_until)
        return _own(usual, member.preferences) if member.preferences else usual

    def _team(self, timezone: str) -> Schedule:
        return Schedule(
            _zone(timezone, self.timezone), self.calendar, self.hours, self.digest_time, self.default_time,
        )  # fmt: skip


def _own(usual: Schedule, wishes: Mapping[str, str]) -> Schedule:
    calendar = usual.calendar
    if days := working_days(wishes.get("working_days", "")):
        calendar = replace(calendar, days=days)
    region = wishes.get("holidays")
    if region is not None and (not region or known_region(region)):
        calendar = replace(calendar, region=region)
    return replace(
        usual,
        calendar=calendar,
        hours=working_hours(wishes.get("working_hours", "")) or usual.hours,
        digest_time=_time(wishes.get("digest_time", "")) or usual.digest_time,
        default_time=_time(wishes.get("default_time", "")) or usual.default_time,
        digest_wanted=not OFF & {wishes.get(key, "").lower() for key in (DIGEST_WISH, "digest_time")},
        digest_when_empty=wishes.get("digest_when_empty", "").lower() in ON,
    )


def working_hours(text: str) -> tuple[time, time] | None:
    """`09:00-17:00` as two local times; None for anything else, also for an end that is not after the begin."""
    match = _HOURS.fullmatch(text.strip())
    begin, end = (_time(match[1]), _time(match[2])) if match else (None, None)
    return (begin, end) if begin is not None and end is not None and begin < end else None


def working_days(text: str) -> tuple[str, ...]:
    """`mon,tue` as the days of a `WorkCalendar`; none at all if one of them is no day."""
    days = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    return days if set(days) <= set(WEEKDAYS) else ()


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=600)
def _zone(name: str, fallback: str) -> ZoneInfo:
    """The zone of that name; the other one where it does not exist (any more)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(fallback)
