"""What people write to the bot: mentions in channels, and direct messages."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from crmbot.channels.slack.conversation import from_event, is_direct, is_spoken
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.files import with_files
from crmbot.channels.slack.places import to_source
from crmbot.channels.slack.source import source_of_event


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to mentions and direct messages."""

    async def on_event(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if is_spoken(event):
            at, bot = desk.now(), context.bot_user_id or ""
            draft = from_event(event, bot, at, None)
            source = source_of_event(event, draft, direct=is_direct(str(event["channel"])))
            post, prepare = to_source(desk, source), with_files(desk, event)
            desk.take(context, lambda email: from_event(event, bot, at, email), post, prepare)

    @app.event("app_mention")
    async def on_mention(event: dict[str, Any], context: AsyncBoltContext) -> None:
        await on_event(event, context)

    @app.event("message")
    async def on_message(event: dict[str, Any], context: AsyncBoltContext) -> None:
        if is_direct(str(event.get("channel", ""))):
            await on_event(event, context)
