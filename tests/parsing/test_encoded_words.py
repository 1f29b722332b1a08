"""Encoded words are decoded as their senders meant them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.encoded_words import decode_words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Anfrage", "Anfrage"),
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?iso-8859-1?q?Gr=FC=DFe_aus_K=F6ln?= 2026", "Grüße aus Köln 2026"),
        ("Re: =?utf-8?Q?T=C3=BCr?=", "Re: Tür"),
        ("=?utf-8*de?Q?T=C3=BCr?=", "Tür"),
    ],
)
def test_words_are_decoded(value: str, expected: str):
    assert decode_words(value) == expected


def test_blanks_between_two_words_are_dropped_and_those_beside_text_stay():
    assert decode_words("=?utf-8?Q?An?= =?utf-8?Q?frage?= heute") == "Anfrage heute"


def test_a_character_split_between_two_words_is_put_together():
    assert decode_words("=?utf-8?Q?M=C3?= =?utf-8?Q?=BCller?=") == "Müller"
    assert decode_words("=?utf-8?B?TcM=?= =?utf-8?B?vGxsZXI=?=") == "Müller"


def test_base64_split_within_a_quantum_is_put_together():
    assert decode_words("=?utf-8?B?TcO8bG?= =?utf-8?B?xlcg==?=") == "Müller"


def test_words_of_two_charsets_stand_side_by_side():
    assert decode_words("=?utf-8?Q?=C3=A4?= =?iso-8859-1?Q?=F6?=") == "äö"


@pytest.mark.parametrize("value", ["=?utf-8?B?TcO8bGxlcg?=", "=?utf-8?B?TcO8bGxlcg=?=", "=?utf-8?B?TcO8 bGxlcg==?="])
def test_broken_padding_and_blanks_in_base64_are_forgiven(value: str):
    assert decode_words(value) == "Müller"


def test_blanks_within_a_quoted_word_are_forgiven():
    assert decode_words("=?utf-8?Q?Frau M=C3=BCller?=") == "Frau Müller"


def test_a_question_mark_within_a_word_does_not_end_it():
    assert decode_words("=?utf-8?Q?Wann??=") == "Wann?"


def test_words_without_blanks_around_them_are_decoded():
    assert decode_words("WG:=?utf-8?Q?_T=C3=BCr?=?") == "WG: Tür?"


def test_an_unknown_charset_is_guessed():
    assert decode_words("=?x-none?Q?Gr=C3=BC=C3=9Fe?=") == "Grüße"


def test_a_word_that_never_ends_stays_as_it_is():
    assert decode_words("=?utf-8?Q?abc") == "=?utf-8?Q?abc"


def test_japanese_with_vendor_characters_is_read():
    assert decode_words("=?iso-2022-jp?B?GyRCLSEbKEI=?=") == "①"


@given(st.text(alphabet="=?utf-8QBqb_Ä \n\r\0", max_size=80))
def test_any_text_becomes_one_clean_line(value: str):
    assert not set(decode_words(value)) & set("\r\n\0")


@given(st.text(max_size=40))
def test_what_was_encoded_comes_back(text: str):
    from email.header import Header

    clean = "".join(char for char in text if char.isprintable()).strip()
    clean = " ".join(clean.split())
    encoded = Header(clean or "x", "utf-8", maxlinelen=60).encode(linesep=" ")
    assert decode_words(encoded).strip() == (clean or "x")
