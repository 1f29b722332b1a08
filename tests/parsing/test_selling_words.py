"""What is typed about products, offers, stakeholders, competitors and reasons."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.offer import listed_state, offer_state, read_offer
from crmbot.parsing.chat.parties import attitude_of, read_competitor, read_stakeholder
from crmbot.parsing.chat.product import read_new_product, read_product_line
from crmbot.parsing.chat.reasons import reason_key, wants_company


@pytest.mark.parametrize(
    ("text", "words", "quantity", "discount", "price"),
    [
        ("REG-100 3x -10%", ("REG-100",), "3", "10", None), ("REG-100 3 10%", ("REG-100", "3"), None, "10", None),
        ("3 Stück Palettenregal mit 10 % Rabatt", ("Palettenregal",), "3", "10", None), ("4711 2", ("4711", "2"), None, None, None),
        ("2 x 4711 mit 5% Rabatt zu je 12,50", ("4711",), "2", "5", "12.50"), ("REG-100 à 250 €", ("REG-100",), None, None, "250"),
        ("Regal XL 2,5 Stk -7,5%", ("Regal", "XL"), "2.5", "7.5", None), ("qty: 4 shelf", ("shelf",), "4", None, None),
        ("shelf for 1.2k each", ("shelf",), None, None, "1200"), ("3* shelf", ("shelf",), "3", None, None),
    ],
)  # fmt: skip
def test_a_line_names_product_quantity_discount_and_price(
    text: str, words: tuple[str, ...], quantity: str | None, discount: str | None, price: str | None
) -> None:
    line = read_product_line(text, currency="EUR")
    amount = line.price.amount if line.price else None
    assert (line.words, line.quantity, line.discount, amount) == (
        words, *(Decimal(value) if value else None for value in (quantity, discount, price)),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["REG-100 remove", "entferne REG-100", "REG-100 0x", "REG-100 weg"])
def test_a_line_takes_a_product_off(text: str) -> None:
    line = read_product_line(text, currency="EUR")
    assert (line.words, line.remove) == (("REG-100",), True)


@pytest.mark.parametrize(
    ("text", "key", "name", "price", "process", "unit"),
    [
        ("REG-100 Palettenregal 120 €", "REG-100", "Palettenregal", "120", None, None),
        ("REG-100, Regal Typ 2, 1.200,50 €", "REG-100", "Regal Typ 2", "1200.50", None, None),
        ("A1 Shelf 12k process insurance", "A1", "Shelf", "12000", "insurance", None),
        ("A1 Beratung 120 € pro Stunde", "A1", "Beratung", "120", None, "Stunde"), ("X Y 100", "X", "Y", "100", None, None),
        ('B2 "Wartung, klein" Preis 90', "B2", "Wartung, klein", "90", None, None), ("B3 Wartung", "B3", "Wartung", None, None, None),
    ],
)  # fmt: skip
def test_a_new_product_has_number_name_and_price(
    text: str, key: str, name: str, price: str | None, process: str | None, unit: str | None
) -> None:
    new = read_new_product(text, currency="EUR")
    assert new is not None
    assert (new.key, new.name, new.process, new.unit) == (key, name, process, unit)
    assert (new.price.amount if new.price else None) == (Decimal(price) if price else None)


def test_a_product_without_a_name_is_none() -> None:
    assert read_new_product("REG-100", currency="EUR") is None
    assert read_new_product("", currency="EUR") is None


@pytest.mark.parametrize(
    ("text", "rest", "valid", "code", "draft"),
    [
        ("12.5k valid until friday", "12.5k", "friday", None, False), ("12.500 € gültig 30 Tage", "12.500 €", "in 30 Tage", None, False),
        ("draft 9k", "9k", None, None, True), ("9k als Entwurf", "9k", None, None, True), ("9k bis zum 5.12.", "9k", "5.12", None, False),
        ("12k, Nr. AN-2026-17, gültig bis morgen", "12k", "morgen", "AN-2026-17", False), ("over 18k", "over 18k", None, None, False),
    ],
)  # fmt: skip
def test_an_offer_has_amount_validity_number_and_may_be_a_draft(
    text: str, rest: str, valid: str | None, code: str | None, draft: bool
) -> None:
    said = read_offer(text)
    assert (said.rest, said.valid, said.code, said.draft) == (rest, valid, code, draft)


def test_states_of_offers_are_known_in_both_languages() -> None:
    assert [offer_state(word) for word in ("Angenommen", "declined", "zurückziehen", "verschickt", "12k")] == [
        "accepted", "rejected", "withdrawn", "sent", None,
    ]  # fmt: skip
    assert [listed_state(word) for word in ("abgelaufen", "alle", "open", "Entwürfe", "tiger")] == [
        "expired", "all", "sent", "draft", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "strengths", "weaknesses"),
    [
        ("Müller AG stark im Preis, schwach im Service", "Müller AG", "Preis", "Service"),
        ("Shelf Masters weak in service but strong in price", "Shelf Masters", "price", "service"),
        (
            "Regalwelt GmbH: Stärken: Preis, Lieferzeit; Schwächen: Service",
            "Regalwelt GmbH",
            "Preis, Lieferzeit",
            "Service",
        ),
        ("Regalwelt GmbH", "Regalwelt GmbH", None, None),
    ],
)
def test_a_competitor_has_strengths_and_weaknesses(
    text: str, name: str, strengths: str | None, weaknesses: str | None
) -> None:
    said = read_competitor(text)
    assert (said.name, said.strengths, said.weaknesses) == (name, strengths, weaknesses)


def test_attitudes_are_known_in_both_languages() -> None:
    words = ("dafür", "Befürworter", "in favour", "skeptical", "Gegner", "undecided", "hungry")
    assert [attitude_of(word) for word in words] == ["for", "for", "for", "against", "against", "neutral", None]


def test_equal_reasons_meet_whatever_language_and_spelling() -> None:
    assert reason_key("Zu teuer.") == reason_key("too  expensive")
    assert reason_key("will nur einen Katalog") == reason_key("WILL nur einen Katalog!")
    assert reason_key("kein Budget") != reason_key("kein Bedarf")


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("not now, create company", True, "not now"), ("kein Budget, Firma anlegen", True, "kein Budget"),
        ("create company", True, ""), ("the company closed", False, "the company closed"), ("Firma insolvent", False, "Firma insolvent"),
    ],
)  # fmt: skip
def test_the_wish_to_keep_the_company_is_told_from_the_reason(text: str, wanted: bool, reason: str) -> None:
    assert wants_company(text) == (wanted, reason)


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_product_line(text, currency="EUR")
    read_new_product(text, currency="EUR")
    read_offer(text)
    read_stakeholder(text)
    read_competitor(text)
    wants_company(text)
    reason_key(text)


@pytest.mark.parametrize(
    "piece", ["3x ", "10% ", "à 5 ", "valid until ", "Nr. A1 ", "strong in ", ", against", "mit firma ", "a" * 7 + " "]
)
def test_a_long_line_is_read_in_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    begun = time.monotonic()
    read_product_line(text, currency="EUR")
    read_new_product(text, currency="EUR")
    read_offer(text)
    read_stakeholder(text)
    read_competitor(text)
    wants_company(text)
    assert time.monotonic() - begun < 2
