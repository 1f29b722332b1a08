"""Content-Type and Content-Disposition are read as senders write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.parameters import read_parameterised


@pytest.mark.parametrize(
    ("field", "value", "parameters"),
    [
        ("text/plain; charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ('TEXT/HTML;CHARSET="UTF-8"', "text/html", {"charset": "UTF-8"}),
        ("text/plain charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ("text/plain (so (genau)); charset=utf-8 (ja)", "text/plain", {"charset": "utf-8"}),
        ("application/pdf; name=Plan Haus 3.pdf", "application/pdf", {"name": "Plan Haus 3.pdf"}),
        ("application/pdf; name=Plan_(neu).pdf", "application/pdf", {"name": "Plan_(neu).pdf"}),
        ("image/png; name=a.png charset=utf-8", "image/png", {"name": "a.png", "charset": "utf-8"}),
        ('image/png; name="a.png"; name="b.png"', "image/png", {"name": "a.png"}),
        ('image/png;; ; name="a\\"b.png"', "image/png", {"name": 'a"b.png'}),
        ('attachment; filename="offen.pdf', "attachment", {"filename": "offen.pdf"}),
        ("charset=utf-8", "", {"charset": "utf-8"}),
        ("", "", {}),
    ],
)
def test_a_field_is_parted(field: str, value: str, parameters: dict[str, str]):
    assert read_parameterised(field) == (value, parameters)


def test_an_extended_value_is_decoded():
    assert read_parameterised("attachment; filename*=utf-8'de'Gr%C3%BC%C3%9Fe.txt").parameters == {
        "filename": "Grüße.txt"
    }


def test_segments_are_put_together_in_their_order():
    field = "attachment; filename*1*=%C3%9Fe.txt; filename*0*=utf-8''Gr%C3%BC; filename*2=\" 2\""
    assert read_parameterised(field).parameters == {"filename": "Grüße.txt 2"}


def test_a_character_split_between_segments_is_put_together():
    assert read_parameterised("a; filename*0*=utf-8''%C3; filename*1*=%BC.txt").parameters["filename"] == "ü.txt"


def test_the_extended_value_counts_before_the_plain_one():
    assert (
        read_parameterised("a; filename=gruesse.txt; filename*=utf-8''gr%C3%BC%C3%9Fe.txt").parameters["filename"]
        == "grüße.txt"
    )


def test_encoded_words_in_a_value_are_decoded():
    assert read_parameterised('a; filename="=?utf-8?Q?Pl=C3=A4ne.pdf?="').parameters["filename"] == "Pläne.pdf"


@given(st.text(alphabet="ab;=\"\\()*'%0 /ü\t", max_size=60))
def test_any_field_is_read(field: str):
    assert isinstance(read_parameterised(field).parameters, dict)
