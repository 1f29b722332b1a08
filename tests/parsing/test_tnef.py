"""winmail.dat gives up its files, its text and the messages in it."""

from __future__ import annotations

import base64
import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.mime.message import read_message
from crmbot.parsing.mime.tnef import read_tnef
from tests.parsing.containers import rtf_literal, tnef, tnef_attribute

SENT = 134_394_631_200_000_000  # 18 November 2026, 08:12 UTC, in units of 100 ns since 1601
INNER = tnef({0x0037: "Anfrage Türen", 0x0C1A: "Jürgen Krüger", 0x0C1F: "jk@holzbau.example", 0x0039: SENT,
              0x1009: rtf_literal(rb"{\rtf1\ansi\ansicpg1252 Gr\'fc\'dfe\par zwei \u8364? St\'fcck\par}")})  # fmt: skip
OUTER = tnef({0x0037: "WG: Anfrage", 0x1000: "Siehe unten.\r\n"}, [("Angebot März.pdf", b"%PDF\0\0")], [INNER])


def mail(content: bytes, *parts: bytes) -> bytes:
    winmail = (
        b"Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
    )
    inside = b"".join(b"--b\r\n" + part + b"\r\n" for part in (*parts, winmail))
    return b"From: a@firma.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + inside + b"--b--\r\n"


def test_the_files_of_the_container_stand_beside_it():
    files = read_message(mail(OUTER)).attachments
    assert [(file.filename, file.content_type) for file in files] == [
        ("winmail.dat", "application/ms-tnef"),
        ("Angebot März.pdf", "application/octet-stream"),
        ("Anfrage Türen.eml", "message/rfc822"),
    ]
    assert files[1].content == b"%PDF\0\0"


def test_a_message_in_the_container_can_be_read():
    (raw,) = read_message(mail(OUTER)).attached_messages
    inner = read_message(raw)
    assert inner.header.from_ is not None
    assert (inner.header.from_.name, inner.header.from_.address) == ("Jürgen Krüger", "jk@holzbau.example")
    assert inner.header.subject == "Anfrage Türen"
    assert inner.header.date is not None
    assert inner.header.date.isoformat() == "2026-11-18T08:12:00+00:00"
    assert inner.text == "Grüße\nzwei € Stück"


def test_the_text_in_the_container_counts_only_where_the_mail_has_none():
    assert read_message(mail(OUTER)).text == "Siehe unten."
    assert read_message(mail(OUTER, b"Content-Type: text/plain\r\n\r\nEigener Text")).text.strip() == "Eigener Text"


def test_what_is_no_container_stays_a_file():
    message = read_message(mail(b"nichts"))
    assert [file.filename for file in message.attachments] == ["winmail.dat"]
    assert read_tnef(b"") is None


def test_counts_in_the_stream_are_not_trusted():
    huge = struct.pack("<I", 0xFFFFFFFF) + struct.pack("<HHII", 0x101E, 0x37, 0xFFFFFFFF, 1) + b"x\0\0\0" * 10
    found = read_tnef(OUTER + tnef_attribute(1, 0x9003, 6, huge) + tnef_attribute(1, 0x9004, 6, huge))
    assert found is not None
    assert found.message.properties[0x1000] == "Siehe unten.\r\n"


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(OUTER) - 1), st.binary(max_size=8), st.integers(0, 8))
def test_any_damage_is_survived(place: int, bytes_: bytes, cut: int):
    found = read_tnef(OUTER[:place] + bytes_ + OUTER[place + cut :])
    assert found is None or isinstance(found.message.bodies(), tuple)
