"""Pressed buttons and chosen menu entries: each says the chat text it stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from crmbot.channels.slack.answers import Post
from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.conversation import Payload, Press, from_press, press_of
from crmbot.channels.slack.desk import Ask, Desk
from crmbot.channels.slack.drafts import unpack_draft
from crmbot.channels.slack.panels import then_anew
from crmbot.channels.slack.places import to_all
from crmbot.channels.slack.pressed import to_press
from crmbot.channels.slack.source import source_of_press


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons and menus of our own messages."""

    @app.action(re.compile(f"^{PREFIX}/"))
    async def on_press(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        press = press_of(body)
        if press is None or desk.is_double_click(press.button):
            return
        values: Mapping[str, str] = {}
        if press.origin[1] == "draft":
            command, values = unpack_draft(press.command)
            press = replace(press, command=command)
        ask = _asking(press, desk.now())
        post = _post(desk, press, ask, body, values)
        # Slack opens a dialog within three seconds only: it cannot wait for what else is in hand.
        desk.take(context, ask, post, at_once=press.asks)


def _asking(press: Press, at: datetime) -> Ask:
    shared = press.origin[1] == "share"
    return lambda email: replace(from_press(press, at, email), shared=shared)


def _post(desk: Desk, press: Press, ask: Ask, body: Payload, values: Mapping[str, str]) -> Post:
    trigger = str(body.get("trigger_id") or "")
    source = source_of_press(press, ask(None).conversation)
    if press.origin[1] == "share":
        return to_all(desk, source)
    return then_anew(desk, body, press.user, to_press(desk, press, source, trigger, values))
