"""Recurring dates in plain words, as rules of RFC 5545."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.recurrence import find_recurrence

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday

RULES = [
    ("every 2 weeks until june 5 times", "FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630T000000", "2026-12-02"),
    ("am letzten Tag jeden Monats", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-19"),
    ("last friday of each month 3pm", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-18"),
    ("every monday", "FREQ=WEEKLY;BYDAY=MO", "2026-11-19"),
    ("every first Monday of the month", "FREQ=MONTHLY;BYDAY=1MO", "2026-11-19"),
    ("alle 2 Wochen", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
    ("quarterly", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=18", "2027-02-18"),
    ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19"),
    ("yearly on 3 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "2026-11-19"),
    (
        "every 2 weeks on tue and thu until june",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630T000000",
        "2026-11-19",
    ),
    (
        "every 2 weeks on tue and thu until june 5 times",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;UNTIL=20270630T000000",
        "2026-11-19",
    ),
    ("jeden Tag 5 mal", "FREQ=DAILY;COUNT=5", "2026-11-19"),
    ("jeden zweiten Montag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-23"),
    ("jeden zweiten Montag im Monat", "FREQ=MONTHLY;BYDAY=2MO", "2026-11-19"),
    ("every other week", "FREQ=WEEKLY;INTERVAL=2", "2026-12-02"),
    ("every other tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-24"),
    ("every third friday of the month", "FREQ=MONTHLY;BYDAY=3FR", "2026-11-19"),
    ("every last friday", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-19"),
    ("jeden letzten Freitag im Monat 16 Uhr", "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-18"),
    ("einmal im Monat", "FREQ=MONTHLY;BYMONTHDAY=18", "2026-12-18"),
    ("twice a year", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("halbjährlich", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("half-yearly", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("every half year", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("jedes halbe Jahr", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("jedes Quartal", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=18", "2027-02-18"),
    ("jährlich am 3. März", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=3", "2026-11-19"),
    ("jedes Jahr am 24.12.", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "2026-11-19"),
    ("every year on december 24", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "2026-11-19"),
    ("monthly on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-11-19"),
    ("monthly on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-19"),
    ("every month on the first monday", "FREQ=MONTHLY;BYDAY=1MO", "2026-11-19"),
    ("jeden Monat am 1. und 15.", "FREQ=MONTHLY;BYMONTHDAY=1,15", "2026-11-19"),
    ("jeden 15.", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-11-19"),
    ("every 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-11-19"),
    ("montags und mittwochs", "FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-19"),
    ("on mondays", "FREQ=WEEKLY;BYDAY=MO", "2026-11-19"),
    ("every mon, wed and fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-19"),
    ("every 3 days until 15 Jan", "FREQ=DAILY;INTERVAL=3;UNTIL=20270115T000000", "2026-11-21"),
    ("alle 14 Tage ab Montag", "FREQ=DAILY;INTERVAL=14", "2026-11-23"),
    ("wöchentlich ab 1. Dezember bis 31.3.", "FREQ=WEEKLY;UNTIL=20270331T000000", "2026-12-01"),
    ("every 3 weeks from now on", "FREQ=WEEKLY;INTERVAL=3", "2026-12-09"),
    ("every day for 2 weeks", "FREQ=DAILY;UNTIL=20261202T000000", "2026-11-19"),
    ("täglich 3 Wochen lang", "FREQ=DAILY;UNTIL=20261209T000000", "2026-11-19"),
    ("every last working day of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-18"),
    ("jeden letzten Werktag im Monat", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-18"),
    ("every monday regardless", "FREQ=WEEKLY;BYDAY=MO", "2026-11-19"),
    ("jeden Montag in jedem Fall", "FREQ=WEEKLY;BYDAY=MO", "2026-11-19"),
    ("jeden Montag halb drei", "FREQ=WEEKLY;BYDAY=MO", "2026-11-18"),
    ("every monday afternoon", "FREQ=WEEKLY;BYDAY=MO", "2026-11-18"),
    ("every month", "FREQ=MONTHLY;BYMONTHDAY=18", "2026-12-18"),
    ("every 6 months", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=18", "2027-05-18"),
    ("29 feb yearly", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2028-02-29"),
    ("yearly on 29 february", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1", "2026-11-19"),
    ("weekly", "FREQ=WEEKLY", "2026-11-25"),
    ("werktags um 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-19"),
    ("jeden dritten Montag", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "2026-11-23"),
    ("every 2nd tuesday of the month", "FREQ=MONTHLY;BYDAY=2TU", "2026-11-19"),
    ("first monday of every month", "FREQ=MONTHLY;BYDAY=1MO", "2026-11-19"),
    ("am ersten Montag jeden Monats", "FREQ=MONTHLY;BYDAY=1MO", "2026-11-19"),
    ("alle 3 Monate am 10.", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10", "2026-12-10"),
    ("every monday until christmas", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261224T000000", "2026-11-19"),
    ("fortnightly on friday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20"),
    ("14-tägig freitags", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "2026-11-20"),
    ("jeden ersten Montag im Monat um 10 Uhr, 6 mal", "FREQ=MONTHLY;BYDAY=1MO;COUNT=6", "2026-11-19"),
]


@pytest.mark.parametrize(("words", "rule", "start"), RULES)
def test_each_of_these_is_that_rule(words: str, rule: str, start: str) -> None:
    found = find_recurrence(words, now=NOW)
    assert found is not None
    assert (found.rule, found.start.isoformat(), found.rest) == (rule, start, "")


@pytest.mark.parametrize(
    ("words", "clock", "rest"),
    [
        ("every monday at 9 call him", time(9), "call him"),
        ("alle zwei Wochen dienstags 14 Uhr Lager", time(14), "Lager"),
        ("friday 14:00 every week check stock", time(14), "check stock"),
        ("send the report every friday at 3pm", time(15), "send the report"),
        ("jeden Montag halb drei anrufen", time(14, 30), "anrufen"),
        ("every monday afternoon: call", time(15), "call"),
        ("täglich um 8 Uhr anrufen", time(8), "anrufen"),
        ("monatlich am 31. Rechnung prüfen", None, "Rechnung prüfen"),
    ],
)
def test_hour_and_text_stand_around_it(words: str, clock: time | None, rest: str) -> None:
    found = find_recurrence(words, now=NOW)
    assert found is not None
    assert (found.clock, found.rest) == (clock, rest)


@pytest.mark.parametrize(
    "words",
    ["friday send the monthly report", "alle Kunden anrufen", "every 10 minutes", "every", "call him back", "letzter Freitag", "",
     "friday ask about every machine", "tomorrow 9am weekend plans"],
)  # fmt: skip
def test_what_comes_once_is_no_recurrence(words: str) -> None:
    assert find_recurrence(words, now=NOW) is None


def test_a_date_before_it_is_the_first_day() -> None:
    found = find_recurrence("friday every 2 weeks check stock", now=NOW)
    assert found is not None
    assert (found.start, found.begins) == (date(2026, 11, 20), True)


@pytest.mark.parametrize(
    "words", ["every monday regardless", "jeden Montag in jedem Fall", "every monday whether done or not"]
)
def test_the_next_one_may_come_though_this_one_is_not_done(words: str) -> None:
    found = find_recurrence(words, now=NOW)
    assert found is not None
    assert found.regardless


@pytest.mark.parametrize(
    "words",
    [
        "monthly on the 1st on the next working day",
        "monatlich am 1. auf den nächsten Werktag",
        "every month on the 1st, working days only",
    ],
)
def test_free_days_may_be_avoided(words: str) -> None:
    found = find_recurrence(words, now=NOW)
    assert found is not None
    assert found.workdays


def test_a_series_that_ends_before_it_begins_is_none() -> None:
    assert find_recurrence("every monday from 1 March until 1 February 2027", now=NOW) is None


_WORDS = (
    "every jeden alle 2 zweiten first last monday Montag am on the 31. month Monat week Wochen until bis june 5 times mal at 9 Uhr "
    "um half , . - # monthly täglich from ab working days Werktag regardless of im every year Jahr 3. März friday"
)


@given(st.lists(st.sampled_from(_WORDS.split()), max_size=14).map(" ".join) | st.text(max_size=200))
def test_whatever_is_written_is_a_rule_or_none(words: str) -> None:
    found = find_recurrence(words, now=NOW)
    assert found is None or found.rule.startswith("FREQ=")


def test_long_words_are_read_quickly() -> None:
    assert find_recurrence("every " * 100_000, now=NOW) is None
