"""Who tells what happened, without a command, is offered to have it written down; questions stay questions."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.chat.statements import may_tell, told
from tests.assistant.talk import Talk
from tests.conftest import BERLIN


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("just called Kolb, wants an offer by friday", "call Kolb wants an offer by friday"),
        ("spoke to Sabine Kolb: wants 3 shelves", "call Sabine Kolb wants 3 shelves"),
        ("hab gerade mit Kolb telefoniert, will ein Angebot", "call Kolb will ein Angebot"),
        ("gestern mit Kolb telefoniert: will 3 Regale", "call Kolb gestern will 3 Regale"),
        ("Kolb hat angerufen", "call Kolb"),
        ("wir haben Kolb besucht, will zwei Hallen", "meeting Kolb will zwei Hallen"),
        ("Kolb said yes", "won Kolb"),
        ("Kolb hat zugesagt", "won Kolb"),
        ("we lost Kolb, too expensive", "lost Kolb too expensive"),
        ("Kolb hat abgesagt, zu teuer", "lost Kolb zu teuer"),
        ("Kolb hat noch nicht zugesagt", "note Kolb hat noch nicht zugesagt"),
        ("Kolb will ein Angebot bis Freitag", "note Kolb will ein Angebot bis Freitag"),
        ("Kolb: wants two halls", "note Kolb wants two halls"),
    ],
)
def test_what_is_told_is_offered_to_be_written_down(kolb: Talk, text: str, command: str) -> None:
    before = kolb.rows()
    reply = kolb.say(text)
    assert kolb.commands(reply)[0] == command
    assert kolb.rows() == before
    written = kolb.say(command)
    assert written.ok or written.form is not None


@pytest.mark.parametrize(
    "text",
    [
        "wann zuletzt mit Kolb telefoniert",
        "zuletzt mit Kolb gesprochen",
        "did we call Kolb?",
        "hat Kolb zugesagt?",
        "who called Kolb",
        "deals lost to Kolb",
        "wer hat Kolb angerufen",
        "Kolb phone number",
        "Nobody called",
        "lost deals this month",
        "won deals of Kolb",
    ],
)
def test_questions_stay_questions(kolb: Talk, text: str) -> None:
    assert not any(
        command.startswith(("call ", "note ", "won ", "lost ", "meeting ")) for command in kolb.commands(kolb.say(text))
    )


@given(st.text(max_size=300), st.text(max_size=300))
def test_anything_is_read_without_a_fault(before: str, after: str) -> None:
    may_tell(f"{before} Kolb {after}")
    found = told(before, after, now=datetime(2026, 11, 20, 9, tzinfo=BERLIN))
    assert found is None or found.kind in {"call", "meeting", "won", "lost", "note"}
