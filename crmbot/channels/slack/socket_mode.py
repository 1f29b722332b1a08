"""Slack over Socket Mode: the bot dials out, so that no port has to be open to the world."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.settings import SlackSettings

_log = logging.getLogger(__name__)

_GOODBYE = 1.0  # seconds that the other side has for closing


class SocketMode:
    """One connection to Slack, kept up from `start` to `stop`."""

    def __init__(self, app: AsyncApp, settings: SlackSettings) -> None:
        self._app = app
        self._settings = settings
        self._handler: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def start(self, wait: float = 10.0) -> bool:
        """Connects; True when the connection stands within `wait` seconds, else it is tried on until `stop`."""
        client = AsyncWebClient(token=self._settings.app_token, base_url=self._settings.base_url)
        self._handler = AsyncSocketModeHandler(self._app, self._settings.app_token, web_client=client)
        # The client tries for ever, so that it outlives Slack's absence; nobody has to wait for it.
        self._connecting = asyncio.create_task(self._handler.client.connect())  # type: ignore[no-untyped-call]
        done, _ = await asyncio.wait({self._connecting}, timeout=wait)
        if not done:
            _log.warning("Slack does not take the Socket Mode connection yet; trying on")
        return bool(done)

    async def connected(self) -> bool:
        """Whether requests can come in now."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def stop(self) -> None:
        """Hangs up within two seconds, whatever the other side does. What was not acknowledged, Slack sends again."""
        if self._handler is None:
            return
        client, self._handler = self._handler.client, None
        client.closed, client.auto_reconnect_enabled = True, False
        # The SDK waits for the other side before it stops its own tasks, at worst for ten seconds; so they are stopped first.
        waiting = (self._connecting, client.message_receiver, client.current_session_monitor, client.message_processor)
        tasks = [task for task in waiting if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if client.current_session is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(client.current_session.close(), _GOODBYE)
        await client.aiohttp_client_session.close()
