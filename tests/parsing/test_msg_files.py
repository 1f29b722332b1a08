"""Messages saved by Outlook are read like any other mail."""

from __future__ import annotations

import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.parsing.mime.message import read_message
from crmbot.parsing.mime.msg_files import msg_to_message
from crmbot.parsing.parsed import Address
from tests.parsing.containers import Storage, compound_file, msg_streams

SENT = 134_394_631_200_000_000  # 18 November 2026, 08:12 UTC


def saved(**more: Storage) -> bytes:
    properties: dict[int, str | bytes | int] = {
        0x0037: "Anfrage Türen", 0x0C1A: "Jürgen Krüger", 0x0C1F: "/O=EX/CN=JK", 0x5D01: "JK@holzbau.example", 0x0039: SENT,
        0x1000: "Guten Tag\r\nTüren", 0x1013: "<p>Guten Tag<br>Türen</p>".encode("cp1252"), 0x3FDE: 1252, 0x1035: "<1@holzbau.example>",
    }  # fmt: skip
    storage: Storage = {**msg_streams(properties)}
    storage["__recip_version1.0_#00000000"] = {
        **msg_streams({0x3001: "Vogt, Ina", 0x39FE: "ina@firma.example", 0x0C15: 1}, header=8)
    }
    storage["__recip_version1.0_#00000001"] = {
        **msg_streams({0x3001: "Büro", 0x3003: "buero@firma.example", 0x0C15: 2}, header=8)
    }
    return compound_file({**storage, **more})


def test_header_and_bodies_are_read():
    message = read_message(saved())
    assert message.header.from_ == Address("Jürgen Krüger", "jk@holzbau.example")
    assert message.header.to == (Address("Vogt, Ina", "ina@firma.example"),)
    assert message.header.cc == (Address("Büro", "buero@firma.example"),)
    assert message.header.subject == "Anfrage Türen"
    assert message.header.message_id == "<1@holzbau.example>"
    assert message.header.date is not None
    assert message.header.date.isoformat() == "2026-11-18T08:12:00+00:00"
    assert message.text.strip() == "Guten Tag\nTüren"
    assert message.html == "<p>Guten Tag<br>Türen</p>"


def test_the_header_that_came_with_the_message_counts_first():
    header = (
        "Received: from a\r\n by b\r\nFrom: Jan <jan@kunde.example>\r\nSubject: Original\r\nContent-Type: text/html\r\n"
    )
    message = read_message(compound_file({**msg_streams({0x007D: header, 0x0037: "Anders", 0x1000: "Text"})}))
    assert message.header.from_ == Address("Jan", "jan@kunde.example")
    assert message.header.subject == "Original"
    assert message.header.first("received") == "from a by b"
    assert (message.content_type, message.text.strip()) == ("text/plain", "Text")


def test_a_message_within_the_message_is_attached():
    inner: Storage = {**msg_streams({0x0037: "Innen", 0x0C1F: "in@kunde.example", 0x1000: "Tief"}, header=24)}
    attached: Storage = {**msg_streams({0x3707: "Innen"}, header=8), "__substg1.0_3701000D": inner}
    (raw,) = read_message(saved(**{"__attach_version1.0_#00000000": attached})).attached_messages
    assert read_message(raw).header.subject == "Innen"


def test_a_saved_message_attached_to_a_mail_is_an_attached_message():
    part = (
        b"Content-Type: application/vnd.ms-outlook; name=Anfrage.msg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(saved())
    )
    message = read_message(
        b"From: a@firma.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + part + b"--b--\r\n"
    )
    assert [file.filename for file in message.attachments] == ["Anfrage.msg"]
    assert [read_message(raw).header.subject for raw in message.attached_messages] == ["Anfrage Türen"]


def test_names_cannot_forge_mailboxes():
    message = read_message(
        compound_file({**msg_streams({0x0C1A: "chef@boese.example>, <x", 0x5D01: "jan@kunde.example", 0x1000: "x"})})
    )
    assert message.header.from_ is not None
    assert message.header.from_.address == "jan@kunde.example"


def test_line_ends_in_properties_cannot_forge_fields():
    message = read_message(compound_file({**msg_streams({0x0037: "Eins\r\nBcc: x@boese.example", 0x1000: "x"})}))
    assert message.header.subject == "Eins Bcc: x@boese.example"
    assert message.header.first("bcc") is None


def test_other_compound_files_are_no_messages():
    assert msg_to_message(compound_file({"WordDocument": b"x"})) is None
    assert msg_to_message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 kaputt") is None
    assert msg_to_message(b"From: a@firma.example\r\n\r\n") is None


def test_streams_that_share_their_sectors_are_not_read_without_end():
    storage: Storage = {**msg_streams({0x0037: "Eins", 0x1000: "Text"})}
    for number in range(600):
        storage[f"__recip_version1.0_#{number:08X}"] = {
            **msg_streams({0x3001: "x" * 100_000, 0x39FE: f"{number}@firma.example"}, header=8)
        }
    data = compound_file(storage)
    raw = msg_to_message(data)
    assert raw is not None
    assert len(raw) < 8 * len(data) < 600 * 100_000


SAVED = saved()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SAVED) - 1), st.binary(max_size=8))
def test_any_damage_is_survived(place: int, bytes_: bytes):
    raw = msg_to_message(SAVED[:place] + bytes_ + SAVED[place + len(bytes_) :])
    assert raw is None or read_message(raw).defects is not None
