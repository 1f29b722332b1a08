"""Who reads a conversation: what may be shown there is decided by the one who may see least."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)

Audience: TypeAlias = Literal["direct", "team", "guests", "shared"]

_KEPT = 300.0  # seconds; who joins meanwhile is told of by an event
_MOST = 10_000  # conversations and people remembered
_FEW = 40  # people who are asked for one by one
_PAGES = 10
_PAGE = 1000  # of conversations.members and users.list; Slack takes no more


async def audience(client: AsyncWebClient, channel: str) -> Audience:
    """Who reads `channel`, an id of Slack's:

    - `direct`: one person of the team, alone with the bot
    - `team`: only full members of our workspace (and their bots)
    - `guests`: at least one guest of the workspace; also every conversation that the bot cannot look into
    - `shared`: people of another organisation (Slack Connect), now or as soon as they accept

    Records may be shown in `direct` and `team`, their names only in the other two. Never raises: what cannot be found out is
    `guests`. Nothing is remembered; who asks often keeps an `Audiences`.
    """
    return await Audiences(client).of(channel)


class Audiences:
    """The audiences of conversations, each asked for once in a few minutes."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._channels: OrderedDict[str, tuple[float, Audience]] = OrderedDict()
        self._outsiders: OrderedDict[str, tuple[float, bool]] = OrderedDict()  # people who are not of the team

    async def of(self, channel: str) -> Audience:
        """As the function `audience` says."""
        until, known = self._channels.get(channel, (0.0, "guests"))
        if until > self._clock():
            return known
        try:
            found = await self._find(channel)
        except (SlackClientError, ClientError, TimeoutError, OSError) as fault:
            # Not kept: the bot may be invited in a moment. Until then nobody there is shown more than a name.
            _log.info("Slack does not tell who reads %s: %s", channel, fault)
            return "guests"
        _keep(self._channels, channel, (self._clock() + _KEPT, found))
        return found

    def forget(self, channel: str) -> None:
        """Somebody joined or left `channel`, or it was shared."""
        self._channels.pop(channel, None)

    def forget_person(self, user: str) -> None:
        """Somebody became a guest, or is none any more: wherever he reads is looked at anew."""
        self._outsiders.pop(user, None)
        self._channels.clear()

    async def _find(self, channel: str) -> Audience:
        about = (await self._client.conversations_info(channel=channel)).get("channel") or {}
        if about.get("is_ext_shared") or about.get("is_pending_ext_shared") or about.get("pending_connected_team_ids"):
            return "shared"
        if about.get("is_im"):
            return "guests" if await self._any_outsider([str(about.get("user") or "")]) else "direct"
        members = [member async for member in self._members(channel)]
        return "guests" if await self._any_outsider(members) else "team"

    async def _members(self, channel: str) -> AsyncIterator[str]:
        cursor = None
        for _ in range(_PAGES):
            page = await self._client.conversations_members(channel=channel, limit=_PAGE, cursor=cursor)
            for member in page.get("members") or ():
                yield str(member)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise TimeoutError(f"{channel} has more than {_PAGES * _PAGE} members")

    async def _any_outsider(self, users: Iterable[str]) -> bool:
        now = self._clock()
        wanted = [user for user in users if user]
        unknown = [user for user in wanted if self._outsiders.get(user, (0.0, True))[0] <= now]
        if len(unknown) > _FEW:
            await self._learn_everybody()
            unknown = [user for user in unknown if self._outsiders.get(user, (0.0, True))[0] <= now]
        # Who is in no list of our workspace's people is from elsewhere; a few are asked for all the same.
        if len(unknown) > _FEW:
            return True
        for answer in await asyncio.gather(*(self._client.users_info(user=user) for user in unknown)):
            self._learn(answer.get("user") or {})
        return any(self._outsiders.get(user, (0.0, True))[1] for user in wanted)

    async def _learn_everybody(self) -> None:
        cursor = None
        for _ in range(_PAGES):
            page = await self._client.users_list(limit=_PAGE, cursor=cursor)
            for user in page.get("members") or ():
                self._learn(user)
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    def _learn(self, user: Mapping[str, Any]) -> None:
        _keep(self._outsiders, str(user.get("id") or ""), (self._clock() + _KEPT, is_outsider(user)))


def is_outsider(user: Mapping[str, Any]) -> bool:
    """Whether a user object is a guest's or a stranger's (https://docs.slack.dev/reference/objects/user-object)."""
    return any(user.get(sign) for sign in ("is_restricted", "is_ultra_restricted", "is_stranger"))


def _keep(known: OrderedDict[str, Any], key: str, value: Any) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > _MOST:
        known.popitem(last=False)
