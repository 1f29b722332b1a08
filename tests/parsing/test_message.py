"""Raw messages are taken apart completely, and nothing makes the reader fail."""

from __future__ import annotations

from crmbot.parsing.message import read_message
from crmbot.parsing.parsed import Address

PLAIN = (
    b"From: =?utf-8?Q?J=C3=BCrgen_Kr=C3=BCger?= <J.Krueger@Holzbau.example>\r\n"
    b'To: capture@firma.example, "Vogt, Ina" <ina@firma.example>\r\n'
    b"Subject: =?utf-8?B?QW5mcmFnZSBUw7xyZW4=?=\r\n"
    b"Date: Wed, 18 Nov 2026 09:12:00 +0100\r\n"
    b"Message-ID: <a1@holzbau.example>\r\n"
    b"References: <r1@holzbau.example>\r\n <r2@holzbau.example>\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"\r\n"
    b"Guten Tag,\r\nwir brauchen T\xc3\xbcren.\r\n"
)


def test_an_ordinary_message_is_read_whole():
    message = read_message(PLAIN)
    header = message.header
    assert header.from_ == Address("Jürgen Krüger", "j.krueger@holzbau.example")
    assert header.to == (Address(None, "capture@firma.example"), Address("Vogt, Ina", "ina@firma.example"))
    assert header.subject == "Anfrage Türen"
    assert header.date is not None
    assert header.date.isoformat() == "2026-11-18T09:12:00+01:00"
    assert header.message_id == "<a1@holzbau.example>"
    assert header.references == ("<r1@holzbau.example>", "<r2@holzbau.example>")
    assert message.text == "Guten Tag,\nwir brauchen Türen.\n"
    assert message.defects == ()


def test_an_empty_message_is_no_failure():
    assert read_message(b"").text == ""


def test_a_message_with_bare_carriage_returns_reads_like_one_with_line_feeds():
    with_cr = read_message(PLAIN.replace(b"\r\n", b"\r"))
    assert (with_cr.header, with_cr.text) == (read_message(PLAIN).header, read_message(PLAIN).text)
