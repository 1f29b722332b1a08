"""Numbers read at once are those that the library reads."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact import phone_numbers
from crmbot.parsing.contact.phone_numbers import read_number

_CODES = st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
_FIGURES = st.text("0123456789", min_size=1, max_size=19)


@given(_CODES, _FIGURES)
def test_what_is_read_at_once_is_what_the_library_reads(code: int, national: str) -> None:
    written = f"+{code} {national}"
    found = phone_numbers._international(written)
    assert found is None or found == phonenumbers.parse(written, "DE")


@pytest.mark.parametrize("written", ["+49 40 334412-12", "+43 (1) 5123456", "+41 44.668.18.00", "+44 113 496 0123"])
def test_ordinary_international_numbers_need_no_library_to_be_read(written: str) -> None:
    assert phone_numbers._international(written) == phonenumbers.parse(written, "DE")


@pytest.mark.parametrize("written", ["+49 040 334412", "040 334412", "+", "+0 40 334412", "+1 1 415 555 0132"])
def test_numbers_with_a_prefix_are_left_to_the_library(written: str) -> None:
    assert phone_numbers._international(written) is None


def test_a_number_says_whether_it_is_in_use_and_of_a_mobile_phone() -> None:
    found = read_number("0171 3344120", "DE")
    assert found is not None
    assert (found.e164, found.is_valid, found.is_mobile) == ("+491713344120", True, True)


def test_a_number_that_nobody_has_may_still_be_possible() -> None:
    found = read_number("+1 555 555 0100", "DE")
    assert found is not None
    assert (found.is_valid, found.is_possible) == (False, True)


@given(st.text("+0123456789 ()/.-", max_size=30))
def test_anything_is_a_number_or_none(written: str) -> None:
    found = read_number(written, "DE")
    assert found is None or found.e164.startswith("+")
