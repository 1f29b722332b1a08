"""For an answer that others will read too, nothing is changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crmbot.shapes import ChatMessage, Reply
from tests.assistant.talk import Talk

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def shared(talk: Talk, text: str) -> Reply:
    return talk.assistant.answer(ChatMessage(text, "anna", "slack", "c", NOW, shared=True)).reply


def test_what_is_looked_up_can_be_shared(talk):
    assert shared(talk, "pipeline").ok


@pytest.mark.parametrize(
    "text", ["settings", "whoami", "home", "workplace", "preview", "url #1006", "product", "einstellungen"]
)
def test_what_is_of_use_to_the_asker_alone_or_could_not_be_shared_says_so(kolb, text):
    assert kolb.say(text).personal


@pytest.mark.parametrize("text", ["pipeline", "show #1006", "today", "chart pipeline"])
def test_what_others_may_want_to_see_is_not_personal(kolb, text):
    assert not kolb.say(text).personal


def test_a_command_that_changes_something_is_refused(talk):
    before = talk.rows()
    reply = shared(talk, "lead Nora Neu, Neubau GmbH, nora@neubau.example, 12k")
    assert (reply.ok, talk.rows()) == (False, before)
