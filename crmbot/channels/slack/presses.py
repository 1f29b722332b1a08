"""Pressed buttons and chosen menu entries: each says the chat text it stands for."""

from __future__ import annotations

import re

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from crmbot.channels.slack.answers import to_press
from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.conversation import Payload, from_press, press_of
from crmbot.channels.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the buttons and menus of our own messages."""

    @app.action(re.compile(f"^{PREFIX}/"))
    async def on_press(ack: AsyncAck, body: Payload, respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        at, press = desk.now(), press_of(body)
        if press is not None and not desk.is_double_click(press.button):
            desk.take(context, lambda email: from_press(press, at, email), to_press(respond, press, desk.settled))
