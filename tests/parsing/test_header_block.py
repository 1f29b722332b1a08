"""Header blocks are found and parted however damaged they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime import header_block
from crmbot.parsing.mime.header_block import MAX_FIELDS, read_block


def block(raw: bytes) -> tuple[list[tuple[str, bytes]], bytes, list[str]]:
    found = read_block(raw, 0, len(raw), top=True)
    return found.fields, raw[found.body :], found.defects


def test_fields_are_unfolded_and_the_body_begins_after_the_empty_line():
    assert block(b"A: 1\r\nB: 2\r\n\t3\r\n\r\nText\r\n") == ([("A", b"1"), ("B", b"2 3")], b"Text\r\n", [])


@pytest.mark.parametrize(
    "junk",
    [
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b"From ina@firma.example Wed Nov 18 09:12:00 2026\r\n",
        b">From ina@firma.example Wed Nov 18\r\n",
        b"\n \n",
    ],
)
def test_what_stands_in_front_of_the_header_is_passed_over(junk: bytes):
    assert block(junk + b"Subject: x\r\n\r\nText") == ([("Subject", b"x")], b"Text", [])


def test_a_line_of_a_transport_in_front_of_the_header_is_noted():
    fields, body, defects = block(b"+OK 120 octets follow\r\nSubject: x\r\n\r\nText")
    assert (fields, body) == ([("Subject", b"x")], b"Text")
    assert defects == ["text in front of the header passed over"]


def test_a_blank_before_the_colon_belongs_to_no_name():
    assert block(b"Subject : x\r\n\r\n")[0] == [("Subject", b"x")]


def test_a_continuation_without_indent_belongs_to_the_field_above():
    fields, body, defects = block(
        b"Received: from a\r\nby b with SMTP\r\nFrom: x@firma.example\r\nSubject: y\r\n\r\nText"
    )
    assert fields == [("Received", b"from a by b with SMTP"), ("From", b"x@firma.example"), ("Subject", b"y")]
    assert (body, defects) == (b"Text", ["header line without indent taken as continuation"])


def test_a_parameter_without_indent_belongs_to_its_content_type():
    assert block(b'Content-Type: multipart/mixed;\r\nboundary="b"\r\n\r\n')[0] == [
        ("Content-Type", b'multipart/mixed; boundary="b"')
    ]


def test_an_identifier_cut_in_two_is_put_together():
    assert block(b"From: a@firma.example\r\nReferences: <a.\r\nb@firma.example>\r\n\r\n")[0][1] == (
        "References",
        b"<a. b@firma.example>",
    )


def test_a_body_without_an_empty_line_above_it_is_no_header():
    fields, body, defects = block(b"From: a@firma.example\r\nSubject: x\r\nGuten Tag,\r\nFrom: Ina\r\nSubject: Alt\r\n")
    assert fields == [("From", b"a@firma.example"), ("Subject", b"x")]
    assert body == b"Guten Tag,\r\nFrom: Ina\r\nSubject: Alt\r\n"
    assert defects == ["no blank line between header and body"]


def test_text_without_any_header_is_all_body():
    assert block(b"Guten Tag,\r\nbis morgen.\r\n")[:2] == ([], b"Guten Tag,\r\nbis morgen.\r\n")


def test_line_ends_of_three_characters_end_a_line_once():
    assert block(b"A: 1\r\r\nB: 2\r\r\n\r\r\nText")[0] == [("A", b"1"), ("B", b"2")]


def test_a_stray_carriage_return_within_a_value_is_a_blank():
    assert block(b"Subject: a\rb\r\nTo: c\rFrom: d\r\n\r\n")[0] == [("Subject", b"a b"), ("To", b"c"), ("From", b"d")]


def test_a_line_of_blanks_within_the_header_does_not_end_it():
    assert block(b"A: 1\r\n \r\nSubject: 2\r\n\r\nText") == ([("A", b"1"), ("Subject", b"2")], b"Text", [])


def test_a_line_of_blanks_in_front_of_text_ends_the_header():
    assert block(b"Subject: 1\r\n \r\nText\r\n")[1] == b"Text\r\n"


def test_more_fields_than_anyone_writes_are_cut_and_noted():
    fields, _, defects = block(b"A: 1\r\n" * (MAX_FIELDS + 10) + b"\r\n")
    assert len(fields) == MAX_FIELDS
    assert defects == ["more than 5000 header fields"]


_PIECES = st.lists(
    st.sampled_from([
        b"From: a@b.example", b"Subject: x", b" more", b"\tmore", b" ", b"", b"X-Odd : y", b"no field", b": z", b"To:", b"\n", b"\r", b"\r\n",
    ]),
    max_size=14,
)  # fmt: skip


@given(_PIECES, st.sampled_from([b"\n", b"\r\n"]))
def test_an_orderly_block_is_read_as_any_other(pieces: list[bytes], end: bytes) -> None:
    raw = b"Date: x\n" + end.join(pieces) + end + end + b"body"
    orderly = header_block._read_orderly(raw, 0, len(raw))
    assert orderly is None or header_block.Block(*orderly, []) == header_block._read_any(raw, 0, len(raw), [])


def test_an_ordinary_header_is_orderly() -> None:
    raw = b"From: a@b.example\r\nSubject: long\r\n and folded\r\n\r\nbody"
    orderly = header_block._read_orderly(raw, 0, len(raw))
    assert orderly == ([("From", b"a@b.example"), ("Subject", b"long and folded")], raw.index(b"body"))
