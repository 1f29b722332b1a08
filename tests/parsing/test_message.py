"""Raw messages are taken apart completely, and nothing makes the reader fail."""

from __future__ import annotations

import base64
import time
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.mime.message import read_message
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
MIXED = (
    b"From: Ina Vogt <ina@firma.example>\r\n"
    b"Subject: Plan\r\n"
    b'Content-Type: multipart/mixed; boundary="=_grenze"\r\n'
    b"\r\n"
    b"--=_grenze\r\n"
    b"Content-Type: multipart/alternative; boundary=innen\r\n\r\n"
    b"--innen\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"Anbei der Plan f=FCr M=E4rz.\r\n"
    b"--innen\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<p>Anbei der Plan f\xfcr M\xe4rz.</p>\r\n"
    b"--innen--\r\n"
    b"--=_grenze\r\n"
    b"Content-Type: application/pdf; name*=utf-8''Pl%C3%A4ne.pdf\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment\r\n\r\n" + base64.encodebytes(b"%PDF-1.4 Plan\0\xff") + b"\r\n"
    b"--=_grenze\r\n"
    b"Content-Type: message/rfc822\r\n\r\n" + PLAIN + b"\r\n"
    b"--=_grenze--\r\n"
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


def test_a_message_with_parts_yields_text_page_file_and_attached_message():
    message = read_message(MIXED)
    assert message.text.strip() == "Anbei der Plan für März."
    assert message.html == "<p>Anbei der Plan für März.</p>"
    assert [(file.filename, file.content_type, file.size) for file in message.attachments] == [
        ("Pläne.pdf", "application/pdf", 15),
        ("Anfrage Türen.eml", "message/rfc822", len(PLAIN)),
    ]


def test_an_attached_message_is_cut_out_to_the_byte():
    assert read_message(MIXED).attached_messages == (PLAIN,)


def test_every_field_is_kept_in_order_and_decoded():
    names = [name for name, _ in read_message(PLAIN).header.fields]
    assert names == ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type"]
    assert read_message(PLAIN).header.first("subject") == "Anfrage Türen"


def test_the_first_repeated_field_that_says_something_counts():
    message = read_message(
        b"Subject:\r\nSubject: Eins\r\nSubject: Zwei\r\nFrom: a@firma.example\r\nFrom: b@firma.example\r\n\r\nx"
    )
    assert message.header.subject == "Eins"
    assert message.header.from_ == Address(None, "a@firma.example")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (b"Sender: Buero <b@firma.example>\r\n", Address("Buero", "b@firma.example")),
        (b"Reply-To: r@firma.example\r\nReturn-Path: <p@firma.example>\r\n", Address(None, "r@firma.example")),
        (b"Return-Path: <p@firma.example>\r\n", Address(None, "p@firma.example")),
        (b"From: Ina Vogt\r\nSender: ina@firma.example\r\n", Address("Ina Vogt", "ina@firma.example")),
        (b"From: Ina Vogt\r\n", Address("Ina Vogt", None)),
        (b"", None),
    ],
)
def test_without_a_from_address_the_next_best_field_names_the_sender(header: bytes, expected: Address | None):
    assert read_message(header + b"Subject: x\r\n\r\ny").header.from_ == expected


def test_raw_eight_bit_names_are_read_in_the_charset_of_the_body():
    raw = "From: Jürgen Größe <j@firma.example>\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nGrüße".encode(
        "latin-1"
    )
    assert read_message(raw).header.from_ == Address("Jürgen Größe", "j@firma.example")


def test_raw_eight_bit_names_are_guessed_where_no_charset_is_named():
    raw = "From: Мария Петрова <m@firma.example>\r\nSubject: Запрос цены на двери\r\n\r\n".encode("koi8-r")
    message = read_message(raw)
    assert message.header.from_ == Address("Мария Петрова", "m@firma.example")
    assert message.header.subject == "Запрос цены на двери"


def test_line_feeds_here_and_there_do_not_hide_the_bare_carriage_returns():
    raw = PLAIN.replace(b"\r\n", b"\r") + b"noch\r" * 10 + b"eine\n"
    assert read_message(raw).header.subject == "Anfrage Türen"


def test_a_message_with_bare_carriage_returns_reads_like_one_with_line_feeds():
    with_cr = read_message(PLAIN.replace(b"\r\n", b"\r"))
    assert (with_cr.header, with_cr.text) == (read_message(PLAIN).header, read_message(PLAIN).text)


def test_a_report_says_which_kind_it_is():
    raw = (
        b"From: MAILER-DAEMON@firma.example\r\nContent-Type: multipart/report; report-type=Delivery-Status; boundary=b\r\n\r\n"
        b"--b\r\n\r\nNot delivered.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--b--\r\n"
    )
    message = read_message(raw)
    assert (message.report_type, message.text.strip()) == ("delivery-status", "Not delivered.")
    assert [(file.content_type, file.content) for file in message.attachments] == [
        ("message/delivery-status", b"Action: failed")
    ]


def test_an_invitation_is_there_as_calendar_and_as_file():
    raw = (
        b"From: a@firma.example\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nTermin\r\n"
        b"--b\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--b--\r\n"
    )
    message = read_message(raw)
    assert message.calendar == "BEGIN:VCALENDAR\nEND:VCALENDAR"
    assert [file.content_type for file in message.attachments] == ["text/calendar"]


@pytest.mark.parametrize(
    ("content_type", "finding"),
    [
        (b"multipart/encrypted; protocol=application/pgp-encrypted; boundary=b", "encrypted"),
        (b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "encrypted"),
        (b"multipart/signed; protocol=application/pgp-signature; boundary=b", "signed"),
    ],
)
def test_encrypted_and_signed_mail_says_so(content_type: bytes, finding: str):
    raw = (
        b"From: a@firma.example\r\nContent-Type: "
        + content_type
        + b"\r\n\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n"
    )
    assert finding in read_message(raw).defects


def test_armoured_text_is_kept_and_noted():
    message = read_message(
        b"From: a@firma.example\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"
    )
    assert "hQEMA" in message.text
    assert message.defects == ("encrypted",)


def test_an_encrypted_part_within_a_mail_is_noted():
    raw = b"From: a@firma.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pkcs7-mime\r\n\r\nx\r\n--b--"
    assert read_message(raw).defects == ("encrypted",)


def test_a_missing_sender_and_an_unreadable_date_are_noted():
    assert read_message(b"From: Ina\r\nDate: gestern\r\n\r\nText").defects == (
        "no sender address",
        "date cannot be read",
    )


def test_a_file_that_may_run_is_flagged():
    raw = b"From: a@firma.example\r\nContent-Type: application/octet-stream; name=Rechnung.pdf.exe\r\n\r\nMZ"
    assert read_message(raw).defects == ("dangerous attachment: Rechnung.pdf.exe",)


def test_nul_bytes_and_lone_surrogates_never_reach_a_string():
    raw = b"From: a\0b <a@firma.example>\r\nSubject: x\0\xed\xa0\x80y\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nA\0B\xed\xa0\x80C"
    _assert_clean(read_message(raw))


def test_line_ends_in_decoded_header_words_become_blanks():
    raw = b"Subject: =?utf-8?Q?Eins=0D=0ABcc:_x@firma.example?=\r\n\r\n"
    assert read_message(raw).header.subject == "Eins Bcc: x@firma.example"


HOSTILE = {
    "nested multiparts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3_000)
    ),
    "boundaries that begin alike": b"".join(
        b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n--%b\r\n' % (b"-" * n, b"-" * n) for n in range(1, 59)
    )
    + b"\r\n"
    + b"\n----x" * 140_000,
    "nested messages": b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 60_000,
    "many headers": b"X-A: b\r\n" * 100_000,
    "blanks in the subject": b"Subject: " + b"a " * 400_000 + b"\r\n\r\n",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 40_000 + b"\r\n\r\n",
    "begun encoded words": b"Subject: " + b"=?a?q?" * 150_000 + b"\r\n\r\n",
    "dots": b"From: " + b"." * 500_000 + b"\r\n\r\n",
    "quotes": b"From: " + b'"' * 500_000 + b"\r\n\r\n",
    "brackets": b"From: " + b"(" * 500_000 + b"\r\n\r\n",
    "colons": b"From: " + b"a:" * 300_000 + b"\r\n\r\n",
    "commas": b"From: " + b"," * 900_000 + b"\r\n\r\n",
    "recipients": b"To: " + b", ".join(b"u%d@firma.example" % n for n in range(40_000)) + b"\r\n\r\n",
    "semicolons": b"Content-Type: text/plain" + b";" * 500_000 + b"\r\n\r\n",
    "parameter segments": b"Content-Type: text/plain"
    + b"".join(b"; name*%d*=a" % n for n in range(20_000))
    + b"\r\n\r\n",
    "folded lines": b"Subject: x\r\n" + b" a\r\n" * 200_000 + b"\r\n",
    "uuencoded beginnings": b"Subject: x\r\n\r\n" + b"begin 644 x\r\nM\r\n" * 50_000,
    "quote marks": b"Content-Type: text/plain; format=flowed\r\n\r\n" + b">" * 900_000,
    "blockquotes": b"Content-Type: text/html\r\n\r\n" + b"<blockquote>x" * 60_000,
    "lists in lists": b"Content-Type: text/html\r\n\r\n" + b"<ul><li>x" * 60_000,
    "hidden nodes": b"Content-Type: text/html\r\n\r\n" + b"<p style='display:none'>x</p>" * 25_000,
    "tables in tables": b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>x" * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_within_two_seconds(name: str):
    started = time.process_time()
    message = read_message(HOSTILE[name])
    assert time.process_time() - started < 2
    assert not any(defect.startswith("unreadable") for defect in message.defects)


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "bz2", "rot13", "punycode", "hex", "x-unknown", '"\0"', "utf-16", "", "ü"]
)
def test_no_charset_name_keeps_the_text_from_being_read(charset: str):
    raw = f"From: a@firma.example\r\nContent-Type: text/plain; charset={charset}\r\n\r\nGuten Tag".encode()
    assert read_message(raw).defects == ()


def _assert_clean(value: object, *, header: bool = False) -> None:
    """No string anywhere holds NUL or a lone surrogate, none in the header a line end."""
    if isinstance(value, str):
        assert "\0" not in value
        value.encode()
        assert not header or not set(value) & set("\r\n")
    elif isinstance(value, tuple):
        for item in value:
            _assert_clean(item, header=header)
    elif is_dataclass(value):
        for item in fields(value):
            _assert_clean(getattr(value, item.name), header=header or item.name == "header")


def _is_whole(raw: bytes) -> None:
    message = read_message(raw)
    _assert_clean(message)
    assert "\r" not in message.text
    assert not any(defect.startswith("unreadable") for defect in message.defects)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_message(raw: bytes):
    _is_whole(raw)


FRAGMENTS = st.sampled_from(
    [b"\0", b"\r", b"\n", b"\r\n\r\n", b"=?utf-8?q?", b"?=", b'"', b"(", b"<", b">", b"@", b"--=_grenze", b"--innen--", b"\xff\xfe", b"\xed\xa0\x80",
     b"charset=utf-16", b"charset=iso-2022-jp", b"\x1b$B", b"base64", b"message/rfc822", b"multipart/digest", b"application/ms-tnef", b"text/html",
     b"<blockquote>", b"begin 644 x\n", b"format=flowed; delsp=yes", b"name*0*=utf-7''", b";", b":", b" ", b"Content-Type: multipart/x; boundary=b\n"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.sampled_from([PLAIN, MIXED]), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), FRAGMENTS), max_size=8))
def test_any_damage_to_a_message_is_survived(raw: bytes, damages: list[tuple[float, int, bytes]]):
    for place, cut, fragment in damages:
        at = int(place * len(raw))
        raw = raw[:at] + fragment + raw[at + cut :]
    _is_whole(raw)
