"""What the value behind a label looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.forwarding.values import is_address_list_open, looks_like_addresses, value_kind


@pytest.mark.parametrize(
    "value",
    [
        "Donnerstag, 5. März 2026 09:31", "2026-03-05 09:31", "5.3.2026", "Thu, 5 Mar 2026 09:31:00 +0100", "2026年3月5日 9:31", "09:31:00 UTC",
        "2026년 3월 5일 (목) 오전 9:31", "5 มีนาคม 2569 09:31", "26. oktober 2021 kl. 14.25.08 EEST",
    ],
)  # fmt: skip
def test_dates_of_any_language_are_told_by_their_figures(value: str) -> None:
    assert value_kind(value) == "date"


@pytest.mark.parametrize(
    "value",
    [
        "0711/55-5012",
        "0711 5550-12",
        "+49 711 5550",
        "Raum 12",
        "Angebot 4711",
        "Regale für Halle 3",
        "2026",
        "1.234,56 €",
    ],
)
def test_telephone_numbers_and_amounts_are_no_dates(value: str) -> None:
    assert value_kind(value) == "text"


@pytest.mark.parametrize(
    "value", ["jane@firma.example", "Jane Roe <jane@firma.example>", "Roe, Jane [mailto:jane@firma.example]; Tom"]
)
def test_mailboxes_are_told_by_their_sign(value: str) -> None:
    assert value_kind(value) == "address"


@pytest.mark.parametrize("value", ["", "  ", "\t"])
def test_nothing_is_empty(value: str) -> None:
    assert value_kind(value) == "empty"


@pytest.mark.parametrize(
    "value", ["a@b.example,", "a@b.example;", "Jane Roe <jane@", '"Roe, ', "Jane [mailto:jane@firma"]
)
def test_a_list_that_breaks_off_goes_on(value: str) -> None:
    assert is_address_list_open(value)


@pytest.mark.parametrize("value", ["a@b.example", "Jane Roe <jane@firma.example>", '"Roe, Jane" <jane@firma.example>'])
def test_a_whole_list_is_closed(value: str) -> None:
    assert not is_address_list_open(value)


def test_a_line_of_mailboxes_is_told_from_a_sentence_with_one() -> None:
    assert looks_like_addresses("<jane@firma.example>, Tom Berg <tom@kunde.example>")
    assert not looks_like_addresses("Bitte schreiben Sie mir unter jane@firma.example, wenn das so passt.")


@given(st.text(max_size=200))
def test_any_value_has_a_kind(value: str) -> None:
    assert value_kind(value) in ("address", "date", "text", "empty")
