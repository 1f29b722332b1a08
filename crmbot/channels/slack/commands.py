"""The slash command."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from crmbot.channels.slack.conversation import Payload, from_command
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.places import to_source
from crmbot.channels.slack.source import source_of_command


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the slash command of the settings; its answer is seen by the asker alone."""

    @app.command(desk.settings.command)
    async def on_command(ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        at = desk.now()
        if body.get("channel_id") and body.get("user_id") and body.get("response_url"):
            source = source_of_command(body, from_command(body, at, None))
            post = to_source(desk, source, str(body.get("trigger_id") or ""))
            desk.take(context, lambda email: from_command(body, at, email), post)
