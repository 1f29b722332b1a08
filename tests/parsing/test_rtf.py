"""Bodies kept as compressed RTF become text or the HTML they wrap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.rtf import read_compressed_rtf
from tests.parsing.containers import rtf_literal, rtf_stored

TEXT = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}\f0 Sch\'f6n\line\b Zeile\b0\tab 2\par \{\u8364?\}\~\'80}"
PAGE = rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Sch\'f6n{\*\htmltag72 </p>}\htmlrtf }\htmlrtf0}"


@pytest.mark.parametrize("pack", [rtf_stored, rtf_literal])
def test_text_is_read(pack):
    assert read_compressed_rtf(pack(TEXT)) == ("Schön\nZeile\t2\n{€}\xa0€", "")


def test_the_page_within_is_read():
    assert read_compressed_rtf(rtf_literal(PAGE)) == ("", "<p>Schön</p>")


def test_references_into_the_dictionary_are_followed():
    # The second example of MS-OXRTFCP: a reference that runs into what it writes itself.
    data = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert read_compressed_rtf(data) == ("WXYZ" * 5, "")


@pytest.mark.parametrize("data", [b"", b"x" * 15, b"\0" * 40, rtf_stored(b"kein RTF")])
def test_what_is_no_rtf_is_empty(data: bytes):
    assert read_compressed_rtf(data) == ("", "")


@given(st.integers(0, 200), st.binary(max_size=6))
def test_any_damage_is_survived(place: int, bytes_: bytes):
    data = rtf_literal(PAGE)
    plain, html = read_compressed_rtf(data[:place] + bytes_ + data[place + len(bytes_) :])
    (plain + html).encode()
