"""Series of follow-ups: the rules against a naive calendar, the hours against the clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.followups.series import Series, load_series
from crmbot.domain.followups.series_words import series_words
from crmbot.parsing.chat.recurrence import find_recurrence
from crmbot.shapes import Reader
from crmbot.texts import render

BERLIN = ZoneInfo("Europe/Berlin")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALWAYS = WorkCalendar()
STARTS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def turns(rule: str, start: date, count: int) -> list[date]:
    return list(islice(Series(rule, start, None, "Europe/Berlin").turns(), count))


def naive(start: date, wanted: Callable[[date], bool]) -> Iterator[date]:
    """Day after day, whoever is `wanted`."""
    day = start
    while day.year < 2050:
        if wanted(day):
            yield day
        day += timedelta(days=1)


@given(STARTS, st.integers(1, 40))
def test_every_so_many_days(start: date, interval: int) -> None:
    found = turns(f"FREQ=DAILY;INTERVAL={interval}", start, 30)
    assert found == [start + timedelta(days=interval * n) for n in range(30)]


@given(STARTS, st.integers(1, 6), st.sets(st.integers(0, 6), min_size=1))
def test_weekdays_of_every_so_many_weeks(start: date, interval: int, days: set[int]) -> None:
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(CODES[day] for day in sorted(days))}"
    monday = start - timedelta(days=start.weekday())
    wanted = naive(start, lambda day: day.weekday() in days and (day - monday).days // 7 % interval == 0)
    assert turns(rule, start, 25) == list(islice(wanted, 25))


@given(STARTS, st.integers(1, 4), st.integers(0, 6))
def test_the_nth_weekday_of_each_month(start: date, nth: int, weekday: int) -> None:
    wanted = naive(start, lambda day: day.weekday() == weekday and (day.day - 1) // 7 + 1 == nth)
    assert turns(f"FREQ=MONTHLY;BYDAY={nth}{CODES[weekday]}", start, 14) == list(islice(wanted, 14))


@given(STARTS, st.integers(1, 31))
def test_a_day_of_each_month_is_the_last_one_of_those_that_are_shorter(start: date, dom: int) -> None:
    found = find_recurrence(f"every month on the {dom}.", now=datetime(2026, 11, 18, 10, tzinfo=BERLIN))
    assert found is not None
    wanted = naive(start, lambda day: day.day == min(dom, monthrange(day.year, day.month)[1]))
    assert turns(found.rule, start, 26) == list(islice(wanted, 26))


@given(STARTS, st.integers(1, 60))
def test_a_count_ends_it(start: date, count: int) -> None:
    assert len(turns(f"FREQ=WEEKLY;COUNT={count}", start, 100)) == count


@given(st.integers(0, 23), st.integers(0, 59), STARTS)
def test_an_hour_stays_where_it_is_over_years(hour: int, minute: int, start: date) -> None:
    series: Series | None = Series("FREQ=WEEKLY", start, time(hour, minute), "Europe/Berlin").first()
    for _ in range(60):
        assert series is not None
        due = series.due(ALWAYS, BERLIN, time(9))
        skipped = datetime.combine(due.date(), time(hour, minute), BERLIN).astimezone(UTC).astimezone(BERLIN)
        assert due == skipped
        assert due.weekday() == start.weekday()
        series = series.following(ALWAYS)


def test_both_clock_changes_keep_nine_oclock() -> None:
    series = Series("FREQ=DAILY", date(2026, 10, 24), time(9), "Europe/Berlin").first()
    seen: list[int] = []
    while series is not None and len(seen) < 3:
        seen.append(series.due(ALWAYS, BERLIN, time(9)).astimezone(UTC).hour)
        series = series.following(ALWAYS)
    assert seen == [7, 8, 8]


def test_an_hour_that_is_skipped_comes_behind_the_gap() -> None:
    series = Series("FREQ=DAILY", date(2027, 3, 28), time(2, 30), "Europe/Berlin").first()
    assert series is not None
    assert series.due(ALWAYS, BERLIN, time(9)).isoformat() == "2027-03-28T03:30:00+02:00"


def test_what_falls_on_a_free_day_comes_on_the_next_working_day_and_never_twice() -> None:
    series = Series("FREQ=DAILY", date(2026, 11, 19), None, "Europe/Berlin", workdays=True).first()
    days: list[date] = []
    while series is not None and len(days) < 4:
        days.append(series.day(ALWAYS))
        series = series.following(ALWAYS)
    assert days == [date(2026, 11, 19), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)]


def test_what_was_missed_is_not_made_up_for() -> None:
    series = Series("FREQ=WEEKLY", date(2026, 11, 2), None, "Europe/Berlin").first()
    assert series is not None
    following = series.following(ALWAYS, beyond=date(2026, 11, 20))
    assert following is not None
    assert following.turn == date(2026, 11, 23)


@given(
    STARTS, st.none() | st.times().map(lambda clock: clock.replace(microsecond=0)), st.booleans(), st.none() | STARTS
)
def test_what_is_kept_can_be_read_again(start: date, clock: time | None, workdays: bool, turn: date | None) -> None:
    series = Series("FREQ=WEEKLY;BYDAY=MO", start, clock, "Europe/Vienna", workdays, turn)
    assert len(series.dump()) <= 300
    assert load_series(series.dump()) == series


@given(st.text(max_size=100))
def test_other_text_is_no_series(text: str) -> None:
    assert load_series(text) is None or "DTSTART" in text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day at 09:00"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=5", "every 3 days at 09:00, 5 times"),
        ("FREQ=WEEKLY;BYDAY=MO", "every Monday at 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday at 09:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630T000000", "every 2 weeks on Tuesday and Thursday at 09:00 until Wed 30 Jun 2027"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every first Monday of the month at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "every last day of the month at 09:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "every 30. of the month at 09:00"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", "every 3 months on the 10. at 09:00"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every last weekday of the month at 09:00"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "every year on 3. March at 09:00"),
    ],
)  # fmt: skip
def test_a_rule_can_be_said(rule: str, words: str) -> None:
    said = render(series_words(Series(rule, date(2026, 11, 18), time(9), "Europe/Berlin")), Reader("en"))
    assert said == words
