"""Channels of Slack that belong to a record: made or linked, told of news, left.

What is to be done stands in the notice's `totals` under `slack_channel`. Each step can be done twice: a channel is looked for
before it is made, a card that is pinned is not posted again, so that an attempt whose fate is unknown is simply repeated.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.audience import Audience, Audiences
from crmbot.channels.slack.faults import error_of
from crmbot.channels.slack.pages import pages
from crmbot.channels.slack.recent import Recent
from crmbot.channels.slack.shown import colleagues_only
from crmbot.shapes import Notice, Outcome, Reply, Verbatim, t

PLAN = "slack_channel"

_PAGE = 200
_PAGES = 20
_KEPT = 300.0  # seconds that the id of a name is kept
_LATEST = 100  # messages; with metadata Slack gives no more at once
_NAMES = 20  # tried one after the other where a name is taken
_AT_ONCE = 100  # people invited by one call: https://docs.slack.dev/reference/methods/conversations.invite
_ALREADY = frozenset({"already_in_channel", "cant_invite_self", "user_not_found", "users_not_found", "user_disabled"})
# There already, or not to be pinned by us here: the card stands in the channel all the same.
_UNPINNED = frozenset({"already_pinned", "too_many_pins", "restricted_action", "not_pinnable"})
_GONE = frozenset({"no_pin", "not_pinned", "message_not_found", "channel_not_found", "not_in_channel", "is_archived"})
_NOT_IN = frozenset({"not_in_channel", "user_not_found", "users_not_found", "cant_kick_self"})


def plan_of(notice: Notice) -> Mapping[str, Any] | None:
    """What is to be done with a channel; None for an ordinary message."""
    plan = notice.content.totals.get(PLAN)
    return plan if isinstance(plan, Mapping) else None


class Channels:
    """Does what a plan says. Raises what the Web API raises."""

    def __init__(
        self, client: AsyncWebClient, audiences: Audiences, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._audiences = audiences
        self._clock = clock
        self._ids: Recent[str, tuple[float, str | None]] = Recent()  # of channels, by name

    async def carry_out(self, plan: Mapping[str, Any], message: Mapping[str, Any]) -> Outcome:
        """Make, link or leave a channel; `message` is the card. The reference is `channel/message/name`."""
        if plan["do"] == "unlink":
            return await self._leave(plan)
        fresh = False
        if plan["do"] == "link":
            channel, refusal = await self._existing(plan)
            if refusal:
                return Outcome(sent=False, error=refusal)
        else:
            found = await self._found(plan)
            fresh, channel = found is None, found or await self._made(plan)
            wanted = await self._users(plan.get("people"))
            await self._invite(channel["id"], wanted, await self._members(channel["id"]) if wanted else set())
        pinned = await self._pin(channel["id"], message, again=not fresh)
        return Outcome(sent=True, reference=f"{channel['id']}/{pinned}/{channel['name']}")

    async def keep_right(self, plan: Mapping[str, Any]) -> str | None:
        """Before news are posted: let those in whom they concern, and those out who must not read on; says who could not be."""
        channel = str(plan["channel"])
        wanted, unwanted = await self._users(plan.get("people")), await self._users(plan.get("out"))
        inside = await self._members(channel) if wanted or unwanted else set()
        await self._invite(channel, wanted, inside)
        for user in unwanted:
            if user not in inside:
                continue
            try:
                await self._client.conversations_kick(channel=channel, user=user)
            except SlackApiError as fault:
                if error_of(fault) not in _NOT_IN:
                    return f"{error_of(fault)}: {user} must not read this channel any more"
        return None

    async def fit_to_be_read(self, channel: str, content: Reply) -> Reply:
        """The content itself, or where others than colleagues have come to read there only that there is something."""
        if colleagues_only(await self._heard_by(channel)):
            return content
        numbers = ", ".join(f"#{number}" for number in sorted({record.number for record in content.records}))
        if not numbers:
            return Reply("done", t("There is news. Not only colleagues may read here: I do not tell it."))
        title = t(
            "There is news of {records}. Not only colleagues may read here: ask me about it in a direct message.",
            records=Verbatim(numbers),
        )
        return Reply("done", title, actions=content.actions[:1])

    async def fit_to_be_announced(self, channel: str, content: Reply) -> Reply:
        """The same for a channel that a rule names, by `#name` or id; one that the bot does not find it cannot look into."""
        name = channel.removeprefix("#")
        known = await self._id_of(name) if name != channel else None
        return await self.fit_to_be_read(known or name, content)

    async def _id_of(self, name: str) -> str | None:
        """The id of a channel, or that there is none, kept for some minutes: a name is given to another one seldom."""
        known = self._ids.get(name)
        if known is not None and known[0] > self._clock():
            return known[1]
        try:
            found = await self._look_up(name)
        except SlackApiError as fault:
            if error_of(fault) != "missing_scope":
                raise
            found = None
        return self._ids.put(name, (self._clock() + _KEPT, found))[1]

    async def _look_up(self, name: str) -> str | None:
        async for channel in self._mine():
            if name == channel.get("name"):
                return str(channel["id"])
        every = pages(
            self._client.conversations_list, _PAGES, types="public_channel", exclude_archived=True, limit=_PAGE
        )
        async for page in every:
            for channel in page.get("channels") or ():
                if name == channel.get("name"):
                    return str(channel["id"])
        return None

    async def _heard_by(self, channel: str) -> Audience:
        """Who reads `channel` now: who joins, only the process hears that Slack tells its events."""
        return await self._audiences.of(channel, anew=True)

    async def _found(self, plan: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The channel that an earlier attempt made for the record, or somebody before it was unlinked."""
        me = str((await self._client.auth_test())["user_id"])
        ours: list[Mapping[str, Any]] = [one async for one in self._mine() if _is_for(one, plan, me)]
        return ours[0] if ours else None

    async def _made(self, plan: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(plan["name"])
        for attempt in range(1, _NAMES + 1):
            tried = name if attempt == 1 else f"{name[:77]}-{attempt}"
            try:
                made = await self._client.conversations_create(name=tried, is_private=bool(plan.get("private")))
            except SlackApiError as fault:
                if error_of(fault) != "name_taken" or attempt == _NAMES:
                    raise
                continue
            channel: Mapping[str, Any] = made["channel"]
            await self._client.conversations_setPurpose(channel=channel["id"], purpose=str(plan["purpose"]))
            return {**channel, "name": channel.get("name") or tried}
        raise AssertionError("the last attempt raises")

    async def _existing(self, plan: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
        """The channel of that name or id, and why it cannot be linked: only colleagues may be in it, and the bot."""
        wanted = str(plan["name"])
        found = [one async for one in self._mine() if wanted in (one["name"], one["id"])]
        if not found:
            return {}, "channel_not_found"
        heard_by = await self._heard_by(str(found[0]["id"]))
        return found[0], "" if heard_by == "team" else heard_by

    async def _mine(self) -> AsyncIterator[Mapping[str, Any]]:
        """The channels that the bot is in."""
        mine, types = self._client.users_conversations, "public_channel,private_channel"
        async for page in pages(mine, _PAGES, types=types, exclude_archived=True, limit=_PAGE):
            for channel in page.get("channels") or ():
                yield channel

    async def _members(self, channel: str) -> set[str]:
        every = pages(self._client.conversations_members, _PAGES, channel=channel, limit=_PAGE)
        return {str(one) async for page in every for one in page.get("members") or ()}

    async def _invite(self, channel: str, users: Iterable[str], inside: Collection[str]) -> None:
        """Everybody of `users` who is not `inside`."""
        new = [user for user in users if user not in inside]
        for start in range(0, len(new), _AT_ONCE):
            try:
                await self._client.conversations_invite(
                    channel=channel, users=",".join(new[start : start + _AT_ONCE]), force=True
                )
            except SlackApiError as fault:
                if error_of(fault) not in _ALREADY:
                    raise

    async def _users(self, people: Iterable[str] | None) -> list[str]:
        """The Slack ids of `people`, each once; those whom Slack does not know are left out."""
        found = await asyncio.gather(*(self._user(one) for one in people or ()))
        return list(dict.fromkeys(user for user in found if user))

    async def _user(self, person: str) -> str | None:
        """A Slack id, or the one behind a mail address; None for whom Slack does not know."""
        if "@" not in person:
            return person
        try:
            found = await self._client.users_lookupByEmail(email=person)
        except SlackApiError as fault:
            if error_of(fault) == "users_not_found":
                return None
            raise
        return str(found["user"]["id"])

    async def _pin(self, channel: str, message: Mapping[str, Any], *, again: bool) -> str:
        """Post the card and pin it, unless an earlier attempt did."""
        posted = await self._posted(channel, message) if again else None
        if posted is None:
            posted = str((await self._client.chat_postMessage(channel=channel, **message))["ts"])
        try:
            await self._client.pins_add(channel=channel, timestamp=posted)
        except SlackApiError as fault:
            if error_of(fault) not in _UNPINNED:
                raise
        return posted

    async def _posted(self, channel: str, message: Mapping[str, Any]) -> str | None:
        """The message of this very notice among the latest of the channel."""
        page = await self._client.conversations_history(channel=channel, include_all_metadata=True, limit=_LATEST)
        for one in page.get("messages") or ():
            if (one.get("metadata") or {}).get("event_payload") == message["metadata"]["event_payload"]:
                return str(one["ts"])
        return None

    async def _leave(self, plan: Mapping[str, Any]) -> Outcome:
        """Take our card from the pins. What is not there any more is as good as taken."""
        if plan.get("pinned"):
            try:
                await self._client.pins_remove(channel=str(plan["channel"]), timestamp=str(plan["pinned"]))
            except SlackApiError as fault:
                if error_of(fault) not in _GONE:
                    raise
        return Outcome(sent=True)


def _is_for(channel: Mapping[str, Any], plan: Mapping[str, Any], me: str) -> bool:
    """Whether the bot made this channel for the record: by its purpose, or by its name where it died before saying that."""
    purpose = str((channel.get("purpose") or {}).get("value") or "")
    if channel.get("creator") not in (me, None):
        return False
    return purpose == plan["purpose"] or (not purpose and channel.get("name") == plan["name"])
