"""Looking, without changing anything, whether the bot reaches the channels that the settings name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Literal, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from crmbot.channels.slack.faults import NO_ANSWER
from crmbot.channels.slack.inspection import inspect_bot
from crmbot.channels.slack.pages import pages
from crmbot.channels.slack.settings import SlackSettings

Membership: TypeAlias = Literal["in", "public", "out", "unknown", "unchecked"]

_TIMEOUT = 8  # seconds
_EVERYWHERE = "chat:write.public"
_PAGE = 200
_PAGES = 25


async def memberships(settings: SlackSettings, channels: Iterable[str]) -> Mapping[str, Membership]:
    """For each `#name` or `#id`: whether the bot is `in` it; may post there all the same, for it is `public`; is `out` and may
    not; or sees none of that name (there is none, or it is private). `unchecked` where Slack does not tell; never raises.
    """
    wanted = {channel: channel.removeprefix("#") for channel in channels}
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.base_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        mine = await _names(client.users_conversations, "public_channel,private_channel")
        strange = [name for name in wanted.values() if name not in mine]
        others = await _names(client.conversations_list, "public_channel") if strange else set()
    except NO_ANSWER:
        return dict.fromkeys(wanted, "unchecked")
    without = await _without_membership(settings) if others & set(strange) else "unknown"
    return {
        channel: "in" if name in mine else without if name in others else "unknown" for channel, name in wanted.items()
    }


async def _without_membership(settings: SlackSettings) -> Membership:
    """What a public channel is to a bot that is not in it."""
    bot = await inspect_bot(settings)
    if bot.error:
        return "unchecked"
    return "out" if _EVERYWHERE in bot.missing else "public"


async def _names(method: Callable[..., Awaitable[AsyncSlackResponse]], types: str) -> set[str]:
    """Names and ids of channels, page after page."""
    every = pages(method, _PAGES, types=types, exclude_archived=True, limit=_PAGE)
    return {
        str(channel.get(name))
        async for page in every
        for channel in page.get("channels") or ()
        for name in ("name", "id")
    }
