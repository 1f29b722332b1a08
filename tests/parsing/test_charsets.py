"""Bytes become the text that was meant, whatever charset the mail names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.charsets import clean, codec_name, decode_text

GERMAN = "Schöne Grüße aus Köln, die Türen kosten 20 € weniger als geplant."


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("gb2312", "gb18030"),
        ("ks_c_5601-1987", "cp949"),
        ("Shift_JIS", "cp932"),
        ("windows-874", "cp874"),
        ("iso-8859-8-i", "iso8859-8"),
        ('"utf-8"', "utf-8"),
        ("3Dutf-8", "utf-8"),
        ("utf-8;format=flowed", "utf-8"),
        ("windows-1252http-equivContent-Type", "cp1252"),
        ("win-1250", "cp1250"),
    ],
)
def test_charsets_are_known_by_the_names_mails_give_them(declared: str, codec: str):
    assert codec_name(declared) == codec


@pytest.mark.parametrize(
    "declared", ["bz2", "hex", "rot13", "idna", "punycode", "undefined", "unicode_escape", "base64", "x-none", "\0", ""]
)
def test_what_is_no_charset_is_refused(declared: str):
    assert codec_name(declared) is None


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (GERMAN.encode(), "utf-8"),
        (GERMAN.encode("cp1252"), "iso-8859-1"),
        (GERMAN.encode("cp1252"), None),
        (GERMAN.encode("cp1252"), "us-ascii"),
        (GERMAN.encode(), "us-ascii"),
        (GERMAN.encode(), "iso-8859-1"),
        (GERMAN.encode(), "x-none"),
        (b"\xef\xbb\xbf" + GERMAN.encode(), "iso-8859-1"),
        (GERMAN.encode("utf-16"), None),
        (GERMAN.encode("utf-7"), "utf-7"),
        (GERMAN.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_german_is_read_under_right_wrong_and_missing_names(data: bytes, declared: str | None):
    assert decode_text(data, declared) == GERMAN


def test_characters_beyond_the_declared_chinese_set_are_read():
    assert decode_text("朱镕基".encode("gbk"), "gb2312") == "朱镕基"


def test_one_broken_byte_does_not_make_the_rest_a_guess():
    assert decode_text(GERMAN.encode() + b"\xff", "utf-8") == GERMAN + "\ufffd"


def test_a_byte_that_windows_does_not_define_spoils_nothing_else():
    text = GERMAN * 3
    assert decode_text(text.encode("cp1252") + b"\x81", "windows-1252") == text + "\ufffd"


def test_a_page_may_name_its_own_charset():
    page = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>Привет</html>'
    assert "Привет" in decode_text(page.encode("koi8-r"), None, html=True)


def test_russian_without_a_name_is_guessed():
    text = "Добрый день, пришлите нам, пожалуйста, предложение на двери."
    assert decode_text(text.encode("cp1251")) == text


def test_japanese_mail_is_read_with_the_characters_of_its_vendors():
    assert decode_text(b"\x1b$B-!F|K\\\x1b(B abc \x1b(I1\x1b(B", "iso-2022-jp") == "①日本 abc ｱ"


def test_japanese_escapes_are_known_without_a_name():
    assert decode_text(b"\x1b$BF|K\\\x1b(B") == "日本"


def test_a_japanese_text_with_an_odd_byte_is_still_read():
    assert decode_text(b"\x1b$BF|K\x1b(B!", "iso-2022-jp").startswith("日")


def test_nul_is_dropped_and_lone_surrogates_are_replaced():
    assert clean("a\0b\ud800c") == "ab\ufffdc"


def test_a_pair_of_surrogates_is_the_character_it_stands_for():
    assert clean("\ud83d\ude00") == "😀"


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [None, "utf-8", "utf-7", "iso-2022-jp", "hz", "utf-16", "gb2312", "big5", "euc-jp", "cp1252", "ascii"]
    ),
)
def test_any_bytes_become_clean_text(data: bytes, declared: str | None):
    text = decode_text(data, declared, html=True)
    assert "\0" not in text
    text.encode()
