"""Which follow-ups wait for somebody else's answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.phrases.answers import awaits_answer


@pytest.mark.parametrize(
    "text",
    [
        "wait for his answer", "waiting for the customer's reply", "Ask about the offer", "follow up on our quote", "no response yet?",
        "hear back from Julia", "Antwort?", "auf Rückmeldung warten", "noch keine Antwort", "Wegen des Angebots nachfragen",
        "Angebot nachfassen", "Nach der Entscheidung über das Angebot fragen", "Antwort abwarten", "Frau Brandt meldet sich",
        "waiting for samples", "Ask for the decision on the offer",
    ],
)  # fmt: skip
def test_what_waits_for_an_answer_is_known(text: str) -> None:
    assert awaits_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "call", "Muster verschicken", "answer his mail", "reply to Julia", "Antwort schreiben", "ihr eine Antwort schreiben",
        "send the offer", "Angebot besprechen", "Geburtstag", "prepare the meeting",
    ],
)  # fmt: skip
def test_what_we_have_to_do_ourselves_is_none(text: str) -> None:
    assert not awaits_answer(text)


@given(st.text(max_size=3000))
def test_any_text_is_read_quickly(text: str) -> None:
    begun = time.perf_counter()
    awaits_answer(text * 3)
    assert time.perf_counter() - begun < 0.5
