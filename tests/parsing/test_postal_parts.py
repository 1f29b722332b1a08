"""Postal addresses in one line, taken apart where that leaves no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact.postal_parts import PostalParts, split_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hauptstr. 5, 70173 Stuttgart", ("Hauptstr. 5", "70173", "Stuttgart", "DE")),
        ("Lindenallee 12a\n10115 Berlin\nDeutschland", ("Lindenallee 12a", "10115", "Berlin", "DE")),
        ("Haus C, Hafenweg 7, D-20457 Hamburg", ("Haus C, Hafenweg 7", "20457", "Hamburg", "DE")),
        ("Wollzeile 1, 1010 Wien, Österreich", ("Wollzeile 1", "1010", "Wien", "AT")),
        ("A-1010 Wien, Wollzeile 1", ("Wollzeile 1", "1010", "Wien", "AT")),
        ("Bahnhofstrasse 1, CH-8001 Zürich", ("Bahnhofstrasse 1", "8001", "Zürich", "CH")),
        ("Keizersgracht 9, 1015 CJ Amsterdam", ("Keizersgracht 9", "1015 CJ", "Amsterdam", "NL")),
        ("ul. Polna 5, 00-238 Warszawa", ("ul. Polna 5", "00-238", "Warszawa", "PL")),
        ("12 High Street, London SW1A 1AA", ("12 High Street", "SW1A 1AA", "London", "GB")),
        ("1200 Oak Road, Suite 4, Springfield, IL 62701", ("1200 Oak Road, Suite 4", "62701", "Springfield", "US")),
        ("70173 Stuttgart", (None, "70173", "Stuttgart", None)),
        ("5 rue de la Paix, 75002 Paris (France)", ("5 rue de la Paix", "75002", "Paris", "FR")),
    ],
)
def test_the_parts_of_usual_addresses(text: str, parts: tuple[str | None, ...]) -> None:
    assert split_address(text) == PostalParts(*parts)


@pytest.mark.parametrize("text", ["", "Stuttgart", "Zeil 5, Frankfurt", "call me at 5", "x" * 600, ",;,", "Postfach"])
def test_what_is_in_doubt_stays_whole(text: str) -> None:
    assert split_address(text) == PostalParts()


@given(st.text(max_size=600))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    parts = split_address(text)
    assert all(part is None or part.strip() == part for part in (parts.street, parts.postcode, parts.city))


def test_long_text_takes_no_time() -> None:
    assert split_address("Hauptstr. 5, 7" * 80_000) == PostalParts()
