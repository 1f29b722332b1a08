"""When somebody works and hears from us: the team's hours, and what he has set for himself. (F11)"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.calendar.schedule import Schedule, TeamSchedule, working_hours
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.records import Member

BERLIN = ZoneInfo("Europe/Berlin")
TEAM = TeamSchedule(calendar=WorkCalendar(region="DE-BY"))
FRIDAY = date(2026, 11, 20)
ZONES = sorted(available_timezones() - {"localtime"})


def own(**wishes: str) -> Schedule:
    return TEAM.of(Member(key="anna", preferences=wishes))


def test_whoever_has_set_nothing_has_the_teams_hours() -> None:
    assert TEAM.of(Member(key="anna")) == TEAM.of(None)


def test_what_is_set_for_oneself_counts() -> None:
    schedule = own(
        digest_time="07:15", working_days="tue,sat", working_hours="10:00-14:00", default_time="11:00", holidays="AT-9"
    )
    assert (schedule.digest_time, schedule.hours, schedule.default_time) == (
        time(7, 15),
        (time(10), time(14)),
        time(11),
    )
    assert [schedule.works_on(FRIDAY + timedelta(days=n)) for n in range(5)] == [False, True, False, False, True]
    assert not own(working_days="mon", holidays="AT-9").works_on(date(2026, 10, 26))


def test_what_cannot_be_read_is_as_if_it_were_not_set() -> None:
    broken = Member(
        key="anna", timezone="Mars/Base",
        preferences={"digest_time": "soon", "working_days": "mon,someday", "working_hours": "17:00-09:00", "holidays": "XX"},
    )  # fmt: skip
    assert TEAM.of(broken) == TEAM.of(None)


@pytest.mark.parametrize(
    ("wishes", "wanted"), [({"digest_time": "off"}, False), ({"notify.digest": "off"}, False), ({}, True)]
)
def test_the_digest_can_be_switched_off(wishes: dict[str, str], wanted: bool) -> None:
    assert own(**wishes).digest_wanted is wanted


def test_company_holidays_are_free_and_special_days_are_worked() -> None:
    christmas, saturday = date(2026, 12, 24), date(2026, 12, 19)
    calendar = WorkCalendar(free=frozenset({christmas}), extra=frozenset({saturday}))
    assert (calendar.works_on(christmas), calendar.works_on(saturday)) == (False, True)


def test_the_next_working_day_skips_weekends_holidays_and_absence() -> None:
    schedule = TEAM.of(Member(key="anna", absent_from=date(2026, 12, 28), absent_until=date(2027, 1, 3)))
    assert schedule.next_working(FRIDAY) == FRIDAY
    assert schedule.next_working(FRIDAY, after=1) == FRIDAY + timedelta(days=3)
    assert schedule.next_working(date(2026, 12, 25)) == date(2027, 1, 4)


def test_an_absence_without_an_end_puts_nothing_off_for_ever() -> None:
    assert TEAM.of(Member(key="anna", absent_from=FRIDAY)).next_working(FRIDAY) == FRIDAY


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        ("2026-11-20T09:00", "2026-11-20T09:00"),
        ("2026-11-20T06:00", "2026-11-20T09:00"),
        ("2026-11-20T17:00", "2026-11-23T09:00"),
        ("2026-11-21T12:00", "2026-11-23T09:00"),
    ],
)
def test_what_we_choose_falls_into_working_time(moment: str, works: str) -> None:
    given_, expected = (datetime.fromisoformat(text).replace(tzinfo=BERLIN) for text in (moment, works))
    assert TEAM.of(None).at_work(given_) == expected


@pytest.mark.parametrize("text", ["17:00-09:00", "9-17", "25:00-26:00", "", "09:00-09:00"])
def test_hours_that_are_none(text: str) -> None:
    assert working_hours(text) is None


@given(st.sampled_from(ZONES), st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.times())
def test_every_local_day_has_its_digest_in_every_zone(zone: str, day: date, hour: time) -> None:
    schedule = Schedule(ZoneInfo(zone), digest_time=hour.replace(second=0, microsecond=0))
    begin, end = schedule.begin_of(day).astimezone(UTC), schedule.end_of(day).astimezone(UTC)
    assert begin <= schedule.digest_at(day).astimezone(UTC) <= end
    assert timedelta(hours=0) <= end - begin <= timedelta(hours=49)
    assert schedule.at_work(begin) >= begin
