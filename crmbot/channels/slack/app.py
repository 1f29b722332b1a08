"""The Slack app: every surface registers its own listeners, and hands what was asked to the desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncApp

from crmbot.channels.slack import (
    commands,
    events,
    home,
    linking,
    panels,
    presses,
    shortcuts,
    stumbles,
    submissions,
    unfurls,
)
from crmbot.channels.slack.company import Company
from crmbot.channels.slack.desk import SORRY, Desk, Handle, Moved
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.texts import render

# One module a surface, each with `register(app, desk)`.
_SURFACES = (
    commands,
    events,
    home,
    linking,
    panels,
    presses,
    shortcuts,
    stumbles,
    submissions,
    unfurls,
)


def build_app(
    settings: SlackSettings,
    handle: Handle,
    *,
    work: Work,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    company: Company | None = None,
    moved: Moved | None = None,
) -> AsyncApp:
    """An app that answers the slash command, mentions, direct messages and buttons by `handle`.

    `moved` is told of whoever changes his clock in Slack.

    It connects to nothing: requests come in by Socket Mode (`socket_mode.SocketMode`) or HTTP (`http.events_handler`).
    """
    company = company or Company(settings)
    # Without a secret nothing may come in by HTTP: a random one cannot be guessed, an empty one could be signed with.
    app = AsyncApp(
        client=company.client,
        signing_secret=settings.signing_secret or secrets.token_hex(),
        name="slack_bolt.crmbot",  # also a logger's, whose level Bolt sets: not that of our package
        user_facing_authorize_error_message=render(SORRY.title, settings.fallback),
    )
    desk = Desk(settings, handle, company, work, clock, moved)
    for surface in _SURFACES:
        surface.register(app, desk)
    return app
