"""What delivery has to know of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from zoneinfo import ZoneInfo

from crmbot.domain.records import Member
from crmbot.domain.workdays import WorkCalendar
from crmbot.shapes import Reader


@dataclass(frozen=True, slots=True)
class DeliverySettings:
    """`digest_time` is the local time of each member's digest unless he has his own.

    What is overdue for `escalate_after_days` stands in the manager's digest too; `waiting_kinds` are the kinds of entries
    that stay open until somebody resolves them.
    """

    digest_time: time = time(8, 30)
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    language: str = "de"
    timezone: str = "Europe/Berlin"
    currency: str = "EUR"
    escalate_after_days: int = 2
    waiting_kinds: tuple[str, ...] = ("complaint",)
    terms: Mapping[str, str] = field(default_factory=dict)

    def reader(self, member: Member | None) -> Reader:
        """For whom words are made: the member's own language and zone, else the team's."""
        language = member.language if member else None
        timezone = member.timezone if member else None
        return Reader(language or self.language, timezone or self.timezone, self.currency, self.terms)

    def zone_of(self, member: Member) -> ZoneInfo:
        """A member's zone; the team's where he has none or one that does not exist (any more)."""
        try:
            return ZoneInfo(member.timezone or self.timezone)
        except (KeyError, ValueError, OSError):
            return ZoneInfo(self.timezone)

    def digest_time_of(self, member: Member) -> time:
        """A member's own digest time, else the team's."""
        try:
            return time.fromisoformat((member.preferences or {})["digest_time"])
        except (KeyError, ValueError):
            return self.digest_time
