"""What delivery has to know of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from crmbot.domain.calendar.schedule import Schedule, TeamSchedule
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.records import Member
from crmbot.shapes import Reader


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """`digest_time` is the local time of each member's digest unless he has his own.

    What is overdue for `escalate_after_days` stands in the manager's digest too; `waiting_kinds` are the kinds of entries
    that stay open until somebody resolves them. `hours` is the working time; `nag_hours` says after how many hours of it
    a reminder that nobody has acknowledged comes again, 0: never. `default_owner`
    stands in where nobody else does.
    """

    digest_time: time = time(8, 30)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    language: str = "de"
    timezone: str = "Europe/Berlin"
    currency: str = "EUR"
    escalate_after_days: int = 2
    waiting_kinds: tuple[str, ...] = ("complaint",)
    terms: Mapping[str, str] = field(default_factory=dict)
    hours: tuple[time, time] = (time(9), time(17))
    nag_hours: int = 0
    default_owner: str = ""

    def reader(self, member: Member | None) -> Reader:
        """For whom words are made: the member's own language and zone, else the team's."""
        language = member.language if member else None
        timezone = member.timezone if member else None
        return Reader(language or self.language, timezone or self.timezone, self.currency, self.terms)

    @property
    def team(self) -> TeamSchedule:
        """When people work who have set nothing of their own."""
        return TeamSchedule(self.timezone, self.calendar, self.hours, self.digest_time)

    def schedule(self, member: Member) -> Schedule:
        """When a member works, and when his digest comes."""
        return self.team.of(member)

    def zone_of(self, member: Member) -> ZoneInfo:
        """A member's zone; the team's where he has none or one that does not exist (any more)."""
        return self.schedule(member).zone
