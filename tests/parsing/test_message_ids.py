"""Message identifiers are found with their brackets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.mime.message_ids import read_message_id, read_message_ids


def test_identifiers_come_in_order_and_once():
    assert read_message_ids("<b@x.example> <a@x.example>,<b@x.example>") == ("<b@x.example>", "<a@x.example>")


def test_blanks_within_an_identifier_are_dropped():
    assert read_message_id("< a. b@x.example >") == "<a.b@x.example>"


def test_identifiers_without_brackets_get_them():
    assert read_message_ids("a@x.example b@x.example") == ("<a@x.example>", "<b@x.example>")


def test_words_around_identifiers_are_passed_over():
    assert read_message_ids('Your message of Monday "Re" <a@x.example>') == ("<a@x.example>",)


def test_an_identifier_without_an_at_sign_is_one_all_the_same():
    assert read_message_id("20261118.1234") == "<20261118.1234>"


def test_an_empty_field_has_none():
    assert read_message_id("  ") is None
    assert read_message_ids("") == ()


@given(st.text(alphabet="<>@ab ,\t", max_size=60))
def test_any_value_yields_bracketed_identifiers(value: str):
    assert all(found.startswith("<") and found.endswith(">") and " " not in found for found in read_message_ids(value))
