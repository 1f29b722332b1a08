"""The local day of each member at a moment: when his digest comes, who stands in for him, whom he leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.followups.due import Hours
from crmbot.domain.members.absence import stand_ins
from crmbot.domain.members.members import all_members
from crmbot.domain.outbox.outbox import settled_digests
from crmbot.domain.records import Member, OutboxItem

APART = timedelta(hours=6)  # two digests of one person, whatever happens to his zone or digest time


@dataclass(frozen=True, slots=True)
class Day:
    """`now` is by the member's clock; `hour` is when his digest of this day comes."""

    member: Member
    schedule: Schedule
    now: datetime
    hour: datetime

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def date(self) -> str:
        """The same in ISO 8601."""
        return self.today.isoformat()

    @property
    def digest_key(self) -> str:
        """Of the one digest of this day."""
        return digest_key(self.member, self.today)

    @property
    def come(self) -> bool:
        """Whether this is a working day on which his digest is due by now."""
        there = self.schedule.digest_wanted and self.schedule.works_on(self.today)
        return there and self.now.timestamp() >= self.hour.timestamp()  # two moments of one zone compare by the clock

    def hours(self) -> Hours:
        """The same as moments; new is what came since the digest of the last day that he worked."""
        since = self.schedule.digest_at(self.schedule.last_working(self.today))
        return Hours(self.schedule.begin_of(self.today), self.schedule.end_of(self.today), self.hour, since)


def digest_key(member: Member, day: date) -> str:
    """Unique over all time: one digest for a person and local day."""
    return f"digest:{member.key}:{day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody's day. `others` says who stands in for whom, by key."""

    days: tuple[Day, ...]
    others: dict[str, str]
    by_key: dict[str, Day] = field(default_factory=dict)
    _away: dict[str, list[Member]] = field(default_factory=dict)
    _led: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def at(cls, session: Session, settings: DeliverySettings, now: datetime) -> Team:
        """Everybody's day at a moment."""
        return cls.of([day_of(settings, member, now) for member in all_members(session, active_only=True)], settings)

    @classmethod
    def of(cls, days: Iterable[Day], settings: DeliverySettings) -> Team:
        """A team of these days."""
        known = tuple(days)
        members = {day.member.key: day.member for day in known}
        others = stand_ins(members.values(), {day.member.key: day.today for day in known}, settings.default_owner)
        away: dict[str, list[Member]] = {}
        for key, other in others.items():
            away.setdefault(other, []).append(members[key])
        led: dict[str, list[str]] = {}
        for member in members.values():
            if member.manager:
                led.setdefault(member.manager, []).append(member.key)
        return cls(known, others, {day.member.key: day for day in known}, away, led)

    def told(self, day: Day) -> Day:
        """Whoever gets what is a member's on his day: himself, or while he is away who stands in."""
        return self.by_key.get(self.others.get(day.member.key, ""), day)

    def away(self, key: str) -> list[Member]:
        """For whom a member stands in."""
        return self._away.get(key, [])

    def led(self, key: str) -> list[str]:
        """Whom a member leads, also in place of managers who are away."""
        places = [key, *(one.key for one in self.away(key))]
        return [one for place in places for one in self._led.get(place, ()) if one != key]


def day_of(settings: DeliverySettings, member: Member, now: datetime) -> Day:
    """A member's day at a moment."""
    schedule = settings.schedule(member)
    local = schedule.local(now)
    return Day(member, schedule, local, schedule.digest_at(local.date()))


def waiting(session: Session, days: Iterable[Day], now: datetime) -> list[Day]:
    """Those whose hour has come on a working day and whose digest of it is not settled yet.

    Who has moved to another zone, or changed his digest time, has the next one at least some hours after the last.
    """
    come = [day for day in days if day.come]
    settled = settled_digests(session, [day.digest_key for day in come])
    left = [day for day in come if day.digest_key not in settled]
    last = _neighbours(session, left, now)
    return [day for day in (_later(day, last.get(day.member.key)) for day in left) if day.come]


def apart(session: Session, day: Day) -> datetime | None:
    """When the digest of a day comes that is held back, because the last one came a few hours ago; else None."""
    later = _later(day, _neighbours(session, [day], day.now).get(day.member.key)).hour
    return later if later.timestamp() > day.now.timestamp() else None


def _later(day: Day, last: datetime | None) -> Day:
    if last is None:
        return day
    return replace(day, hour=max(day.hour.astimezone(UTC), last + APART).astimezone(day.schedule.zone))


def _neighbours(session: Session, days: list[Day], now: datetime) -> dict[str, datetime]:
    """When the digests of the day before and after were queued, as far as that is some hours ago; by member.

    One from the future is none: then the clock was wrong, and nobody shall wait for it.
    """
    near = timedelta(days=1)
    keys = {digest_key(day.member, day.today + step): day for day in days for step in (-near, near)}
    found: dict[str, datetime] = {}
    names = sorted(keys)
    for start in range(0, len(names), 500):
        statement = select(OutboxItem.key, OutboxItem.created_at).where(OutboxItem.key.in_(names[start : start + 500]))
        for key, at in session.execute(
            statement.where(OutboxItem.created_at > now - APART, OutboxItem.created_at <= now)
        ):
            member = keys[key].member.key
            found[member] = max(found.get(member, at), at)
    return found
