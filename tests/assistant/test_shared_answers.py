"""For an answer that others will read too, nothing is changed."""

from __future__ import annotations

from datetime import UTC, datetime

from crmbot.shapes import ChatMessage, Reply
from tests.assistant.talk import Talk

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def shared(talk: Talk, text: str) -> Reply:
    return talk.assistant.answer(ChatMessage(text, "anna", "slack", "c", NOW, shared=True)).reply


def test_what_is_looked_up_can_be_shared(talk):
    assert shared(talk, "pipeline").ok


def test_a_command_that_changes_something_is_refused(talk):
    before = talk.rows()
    reply = shared(talk, "lead Nora Neu, Neubau GmbH, nora@neubau.example, 12k")
    assert (reply.ok, talk.rows()) == (False, before)
