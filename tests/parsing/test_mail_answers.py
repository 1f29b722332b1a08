"""What members answer to our mails, and appointments in words: read quickly whatever stands there."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.appointment import read_appointment
from crmbot.parsing.chat.mail_answers import ItemAnswer, read_answers
from crmbot.parsing.directives import is_tag, subject_directives, tag_directives
from crmbot.parsing.parsed import Directive

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
ONE = [(1050, "ask about the shelf")]
THREE = [*ONE, (1051, "call Tom"), (1052, "Angebot besprechen")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("done", ItemAnswer("done", "", 1050)), ("erledigt", ItemAnswer("done", "", 1050)),
        ("done, he ordered", ItemAnswer("done", "he ordered", 1050)), ("3d", ItemAnswer("snooze", "3d", 1050)),
        ("friday", ItemAnswer("snooze", "friday", 1050)), ("snooze 1w", ItemAnswer("snooze", "1w", 1050)),
        ("später morgen", ItemAnswer("snooze", "morgen", 1050)), ("note #1042 yes", ItemAnswer("other", "note #1042 yes")),
        ("Danke!\n\nErledigt\n\nVG Anna", ItemAnswer("done", "", 1050)),
    ],
)  # fmt: skip
def test_an_answer_to_one_item(text: str, expected: ItemAnswer) -> None:
    assert read_answers(text, text, ONE, now=NOW) == [expected]


@pytest.mark.parametrize(
    "text", ["1 done, 2 friday", "1: done; 2: friday", "1. erledigt\n2. Freitag", "#1050 done, #1051 friday"]
)
def test_answers_by_number(text: str) -> None:
    found = read_answers(text, text, THREE, now=NOW)
    assert [(one.kind, one.number) for one in found] == [("done", 1050), ("snooze", 1051)]


def test_a_count_is_no_number_of_an_item() -> None:
    assert read_answers("2 weeks", "2 weeks", THREE, now=NOW) == [ItemAnswer("snooze", "2 weeks")]


def test_tags_of_address_and_subject() -> None:
    assert all(is_tag(tag) for tag in ("cancel", "list", "liste", "abbrechen", "3d-c", "friday-c"))
    assert not is_tag("bcfghjkmnpqrstvw")  # a token
    assert tag_directives(("3d-c", "cancel")) == (
        Directive("replace", ""), Directive("followup", "3d"), Directive("cancel", ""),
    )  # fmt: skip
    assert subject_directives("WG: Druck #3d #1042 +private", but="Druck #3d") == (Directive("private", ""),)
    assert subject_directives("3D printing #C++ # 5d") == ()


@given(st.text(max_size=4000))
def test_any_text_is_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    read_answers(text, text, THREE, now=NOW)
    read_appointment(text, now=NOW)
    subject_directives(text, but=text[:50])
    assert time.perf_counter() - begun < 2
