from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from crmbot.assistant.commands import REGISTRY
from crmbot.channels.reply_json import reply_to_json
from crmbot.codec import dump, load
from crmbot.shapes import ChatMessage, Reply
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.conftest import add_team

QUICK = settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

NAMES = [name for command in REGISTRY for name in command.all_names()]
READING = [name for command in REGISTRY if not command.writes for name in command.all_names()]
WORDS = [
    "Sabine", "Kolb", "#1006", "1004", "#1", "1", "2", "s.kolb@kolb.example", "0711 123456", "friday", "morgen", "gestern",
    "12min", "20k", "-5", "99999999999999", "#99999999999999999999", "12.500 €", "ben", "me", "an", "to", "offer", "Angebot",
    "lost", "owner:me", "stage:", ":", "owner:", ">10k", "page", "0", "page 2", "follow up", "wiedervorlage", '"', "„", "%", "_",
    "\\", "'", "{", "{name}", "<!channel>", "*", "\n", "ü", "ß", "🙂", "\u202e", "²", "٣", "ﬁ", "a" * 400, "<@U123>", "?",
]  # fmt: skip
rest = st.lists(st.sampled_from(WORDS) | st.text(max_size=12), max_size=7).map(" ".join)
requests = st.text(max_size=60) | st.tuples(st.sampled_from(NAMES), rest).map(" ".join)
reading = st.tuples(st.sampled_from(READING), rest).map(" ".join)


@pytest.fixture
def world(store: Store, now: datetime) -> Talk:
    """Anna with a lead, on each engine."""
    add_team(store, now)
    talk = Talk(store, now)
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 0711 123456, 20k")
    return talk


@QUICK
@given(text=requests)
def test_any_text_gets_an_answer_in_words_and_never_a_fault_of_ours(world, text):
    reply = world.say(text)
    assert isinstance(reply, Reply)
    assert "went wrong on our side" not in world.words(reply)
    assert reply_to_json(reply, world.reader, [])["reply"]["title"]


@QUICK
@given(text=requests)
@example(text="report source")
def test_every_answer_survives_being_stored(kolb, text):
    reply = kolb.say(text)
    assert load(dump(reply)) == replace(reply, totals=tuples(reply.totals))


def tuples(value: Any) -> Any:
    """Totals as the codec gives them back: lists are tuples then."""
    if isinstance(value, Mapping):
        return {key: tuples(entry) for key, entry in value.items()}
    return tuple(tuples(entry) for entry in value) if isinstance(value, (list, tuple)) else value


@QUICK
@given(text=reading)
def test_verbs_that_read_write_nothing(kolb, text):
    before = kolb.rows()
    kolb.say(text)
    assert kolb.rows() == before


@QUICK
@given(text=requests, user=st.text(max_size=20))
def test_a_stranger_changes_nothing(kolb, text, user):
    tried = {"link_codes": 0}  # a wrong code is counted
    before = kolb.rows() | tried
    message = ChatMessage(text, f"x{user}", "slack", "c", kolb.now, request_key="K")
    assert not kolb.assistant.answer(message).reply.ok
    assert kolb.rows() | tried == before


@QUICK
@given(text=requests)
def test_what_was_done_can_be_undone(world, text):
    reply = world.say(text)
    undo = next((command for command in world.commands(reply) if command.startswith("undo ")), None)
    if undo is not None:
        assert world.say(undo).ok
