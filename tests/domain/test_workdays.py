"""Which days are worked."""

from __future__ import annotations

from datetime import date

import pytest

from crmbot.domain.calendar.workdays import WorkCalendar, known_region


@pytest.mark.parametrize(
    ("day", "region", "worked"),
    [
        (date(2026, 11, 18), "DE-BY", True),
        (date(2026, 11, 21), "DE-BY", False),
        (date(2027, 1, 6), "DE-BY", False),
        (date(2027, 1, 6), "DE-HH", True),
        (date(2026, 10, 26), "AT", False),
        (date(2026, 12, 25), "", True),
        (date(2026, 12, 25), "CH-ZH", False),
    ],
)
def test_weekends_and_regional_holidays_are_free(day: date, region: str, worked: bool) -> None:
    assert WorkCalendar(region=region).works_on(day) is worked


def test_a_team_may_work_on_saturdays() -> None:
    assert WorkCalendar(("sat",)).works_on(date(2026, 11, 21))


@pytest.mark.parametrize(("region", "known"), [("DE-BY", True), ("AT", True), ("DE-XX", False), ("Mars", False)])
def test_unknown_regions_are_noticed(region: str, known: bool) -> None:
    assert known_region(region) is known
