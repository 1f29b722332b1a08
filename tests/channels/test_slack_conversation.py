"""What Slack sends becomes chat messages, whatever it sends."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from hypothesis import given
from hypothesis import strategies as st

from crmbot.channels.slack.conversation import from_command, from_event, from_press, is_spoken, press_of
from tests.channels import slack_requests as ask

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BUTTON = {"action_id": "crm/list/row/1", "block_id": "b1", "value": "done 1"}


def payload(message: dict[str, Any] | None = None, **action: Any) -> dict[str, Any]:
    body = ask.press({**BUTTON, **action}, response_url="x", message={"text": "Today"} if message is None else message)
    return dict(json.loads(parse_qs(body)["payload"][0]))


def key_of(body: dict[str, Any]) -> str | None:
    press = press_of(body)
    assert press is not None
    return from_press(press, NOW, None).request_key


def test_the_same_press_has_the_same_key():
    assert key_of(payload()) == key_of(payload())


def test_another_button_message_person_or_minute_is_another_press():
    someone = {**payload(), "user": {"id": "U2"}}
    elsewhere = {**payload(), "container": {"message_ts": "2.0", "channel_id": "D1"}}
    later = payload(action_ts="1700000061.000000")
    keys = {key_of(body) for body in (payload(), payload(value="done 2"), someone, elsewhere, later)}
    assert len(keys) == 5


def test_a_press_without_time_is_keyed_by_ours():
    assert key_of(payload(action_ts="")) == key_of(payload(action_ts="soon"))


def test_a_button_knows_what_it_belongs_to():
    press = press_of(payload())
    assert press is not None
    assert press.origin == ("list", "row")


def test_a_foreign_button_belongs_to_nothing():
    press = press_of(payload(action_id="other"))
    assert press is not None
    assert press.origin == ("", "")


def test_answers_in_a_thread_are_a_conversation_of_all_in_it():
    press = press_of({**payload({"text": "x", "thread_ts": "1.5"}), "channel": {"id": "C1"}})
    assert press is not None
    assert from_press(press, NOW, None).conversation == "slack:C1:1.5"


def test_a_command_without_trigger_has_no_key():
    assert from_command({"channel_id": "C1", "user_id": "U1", "text": "help"}, NOW, None).request_key is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["channel", "ts", "text", "user", "subtype", "bot_id", "thread_ts", "hidden"])
PARTS = st.sampled_from(["container", "message", "channel", "user"])


@given(st.dictionaries(NAMES, JSON))
def test_no_event_fails(event):
    if is_spoken(event):
        assert from_event(event, "UBOT", NOW, None).text is not None


@given(JSON, JSON)
def test_no_list_of_actions_or_blocks_fails(actions, blocks):
    press_of({**payload({"blocks": blocks}), "actions": actions})


@given(st.dictionaries(PARTS, JSON), st.dictionaries(st.sampled_from(["value", "action_ts", "selected_option"]), JSON))
def test_no_press_fails(parts, action):
    press = press_of({**payload(), **parts, "actions": [action]})
    if press is not None:
        assert from_press(press, NOW, None).text
