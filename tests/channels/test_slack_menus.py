"""Menus that can be used again, though Slack remembers what was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from crmbot.channels.slack.answers import message_of
from crmbot.channels.slack.menus import with_fresh_menus, without_tail
from crmbot.shapes import Action, Answer, Form, FormField, Record, Reply, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import faults
from tests.channels.slack_bot import ENGLISH, bot

ACTIONS = tuple(Action(t("Do {n}", n=n), f"do {n}", dialog=True) for n in range(9))
CARD = Reply("card", t("Shelves"), records=(Record("deal", 7, "Shelves"),), actions=ACTIONS)
FORM = Form(t("Do"), t("Save"), "do 5", (FormField("x", t("X")),))


def posted() -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = message_of(Answer(CARD, ENGLISH))["blocks"]
    assert faults(blocks) == []
    return blocks


def test_each_message_has_its_own_id_for_a_block_with_a_menu():
    ids = {posted()[-1]["block_id"] for _ in range(3)}
    assert len(ids) == 3
    assert {without_tail(one) for one in ids} == {without_tail(min(ids))}


def test_blocks_without_a_menu_keep_their_ids():
    plain = [{"type": "actions", "block_id": "crm/card/block/1/7", "elements": [{"type": "button"}]}]
    assert with_fresh_menus(plain) == plain


def test_a_strange_block_with_a_menu_is_left_as_it_is():
    strange = [{"type": "actions", "block_id": "mine", "elements": [{"type": "static_select"}]}]
    assert with_fresh_menus(strange) == strange


@pytest.mark.asyncio
@pytest.mark.parametrize("ephemeral", [False, True])
async def test_after_a_dialog_was_opened_from_a_menu_the_menu_can_be_used_for_the_same_again(ephemeral):
    def answering(message):
        return CARD if message.text == "show #7" else Reply("error", t("X"), ok=False, form=FORM)

    blocks = posted()
    menu = next(element for element in blocks[-1]["elements"] if element["type"] == "static_select")
    chosen = {"type": "static_select", "action_id": menu["action_id"], "block_id": blocks[-1]["block_id"]}
    chosen["selected_option"] = menu["options"][0]
    async with bot(answering) as running:
        message = None if ephemeral else {"text": "x", "blocks": blocks}
        await running.post(ask.press(chosen, response_url=running.far.response_url, message=message))
        await running.opened()
        (anew,) = await running.answers()
    assert anew["replace_original"] is True
    assert anew["blocks"][-1]["block_id"] != blocks[-1]["block_id"]
    assert anew["blocks"][-1]["elements"] == blocks[-1]["elements"]
