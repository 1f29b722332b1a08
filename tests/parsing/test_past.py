"""Stretches of days that are over, as histories are narrowed by them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from crmbot.parsing.chat.past import PastWords, read_past
from crmbot.parsing.chat.periods import stretch_at_start

_NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Europe/Berlin"))  # a Friday


def _read(text: str) -> PastWords:
    return read_past(text, now=_NOW, kinds={})


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this year", (2026, 1, 1), (2026, 12, 31)),
        ("diesen Monat", (2026, 11, 1), (2026, 11, 30)),
        ("from October to December", (2026, 10, 1), (2026, 12, 31)),
        ("von Oktober bis Dezember", (2026, 10, 1), (2026, 12, 31)),
        ("December", (2025, 12, 1), (2025, 12, 31)),
    ],
)
def test_a_stretch_that_has_begun_keeps_its_end_also_where_that_is_ahead(
    words: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert (_read(words).first, _read(words).last) == (date(*first), date(*last))


@pytest.mark.parametrize(
    "words",
    [
        "between 1 Oct and 5 Nov", "from 1 Oct to 5 Nov", "1 Oct - 5 Nov", "vom 1.10. bis 5.11.", "zwischen 1.10. und 5.11.",
        "1.10.-5.11.", "2026-10-01 bis 2026-11-05", "seit dem 1.10. bis zum 5.11.",
    ],
)  # fmt: skip
def test_both_ends_of_a_range_count(words: str) -> None:
    read = _read(words)
    assert (read.first, read.last, read.unknown) == (date(2026, 10, 1), date(2026, 11, 5), ())


@pytest.mark.parametrize("words", ["vom 1. bis 5. November", "1.-5. November", "1 to 5 November"])
def test_the_month_of_a_range_may_stand_at_its_end_alone(words: str) -> None:
    assert (_read(words).first, _read(words).last) == (date(2026, 11, 1), date(2026, 11, 5))


@pytest.mark.parametrize("words", ["since Monday", "seit Montag", "seit Mo"])
def test_a_weekday_is_that_of_this_or_the_last_week_never_of_last_year(words: str) -> None:
    assert (_read(words).first, _read(words).last) == (date(2026, 11, 16), None)


@pytest.mark.parametrize("words", ["last two weeks", "in den letzten zwei Wochen", "letzten 2 Wochen"])
def test_a_number_may_be_a_word(words: str) -> None:
    assert _read(words) == PastWords(first=date(2026, 11, 6))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("vom 1.12. bis 5.12.", (2026, 12, 1), (2026, 12, 5)),
        ("from Monday to Wednesday", (2026, 11, 23), (2026, 11, 25)),
        ("between 20 December and 5 January", (2026, 12, 20), (2027, 1, 5)),
    ],
)
def test_what_is_ahead_has_two_ends_too(words: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    stretch = stretch_at_start(words, now=_NOW)
    assert stretch is not None
    assert (stretch.first, stretch.last, stretch.end) == (date(*first), date(*last), len(words))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("this month and of Ben", "this month"),
        ("Monday and Tuesday", "Monday"),
        ("next week and on Friday", "next week"),
    ],
)
def test_two_stretches_beside_each_other_are_no_range(words: str, read: str) -> None:
    assert stretch_at_start(words, now=_NOW) == stretch_at_start(read, now=_NOW)
