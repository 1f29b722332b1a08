"""Whom a Slack id stands for: the mail address by which a member of the team is known, and what people call him."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.recent import Changes, Recent

_log = logging.getLogger(__name__)

_ID = re.compile(r"[A-Z0-9]{2,30}")
_KEPT = 300.0  # seconds; after a change of address in Slack the old one is good no longer than this


class Users:
    """What Slack tells of its users, asked for once in a few minutes; who was removed is forgotten at once."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: Recent[str, tuple[float, Mapping[str, Any]]] = Recent()
        self._gone: Recent[str, None] = Recent()
        self._changes = Changes()  # what Slack tells of is newer than what it was asked before

    async def email(self, user: str, team: str | None) -> str | None:
        """The address of `user` in lower case; None when Slack does not tell or it must not be trusted."""
        person = await self._person(user)
        return trusted_email(person, team) if person is not None else None

    async def name(self, user: str) -> str | None:
        """What people call `user`; None when Slack does not tell."""
        person = await self._person(user)
        return display_name(person) if person is not None else None

    def zone(self, user: str) -> str | None:
        """The zone of `user`'s clock, of whom Slack was asked just now; None when it did not tell."""
        _, person = self._known.get(user) or (0.0, {})
        zone = person.get("tz")
        return zone if isinstance(zone, str) else None

    def is_gone(self, user: str) -> bool:
        """Whether Slack said of `user` that his account is no more: whatever still comes in his name is refused."""
        return user in self._gone

    def changed(self, user: Mapping[str, Any]) -> None:
        """Slack tells of a change, by the user object: what was known before counts no longer
        (https://docs.slack.dev/reference/events/user_change).
        """
        name = str(user.get("id") or "")
        self._changes.note(name)
        self._known.forget(name)
        self._mark(user)

    def _mark(self, user: Mapping[str, Any]) -> None:
        name = str(user.get("id") or "")
        if user.get("deleted"):
            self._gone.put(name, None)
        else:
            self._gone.forget(name)

    async def _person(self, user: str) -> Mapping[str, Any] | None:
        known = self._known.get(user)
        if known is not None and known[0] > self._clock():
            return known[1]
        if not _ID.fullmatch(user):
            return None  # Slack has nobody of that name
        asked = self._changes.so_far
        try:
            answer = await self._client.users_info(user=user)
        except AWAY as fault:
            # Not kept: the next request asks again. Without an address only people linked by their Slack id get in.
            _log.warning("Slack does not tell the mail address of %s: %s", user, fault)
            return None
        person: Mapping[str, Any] = answer.get("user") or {}
        if not self._changes.since(asked, user):
            self._mark({"id": user, "deleted": person.get("deleted")})
            self._known.put(user, (self._clock() + _KEPT, person))
        return person


def display_name(user: Mapping[str, Any]) -> str | None:
    """What a user object calls its person: the name he chose for display, else his full one."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((str(name).strip() for name in names if name and str(name).strip()), None)


def trusted_email(user: Mapping[str, Any], team: str | None) -> str | None:
    """The address in a user object, when it proves something.

    The administrator of another workspace (Slack Connect) can write any address into his users' profiles, so only
    those of our own workspace `team` count (https://docs.slack.dev/reference/objects/user-object).
    """
    if user.get("deleted") or user.get("is_bot") or user.get("is_stranger") or user.get("is_email_confirmed") is False:
        return None
    homes = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())} - {None}
    if team is not None and homes and team not in homes:
        return None
    email = (user.get("profile") or {}).get("email")
    return str(email).strip().lower() if email else None
