"""What the configuration says about how processes run here: language, zone and working days of the team, owners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.calendar.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class ProcessSettings:
    """`owners` names for a department the member who gets its deals. With `project_file` off a contact has one deal
    only, which carries its role. Automatic follow-ups are counted in days of `calendar` and due at `hour`.
    """

    language: str = "de"
    timezone: str = "Europe/Berlin"
    calendar: WorkCalendar = field(default_factory=WorkCalendar)
    hour: time = time(9)
    owners: Mapping[str, str] = field(default_factory=dict)
    project_file: bool = True

    @property
    def team(self) -> TeamSchedule:
        """When those of the team work who have set nothing of their own."""
        return TeamSchedule(self.timezone, self.calendar, default_time=self.hour)
