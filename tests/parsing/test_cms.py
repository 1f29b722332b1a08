"""What was signed opaquely can be read, what was encrypted cannot."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.cms import signed_content
from crmbot.parsing.mime.message import read_message

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
ENVELOPED_DATA = bytes.fromhex("06092a864886f70d010703")
DATA = bytes.fromhex("06092a864886f70d010701")
ENTITY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe, Ina\r\n"


def item(tag: int, *content: bytes) -> bytes:
    inside = b"".join(content)
    length = len(inside)
    return bytes([tag]) + (bytes([length]) if length < 128 else b"\x82" + length.to_bytes(2, "big")) + inside


def open_item(tag: int, *content: bytes) -> bytes:
    return bytes([tag, 0x80]) + b"".join(content) + b"\0\0"


def definite(content: bytes, kind: bytes = SIGNED_DATA) -> bytes:
    inside = item(0x30, DATA, item(0xA0, item(0x04, content)))
    return item(0x30, kind, item(0xA0, item(0x30, b"\x02\x01\x01", item(0x31), inside, item(0x31))))


def indefinite(*pieces: bytes) -> bytes:
    inside = open_item(0x30, DATA, open_item(0xA0, open_item(0x24, *(item(0x04, piece) for piece in pieces))))
    return open_item(
        0x30, SIGNED_DATA, open_item(0xA0, open_item(0x30, b"\x02\x01\x01", item(0x31), inside, item(0x31)))
    )


def test_content_is_found_whichever_way_lengths_are_written():
    assert signed_content(definite(ENTITY)) == ENTITY
    assert signed_content(definite(b"x" * 300)) == b"x" * 300
    assert signed_content(indefinite(ENTITY[:20], ENTITY[20:])) == ENTITY


def test_encrypted_and_foreign_data_have_none():
    assert signed_content(definite(ENTITY, ENVELOPED_DATA)) is None
    assert signed_content(b"") is None
    assert signed_content(ENTITY) is None


def test_the_text_of_an_opaquely_signed_mail_is_read():
    raw = (
        b"From: ina@firma.example\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(definite(ENTITY))
    )
    message = read_message(raw)
    assert message.text.strip() == "Grüße, Ina"
    assert [file.filename for file in message.attachments] == ["smime.p7m"]
    assert message.defects == ("signed",)


@given(st.integers(0, 150), st.binary(max_size=5))
def test_any_damage_is_survived(place: int, bytes_: bytes):
    data = indefinite(ENTITY[:20], ENTITY[20:])
    found = signed_content(data[:place] + bytes_ + data[place + len(bytes_) :])
    assert found is None or isinstance(found, bytes)
