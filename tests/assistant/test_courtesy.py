"""Greetings and thanks are answered as people would."""

from __future__ import annotations

import pytest

from tests.assistant.talk import Talk


@pytest.mark.parametrize(
    "words", ["hallo", "Hi!", "guten Morgen", "Grüß Gott", "good morning", "hallo crmbot 👋", "Hi there"]
)
def test_a_greeting_is_answered_with_what_can_be_asked(kolb: Talk, words: str) -> None:
    reply = kolb.say(words)
    assert reply.ok
    assert "Hello Anna!" in kolb.words(reply)
    assert kolb.commands(reply) == ["today", "pipeline", "help"]


@pytest.mark.parametrize("words", ["danke", "vielen Dank!", "thanks a lot", "super, danke", "Danke dir :)"])
def test_thanks_are_answered(kolb: Talk, words: str) -> None:
    assert kolb.words(kolb.say(words)).strip() == "You are welcome."


@pytest.mark.parametrize("words", ["ok", "Alles klar.", "perfect"])
def test_who_agrees_is_not_asked_for_a_followup(kolb: Talk, words: str) -> None:
    assert kolb.say(words).ok


def test_what_names_something_is_no_courtesy(kolb: Talk) -> None:
    assert not kolb.say("ok #1050").ok
    assert kolb.say("morgen").title != kolb.say("guten morgen").title
    assert "Hello" not in kolb.words(kolb.say("hi, how many deals are open?"))


def test_places_of_the_last_answer_outlive_a_thank_you(kolb: Talk) -> None:
    kolb.say("pipeline")
    kolb.say("danke")
    assert kolb.say("show 1").ok
