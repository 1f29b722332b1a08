"""Putting off lands in working time, whatever the hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.calendar.workdays import WEEKDAYS, WorkCalendar
from crmbot.domain.followups.snoozing import PRESETS, next_day, snoozed_until

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = Schedule(BERLIN, WorkCalendar(region="DE-BY"))


@given(
    st.sampled_from(PRESETS),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 (hypothesis wants bounds without a zone)
    st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    st.sampled_from(["", "DE-BY", "AT-9", "CH-ZH"]),
)
def test_a_preset_never_lands_on_a_free_day_nor_in_the_past(
    preset: str, at: datetime, days: set[str], region: str
) -> None:
    now = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(BERLIN)
    calendar = WorkCalendar(tuple(day for day in WEEKDAYS if day in days), region)
    schedule = replace(USUAL, calendar=calendar)
    until = snoozed_until(preset, now, schedule)
    assert until.at > now
    assert schedule.works_on(schedule.day(until.at))
    assert until.day_only or schedule.within_hours(until.at)


@pytest.mark.parametrize(
    ("preset", "now", "wanted"),
    [
        ("tomorrow", "2026-11-20T15:00", "2026-11-23T09:00"),  # Friday: Monday morning
        ("week", "2026-11-18T10:00", "2026-11-23T09:00"),
        ("20min", "2026-11-18T10:00", "2026-11-18T10:20"),
        ("1h", "2026-11-20T16:30", "2026-11-23T09:00"),
        ("3h", "2026-11-18T10:00", "2026-11-18T13:00"),
        ("afternoon", "2026-11-18T10:00", "2026-11-18T15:00"),
        ("afternoon", "2026-11-18T14:45", "2026-11-18T16:45"),
        ("afternoon", "2026-11-18T16:30", "2026-11-19T09:00"),
        ("20min", "2026-11-21T12:00", "2026-11-23T09:00"),  # Saturday
    ],
)
def test_presets_at_usual_hours(preset: str, now: str, wanted: str) -> None:
    until = snoozed_until(preset, datetime.fromisoformat(now).replace(tzinfo=BERLIN), USUAL)
    assert until.at == datetime.fromisoformat(wanted).replace(tzinfo=BERLIN)


def test_a_day_of_absence_is_free_too() -> None:
    away = replace(USUAL, away_from=date(2026, 11, 23), away_until=date(2026, 11, 25))
    now = datetime(2026, 11, 20, 15, tzinfo=BERLIN)
    assert snoozed_until("tomorrow", now, away).at == datetime(2026, 11, 26, 9, tzinfo=BERLIN)


def test_what_is_still_to_come_is_put_off_from_its_own_day() -> None:
    now = datetime(2026, 11, 18, 10, tzinfo=BERLIN)
    assert next_day(now + timedelta(days=2), now, USUAL).at == datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def test_the_default_hour_is_ones_own() -> None:
    early = replace(USUAL, default_time=time(7, 30))
    assert snoozed_until("tomorrow", datetime(2026, 11, 18, 10, tzinfo=BERLIN), early).at.time() == time(7, 30)


def test_a_week_on_falls_into_working_time() -> None:
    sunday, wednesday = datetime(2026, 11, 22, 15, tzinfo=BERLIN), datetime(2026, 11, 18, 10, tzinfo=BERLIN)
    assert snoozed_until("7days", sunday, USUAL).at == datetime(2026, 11, 30, 9, tzinfo=BERLIN)
    assert snoozed_until("7days", wednesday, USUAL).at == datetime(2026, 11, 25, 9, tzinfo=BERLIN)
