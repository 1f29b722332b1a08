"""The collected phrases and sentences stand in tests/data/dates; they were written before the grammar."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.phrases.dates import When, find_date, leading_date, parse_date

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)  # a Wednesday
_DATA = Path(__file__).parent.parent / "data" / "dates"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


PHRASES = _read("phrases.toml")
SENTENCES = _read("sentences.toml")


def shown(when: When | None) -> str | None:
    if when is None:
        return None
    return when.at.date().isoformat() if when.day_only else when.at.strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES["german"] + PHRASES["english"])
def test_a_phrase_means_what_a_colleague_would_mean(phrase: str, wanted: str) -> None:
    assert shown(parse_date(phrase, now=NOW)) == wanted


@pytest.mark.parametrize(("sentence", "cut", "wanted"), PHRASES["within"])
def test_the_phrase_is_found_in_its_sentence(sentence: str, cut: str, wanted: str) -> None:
    found = find_date(sentence, now=NOW)
    assert found is not None
    assert (sentence[found.start : found.end], shown(found.when)) == (cut, wanted)


@pytest.mark.parametrize("sentence", SENTENCES["german"] + SENTENCES["english"])
def test_a_sentence_without_a_date_has_none(sentence: str) -> None:
    assert find_date(sentence, now=NOW) is None


GROWN = _read("grown.toml")


@pytest.mark.parametrize(("phrase", "wanted"), GROWN["phrases"])
def test_phrases_met_later_are_read_too(phrase: str, wanted: str) -> None:
    assert shown(parse_date(phrase, now=NOW)) == wanted


@pytest.mark.parametrize(("sentence", "wanted"), GROWN["within"])
def test_a_date_is_found_in_what_people_write(sentence: str, wanted: str) -> None:
    found = find_date(sentence, now=NOW)
    assert shown(found.when if found else None) == wanted


@pytest.mark.parametrize("sentence", GROWN["sentences"])
def test_what_only_looks_like_a_date_is_none(sentence: str) -> None:
    assert find_date(sentence, now=NOW) is None


HELD_OUT = _read("held_out.toml")


def test_phrases_that_the_grammar_was_not_made_with_are_read() -> None:
    right = [phrase for phrase, wanted in HELD_OUT["phrases"] if shown(parse_date(phrase, now=NOW)) == wanted]
    assert len(right) >= 0.95 * len(HELD_OUT["phrases"])


def test_sentences_that_the_grammar_was_not_made_with_have_no_date() -> None:
    assert [sentence for sentence in HELD_OUT["sentences"] if find_date(sentence, now=NOW) is not None] == []


@pytest.mark.parametrize(
    ("text", "phrase", "rest"),
    [
        ("3d call back", "3d", "call back"),
        ("friday 10:00 send offer", "friday 10:00", "send offer"),
        ("nächsten Dienstag um 9 Angebot nachfassen", "nächsten Dienstag um 9", "Angebot nachfassen"),
        ("am 15. anrufen", "am 15.", "anrufen"),
        ("mi Rückruf", "mi", "Rückruf"),
        ("2w", "2w", ""),
        ("heute noch Unterlagen schicken", "heute noch", "Unterlagen schicken"),
        ("KW 50 Termin machen", "KW 50", "Termin machen"),
    ],
)
def test_a_request_may_begin_with_a_date(text: str, phrase: str, rest: str) -> None:
    found = leading_date(text, now=NOW)
    assert found is not None
    assert (found.start, text[: found.end], text[found.end :].strip()) == (0, phrase, rest)


@pytest.mark.parametrize("text", ["Kolb friday", "call back", "12.500 € morgen", "", "3dprint", "5 Stühle am Freitag"])
def test_a_request_that_begins_with_something_else_has_no_leading_date(text: str) -> None:
    assert leading_date(text, now=NOW) is None


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("3d", "2026-11-21"),
        ("24dez", "2026-12-24"),
        ("next-friday", "2026-11-20"),
        ("in-3-tagen", "2026-11-21"),
        ("tomorrow2pm", "2026-11-19T14:00"),
    ],
)
def test_tags_of_mail_addresses_are_dates_too(phrase: str, wanted: str) -> None:
    assert shown(parse_date(phrase, now=NOW)) == wanted


@pytest.mark.parametrize(
    "phrase", ["friday send offer", "d1042", "note", "lead", "private", "crm", "31.2.2027", "25:00", ""]
)
def test_a_phrase_with_anything_else_in_it_is_no_date(phrase: str) -> None:
    assert parse_date(phrase, now=NOW) is None


def at(phrase: str, now: datetime) -> datetime:
    when = parse_date(phrase, now=now)
    assert when is not None
    return when.at


def test_tomorrow_at_nine_is_nine_on_the_wall_behind_a_clock_change() -> None:
    saturday = datetime(2026, 10, 24, 12, 0, tzinfo=BERLIN)
    assert at("morgen um 9 Uhr", saturday).isoformat() == "2026-10-25T09:00:00+01:00"


def test_hours_from_now_are_real_hours_across_a_clock_change() -> None:
    before = datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN)
    assert at("in 2 hours", before).isoformat() == "2027-03-28T04:30:00+02:00"


def test_an_hour_that_a_clock_change_skips_lies_behind_the_gap() -> None:
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=BERLIN)
    assert at("tomorrow 02:30", saturday).isoformat() == "2027-03-28T03:30:00+02:00"


def test_a_month_later_than_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    assert at("in einem Monat", datetime(2027, 1, 31, 9, 0, tzinfo=BERLIN)).date() == date(2027, 2, 28)


def test_a_day_of_the_month_waits_for_a_month_that_has_it() -> None:
    assert at("am 31.", datetime(2027, 2, 1, 9, 0, tzinfo=BERLIN)).date() == date(2027, 3, 31)


def test_a_day_without_year_that_has_passed_is_next_years() -> None:
    assert at("17.11.", NOW).date() == date(2027, 11, 17)


def test_a_weekday_is_never_today_but_this_one_is() -> None:
    assert (at("Mittwoch", NOW).date(), at("diesen Mittwoch", NOW).date()) == (date(2026, 11, 25), date(2026, 11, 18))


def test_next_friday_is_the_coming_one_and_friday_next_week_the_later() -> None:
    assert (at("next friday", NOW).date(), at("friday next week", NOW).date()) == (
        date(2026, 11, 20),
        date(2026, 11, 27),
    )


def test_the_zone_of_now_decides_what_tomorrow_is() -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert at("tomorrow", late).date() == date(2026, 11, 19)
    assert at("tomorrow", late.astimezone(BERLIN)).date() == date(2026, 11, 20)


def test_slashes_are_read_in_the_order_of_the_reader() -> None:
    assert parse_date("3/4/2027", now=NOW) == When(datetime(2027, 4, 3, tzinfo=BERLIN), day_only=True, text="3/4/2027")
    american = parse_date("3/4/2027", now=NOW, language="en-US")
    assert american is not None
    assert american.at.date() == date(2027, 3, 4)


_PIECES = [
    "am",
    "bis",
    "zum",
    "in",
    "um",
    "nach",
    "vor",
    "next",
    "this",
    "nächsten",
    "freitag",
    "friday",
    "do",
    "so",
    "mi",
    "morgen",
    "tomorrow",
    "heute",
    "3",
    "15.",
    "24.12.",
    "12:30",
    "9",
    "Uhr",
    "2pm",
    "ende",
    "anfang",
    "of",
    "the",
    "week",
    "woche",
    "monat",
    "januar",
    "may",
    "dec",
    "KW",
    "48",
    "Q1",
    "anderthalb",
    "stunden",
    "days",
    "ostern",
    "advent",
    "uhr",
    "half",
    "past",
    "quarter",
    "to",
    "-",
    ",",
    ".",
    ":",
    "/",
    "99999999",
    "2026-12-01T14:30:00Z",
    "29.2.",
    "first",
    "thing",
    "eod",
    "a",
    "an",
]
_WORDS = st.lists(st.sampled_from(_PIECES), max_size=9).map(" ".join)
_ZONES = st.sampled_from([BERLIN, UTC, ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-9))])
_MOMENTS = st.integers(946_684_800, 4_102_444_800).flatmap(
    lambda s: _ZONES.map(lambda zone: datetime.fromtimestamp(s, zone))
)


@settings(max_examples=300, deadline=None)
@given(text=st.text() | _WORDS, now=_MOMENTS)
def test_no_text_makes_reading_fail_or_leave_its_bounds(text: str, now: datetime) -> None:
    for found in (find_date(text, now=now), leading_date(text, now=now)):
        if found is not None:
            assert 0 <= found.start < found.end <= len(text)
            assert found.when.text == text[found.start : found.end]
            assert found.when.at.tzinfo is now.tzinfo
    whole = parse_date(text, now=now)
    assert whole is None or whole.at.tzinfo is now.tzinfo


@settings(max_examples=200, deadline=None)
@given(text=st.sampled_from([phrase for phrase, _ in PHRASES["german"] + PHRASES["english"]]), now=_MOMENTS)
def test_every_collected_phrase_is_a_date_at_any_moment(text: str, now: datetime) -> None:
    assert parse_date(text, now=now) is not None


@pytest.mark.parametrize(
    "unit",
    ["am ", "1 ", "12:", "ende ende ", "5 € ", "Mo-Fr ", "(", "Die Ware kam im März nicht an, sagt Herr Freitag. "],
)
def test_hostile_length_is_read_quickly(unit: str) -> None:
    find_date(unit * (300_000 // len(unit)), now=NOW)
