"""Who reads a conversation: what may be shown there is decided by the one who may see least."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.pages import pages
from crmbot.channels.slack.recent import Changes, Recent

_log = logging.getLogger(__name__)

Audience: TypeAlias = Literal["direct", "team", "guests", "shared", "unknown"]

_KEPT = 300.0  # seconds; who joins meanwhile is told of by an event
_ATTEMPTS = 3  # where something changes while Slack is asked
_FEW = 40  # people who are asked for one by one
_PAGES = 10
_PAGE = 1000  # of conversations.members and users.list; Slack takes no more


class Audiences:
    """The audiences of conversations, each asked for once in a few minutes."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._channels: Recent[str, tuple[float, Audience]] = Recent()
        self._outsiders: Recent[str, tuple[float, bool]] = Recent()  # whether he is not of the team
        self._changes = Changes()  # of channels and people; what was asked before one of them is not kept

    async def of(self, channel: str, *, anew: bool = False) -> Audience:
        """Who reads `channel`, an id of Slack's; asked `anew` whatever is known:

        - `direct`: one person of the team, alone with the bot
        - `team`: only full members of our workspace (and their bots)
        - `guests`: at least one guest of the workspace, and nobody from further away
        - `shared`: people of another organisation (Slack Connect), now or as soon as they accept
        - `unknown`: whoever it is, the bot cannot look into it

        Records may be shown in `direct` and `team`; what of them in the others, `shown` says. Never raises.
        """
        known = self._channels.get(channel)
        if known is not None and known[0] > self._clock() and not anew:
            return known[1]
        for _ in range(_ATTEMPTS):
            asked = self._changes.so_far
            try:
                found = await self._find(channel)
            except AWAY as fault:
                # Not kept: the bot may be invited in a moment. Until then nobody there is shown more than a name.
                _log.info("Slack does not tell who reads %s: %s", channel, fault)
                return "unknown"
            if not self._changes.since(asked, channel):
                self._channels.put(channel, (self._clock() + _KEPT, found))
                return found
        return "unknown"  # people come and go faster than Slack answers

    def forget(self, channel: str) -> None:
        """Somebody joined or left `channel`, or it was shared: it is asked for anew."""
        self._changes.note(channel)
        self._channels.forget(channel)

    def changed(self, user: Mapping[str, Any]) -> None:
        """Slack tells of a change, by the user object. Where somebody became a guest, or is none any more, wherever he reads
        is looked at anew; people change their status a hundred times as often.
        """
        name = str(user.get("id") or "")
        known = self._outsiders.get(name)
        if is_outsider(user) == (known is not None and known[1]):
            return
        self._changes.note(name)
        self._channels.clear()
        self._learn([user], self._changes.so_far)

    async def _find(self, channel: str) -> Audience:
        about = (await self._client.conversations_info(channel=channel)).get("channel") or {}
        if about.get("is_ext_shared") or about.get("is_pending_ext_shared") or about.get("pending_connected_team_ids"):
            return "shared"
        if about.get("is_im"):
            return "guests" if await self._any_outsider([str(about.get("user") or "")]) else "direct"
        members = [member async for member in self._members(channel)]
        return "guests" if await self._any_outsider(members) else "team"

    async def _members(self, channel: str) -> AsyncIterator[str]:
        every = pages(self._client.conversations_members, _PAGES, whole=True, channel=channel, limit=_PAGE)
        async for page in every:
            for member in page.get("members") or ():
                yield str(member)

    async def _any_outsider(self, users: Iterable[str]) -> bool:
        asked, wanted = self._changes.so_far, [user for user in users if user]
        unknown = self._unknown(wanted)
        if len(unknown) > _FEW:
            async for page in pages(self._client.users_list, _PAGES, limit=_PAGE):
                self._learn(page.get("members") or (), asked)
            unknown = self._unknown(unknown)
        # Who is in no list of our workspace's people is from elsewhere; a few are asked for all the same.
        if len(unknown) > _FEW:
            return True
        answers = await asyncio.gather(*(self._client.users_info(user=user) for user in unknown))
        self._learn([answer.get("user") or {} for answer in answers], asked)
        return any(self._is_outsider(user) for user in wanted)

    def _unknown(self, users: Iterable[str]) -> list[str]:
        now = self._clock()
        return [user for user in users if (self._outsiders.get(user) or (0.0, True))[0] <= now]

    def _is_outsider(self, user: str) -> bool:
        known = self._outsiders.get(user)
        return known is None or known[1]

    def _learn(self, users: Iterable[Mapping[str, Any]], asked: int) -> None:
        """Keeps who is an outsider, but of whom changed since it was `asked`: of him more is known."""
        for user in users:
            name = str(user.get("id") or "")
            if not self._changes.since(asked, name):
                self._outsiders.put(name, (self._clock() + _KEPT, is_outsider(user)))


def is_outsider(user: Mapping[str, Any]) -> bool:
    """Whether a user object is a guest's or a stranger's (https://docs.slack.dev/reference/objects/user-object)."""
    return any(user.get(sign) for sign in ("is_restricted", "is_ultra_restricted", "is_stranger"))
