"""Prefixes of subjects in the clients' languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.forwarding.subjects import read_subject


@pytest.mark.parametrize(
    "prefix",
    [
        "FW",
        "Fwd",
        "WG",
        "TR",
        "RV",
        "ENC",
        "VB",
        "VL",
        "PD",
        "İLT",
        "ΠΡΘ",
        "Пересл",
        "转发",
        "轉寄",
        "[EXTERNAL] FW",
        "[#12] [ext] Fwd",
    ],
)
def test_forward_prefixes_are_known_in_many_languages(prefix: str) -> None:
    subject = read_subject(f"{prefix}: Anfrage: Regale")
    assert subject.forwards
    assert subject.words == "Anfrage: Regale"


@pytest.mark.parametrize("prefix", ["Re", "RE", "AW", "SV", "Antw", "YNT", "回复", "Re[2]", "AW (3)"])
def test_reply_prefixes_are_known_in_many_languages(prefix: str) -> None:
    assert read_subject(f"{prefix}: Regale").replies


def test_prefixes_are_read_from_the_outermost_on() -> None:
    assert read_subject("RE: FW: AW: Regale").prefixes == ("reply", "forward", "reply")


def test_vs_answers_in_finnish_and_forwards_in_danish() -> None:
    assert read_subject("VS: Regale").prefixes == ("either",)


def test_other_words_before_a_colon_are_no_prefix() -> None:
    assert read_subject("Angebot: 40 Regale").words == "Angebot: 40 Regale"


def test_full_width_colons_count() -> None:
    assert read_subject("转发：报价").words == "报价"


@given(st.text(max_size=200))
def test_any_subject_is_read(text: str) -> None:
    assert read_subject(text).words in text
