"""What lies without a next step, and what a manager is told of those whom he leads: numbers, what lies, what is overdue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from crmbot.delivery.days import Day, Team
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.deals.lines import NO_DEALS, DealLines, line_of, lying, merged
from crmbot.domain.deals.unattended import unattended
from crmbot.domain.followups.due import Numbers, escalated, team_numbers
from crmbot.domain.members.access import Access, access_of, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Deal, Followup

_MOST = 12


class Look(Protocol):
    """What things are looked up with."""

    @property
    def session(self) -> Session: ...  # noqa: D102
    @property
    def settings(self) -> DeliverySettings: ...  # noqa: D102
    @property
    def process(self) -> Process: ...  # noqa: D102
    @property
    def now(self) -> datetime: ...  # noqa: D102
    @property
    def team(self) -> Team: ...  # noqa: D102
    @property
    def complaints(self) -> Mapping[str, list[Activity]]: ...  # noqa: D102
    @property
    def limit(self) -> timedelta: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Lying:
    """What has no next step: deals and complaints, how many there are and the longest untouched."""

    deals: DealLines = NO_DEALS
    complaints: tuple[Activity, ...] = ()
    complaint_count: int = 0

    @property
    def count(self) -> int:
        """All together."""
        return self.deals.count + self.complaint_count


NOTHING_LIES = Lying()


@dataclass(frozen=True, slots=True)
class Led:
    """A manager's part of the digest."""

    numbers: Mapping[str, Numbers] = field(default_factory=dict)
    lying: Lying = NOTHING_LIES
    overdue: tuple[Followup, ...] = ()

    @property
    def worth_telling(self) -> bool:
        """Whether a digest is sent for it alone: something is behind."""
        return bool(self.lying.count or self.overdue or any(one.overdue for one in self.numbers.values()))


NOTHING_LED = Led()


def lying_of(
    look: Look, access: Access, owners: Sequence[str], found: Mapping[str, DealLines], since: datetime
) -> Lying:
    """What lies of these owners since that moment, as far as the reader may see it, out of what was `found` of each.

    Everybody may see what is his own; where anything else may be hidden from him it is looked up for him alone.
    """
    hidden = bool(visible(access, Deal) or visible(access, Activity))
    if hidden and (access.read == "none" or list(owners) != [access.member]):
        return _asked_for(look, access, owners, since)
    complaints = [one for owner in owners for one in look.complaints.get(owner, ()) if one.at < since]
    complaints.sort(key=lambda one: one.at)
    return Lying(merged(found, owners, _MOST), tuple(complaints[:_MOST]), len(complaints))


def _asked_for(look: Look, access: Access, owners: Collection[str], since: datetime) -> Lying:
    kinds = look.settings.waiting_kinds
    found = unattended(look.session, look.process, kinds, access, look.now, owners=owners, since=since, limit=_MOST)
    deals = DealLines(found.deal_count, tuple(map(line_of, found.deals)))
    return Lying(deals, tuple(found.complaints), found.complaint_count)


def led_parts(look: Look, days: Sequence[Day]) -> dict[str, Led]:
    """The parts of those of these members who lead anybody, by key."""
    led = {day.member.key: look.team.led(day.member.key) for day in days}
    everybody = {one for keys in led.values() for one in keys}
    since = look.now - look.limit
    left = lying(look.session, look.process, everybody, since, look.now, limit=_MOST)
    return {day.member.key: _led(look, day, led[day.member.key], left, since) for day in days if led[day.member.key]}


def _led(look: Look, day: Day, led: Sequence[str], left: Mapping[str, DealLines], since: datetime) -> Led:
    session = look.session
    access = access_of(session, day.member, day.today)
    away = {one.key for one in look.team.away(day.member.key)}  # theirs is told in the digest as if it were his own
    others = [key for key in led if key not in away]
    return Led(
        team_numbers(session, access, led, look.now, day.schedule.begin_of(day.today)),
        lying_of(look, access, others, left, since),
        tuple(escalated(session, access, others, since, limit=_MOST)),
    )
