"""Slack: whether the tokens are good, what they may not do, and how late it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from crmbot.app import App, wall_clock
from crmbot.doctor.database import clock_finding
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.announcing.linking import takes_direct_messages
from crmbot.domain.members.members import all_members

if TYPE_CHECKING:
    from crmbot.channels.slack.inspection import Inspection
    from crmbot.channels.slack.settings import SlackSettings

_AWAY = (
    "what is for Slack waits in the outbox and is sent when it answers; see https://slack-status.com, or your network"
)
_BAD_TOKEN = "install the app anew in its workspace, set {setting}, restart; what waits is sent then"  # noqa: S105 - words


def slack(app: App) -> Iterator[Finding]:
    """Both tokens, where they are set."""
    from crmbot.channels.slack.inspection import inspect_app, inspect_bot

    settings = app.slack_settings
    if settings is None:
        return
    bot = asyncio.run(inspect_bot(settings))
    yield from _token("slack.bot_token", bot, f"{bot.bot} in {bot.team}")
    if bot.missing:
        mend = "crmbot slack manifest: update the app by it, then install it anew"
        yield error("slack scopes", f"missing: {', '.join(bot.missing)}", mend)
    if bot.date is not None:
        yield from clock_finding("Slack", (wall_clock() - bot.date).total_seconds())
    if settings.app_token:
        yield from _token("slack.app_token", asyncio.run(inspect_app(settings)), "opens Socket Mode")
    if not bot.error:
        yield from _panels(settings)
    yield from _people(app)


def _panels(settings: SlackSettings) -> Iterator[Finding]:
    """Side panels beside links of records, where records have an address that Slack takes."""
    from crmbot.channels.slack.inspection import inspect_panels
    from crmbot.channels.slack.manifest import link_host

    if not link_host(settings.public_url):
        return
    seen = asyncio.run(inspect_panels(settings))
    if seen.error and not seen.away:
        yield warning("slack side panels", f"Slack refuses them: {seen.error}", "links show their preview without one")
    elif not seen.away:
        switch = "see that Work Object Previews are on for it (docs/slack.md, Side panels)"
        yield ok("slack side panels", f"known to Slack; where a link shows none, {switch}")


def _people(app: App) -> Iterator[Finding]:
    """Who is linked; the others are looked up by their address each time, which fails where it is another one in Slack."""
    with app.store.read() as session:
        team = all_members(session, active_only=True)
        others = ", ".join(member.key for member in team if not member.slack)
        left_alone = ", ".join(member.key for member in team if not takes_direct_messages(member))
    if others:
        yield ok("slack people", f"looked up by mail address: {others}; crmbot slack link says who is not found")
    elif team:
        yield ok("slack people", f"{len(team)} linked")
    if left_alone:
        yield ok("slack people", f"want no direct messages: {left_alone}")


def _token(setting: str, seen: Inspection, good: str) -> Iterator[Finding]:
    if seen.away:
        yield warning(setting, f"Slack gives no answer ({seen.error})", _AWAY)
    elif seen.error:
        yield error(setting, f"Slack refuses it: {seen.error}", _BAD_TOKEN.format(setting=setting))
    else:
        yield ok(setting, good)
