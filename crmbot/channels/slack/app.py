"""The Slack app: every surface registers its own listeners, and hands what was asked to the desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack import commands, events, home, linking, presses, shortcuts, submissions, unfurls
from crmbot.channels.slack.desk import Desk, Handle
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work

# One module a surface, each with `register(app, desk)`.
_SURFACES = (
    commands,
    events,
    home,
    linking,
    presses,
    shortcuts,
    submissions,
    unfurls,
)


def build_app(
    settings: SlackSettings,
    handle: Handle,
    *,
    work: Work,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncApp:
    """An app that answers the slash command, mentions, direct messages and buttons by `handle`.

    It connects to nothing: requests come in by Socket Mode (`socket_mode.SocketMode`) or HTTP (`http.events_handler`).
    """
    # What Slack refused for its rate is tried again when it says so; what broke on the way may have arrived, so it is not.
    patience = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.base_url, retry_handlers=list(patience))
    # Without a secret nothing may come in by HTTP: a random one cannot be guessed, an empty one could be signed with.
    app = AsyncApp(client=client, signing_secret=settings.signing_secret or secrets.token_hex(), name="crmbot")
    desk = Desk(settings, handle, client, work, clock)
    for surface in _SURFACES:
        surface.register(app, desk)
    return app
