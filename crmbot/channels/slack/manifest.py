"""The manifest by which an administrator makes the Slack app: everything the bot uses, and nothing more.

The form is fixed by https://docs.slack.dev/reference/app-manifest. Why each scope is asked for stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
RECORDS = "/r/"  # below the public address; the number of a record follows
ITEM = "slack#/entities/item"  # what records are as Work Objects: the one type that has no fields of its own

# Scope to reason; `docs/slack.md` shows the same table.
SCOPES = {
    "app_mentions:read": "to hear when somebody writes the bot's name in a channel",
    "channels:history": "to log a whole thread, when somebody asks for it there; only of channels that the bot was invited to",
    "channels:manage": "to make the channel of a deal, when somebody asks for it, and invite the team",
    "channels:read": "to find a channel by its name, and to see whether guests read it before anything is shown there",
    "chat:write": "to answer, and to send digests and receipts",
    "chat:write.public": "to post announcements in public channels without being invited first",
    "commands": "for the slash command and the shortcuts",
    "dnd:read": "to let a digest wait while somebody does not want to be disturbed",
    "files:read": "to keep a file with a contact or deal, when somebody posts it to the bot or logs its message",
    "files:write": "to post charts as pictures",
    "groups:history": "the same as `channels:history`, for private channels",
    "groups:read": "the same as `channels:read`, for private channels",
    "groups:write": "the same as `channels:manage`, for private channels",
    "im:history": "to read what people write to the bot, and to look whether a message has arrived before sending it again",
    "im:read": "to know its own direct messages",
    "im:write": "to open a direct message with a member of the team",
    "pins:read": "to see whether the card of a deal is pinned in its channel",
    "pins:write": "to pin the card of a deal in its channel",
    "users:read": "to know who asks, and who is a guest",
    "users:read.email": "to find the member of the team by his mail address",
}
# Only where records have an address of their own (`http.public_url`).
LINK_SCOPES = {
    "links:read": "to hear when somebody posts the link of a record",
    "links:write": "to show a preview below it; in channels with guests the name only",
}
EVENTS = ("app_home_opened", "app_mention", "member_joined_channel", "member_left_channel", "message.im", "user_change")
LINK_EVENTS = ("entity_details_requested", "link_shared")

LOG_MESSAGE = "log_message"  # callback id of the shortcut on a message
LOG_CALL = "log_call"  # of the shortcut that is offered everywhere

_COMMAND = 32  # characters
_DESCRIPTION = 140  # characters, of the app
_USAGE = 1000  # characters, of the hint beside the slash command


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """A verb of the chat and its arguments, as the help shows them."""

    name: str
    usage: str


def scopes(link_url: str) -> dict[str, str]:
    """The scopes with their reasons. `link_url` is the public address of records; empty: they have none."""
    return dict(sorted({**SCOPES, **(LINK_SCOPES if link_host(link_url) else {})}.items()))


def link_host(link_url: str) -> str:
    """The host whose links are previewed; empty for an address that Slack takes none of (it wants a domain with a dot)."""
    host = (urlsplit(link_url).hostname or "") if "//" in link_url else ""
    return host if "." in host and not host.replace(".", "").isdigit() else ""


def manifest(
    commands: Sequence[CommandHelp], *, command: str, url: str | None, link_url: str | None = None
) -> dict[str, Any]:
    """The manifest as a JSON object. With `url`, the public address of the bot, for HTTP; without, for Socket Mode.

    `link_url` is the public address of records, by default `url`; their links are previewed.
    """
    events_url = url.rstrip("/") + EVENTS_PATH if url else None
    links = link_host(link_url or url or "")
    events = sorted((*EVENTS, *(LINK_EVENTS if links else ())))
    return {
        "display_information": {"name": "crmbot", "description": _cut(_WHAT_IT_IS, _DESCRIPTION)},
        "features": {
            "app_home": _APP_HOME,
            "bot_user": {"display_name": "crmbot", "always_online": True},
            "shortcuts": _SHORTCUTS,
            "slash_commands": [_slash_command(commands, command, events_url)],
            **({"rich_previews": _PREVIEWS, "unfurl_domains": [links]} if links else {}),
        },
        "oauth_config": {"scopes": {"bot": list(scopes(link_url or url or ""))}},
        "settings": {
            "event_subscriptions": _with_url({"bot_events": events}, events_url),
            "interactivity": _with_url({"is_enabled": True}, events_url),
            "org_deploy_enabled": False,
            "socket_mode_enabled": events_url is None,
            "token_rotation_enabled": False,
        },
    }


_WHAT_IT_IS = "Mail becomes leads, questions get answers, follow-ups arrive on time."
_APP_HOME = {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False}

# Work Object Previews: without them there is no side panel beside a link.
_PREVIEWS = {"is_active": True, "entity_types": [ITEM]}

# At most 24 characters for a name (https://docs.slack.dev/reference/app-manifest#features).
_SHORTCUTS = [
    {
        "name": "Log this message",
        "type": "message",
        "callback_id": LOG_MESSAGE,
        "description": "Keep it with a contact or deal in the CRM",
    },
    {
        "name": "Log a call",
        "type": "global",
        "callback_id": LOG_CALL,
        "description": "Note a call with a contact in the CRM",
    },
]


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
