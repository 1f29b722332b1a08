from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.channels.imap.recipients import envelope_of

CAPTURE = ("crm@firma.example",)


def recipients(*lines: str, capture: tuple[str, ...] = ()) -> tuple[str, ...]:
    return envelope_of("\r\n".join([*lines, "", "To: body@firma.example"]).encode(), capture)[1]


def test_the_traces_of_the_delivery_come_before_what_the_sender_wrote():
    found = recipients(
        "To: Team <team@firma.example>, boss@firma.example",
        "X-Original-To: crm+d1042@firma.example",
        "Delivered-To: crm@firma.example",
    )
    assert found == ("crm@firma.example", "crm+d1042@firma.example", "team@firma.example", "boss@firma.example")


def test_each_address_stands_once():
    assert recipients("To: a@b.example", "Cc: a@b.example") == ("a@b.example",)


def test_folded_fields_are_read_whole():
    assert recipients("To: Eva <eva@kunde.example>,", "\tJon <jon@kunde.example>") == (
        "eva@kunde.example",
        "jon@kunde.example",
    )


def test_a_name_in_quotes_is_no_address():
    assert recipients('To: "chef@firma.example" <x@evil.example>') == ("x@evil.example",)


def test_the_body_names_no_recipients():
    assert recipients("Subject: x") == ()


def test_a_blind_copy_without_a_trace_was_sent_to_the_mailbox():
    assert recipients("To: eva@kunde.example", capture=CAPTURE) == ("eva@kunde.example", "crm@firma.example")


def test_a_sub_address_is_a_trace_of_the_mailbox():
    assert recipients("Envelope-To: CRM+note@Firma.example", capture=CAPTURE) == ("CRM+note@Firma.example",)


def test_the_sender_of_the_envelope_is_the_return_path():
    assert envelope_of(b"Return-Path: <eva@kunde.example>\n\n")[0] == "eva@kunde.example"
    assert envelope_of(b"Return-Path: <>\nFrom: x@y.example\n\n")[0] == ""


def test_addresses_with_umlauts_are_addresses():
    assert recipients("To: <jürgen@müller.example>") == ("jürgen@müller.example",)


def test_a_hostile_header_is_read_quickly():
    for filler in (b'"', b"(", b"a@", b"<", b"\\", b"a@b,", b" \t", b'"\\'):
        envelope_of(b"To: " + filler * (1_000_000 // len(filler)), CAPTURE)


@given(st.binary(max_size=500))
@settings(deadline=None)
def test_anything_can_be_read(content):
    sender, found = envelope_of(b"To: " + content, CAPTURE)
    assert all("@" in address and not set(address) & set("\0\r\n ") for address in found)
    assert "\0" not in sender
