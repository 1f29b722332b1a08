"""The manifest by which an administrator makes the Slack app: everything the bot uses, and nothing more.

The form is fixed by https://docs.slack.dev/reference/app-manifest. Why each scope is asked for stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

EVENTS_PATH = "/slack/events"

# Scope to reason; `docs/slack.md` shows the same table.
SCOPES = {
    "app_mentions:read": "to hear when somebody writes the bot's name in a channel",
    "channels:read": "to find the channel for announcements by its name",
    "chat:write": "to answer, and to send digests and receipts",
    "commands": "for the slash command",
    "groups:read": "to find a private channel for announcements by its name",
    "im:history": "to read what people write to the bot, and to look whether a message has arrived before sending it again",
    "im:read": "to know its own direct messages",
    "im:write": "to open a direct message with a member of the team",
    "users:read": "to know who asks",
    "users:read.email": "to find the member of the team by his mail address",
}
EVENTS = ("app_mention", "message.im")

_COMMAND = 32  # characters
_DESCRIPTION = 140  # characters, of the app
_USAGE = 1000  # characters, of the hint beside the slash command


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A verb of the chat and its arguments, as the help shows them."""

    name: str
    usage: str


def manifest(commands: Sequence[CommandHelp], *, command: str, url: str | None) -> dict[str, Any]:
    """The manifest as a JSON object. With `url`, the public address of the bot, for HTTP; without, for Socket Mode."""
    events_url = url.rstrip("/") + EVENTS_PATH if url else None
    return {
        "display_information": {
            "name": "crmbot",
            "description": _cut("Mail becomes leads, questions get answers, follow-ups arrive on time.", _DESCRIPTION),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "crmbot", "always_online": True},
            "slash_commands": [_slash_command(commands, command, events_url)],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": _with_url({"bot_events": list(EVENTS)}, events_url),
            "interactivity": _with_url({"is_enabled": True}, events_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": events_url is None,
            "token_rotation_enabled": False,
        },
    }


def _slash_command(commands: Sequence[CommandHelp], command: str, events_url: str | None) -> dict[str, Any]:
    name = "/" + command.lstrip("/")
    if len(name) > _COMMAND or not name[1:] or any(c.isspace() or c.isupper() for c in name):
        raise ValueError(f"{command!r} cannot be a slash command: at most {_COMMAND} small letters, no blanks")
    entry: dict[str, Any] = {
        "command": name,
        "description": "Ask and tell the CRM; `help` shows how",
        "usage_hint": _usage_hint(commands),
        "should_escape": True,  # names of people come with their ids
    }
    return {**entry, "url": events_url} if events_url else entry


def _usage_hint(commands: Sequence[CommandHelp]) -> str:
    """The verbs with their arguments as far as there is room, whole ones only."""
    hint = ""
    for each in commands:
        longer = f"{hint} | {each.name} {each.usage}".strip(" |").strip()
        if len(longer) > _USAGE:
            break
        hint = longer
    return hint or "help"


def _with_url(settings: dict[str, Any], events_url: str | None) -> dict[str, Any]:
    return {**settings, "request_url": events_url} if events_url else settings


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
