"""The JSON of `crmbot parse`."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from crmbot.parsing.mail import parse_mail
from crmbot.parsing.output import clean, to_json
from crmbot.parsing.parsed import Amount, Contact, Forwarded, Header, ParsedMail
from tests.parsing.mails import raw_mail


def mail(**values: object) -> ParsedMail:
    known: dict[str, object] = {
        "header": Header(), "kind": "direct", "text": "", "new_text": "", "signature": None, "quoted": None, "forwarded": None,
        "how_forwarded": None, "note": None, "contact": Contact(), **values,
    }  # fmt: skip
    return ParsedMail(**known)  # type: ignore[arg-type]


def test_every_key_of_the_contract_is_there_even_for_an_empty_mail():
    shown = to_json(parse_mail(b""), file="leer.eml")
    assert set(shown) == {
        "file", "message_id", "in_reply_to", "references", "from", "to", "cc", "reply_to", "subject", "date", "kind", "kind_reasons", "text", "new_text",
        "signature", "quoted", "forwarded", "how_forwarded", "note", "contact", "fields", "directives", "attachments", "language", "defects",
    }  # fmt: skip
    assert shown["file"] == "leer.eml"
    assert (shown["from"], shown["subject"], shown["date"], shown["forwarded"], shown["note"]) == (
        None,
        None,
        None,
        None,
        None,
    )
    assert (shown["to"], shown["references"], shown["attachments"], shown["fields"]) == ([], [], [], {})


def test_dates_are_iso_8601_with_their_zone():
    shown = to_json(parse_mail(raw_mail(date="Wed, 18 Nov 2026 09:12:00 +0100")), file="a")
    assert shown["date"] == "2026-11-18T09:12:00+01:00"


def test_an_amount_is_a_decimal_string_with_its_currency():
    shown = to_json(mail(fields={"budget": Amount(Decimal(20000), "EUR")}), file="a")
    assert shown["fields"] == {"budget": {"amount": "20000.00", "currency": "EUR"}}


def test_other_values_of_fields_become_json():
    shown = to_json(
        mail(
            fields={
                "day": date(2026, 12, 1),
                "people": ("a", "b"),
                "inner": {"x": Decimal("1.5")},
                "n": 3,
                "yes": True,
                "none": None,
            }
        ),
        file="a",
    )
    assert shown["fields"] == {
        "day": "2026-12-01",
        "people": ["a", "b"],
        "inner": {"x": "1.5"},
        "n": 3,
        "yes": True,
        "none": None,
    }


def test_a_chain_of_forwards_is_nested_without_recursion():
    chain = None
    for number in range(2000):
        chain = Forwarded(None, subject=str(number), forwarded=chain)
    shown = to_json(mail(forwarded=chain), file="a")
    assert shown["forwarded"]["subject"] == "1999"
    assert shown["forwarded"]["forwarded"]["subject"] == "1998"
    assert json.dumps(shown)


def test_a_link_of_the_chain_has_the_keys_of_the_contract():
    shown = to_json(mail(forwarded=Forwarded(None)), file="a")
    assert set(shown["forwarded"]) == {
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "date_text",
        "text",
        "new_text",
        "signature",
        "forwarded",
    }


def test_nul_and_lone_surrogates_never_leave():
    assert clean("a\x00b\ud800c") == "ab?c"
    assert clean("Grüße") == "Grüße"


def test_an_attachment_is_shown_by_name_size_and_hash():
    raw = (
        b'From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHallo\n--b\n'
        b'Content-Type: application/pdf; name="Plan.pdf"\nContent-Disposition: attachment; filename="Plan.pdf"\nContent-Transfer-Encoding: base64\n\nUERG\n--b--\n'
    )
    (shown,) = to_json(parse_mail(raw), file="a")["attachments"]
    assert (shown["filename"], shown["content_type"], shown["size"], shown["inline"]) == (
        "Plan.pdf",
        "application/pdf",
        3,
        False,
    )
    assert len(shown["sha256"]) == 64
