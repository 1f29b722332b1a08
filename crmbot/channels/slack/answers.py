"""Where an answer goes: to the asker alone, into the thread, or into the message whose button was pressed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.blocks import fallback_text, reply_to_blocks
from crmbot.channels.slack.conversation import Payload, Press, is_direct, thread_of
from crmbot.channels.slack.settled import Settled, settle
from crmbot.shapes import Answer
from crmbot.texts import render

_log = logging.getLogger(__name__)

Post = Callable[[Answer], Awaitable[None]]


def message_of(answer: Answer) -> dict[str, Any]:
    """The arguments of a Slack message. Links of outsiders are not unfurled: their pictures would tell who reads."""
    return {
        "text": fallback_text(answer.reply, answer.reader),
        "blocks": reply_to_blocks(answer.reply, answer.reader),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def to_asker(respond: AsyncRespond) -> Post:
    """An answer that only the asker sees."""

    async def post(answer: Answer) -> None:
        await _respond(respond, **message_of(answer), response_type="ephemeral", replace_original=False)

    return post


def to_conversation(client: AsyncWebClient, event: Payload) -> Post:
    """An answer in the direct message, or in the thread of a mention."""
    channel = str(event["channel"])
    thread = event.get("thread_ts") if is_direct(channel) else thread_of(event)

    async def post(answer: Answer) -> None:
        await client.chat_postMessage(channel=channel, thread_ts=thread, **message_of(answer))

    return post


def to_press(respond: AsyncRespond, press: Press, settled: Settled) -> Post:
    """An answer to a button.

    What is done takes the place of the buttons pressed; a choice made and a page turned take the place of the whole
    message. Everything else is a message of its own: for all in a direct message, else for the person who pressed.
    """

    async def post(answer: Answer) -> None:
        if answer.reply.ok and _replaces(press, answer):
            await _respond(respond, **message_of(answer), replace_original=True)
        elif answer.reply.ok and answer.reply.kind == "done" and press.blocks:
            words = render(answer.reply.title, answer.reader)
            results = settled.add(press.channel, press.message_ts, press.block_id, words)
            await _respond(respond, text=press.text, blocks=settle(press.blocks, results), replace_original=True)
        else:
            seen_by = "in_channel" if answer.reply.ok and is_direct(press.channel) else "ephemeral"
            await _respond(respond, **message_of(answer), response_type=seen_by, replace_original=False)

    return post


def _replaces(press: Press, answer: Answer) -> bool:
    kind, place = press.origin
    return kind == "choice" or (kind == "list" and place == "all" and answer.reply.kind == "list")


async def _respond(respond: AsyncRespond, **message: Any) -> None:
    response = await respond(**message)
    if response.status_code != 200:
        _log.warning("Slack did not take an answer: %s %s", response.status_code, _first_line(response.body))


def _first_line(body: str | Mapping[str, Any] | None) -> str:
    return str(body or "").partition("\n")[0][:200]
