"""What people write to the bot: mentions in channels, and direct messages."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.answers import to_conversation
from crmbot.channels.slack.conversation import from_event, is_direct, is_spoken
from crmbot.channels.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to mentions and direct messages."""

    async def on_event(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if is_spoken(event):
            at, bot = desk.now(), context.bot_user_id or ""
            desk.take(context, lambda email: from_event(event, bot, at, email), to_conversation(client, event))

    @app.event("app_mention")
    async def on_mention(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await on_event(event, client, context)

    @app.event("message")
    async def on_message(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if is_direct(str(event.get("channel", ""))):
            await on_event(event, client, context)
