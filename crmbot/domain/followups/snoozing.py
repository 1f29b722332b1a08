"""Putting off by a preset: in somebody's working time. `tomorrow` on a Friday is Monday morning.

A date that somebody names himself is not touched here: who says Saturday means Saturday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crmbot.domain.calendar.schedule import Schedule

SPANS = {"20min": timedelta(minutes=20), "1h": timedelta(hours=1), "3h": timedelta(hours=3)}
PRESETS = (*SPANS, "afternoon", "tomorrow", "7days", "week")
_AFTERNOON = time(15)


@dataclass(frozen=True, slots=True)
class Until:
    """When to remind; `day_only`: on that day, at its hour or the default one."""

    at: datetime
    day_only: bool


def snoozed_until(preset: str, now: datetime, schedule: Schedule) -> Until:
    """What a preset means at `now`. Spans are real time, and end in working time: else when work begins next."""
    if preset in SPANS:
        at = _whole_minutes(now + SPANS[preset])
        return Until(schedule.local(schedule.at_work(at)), day_only=False)
    if preset == "afternoon":
        at = schedule.at(schedule.day(now), _AFTERNOON)
        at = at if at - now > timedelta(minutes=30) else _whole_minutes(now + timedelta(hours=2))
        return Until(schedule.local(schedule.at_work(at)), day_only=False)
    today = schedule.day(now)
    if preset == "week":
        today += timedelta(days=6 - today.weekday())
    elif preset == "7days":
        today += timedelta(days=6)
    day = schedule.next_working(today + timedelta(days=1))
    return Until(schedule.at(day, schedule.default_time), day_only=True)


def next_day(due: datetime, now: datetime, schedule: Schedule) -> Until:
    """The working day after today, or after the day it falls due if that is still to come."""
    return snoozed_until("tomorrow", max(due, now), schedule)


def _whole_minutes(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
