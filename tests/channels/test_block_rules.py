"""The rules themselves: each of Slack's refusals is noticed."""

from __future__ import annotations

import pytest

from tests.channels.block_rules import faults

TEXT = {"type": "mrkdwn", "text": "x"}
PLAIN = {"type": "plain_text", "text": "x"}
SECTION = {"type": "section", "text": TEXT}


def button(number: int = 1, **more: object) -> dict[str, object]:
    return {"type": "button", "action_id": f"a{number}", "text": PLAIN, "value": "x", **more}


def actions(*elements: object, **more: object) -> dict[str, object]:
    return {"type": "actions", "elements": list(elements), **more}


def test_good_blocks_have_no_fault():
    assert faults([SECTION, actions(button(1), button(2), block_id="b")]) == []


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [SECTION] * 51,
        [actions()],
        [{**SECTION, "block_id": "b"}, {**SECTION, "block_id": "b"}],
        [actions(button(1), button(1))],
        [actions(*(button(n) for n in range(26)))],
        [actions(button(1, text=TEXT))],
        [actions(button(1, text={**PLAIN, "text": "x" * 76}))],
        [actions(button(1, value="x" * 2001))],
        [{"type": "section", "text": {**TEXT, "text": "x" * 3001}}],
        [{"type": "section", "text": {**TEXT, "text": "😀" * 1501}}],
        [{"type": "section", "text": {**TEXT, "text": ""}}],
        [{"type": "section", "fields": [TEXT] * 11}],
        [{"type": "section", "fields": [{**TEXT, "text": "x" * 2001}]}],
        [{"type": "section"}],
        [{"type": "context", "elements": []}],
        [{"type": "nonsense"}],
        [{**SECTION, "surprise": 1}],
        [
            {
                **SECTION,
                "accessory": {"type": "overflow", "action_id": "a", "options": [{"text": PLAIN, "value": "x" * 151}]},
            }
        ],
    ],
)
def test_each_broken_message_is_noticed(blocks):
    assert faults(blocks) != []
