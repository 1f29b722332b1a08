"""Looking, without changing anything, whether the bot is in the channels that the settings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.settings import SlackSettings

Membership: TypeAlias = Literal["in", "out", "unknown"]

_TIMEOUT = 8  # seconds
_PAGE = 200
_PAGES = 25


async def memberships(settings: SlackSettings, channels: Iterable[str]) -> Mapping[str, Membership] | None:
    """For each `#name` or `#id`: whether the bot is in it, there is one without the bot, or the bot sees none of that name
    (there is none, or it is private). None when Slack gives no answer; never raises.
    """
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.base_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        mine = await _names(client, "users.conversations", "public_channel,private_channel")
        wanted = {channel: channel.removeprefix("#") for channel in channels}
        strange = [name for name in wanted.values() if name not in mine]
        others = await _names(client, "conversations.list", "public_channel") if strange else set()
    except (SlackClientError, ClientError, TimeoutError, OSError, AttributeError):
        return None
    return {
        channel: "in" if name in mine else "out" if name in others else "unknown" for channel, name in wanted.items()
    }


async def _names(client: AsyncWebClient, method: str, types: str) -> set[str]:
    """Names and ids of channels, page after page."""
    found: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        asked: dict[str, Any] = {"types": types, "exclude_archived": True, "limit": _PAGE, "cursor": cursor}
        page = await client.api_call(method, params={key: value for key, value in asked.items() if value != ""})
        for channel in page.get("channels") or ():
            found |= {str(channel.get("name")), str(channel.get("id"))}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    return found
