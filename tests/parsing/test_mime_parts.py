"""Multiparts are cut at their boundaries, to the byte and within limits."""

from __future__ import annotations

from crmbot.parsing.mime.parts import MAX_DEPTH, MAX_PARTS, Part, split_message


def split(raw: bytes) -> tuple[Part, list[str]]:
    return split_message(raw)


def bodies(raw: bytes) -> list[bytes]:
    return [part.raw for part in split(raw)[0].children]


HEAD = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def test_the_line_end_in_front_of_a_boundary_belongs_to_the_boundary():
    assert bodies(HEAD + b"--b\r\n\r\nEins\r\n\r\n--b\r\n\r\nZwei\n--b--\r\n") == [b"Eins\r\n", b"Zwei"]


def test_preamble_and_epilogue_are_no_parts():
    assert bodies(HEAD + b"Vorweg\r\n--b\r\n\r\nEins\r\n--b--\r\nDanach\r\n") == [b"Eins"]


def test_a_boundary_that_begins_like_another_one_is_a_different_one():
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=bc\r\n\r\n--bc\r\n\r\nEins\r\n--bc--\r\n--b\r\n\r\nZwei\r\n--b--"
    root = split(raw)[0]
    assert [child.raw for child in root.children[0].children] == [b"Eins"]
    assert root.children[1].raw == b"Zwei"


def test_a_folded_boundary_is_found():
    assert bodies(b'Content-Type: multipart/mixed; boundary="ab\r\n cd"\r\n\r\n--abcd\r\n\r\nEins\r\n--abcd--') == [
        b"Eins"
    ]


def test_a_missing_end_is_noted():
    root, defects = split(HEAD + b"--b\r\n\r\nEins\r\n")
    assert [part.raw for part in root.children] == [b"Eins\r\n"]
    assert defects == ["multipart without its end"]


def test_a_boundary_that_is_not_named_is_guessed():
    root, defects = split(
        b"Content-Type: multipart/mixed\r\n\r\n--grenze7\r\nContent-Type: text/plain\r\n\r\nEins\r\n--grenze7--\r\n"
    )
    assert [part.raw for part in root.children] == [b"Eins"]
    assert defects == ["multipart without its boundary"]


def test_parts_behind_an_early_end_are_found():
    assert bodies(HEAD + b"--b\r\n\r\nEins\r\n--b--\r\n--b\r\n\r\nZwei\r\n--b--\r\n") == [b"Eins", b"Zwei"]


def test_a_part_without_header_is_text():
    part = split(HEAD + b"--b\r\nEinfach so\r\n--b--")[0].children[0]
    assert (part.content_type, part.raw) == ("text/plain", b"Einfach so")


def test_the_parts_of_a_digest_are_messages():
    root = split(b"Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\ny\r\n--b--")[0]
    assert [(part.content_type, part.raw) for part in root.children] == [("message/rfc822", b"Subject: x\r\n\r\ny")]


def test_depth_ends_at_the_limit():
    raw = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(MAX_DEPTH + 5)
    )
    root, defects = split(raw + b"\r\nText")
    depth = 0
    while root.children:
        root, depth = root.children[0], depth + 1
    assert depth == MAX_DEPTH
    assert f"nested deeper than {MAX_DEPTH} parts" in defects


def test_the_number_of_parts_ends_at_the_limit():
    root, defects = split(HEAD + b"--b\r\n\r\nx\r\n" * (MAX_PARTS + 5) + b"--b--")
    assert len(root.children) == MAX_PARTS - 1
    assert f"more than {MAX_PARTS} parts" in defects
