"""Dialogs from the button to the answer: opened in time, wrong answers beside their fields, each acting once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from crmbot.channels.slack import submissions
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.shapes import Action, ChatMessage, Form, FormField, Record, Reply, Row, Section, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import shown, view_faults
from tests.channels.slack_bot import ENGLISH, Bot, bot

pytestmark = pytest.mark.asyncio

FORM = Form(
    t("Log a call"), t("Save"), "call #7", (FormField("text", t("What was said?")), FormField("when", t("Next")))
)
ASKED = Reply("error", t("What was said?"), ok=False, form=FORM)
DONE = Reply("done", t("Noted"), actions=(Action(t("Undo"), "undo 3", "danger"),))
WRONG = Reply("error", t("When?"), ok=False, form=FORM, errors={"when": t("That is no day")})
CALL = Action(t("Log a call"), "call #7", dialog=True)
DEAL = Record("deal", 7, "Shelves")


def card(title: str = "Shelves") -> Reply:
    return Reply("card", t("{name}", name=Verbatim(title)), records=(DEAL,), actions=(CALL,))


def answering(message: ChatMessage) -> Reply:
    if message.text == "show #7":
        return card("Shelves, spoken to")
    if message.text != "call #7":
        return card()
    if not message.values:
        return ASKED
    return WRONG if message.values["when"] == "sometime" else DONE


def values(text: str = "wants three", when: str | None = "friday") -> dict[str, dict[str, Any]]:
    return {"text": ask.typed(text), "when": ask.typed(when)}


async def press(running: Bot, reply: Reply, *, ephemeral: bool = False, channel: str = "D1") -> None:
    message: dict[str, Any] = {"text": "x", "blocks": reply_to_blocks(reply, ENGLISH)}
    (button,) = [
        {"action_id": element["action_id"], "block_id": block["block_id"], "value": element["value"]}
        for block in message["blocks"]
        for element in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ()))
        if element.get("value") == "call #7"
    ]
    body = ask.press(
        button, response_url=running.far.response_url, message=None if ephemeral else message, channel=channel
    )
    await running.post(body)


async def test_a_button_opens_the_form_and_its_answers_come_back_with_the_command():
    async with bot(answering) as running:
        await press(running, card())
        view = await running.opened()
        assert running.far.of("views.open")[0]["trigger_id"] == "2.trigger"
        assert await running.post(ask.submit(view, values())) == {}
        await running.answers(2)
    sent = running.asked[1]
    assert (sent.text, sent.values) == ("call #7", {"text": "wants three", "when": "friday"})
    assert (sent.user, sent.conversation, sent.email) == ("U1", "slack:D1", "anna@firma.example")
    assert (sent.request_key or "").startswith("view:V1:")


async def test_what_is_wrong_stands_beside_its_field_and_the_corrected_answer_acts():
    async with bot(answering) as running:
        await press(running, card())
        view = await running.opened()
        refused = await running.post(ask.submit(view, values(when="sometime")))
        assert refused == {"response_action": "errors", "errors": {"field:when": "That is no day"}}
        assert await running.post(ask.submit(view, values(when="sometime"))) == refused
        assert await running.post(ask.submit(view, values())) == {}
        await running.answers(2)


async def test_the_card_is_shown_anew_and_the_answer_has_its_undo():
    async with bot(answering) as running:
        await press(running, card())
        await running.post(ask.submit(await running.opened(), values()))
        anew, answer = await running.answers(2)
    assert (anew["replace_original"], answer["replace_original"]) == (True, False)
    assert "Shelves, spoken to" in shown(anew["blocks"])
    assert "Undo" in shown(answer["blocks"])


async def test_in_a_message_that_all_read_only_the_buttons_give_way():
    row = Reply("list", t("Today"), sections=(Section(None, (Row(t("Call"), actions=(CALL,)),)),))
    async with bot(answering) as running:
        await press(running, row, channel="C1")
        await running.post(ask.submit(await running.opened(), values()))
        (answer,) = await running.answers()
    assert answer["replace_original"] is True
    assert "✓ Noted" in shown(answer["blocks"])


async def test_a_dialog_does_not_wait_for_what_else_is_in_hand():
    release = asyncio.Event()

    async def slowly(message: ChatMessage) -> Reply:
        if message.text == "chart":
            await release.wait()
        return answering(message)

    menu = {"type": "static_select", "action_id": "crm/card/all/9", "block_id": "b"}
    option = {"text": {"type": "plain_text", "text": "Log a call …"}, "value": "call #7"}
    async with bot(slowly) as running:
        await running.post(ask.event(text="chart", channel_type="im"), kind="json")
        chosen = {**menu, "selected_option": option}
        await running.post(
            ask.press(chosen, response_url=running.far.response_url, message={"text": "x", "blocks": []})
        )
        await running.opened()
        release.set()


async def test_the_same_dialog_sent_twice_acts_once():
    async with bot(answering) as running:
        await press(running, card())
        body = ask.submit(await running.opened(), values())
        await asyncio.gather(running.post(body), running.post(body))
        await running.post(body)
        await running.answers(2)
        await asyncio.sleep(0.05)
    assert [message.text for message in running.asked if message.values] == ["call #7"]
    assert len(running.far.of("response")) == 2


async def test_a_form_that_a_command_needs_opens_too():
    async with bot(lambda message: DONE if message.values else ASKED) as running:
        await running.post(ask.command("call #7", response_url=running.far.response_url))
        await running.post(ask.submit(await running.opened(), values()))
        (answer,) = await running.answers()
    assert (answer["response_type"], shown(answer["blocks"]).splitlines()[0]) == ("ephemeral", "Noted")


async def test_a_dialog_that_slack_does_not_open_any_more_stands_in_a_message_with_a_button():
    async with bot(answering) as running:
        running.far.behaviours["views.open"] = lambda _arguments: {"ok": False, "error": "expired_trigger_id"}
        await press(running, card())
        (answer,) = await running.answers()
        words = shown(answer["blocks"])
        assert "What was said?" in words
        (button,) = [e for b in answer["blocks"] if b["type"] == "actions" for e in b["elements"]]
        del running.far.behaviours["views.open"]
        body = ask.press({**button, "block_id": "b"}, response_url=running.far.response_url, message=None)
        await running.post(body)
        await running.opened(2)


async def test_a_form_asked_for_in_writing_stands_in_a_message_with_a_button():
    async with bot(answering) as running:
        await running.post(ask.event(text="call #7", channel_type="im"), kind="json")
        (message,) = await running.answers(method="chat.postMessage")
    assert [e["value"] for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]] == ["call #7"]


async def test_a_slow_answer_comes_after_the_dialog_has_closed(monkeypatch):
    monkeypatch.setattr(submissions, "_PATIENCE", 0.05)
    release = asyncio.Event()

    async def slowly(message: ChatMessage) -> Reply:
        if message.values:
            await release.wait()
        return answering(message)

    async with bot(slowly) as running:
        await press(running, card())
        assert await running.post(ask.submit(await running.opened(), values())) == {}
        assert running.far.of("response") == []
        release.set()
        await running.answers(2)


async def test_a_refusal_that_comes_too_late_brings_the_answers_back(monkeypatch):
    monkeypatch.setattr(submissions, "_PATIENCE", 0.05)

    async def slowly(message: ChatMessage) -> Reply:
        await asyncio.sleep(0.2 if message.values else 0)
        return answering(message)

    async with bot(slowly) as running:
        await press(running, card(), channel="C1", ephemeral=True)
        await running.post(ask.submit(await running.opened(), values("wants three", "sometime")))
        (message,) = await running.answers(method="chat.postMessage")
        assert message["channel"] == "DU1"
        assert {"That is no day", "What was said?", "wants three"} <= set(shown(message["blocks"]).splitlines())
        (button,) = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
        await running.post(
            ask.press({**button, "block_id": "b"}, response_url=running.far.response_url, message=None, channel="DU1")
        )
        again = await running.opened(2)
    assert [block["element"].get("initial_value") for block in again["blocks"]] == ["wants three", "sometime"]


async def test_what_comes_next_is_asked_in_the_same_dialog():
    following = Form(t("Next step"), t("Save"), "followup #7", (FormField("due", t("When?")),))

    def two_steps(message: ChatMessage) -> Reply:
        if message.text == "followup #7":
            return Reply("done", t("Planned"))
        return Reply("done", t("Noted"), form=following) if message.values else ASKED

    async with bot(two_steps) as running:
        await press(running, Reply("help", t("x"), actions=(CALL,)), channel="C1", ephemeral=True)
        asked = await running.post(ask.submit(await running.opened(), values()))
        assert asked["response_action"] == "update"
        assert view_faults(asked["view"]) == []
        assert await running.post(ask.submit(asked["view"], {"due": ask.typed("friday")})) == {}
        answers = await running.answers(2)
    assert sorted(shown(answer["blocks"]) for answer in answers) == ["Noted", "Planned"]


async def test_a_form_that_asks_for_more_keeps_what_was_entered():
    more = Form(t("Move"), t("Save"), "stage #7", (FormField("stage", t("Stage")), FormField("reason", t("Why?"))))
    first = Form(t("Move"), t("Save"), "stage #7", (FormField("stage", t("Stage")),))

    def ask_more(message: ChatMessage) -> Reply:
        return Reply("error", t("Why?"), ok=False, form=more if message.values else first)

    async with bot(ask_more) as running:
        await press(running, card())
        asked = await running.post(ask.submit(await running.opened(), {"stage": ask.typed("lost")}))
    assert [block["element"].get("initial_value") for block in asked["view"]["blocks"]] == ["lost", None]


async def test_a_refusal_that_the_dialog_cannot_show_comes_as_a_direct_message():
    endless = Form(t("Move"), t("Save"), "x" * 3000, (FormField("other", t("Other")),))

    def refuse(message: ChatMessage) -> Reply:
        return Reply("error", t("Not so"), ok=False, form=endless) if message.values else ASKED

    async with bot(refuse) as running:
        await press(running, card())
        assert await running.post(ask.submit(await running.opened(), values())) == {}
        (message,) = await running.answers(method="chat.postMessage")
    assert {"Not so", "wants three"} <= set(shown(message["blocks"]).splitlines())


async def test_a_dialog_of_somebody_else_only_closes():
    async with bot(answering) as running:
        view = {"type": "modal", "callback_id": "crm/form", "private_metadata": "{}", "blocks": []}
        assert await running.post(ask.submit(view, {})) == {}
    assert running.asked == []
