"""The collected phrases and sentences stand in tests/data/dates; they were written before the grammar."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crmbot.parsing.dates import When, find_date, parse_date

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
