"""Offers in mails of ours: what shows them, and number, amount, dates."""

from __future__ import annotations

import time
import zlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.offers import find_made_offer
from crmbot.parsing.kinds.pdf_text import pdf_text
from tests.conftest import BERLIN

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)


def found(subject: str = "", text: str = "", files: tuple[str, ...] = (), file_text: str = ""):
    return find_made_offer(subject, text, files, file_text, now=NOW, currency="EUR")


@pytest.mark.parametrize(
    ("subject", "text", "files", "told_by"),
    [
        ("Angebot 2026-17", "", (), "subject"), ("Unser Angebot für Sie", "", (), "subject"),
        ("Your quote", "", (), None), ("Quote for 40 shelves", "", (), "subject"), ("Festpreisangebot Halle 2", "", (), "subject"),
        ("Ihre Anfrage", "", ("Angebot_2026-17.pdf",), "file"), ("Re: shelves", "see file", ("Offer 17.docx",), "file"),
        ("AW: Angebot", "Dazu telefonieren wir morgen.", (), None), ("AW: Anfrage", "im Anhang unser Angebot.", ("4711.pdf",), "text"),
        ("Stellenangebot Lagerist", "", (), None), ("Bitte um Angebot", "", (), None), ("Danke für Ihr Angebot", "", (), None),
        ("Termin", "Wir bieten Ihnen einen Termin an.", (), None), ("Angebot.txt", "", ("notes.txt",), "subject"),
        ("Besprechung", "ich schicke das Angebot nächste Woche", (), None), ("", "", ("KV-2026-3.pdf",), "file"),
        ("Ihre Anfrage", "anbei unser Angebot, Gesamtpreis 900 €", (), "text"),
    ],
)  # fmt: skip
def test_what_shows_that_a_mail_carries_an_offer(
    subject: str, text: str, files: tuple[str, ...], told_by: str | None
) -> None:
    made = found(subject, text, files)
    assert (made.told_by if made else None) == told_by


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Gesamtsumme: 12.500,00 €", "12500"), ("Total 12,500.00 EUR", "12500"), ("Der Preis beträgt 900 €.", "900"),
        ("Pos. 1: 400 €\nPos. 2: 500 €\nSumme 900 €", "900"), ("19 % MwSt.: 171 €\nNetto 900 €", "900"),
        ("Rabatt 100 €\nGesamtpreis 800 €", "800"), ("Anzahlung 200 €, Endpreis 1.000 €", "1000"), ("CHF 12'500.– all in", "12500"),
        ("Variante A 900 €, Variante B 1.200 €", None), ("ruf mich an", None),
    ],
)  # fmt: skip
def test_the_amount_is_the_total_or_the_only_one(text: str, amount: str | None) -> None:
    made = found("Angebot", text)
    assert made is not None
    assert (made.amount.amount if made.amount else None) == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("subject", "files", "text", "code"),
    [
        ("Angebot AN-2026-17", (), "", "AN-2026-17"), ("Angebot Nr. 20260017", (), "", "20260017"), ("Offer #Q-118/26", (), "", "Q-118/26"),
        ("Ihre Anfrage", ("Angebot_AN-118.pdf",), "", "AN-118"), ("Angebot vom 18.11.2026", (), "", None), ("Angebot Regale", (), "", None),
        ("Angebot", (), "unsere Angebotsnummer: KV2026-9", "KV2026-9"),
    ],
)  # fmt: skip
def test_the_number_of_the_offer(subject: str, files: tuple[str, ...], text: str, code: str | None) -> None:
    made = found(subject, text, files)
    assert made is not None
    assert made.code == code


def test_date_and_validity_are_read_in_words_and_figures() -> None:
    made = found("Angebot", "Angebot vom 17.11.2026, gültig bis zum 18. Dezember 2026.")
    assert made is not None
    assert (made.dated, made.valid_until) == (date(2026, 11, 17), date(2026, 12, 18))
    made = found("Our offer", "This offer is valid for 30 days.")
    assert made is not None
    assert made.valid_until == date(2026, 12, 18)


def test_what_the_file_says_counts_where_the_mail_says_nothing() -> None:
    made = found("Angebot", "siehe Anhang", ("Angebot.pdf",), "Palettenregal 400,00 EUR\nGesamtbetrag 12.500,00 EUR")
    assert made is not None
    assert made.amount is not None
    assert (made.amount.amount, made.file) == (Decimal(12500), 0)


@given(st.text(max_size=300), st.text(max_size=600), st.lists(st.text(max_size=40), max_size=3), st.text(max_size=300))
def test_any_text_is_read_without_an_error(subject: str, text: str, files: list[str], file_text: str) -> None:
    find_made_offer(subject, text, files, file_text, now=NOW, currency="EUR")


@pytest.mark.parametrize(
    "piece",
    [
        "Angebot ",
        "Total 1 € ",
        "anbei ",
        "gültig bis ",
        "9.999,99 € ",
        "Summe ",
        "vom 1.1.",
        "AN-1",
        "a",
        "\n",
        "Gesamt" * 3,
    ],
)
def test_a_megabyte_is_read_in_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    begun = time.monotonic()
    find_made_offer(text, text, [text[:300]], text, now=NOW, currency="EUR")
    assert time.monotonic() - begun < 2


def _pdf(stream: bytes, *, deflated: bool) -> bytes:
    body = zlib.compress(stream) if deflated else stream
    return (
        b"%PDF-1.7\n1 0 obj <<"
        + (b"/Filter/FlateDecode" if deflated else b"")
        + b">>\nstream\n"
        + body
        + b"\nendstream\n"
    )


@pytest.mark.parametrize("deflated", [True, False])
def test_the_text_of_a_simple_pdf_is_read(deflated: bool) -> None:
    stream = rb"BT (Angebot) Tj 0 -14 Td [(Gesamt)-20(betrag)-250(12.500,00 \200)] TJ T* (\(netto\) gr\374n) Tj ET"
    lines = pdf_text(_pdf(stream, deflated=deflated)).split("\n")
    assert [line for line in lines if line.strip()] == ["Angebot", "Gesamtbetrag 12.500,00 €", "(netto) grün"]


@pytest.mark.parametrize(
    "content", [b"", b"no pdf", b"%PDF-1.4", b"%PDF stream\n", b"%PDF /FlateDecode stream\nnot deflated Tj endstream"]
)
def test_what_is_no_readable_pdf_has_no_text(content: bytes) -> None:
    assert not pdf_text(content).strip()


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read_without_an_error(content: bytes) -> None:
    pdf_text(b"%PDF-1.4 stream\n" + content + b" Tj")
    pdf_text(b"%PDF-1.4 /FlateDecode stream\n" + zlib.compress(content + b" TJ") + b"endstream")


@pytest.mark.parametrize("piece", [b"(", b"(a", b"(\\", b"-1000 ", b"stream\n", b"stream\n(a) Tj endstream ", b"T* "])
def test_a_megabyte_of_a_bad_pdf_is_read_in_time(piece: bytes) -> None:
    content = b"%PDF-1.4 stream\nTj " + piece * (1_000_000 // len(piece))
    begun = time.monotonic()
    pdf_text(content)
    assert time.monotonic() - begun < 2
