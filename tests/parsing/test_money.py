from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import LARGEST
from crmbot.parsing.phrases.money import find_amount, find_budget, parse_amount

WRITTEN = [
    ("12.500 €", "12500", "EUR"),
    ("12,5k", "12500", "EUR"),
    ("EUR 1.2 Mio.", "1200000", "EUR"),
    ("12.500,00 EUR", "12500", "EUR"),
    ("€12,500.00", "12500", "EUR"),
    ("$1,200", "1200", "USD"),
    ("US$ 3,000", "3000", "USD"),
    ("1.234.567,89 €", "1234567.89", "EUR"),
    ("250 TEUR", "250000", "EUR"),
    ("15 T€", "15000", "EUR"),
    ("kEUR 15", "15000", "EUR"),
    ("1,5 Mio. Euro", "1500000", "EUR"),
    ("1.5m EUR", "1500000", "EUR"),
    ("1,2 Mrd. €", "1200000000", "EUR"),
    ("CHF 12'500.–", "12500", "CHF"),
    ("CHF 1'250.50", "1250.50", "CHF"),
    ("12 500 €", "12500", "EUR"),
    ("12.50 €", "12.50", "EUR"),
    ("99,-- €", "99", "EUR"),
    ("ca. 8.000 Euro netto", "8000", "EUR"),
    ("£2.5k", "2500", "GBP"),
    ("-500 €", "-500", "EUR"),
    ("12.500 - 15.000 €", "12500", "EUR"),
    ("10-15k", "10000", "EUR"),
    ("one million dollars", "1000000", "USD"),
    ("twenty five thousand dollars", "25000", "USD"),
    ("zwölftausendfünfhundert Euro", "12500", "EUR"),
    ("eine halbe Million", "500000", "EUR"),
    ("zwei Millionen Franken", "2000000", "CHF"),
]


@pytest.mark.parametrize(("text", "amount", "currency"), WRITTEN)
def test_an_amount_is_found_and_read_as_a_whole(text: str, amount: str, currency: str) -> None:
    wanted = Amount(Decimal(amount), currency)
    assert (find_amount(text), parse_amount(text)) == (wanted, wanted)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Angebot 4711 über 12.500 €", "12500"),
        ("50 Lizenzen à 120 €", "120"),
        ("zwischen 10 und 15 TEUR, je nach Umfang", "10000"),
        ("Sabine Kolb, Kolb Regalbau, 20k", "20000"),
        ("12.500,- als Festpreis", "12500"),
    ],
)
def test_in_a_sentence_the_number_with_its_unit_counts(text: str, amount: str) -> None:
    found = find_amount(text)
    assert found is not None
    assert found.amount == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "Bestellung 4711",
        "Telefon 0711 123456",
        "am 24.12.2026",
        "3 Mio. Nutzer",
        "4k Monitor",
        "20m Kabel",
        "Fr. Müller ruft zurück",
        "50 % Rabatt",
        "Version 3.12",
        "HRB 12345",
        "IBAN DE02 1203 0000 0000 2020 51",
        "",
    ],
)
def test_a_number_without_a_unit_of_money_is_no_amount_in_free_text(text: str) -> None:
    assert find_amount(text) is None


@pytest.mark.parametrize(
    ("text", "amount"), [("1.250", "1250"), ("20000", "20000"), ("12,500.00", "12500"), ("3 m", "3000000")]
)
def test_a_phrase_asked_for_as_an_amount_needs_no_unit(text: str, amount: str) -> None:
    assert parse_amount(text) == Amount(Decimal(amount), "EUR")


@pytest.mark.parametrize("text", ["1e400", "12e4 €", "12.500 € morgen", "Angebot 12k", "24.12.2026", "zwölf", "", "k"])
def test_a_phrase_with_anything_else_in_it_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None


def test_the_currency_asked_for_fills_in_only_where_none_is_written() -> None:
    assert parse_amount("12k", currency="CHF") == Amount(Decimal(12000), "CHF")
    assert parse_amount("12k €", currency="CHF") == Amount(Decimal(12000), "EUR")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Unser Budget liegt bei 20.000 Euro.", "20000", "EUR"),
        ("Budget: 15k", "15000", "EUR"),
        ("Budget 2027: 20.000 €", "20000", "EUR"),
        ("We have a budget of up to $50,000 for this.", "50000", "USD"),
        ("Auftragswert ca. 12 TEUR", "12000", "EUR"),
        ("Uns stehen 25.000 Euro zur Verfügung.", "25000", "EUR"),
        ("We can spend up to 30k on this", "30000", "EUR"),
        ("50k budget approved", "50000", "EUR"),
        ("Projektvolumen 1,2 Mio. EUR", "1200000", "EUR"),
        ("Budgetrahmen 15.000 – 20.000 €", "15000", "EUR"),
    ],
)
def test_what_the_customer_offers_to_spend_is_the_budget(text: str, amount: str, currency: str) -> None:
    assert find_budget(text) == Amount(Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "Das Angebot über 12.500 € ist raus.",
        "Der Kunde hat kein Budget, unser Preis ist 20.000 €",
        "Budget 2027 steht noch nicht fest",
        "Das Budget ist um 20 % gekürzt",
        "Budget für 50 Lizenzen",
        "Der Preis liegt über Budget, nämlich 20.000 €",
        "Budget is tight. Your offer of 20k is too high",
        "we have 12k customers",
        "Wir haben 12.500 € bezahlt.",
    ],
)
def test_a_price_or_a_count_is_no_budget(text: str) -> None:
    assert find_budget(text) is None


_MONEY_LIKE = st.text(alphabet="0123456789.,'- €$kKMioTEURCHF bis", max_size=60)


@given(st.text() | _MONEY_LIKE)
def test_no_text_makes_reading_fail_or_leave_the_bounds(text: str) -> None:
    for found in (find_amount(text), parse_amount(text), find_budget(text)):
        assert found is None or (abs(found.amount) <= LARGEST and len(found.currency) == 3)


@pytest.mark.parametrize("unit", ["1", "1.", "1 ", "100 ", "12.500 ", "million ", "a", "€", "budget ", "12k-"])
def test_long_hostile_text_is_read_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    find_amount(text)
    find_budget(text)
