"""Transfer encodings are taken off, broken ones as far as they go."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.transfer import cut_uuencoded, decode_base64, decode_transfer, encoding_name

UU = b"begin 644 gruss.txt\n'2&%L;&\\A\"@\n`\nend\n"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("base64", "base64"),
        ("BASE64;", "base64"),
        ('"base64"', "base64"),
        ("base-64", "base64"),
        ("base64 (ja)", "base64"),
        ("quoted-printable", "quoted-printable"),
        ("Quoted-Printable ", "quoted-printable"),
        ("quoted/printable", "quoted-printable"),
        ("x-uuencode", "uuencode"),
        ("8bit", "identity"),
        ("7-bit", "identity"),
        ("unbekannt", "identity"),
        ("", "identity"),
    ],
)
def test_encodings_are_known_as_written(field: str, name: str):
    assert encoding_name(field) == name


@given(st.binary(max_size=500))
def test_base64_comes_back(data: bytes):
    assert decode_base64(base64.encodebytes(data).replace(b"\n", b"\r\n")) == data


@given(st.binary(max_size=300).map(lambda data: data.replace(b"\r", b"")))
def test_quoted_printable_comes_back(data: bytes):
    assert decode_transfer(quopri.encodestring(data), "quoted-printable").rstrip(b"\n") == data.rstrip(b"\n")


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r", b"\r\r\n"])
def test_soft_line_ends_of_every_kind_are_taken_out(end: bytes):
    assert decode_transfer(b"Gr=C3=BC=" + end + b"=C3=9Fe" + end + b"Ina", "quoted-printable").split() == [
        "Grüße".encode(),
        b"Ina",
    ]


@pytest.mark.parametrize(
    "data", [b"SGFsbG8h", b"SGFs\r\n!bG8h", b"SGFsbG8h====", b"SGFsbG8hA", b" SGFsbG8h \0", b"SGFsbG8h\r\n=\r\n"]
)
def test_base64_with_garbage_is_read(data: bytes):
    assert decode_base64(data) == b"Hallo!"


def test_strung_together_base64_is_read_to_its_end():
    assert decode_base64(b"SGFsbG8=\r\nIFdlbHQ=\r\n") == b"Hallo Welt"


def test_the_footer_of_a_list_behind_base64_is_no_base64():
    assert decode_base64(b"SGFsbG8=\r\n-- \r\nThis is the list of all lists\r\n") == b"Hallo"
    assert decode_base64(b"SGFsbG8=\r\nThis is the list of all lists\r\n") == b"Hallo"
    assert decode_base64(b"SGFsbG8h\r\n____________\r\nThis is the list of all lists\r\n") == b"Hallo!"


def test_text_that_only_claims_to_be_base64_stays_text():
    text = b"Guten Tag,\r\nwir haben eine Frage zu Ihrem Angebot vom Montag.\r\n"
    assert decode_base64(text) == text


def test_uuencode_is_read_with_and_without_its_beginning():
    assert decode_transfer(UU, "uuencode") == b"Hallo!\n"
    assert decode_transfer(UU.split(b"\n", 1)[1], "uuencode") == b"Hallo!\n"


def test_a_file_uuencoded_within_text_is_cut_out():
    assert cut_uuencoded(b"Anbei:\n" + UU + b"Ende\n") == (b"Anbei:\n\nEnde\n", [(b"gruss.txt", b"Hallo!\n")])


def test_prose_that_begins_like_a_uuencoded_file_stays():
    text = b"begin 644 to 700\nthat is the range of the parts\nend\n"
    assert cut_uuencoded(text) == (text, [])


@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "uuencode", "identity"]))
def test_any_bytes_are_decoded(data: bytes, encoding: str):
    assert isinstance(decode_transfer(data, encoding), bytes)
    assert isinstance(cut_uuencoded(data)[0], bytes)
