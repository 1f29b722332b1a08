"""The slash command."""

from __future__ import annotations

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from crmbot.channels.slack.answers import to_asker
from crmbot.channels.slack.conversation import Payload, from_command
from crmbot.channels.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to the slash command of the settings; its answer is seen by the asker alone."""

    @app.command(desk.settings.command)
    async def on_command(ack: AsyncAck, body: Payload, respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        at = desk.now()
        if body.get("channel_id") and body.get("user_id") and body.get("response_url"):
            desk.take(context, lambda email: from_command(body, at, email), to_asker(respond))
