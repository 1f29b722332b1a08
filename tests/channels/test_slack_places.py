"""Answers where they belong: the asker's alone until he shares them, pictures beside them, cards kept up to date."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.shapes import Action, Picture, Record, Reply, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import faults, shown
from tests.channels.slack_bot import ENGLISH, Bot, bot

pytestmark = pytest.mark.asyncio

LIST = Reply("list", t("Pipeline"), actions=(Action(t("Next"), "pipeline page 2"),))
CARD = Reply("card", t("Shelves"), records=(Record("deal", 7, "Shelves"),), actions=(Action(t("Won"), "won #7 ^3"),))
CHART = replace(LIST, kind="chart", picture=Picture(b"\x89PNG", "chart.png", t("A funnel")))


def buttons(blocks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The buttons of a message by their words, as a press tells of them."""
    return {
        element["text"]["text"]: {**element, "block_id": block["block_id"]}
        for block in blocks
        for element in block.get("elements", ())
        if element["type"] == "button"
    }


async def press(running: Bot, button: dict[str, Any], **how: Any) -> None:
    named = {name: button[name] for name in ("action_id", "block_id", "value")}
    await running.post(ask.press(named, response_url=running.far.response_url, **{"message": None, **how}))


async def shared(running: Bot, reply: Reply, text: str) -> dict[str, Any]:
    """What stands in the channel after Anna asked for something there and shared it."""
    await running.post(ask.command(text, response_url=running.far.response_url))
    (answer,) = await running.answers()
    await press(running, buttons(answer["blocks"])["Share in channel"], channel="C1")
    return (await running.answers(2))[1]


async def test_an_answer_is_shared_with_the_channel_by_a_button():
    async with bot(lambda _message: LIST) as running:
        answer = await shared(running, LIST, "pipeline &gt;10k")
    assert (answer["response_type"], answer["replace_original"]) == ("in_channel", False)
    assert shown(answer["blocks"]).splitlines()[:2] == ["Shared by Anna Berg", "Pipeline"]
    assert "Share in channel" not in shown(answer["blocks"])
    assert [(message.text, message.shared) for message in running.asked] == [
        ("pipeline >10k", False),
        ("pipeline >10k", True),
    ]


async def test_a_card_is_shared_by_its_number_whatever_was_asked():
    async with bot(lambda _message: CARD) as running:
        await shared(running, CARD, "show 1")
    assert [message.text for message in running.asked] == ["show 1", "show #7"]


async def test_how_the_asker_takes_his_own_change_back_is_not_shared():
    undoable = replace(CARD, actions=(*CARD.actions, Action(t("Undo my last change"), "undo 12", "danger")))
    async with bot(lambda _message: undoable) as running:
        running.far.behaviours["conversations.info"] = lambda _a: {"ok": True, "channel": {}}
        running.far.behaviours["conversations.members"] = lambda _a: {"ok": True, "members": ["U1"]}
        answer = await shared(running, undoable, "show #7")
    assert list(buttons(answer["blocks"])) == ["Won"]


async def test_where_guests_read_along_names_only_are_shared():
    async with bot(lambda _message: replace(CARD, lines=(Verbatim("12,000 €"),))) as running:
        running.far.behaviours["conversations.info"] = lambda _a: {"ok": True, "channel": {"is_ext_shared": True}}
        answer = await shared(running, CARD, "show #7")
    assert "Shelves" in shown(answer["blocks"])
    assert "12,000" not in shown(answer["blocks"])


async def test_a_list_is_not_shared_where_guests_read_along():
    async with bot(lambda _message: LIST) as running:
        running.far.behaviours["conversations.info"] = lambda _a: {"ok": False, "error": "channel_not_found"}
        answer = await shared(running, LIST, "pipeline")
    assert answer["response_type"] == "ephemeral"
    assert "Others than colleagues" in shown(answer["blocks"])


async def test_what_is_done_and_what_is_private_has_no_button_to_share():
    async with bot(lambda message: LIST if message.text == "pipeline" else Reply("done", t("Noted"))) as running:
        await running.post(ask.command("note 1 x", response_url=running.far.response_url, trigger="1"))
        await running.answers()
        await running.post(ask.command("pipeline", response_url=running.far.response_url, channel="D1", trigger="2"))
        answers = await running.answers(2)
    assert ["Share in channel" in shown(answer["blocks"]) for answer in answers] == [False, False]


async def test_what_is_about_the_asker_has_no_button_to_share():
    async with bot(lambda _message: replace(LIST, personal=True)) as running:
        await running.post(ask.command("settings", response_url=running.far.response_url))
        (answer,) = await running.answers()
    assert "Share in channel" not in shown(answer["blocks"])


async def test_a_card_out_of_date_gives_way_to_the_card_as_it_is():
    stale = replace(CARD, title=t("Ben changed “stage”"), ok=False)
    async with bot(lambda _message: stale) as running:
        blocks = reply_to_blocks(CARD, ENGLISH)
        await press(running, buttons(blocks)["Won"], message={"text": "x", "blocks": blocks})
        (answer,) = await running.answers()
    assert answer["replace_original"] is True
    assert running.asked[0].text == "won #7 ^3"
    assert "Ben changed" in shown(answer["blocks"])


async def test_what_was_done_from_a_card_shows_on_the_card_and_can_be_taken_back():
    done = Reply("done", t("Won: Shelves"), actions=(Action(t("Undo"), "undo 4", "danger"),))
    async with bot(lambda message: CARD if message.text.startswith("show") else done) as running:
        await press(running, buttons(reply_to_blocks(CARD, ENGLISH))["Won"], channel="C1")
        anew, answer = await running.answers(2)
    assert (anew["replace_original"], answer["response_type"]) == (True, "ephemeral")
    assert "Undo" in buttons(answer["blocks"])


async def test_a_card_that_others_read_is_not_shown_anew_with_what_one_may_see():
    async with bot(lambda _message: Reply("done", t("Won: Shelves"))) as running:
        blocks = reply_to_blocks(CARD, ENGLISH)
        await press(running, buttons(blocks)["Won"], channel="C1", message={"text": "x", "blocks": blocks})
        (answer,) = await running.answers()
    assert [message.text for message in running.asked] == ["won #7 ^3"]
    assert "✓ Won: Shelves" in shown(answer["blocks"])


async def test_a_choice_of_many_is_a_menu_and_its_entry_takes_the_place_of_the_question():
    many = tuple(Action(t("Müller {n}, Firma (#{n})", n=n), f"show #{n}") for n in range(8))
    choice = Reply("choice", t("Which one do you mean?"), actions=many)
    blocks = reply_to_blocks(choice, ENGLISH)
    assert faults(blocks) == []
    (menu,) = blocks[-1]["elements"]
    assert (menu["type"], menu["placeholder"]["text"], len(menu["options"])) == ("static_select", "Choose …", 8)
    async with bot(lambda _message: CARD) as running:
        chosen = {"type": "static_select", "action_id": menu["action_id"], "selected_option": menu["options"][3]}
        body = ask.press({**chosen, "block_id": "b"}, response_url=running.far.response_url, message=None)
        await running.post(body)
        (answer,) = await running.answers()
    assert (running.asked[0].text, answer["replace_original"]) == ("show #3", True)


async def test_many_actions_of_a_card_are_buttons_and_a_menu():
    actions = (
        *(Action(t("Do {n}", n=n), f"do {n}") for n in range(9)),
        Action(t("Won"), "won #7", "primary"),
        Action(t("Lost"), "x" * 160),
        Action(t("Undo"), "undo 4", "danger"),
    )
    blocks = reply_to_blocks(replace(CARD, actions=actions), ENGLISH)
    assert faults(blocks) == []
    *first, menu = blocks[-1]["elements"]
    assert [button["text"]["text"] for button in first] == ["Do 0", "Won", "Lost", "Undo"]
    assert [option["value"] for option in menu["options"]] == [f"do {n}" for n in range(1, 9)]
    assert menu["placeholder"]["text"] == "More …"


async def uploads(running: Bot) -> list[dict[str, Any]]:
    """Slack takes files from now on."""
    upload_url = f"{running.far.url}/upload/1"
    running.far.behaviours["files.getUploadURLExternal"] = lambda _a: {
        "ok": True,
        "upload_url": upload_url,
        "file_id": "F1",
    }
    running.far.behaviours["files.completeUploadExternal"] = lambda _a: {"ok": True, "files": [{"id": "F1"}]}
    return running.far.of("files.completeUploadExternal")


async def test_a_picture_comes_into_the_direct_message_in_which_it_was_asked_for():
    async with bot(lambda _message: CHART) as running:
        await uploads(running)
        await running.post(ask.event(text="chart pipeline", channel_type="im"), kind="json")
        (message,) = await running.answers(method="chat.postMessage")
        (done,) = await running.far.wait_for("files.completeUploadExternal")
    assert done["channel_id"] == "D1"
    assert "direct messages" not in shown(message["blocks"])


async def test_a_picture_asked_for_in_a_channel_comes_into_the_direct_message_and_the_answer_says_so():
    async with bot(lambda _message: CHART) as running:
        await uploads(running)
        await running.post(ask.command("chart pipeline", response_url=running.far.response_url))
        (answer,) = await running.answers()
        (done,) = await running.far.wait_for("files.completeUploadExternal")
    assert done["channel_id"] == "DU1"
    assert "The picture is in your direct messages with me." in shown(answer["blocks"])


async def test_without_the_picture_the_figures_stand(caplog):
    async with bot(lambda _message: CHART) as running:
        running.far.behaviours["files.getUploadURLExternal"] = lambda _a: {"ok": False, "error": "missing_scope"}
        await running.post(ask.command("chart pipeline", response_url=running.far.response_url))
        (answer,) = await running.answers()
    assert shown(answer["blocks"]).splitlines()[0] == "Pipeline"
    assert "A picture was not uploaded" in caplog.text


async def test_what_slack_refuses_for_its_rate_comes_when_it_says_so():
    refused: list[dict[str, Any]] = []

    async def once(arguments: dict[str, Any]) -> Any:
        refused.append(arguments)
        if len(refused) == 1:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        return web.json_response({"ok": True})

    async with bot(lambda _message: LIST) as running:
        running.far.behaviours["response"] = once
        await running.post(ask.command("pipeline", response_url=running.far.response_url))
        await running.answers(2)


async def test_nothing_is_changed_for_an_answer_that_is_shared():
    async with bot(lambda message: Reply("error", t("No"), ok=False) if message.shared else CARD) as running:
        answer = await shared(running, CARD, "show #7")
    assert answer["response_type"] == "ephemeral"
