"""What becomes of the message whose button was pressed, when the answer is there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from crmbot.channels.slack.answers import Post, message_of, respond
from crmbot.channels.slack.blocks import fallback_text
from crmbot.channels.slack.conversation import Press, is_direct
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.menus import with_fresh_menus
from crmbot.channels.slack.places import say, shared_text, to_source
from crmbot.channels.slack.settled import Result, settle
from crmbot.channels.slack.source import Source
from crmbot.shapes import Answer, ChatMessage, Reply
from crmbot.texts import render

_log = logging.getLogger(__name__)


def to_press(desk: Desk, press: Press, source: Source, trigger: str, values: Mapping[str, str]) -> Post:
    """An answer to a button; a form as a dialog, beginning with `values`."""
    say_it = to_source(desk, source, trigger, values)
    desk.settled.keep(source.channel, source.message_ts, press.blocks)

    async def post(answer: Answer) -> None:
        if answer.reply.form is not None:
            await say_it(answer)
            if press.menu:
                await _reset_menus(desk, press, source)
        elif _replaces(source, answer.reply):
            message = message_of(answer, shared_text(source, answer.reply) if source.ephemeral else None)
            if not await respond(source.response_url, **message, replace_original=True):
                await say(desk, source, answer)
        elif not await changed(desk, source, answer):
            await say_it(answer)

    return post


async def changed(desk: Desk, source: Source, answer: Answer) -> bool:
    """Brings the message up to date after something was done from it; whether it tells the answer too.

    A card is shown anew. In any other message what was done takes the place of the buttons that were pressed.
    """
    if not source.message_ts or answer.reply.kind not in ("done", "error"):
        return False
    if source.card and _is_private(source):
        await _show_anew(desk, source)
        return False
    blocks = desk.settled.kept(source.channel, source.message_ts)
    if not answer.reply.ok or answer.reply.kind != "done" or not blocks:
        return False
    result = _result(answer, private=_is_private(source))
    results = desk.settled.add(source.channel, source.message_ts, source.block_id, result)
    message = {"text": fallback_text(answer.reply, answer.reader), "blocks": settle(blocks, results)}
    return await _replace(desk, source, message)


def _is_private(source: Source) -> bool:
    """Whether nobody but the asker reads the message."""
    return source.ephemeral or is_direct(source.channel)


def _result(answer: Answer, *, private: bool) -> Result:
    """What was done, in the words of the answer, with the button that takes it back; for the asker alone how it was understood,
    such as to which day something was moved.
    """
    undo = next((action for action in answer.reply.actions if action.command.startswith("undo ")), None)
    told = (answer.reply.title, answer.reply.understood if private else None)
    words = " · ".join(render(value, answer.reader) for value in told if value is not None)
    return Result(words, (render(undo.label, answer.reader), undo.command) if undo else None)


async def _reset_menus(desk: Desk, press: Press, source: Source) -> None:
    """The menu from which a dialog was opened can be used for the same again, should somebody close the dialog."""
    if press.blocks:
        await _replace(desk, source, {"text": press.text, "blocks": with_fresh_menus(press.blocks)})
    elif source.card:
        await _show_anew(desk, source)


async def _show_anew(desk: Desk, source: Source) -> None:
    """The card as it is now, in place of the old one. Only where nobody but the asker reads it: he may see more."""
    draft = ChatMessage(f"show #{source.card}", source.user, "slack", source.conversation, desk.now())
    card = await desk.ask(draft)
    if card.reply.ok and card.reply.kind == "card":
        await _replace(desk, source, message_of(card, shared_text(source, card.reply)))


async def _replace(desk: Desk, source: Source, message: Mapping[str, Any]) -> bool:
    try:
        if source.response_url and await respond(source.response_url, **message, replace_original=True):
            return True
        if source.ephemeral:
            return False
        wanted = {name: message[name] for name in ("text", "blocks")}
        await desk.client.chat_update(channel=source.channel, ts=source.message_ts, **wanted)
    except AWAY as fault:
        _log.info("A message was not brought up to date: %s", str(fault)[:300])
        return False
    return True


def _replaces(source: Source, reply: Reply) -> bool:
    """A choice made and a page turned take the place of the whole message; so does, where a card is out of date, the
    card as it is now.
    """
    if not reply.ok:
        numbers = [str(record.number) for record in reply.records[:1]]
        return _is_private(source) and reply.kind == "card" and numbers == [source.card]
    return source.kind == "choice" or (source.kind == "list" and source.place == "all" and reply.kind == "list")
