"""Whom a Slack id stands for: the mail address by which a member of the team is known."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)

_KEPT = 300.0  # seconds; after a change of address in Slack the old one is good no longer than this
_MOST = 10_000  # people


class Users:
    """Mail addresses of Slack users, asked for once in a few minutes."""

    def __init__(self, client: AsyncWebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, str | None]] = OrderedDict()

    async def email(self, user: str, team: str | None) -> str | None:
        """The address of `user` in lower case; None when Slack does not tell or it must not be trusted."""
        until, known = self._known.get(user, (0.0, None))
        if until > self._clock():
            return known
        try:
            answer = await self._client.users_info(user=user)
        except (SlackClientError, ClientError, TimeoutError) as fault:
            # Not kept: the next request asks again. Without an address only people linked by their Slack id get in.
            _log.warning("Slack does not tell the mail address of %s: %s", user, fault)
            return None
        email = trusted_email(answer.get("user") or {}, team)
        self._known[user] = (self._clock() + _KEPT, email)
        self._known.move_to_end(user)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return email


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
