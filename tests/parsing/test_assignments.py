"""Assignments in chat: articles, prepositions, what is to be done, values, several in one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.assignments import (
    around_prepositions,
    assignments,
    empties,
    operation,
    operation_on_value,
    value_of_assignment,
    without_article,
    without_preposition,
)


@pytest.mark.parametrize(
    ("text", "mode", "rest"),
    [
        ("another phone 0711", "add", "phone 0711"),
        ("the second mail", "add", "mail"),
        ("weitere Telefonnummer", "add", "Telefonnummer"),
        ("main address", "primary", "address"),
        ("Haupt-Mail", "primary", "Mail"),
        ("die primäre Mail", "primary", "Mail"),
        ("Hauptstr. 5", "set", "Hauptstr. 5"),
        ("phone", "set", "phone"),
    ],
)
def test_words_before_a_field_say_what_to_do(text: str, mode: str, rest: str) -> None:
    done = operation(text)
    assert (done.mode, done.rest) == (mode, rest)


@pytest.mark.parametrize(
    ("text", "mode", "rest"),
    [
        ("add x", "add", "x"),
        ("+ 0711", "add", "0711"),
        ("remove x", "remove", "x"),
        ("New Street 5", "set", "New Street 5"),
        ("+49711", "set", "+49711"),
    ],
)
def test_behind_a_field_only_plain_orders_count(text: str, mode: str, rest: str) -> None:
    done = operation_on_value(text)
    assert (done.mode, done.rest) == (mode, rest)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("to 20k", "20k"), ("auf 0711 555", "0711 555"), (": Einkauf", "Einkauf"), ("= Einkauf", "Einkauf"), ("x@y.example hinzu", "x@y.example"),
        ("“Head of sales”", "Head of sales"), ("Am Markt 5", "Am Markt 5"), ("tomorrow", "tomorrow"), ("", ""),
    ],
)  # fmt: skip
def test_the_value_stands_without_what_leads_to_it(text: str, value: str) -> None:
    assert value_of_assignment(text) == value


def test_articles_and_prepositions_are_passed_over() -> None:
    assert without_article("die Abteilung") == "Abteilung"
    assert without_preposition("von Julia auf 5") == "Julia auf 5"
    assert without_preposition("Julia") is None


def test_a_value_before_the_record_is_cut_at_the_last_preposition_first() -> None:
    assert list(around_prepositions("Head of sales to Julia Brandt")) == [
        ("Head of sales", "Julia Brandt"),
        ("Head", "sales to Julia Brandt"),
    ]


@pytest.mark.parametrize(
    ("value", "empty"), [("none", True), ("Leer.", True), ("-", True), ("nonesuch", False), ("", False)]
)
def test_some_words_mean_that_there_shall_be_none(value: str, empty: bool) -> None:
    assert empties(value) is empty


def test_several_assignments_are_cut_only_where_a_field_follows() -> None:
    text = "address Am Markt 5, 70173 Stuttgart; phone: 0711, mail: a@b.example"
    fields = ("address", "phone:", "mail:")
    assert assignments(text, lambda piece: piece.startswith(fields)) == [
        "address Am Markt 5, 70173 Stuttgart",
        "phone: 0711",
        "mail: a@b.example",
    ]


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    assert operation(text).rest in text
    assert operation_on_value(text).rest in text
    assert value_of_assignment(text) in text
    assert all(part in text for part in assignments(text, lambda piece: piece[:1].isalpha()))
    assert len(list(around_prepositions(text))) <= 8
