from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact.phones import find_phones


def found(text: str, region: str = "DE") -> list[str]:
    return [f"{phone.number} {phone.kind}" for phone in find_phones(text, region)]


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("Tel. +49 (0)711 90009-0", "DE", ["+49711900090 work"]),
        ("Fon 0711/90009-12", "DE", ["+497119000912 work"]),
        ("Fax: 0711 - 90009 - 99", "DE", ["+497119000999 fax"]),
        ("Mobil 0171 3920041", "DE", ["+491713920041 mobile"]),
        ("0049 711 90009 12", "US", ["+497119000912 work"]),
        ("T: +43 1 90009-0", "DE", ["+431900090 work"]),
        ("01/90009 DW 12, Fax DW 20", "AT", ["+4319000912 work", "+4319000920 fax"]),
        ("0711 90009-0, Fax -99", "DE", ["+49711900090 work", "+497119000999 fax"]),
        ("Telefon 0711 90009 - 0\nDurchwahl - 14", "DE", ["+49711900090 work", "+497119000914 work"]),
        ("044 268 12 12", "CH", ["+41442681212 work"]),
        ("(212) 555-0134 phone | (212) 555-0135 fax", "US", ["+12125550134 work", "+12125550135 fax"]),
        ("212.555.0177 (cell)", "DE", ["+12125550177 mobile"]),
        ("Fax:\n0711 90009-99", "DE", ["+497119000999 fax"]),
        ("020 7946 0123", "GB", ["+442079460123 work"]),
        ("04 72 00 12 34", "FR", ["+33472001234 work"]),
        ("212-555-0134/212-555-0135", "DE", ["+12125550134 work", "+12125550135 work"]),
        ("My phone number is 0711 9000912.", "DE", ["+497119000912 work"]),
        ("Meine Nummer ist 0711 9000912", "DE", ["+497119000912 work"]),
        ("Faxnummer 0711 9000999", "DE", ["+497119000999 fax"]),
    ],
)
def test_a_number_is_read_with_its_country_and_kind(text, region, numbers):
    assert found(text, region) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "Kundennr. 0301234567", "IBAN DE02 1203 0000 0000 2020 51", "HRB 123456", "USt-IdNr. DE123456789", "P.IVA 01234567890", "am 12.03.2026 um 10:00 Uhr",
        "Bestellnummer 0711 900091", "Artikel 4711-0815", "1.190,00 EUR", "2026-11-03", "Order no. 303-555-0100",
    ],
)  # fmt: skip
def test_other_numbers_are_no_phones(text):
    assert found(text) == []


def test_a_number_is_given_once():
    assert found("Tel. 0711 90009-0\nTelefon: +49 711 900090") == ["+49711900090 work"]


@given(st.text(alphabet="0123456789 +-/().TelFax\n", max_size=300))
def test_any_digits_are_read(text):
    assert all(phone.number.startswith("+") for phone in find_phones(text))


@pytest.mark.parametrize("unit", ["0711 90009-0 ", "0" * 25 + " ", "+49", "(((", "- - ", "Tel. 1\n"])
def test_a_megabyte_of_digits_takes_less_than_two_seconds(unit):
    start = time.process_time()
    find_phones(unit * (1_000_000 // len(unit)))
    assert time.process_time() - start < 2
