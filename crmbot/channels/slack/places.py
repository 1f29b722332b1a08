"""Where an answer goes: to the asker alone in a channel, into the direct message, or before all of a channel."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from slack_sdk.errors import SlackApiError

from crmbot.channels.slack.answers import Post, message_of, respond
from crmbot.channels.slack.conversation import is_direct
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.markup import literal
from crmbot.channels.slack.pictures import illustrated
from crmbot.channels.slack.shown import colleagues_only, preview_for
from crmbot.channels.slack.source import Source
from crmbot.shapes import Answer, ChatMessage, Reply, Verbatim, t
from crmbot.texts import render

_log = logging.getLogger(__name__)

_SHARED = frozenset({"card", "list", "chart"})  # kinds of answers that others may want to see
_LONGEST = 2000  # characters in the value of a button
_NOTHING: Mapping[str, str] = MappingProxyType({})


def to_source(desk: Desk, source: Source, trigger: str = "", values: Mapping[str, str] = _NOTHING) -> Post:
    """An answer for the asker, where he asked; a form as a dialog while `trigger` is good, beginning with `values`."""

    async def post(answer: Answer) -> None:
        if answer.reply.form is not None and trigger and await open_form(desk, trigger, answer, source, values):
            return
        await say(desk, source, await illustrated(desk, source, answer))

    return post


def to_all(desk: Desk, source: Source) -> Post:
    """An answer before all of the channel in which the asker shares it; what is wrong, only he is told."""

    async def post(answer: Answer) -> None:
        if answer.reply.ok:
            answer = await _for_readers(desk, source, answer)
        if not answer.reply.ok:
            await say(desk, source, answer)
            return
        message = message_of(await illustrated(desk, source, answer, public=True))
        name = await desk.users.name(source.user)
        by = literal(render(t("Shared by {name}", name=Verbatim(name or source.user)), answer.reader), 300)
        blocks = [{"type": "context", "elements": [by]}, *message["blocks"]][:50]
        thread = {"thread_ts": source.thread_ts} if source.thread_ts else {}
        message |= {"blocks": blocks, "response_type": "in_channel", "replace_original": False}
        await respond(source.response_url, **message, **thread)

    return post


async def _for_readers(desk: Desk, source: Source, answer: Answer) -> Answer:
    """To colleagues all of it but how the asker takes his own change back; where others read along, of a card what a link to
    it would show them, else nothing.
    """
    audience = await desk.audiences.of(source.channel)
    if colleagues_only(audience):
        actions = tuple(action for action in answer.reply.actions if not action.command.startswith("undo "))
        return replace(answer, reply=replace(answer.reply, actions=actions))
    if answer.reply.kind == "card" and answer.reply.records:
        text = f"preview card #{answer.reply.records[0].number}"
        answer = await desk.ask(ChatMessage(text, source.user, "slack", source.conversation, desk.now(), shared=True))
    return Answer(preview_for(answer.reply, audience, desk.settings.shown), answer.reader)


async def open_form(
    desk: Desk, trigger: str, answer: Answer, source: Source, values: Mapping[str, str] = _NOTHING
) -> bool:
    """Opens the form of `answer` as a dialog; False when it cannot be one or Slack does not open it any more.

    Slack takes a trigger for three seconds (https://docs.slack.dev/reference/methods/views.open).
    """
    form = answer.reply.form
    if form is None:
        return False
    view = view_of(form.begun_with(values), answer.reader, source, answer.reply.errors)
    if view is None:
        return False
    try:
        await desk.client.views_open(trigger_id=trigger, view=view)
    except AWAY as fault:
        _log.info("Slack does not open the dialog: %s", str(fault)[:300])
        return False
    return True


async def say(desk: Desk, source: Source, answer: Answer) -> None:
    """A message for the asker: in a channel only he sees it. Raises what Slack's clients raise."""
    if source.response_url and await respond(source.response_url, **_response(source, answer)):
        return
    if source.channel and not is_direct(source.channel) and await _whisper(desk, source, answer):
        return
    channel = source.channel if is_direct(source.channel) else await desk.direct(source.user)
    thread = source.thread_ts if channel == source.channel else ""
    await desk.pace.turn(channel)
    await desk.client.chat_postMessage(
        channel=channel, thread_ts=thread or None, **message_of(answer, asked=source.asked)
    )


def shared_text(source: Source, reply: Reply) -> str | None:
    """The chat text by which `reply` can be had again before all of its channel; None where there is nothing to share."""
    if is_direct(source.channel) or not source.channel or not reply.ok or reply.personal or reply.kind not in _SHARED:
        return None
    text = card_text(reply) or source.asked
    return text if 0 < len(text) <= _LONGEST else None


def card_text(reply: Reply) -> str | None:
    """The chat text that shows the card of `reply` again; None when it is no card."""
    if reply.kind != "card" or not reply.records or not reply.ok:
        return None
    return f"show #{reply.records[0].number}"


def _response(source: Source, answer: Answer) -> dict[str, Any]:
    thread = {"thread_ts": source.thread_ts} if source.thread_ts else {}
    public = answer.reply.ok and is_direct(source.channel) and bool(source.message_ts)
    message = message_of(answer, shared_text(source, answer.reply), source.asked)
    return {**message, **thread, "response_type": "in_channel" if public else "ephemeral", "replace_original": False}


async def _whisper(desk: Desk, source: Source, answer: Answer) -> bool:
    """Posts what only the asker sees; False where the bot is not in the channel."""
    message = message_of(answer, shared_text(source, answer.reply), source.asked)
    whispered = {name: message[name] for name in ("text", "blocks")}
    try:
        await desk.client.chat_postEphemeral(
            channel=source.channel, user=source.user, thread_ts=source.thread_ts or None, **whispered
        )
    except SlackApiError as fault:
        _log.info("An answer goes into the direct message instead of %s: %s", source.channel, str(fault)[:200])
        return False
    return True
