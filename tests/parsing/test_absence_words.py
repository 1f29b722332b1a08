"""When somebody is away and who stands in, as people say it."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.absence import read_absence

NOW = datetime(2026, 11, 18, 10, tzinfo=timezone(timedelta(hours=1)))  # a Wednesday
WINTER = (date(2026, 12, 24), date(2027, 1, 2))


@pytest.mark.parametrize(
    "text",
    [
        "from 24 Dec until 2 Jan substitute ben",
        "from 24.12. until 2.1., substitute: ben",
        "substitute ben from 24.12. until 2.1.",
        "vom 24.12. bis 2.1. Vertretung ben",
        "ab 24.12. bis zum 2.1., Vertreter ist ben.",
        "24.12. - 2.1. Vertretung durch ben",
        "24.12.-2.1., vertreten durch @ben",
        "2026-12-24 to 2027-01-02, covered by ben",
        "vom 24.12. bis 2.1. mit ben als Vertretung",
        "from 24 December 2026 to 2 January 2027, ben stands in for me",
    ],
)
def test_days_and_substitute_in_many_forms(text: str) -> None:
    words = read_absence(text, now=NOW)
    assert ((words.first, words.last), words.substitute, words.unread) == (WINTER, "ben", "")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("until friday", date(2026, 11, 18), date(2026, 11, 20)),
        ("bis Freitag", date(2026, 11, 18), date(2026, 11, 20)),
        ("von Montag bis Freitag", date(2026, 11, 23), date(2026, 11, 27)),
        ("next week", date(2026, 11, 23), date(2026, 11, 29)),
        ("tomorrow", date(2026, 11, 19), date(2026, 11, 19)),
        ("from monday", date(2026, 11, 23), None),
        ("ab Montag für zwei Wochen", date(2026, 11, 23), date(2026, 12, 6)),
        ("for 3 days", date(2026, 11, 18), date(2026, 11, 20)),
        ("1. bis 15. Dezember", date(2026, 12, 1), date(2026, 12, 15)),
        ("from 1 to 15 December", date(2026, 12, 1), date(2026, 12, 15)),
    ],
)
def test_stretches_of_days(text: str, first: date, last: date | None) -> None:
    words = read_absence(text, now=NOW)
    assert (words.first, words.last, words.substitute, words.unread) == (first, last, None, "")


@pytest.mark.parametrize("text", ["back", "off", "I'm back", "zurück", "wieder da", "ich bin wieder da", "anwesend"])
def test_the_end_of_an_absence(text: str) -> None:
    assert read_absence(text, now=NOW).back


def test_a_substitute_alone() -> None:
    assert read_absence("substitute Ben Bauer", now=NOW).substitute == "Ben Bauer"


@pytest.mark.parametrize("text", ["gibberish", "from nowhere until never", "24.12. foo"])
def test_what_is_no_day_is_named(text: str) -> None:
    assert read_absence(text, now=NOW).unread == text


@given(
    st.text(max_size=500)
    | st.lists(st.sampled_from(["from", "bis", "24.12.", "until", "for", "ben", "substitute", "-"])).map(" ".join)
)
def test_any_text_is_read(text: str) -> None:
    words = read_absence(text, now=NOW)
    assert words.last is None or words.first is None or words.last >= words.first
