"""Looking at our side of Slack without changing anything: whose token it is, what it may do, how late it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.faults import NO_ANSWER, UNKNOWN, error_of, word_of
from crmbot.channels.slack.manifest import scopes
from crmbot.channels.slack.settings import SlackSettings

_TIMEOUT = 8  # seconds


@dataclass(frozen=True, slots=True)
class Inspection:
    """What Slack says of a token. `error` is its word for what is wrong, `away` that it gave no answer.

    `missing` are scopes of the manifest that the token lacks; empty where Slack does not name its scopes.
    """

    team: str = ""
    bot: str = ""
    missing: tuple[str, ...] = ()
    error: str = ""
    away: bool = False
    date: datetime | None = None


async def inspect_bot(settings: SlackSettings) -> Inspection:
    """Asks `auth.test` (https://docs.slack.dev/reference/methods/auth.test); never raises."""
    return await _ask(settings, settings.bot_token, "auth.test")


async def inspect_app(settings: SlackSettings) -> Inspection:
    """Whether the app token opens Socket Mode connections; none is made."""
    return await _ask(settings, settings.app_token, "apps.connections.open")


async def inspect_panels(settings: SlackSettings) -> Inspection:
    """Whether Slack knows side panels: it is asked to fill one that nobody opened, and says that there is none.

    Whether Work Object Previews are switched on, no method tells.
    """
    seen = await _ask(
        settings, settings.bot_token, "entity.presentDetails", trigger_id="0.0.none", error={"status": "not_found"}
    )
    return replace(seen, error="") if not seen.away and seen.error not in UNKNOWN else seen


async def _ask(settings: SlackSettings, token: str, method: str, **arguments: Any) -> Inspection:
    client = AsyncWebClient(token=token, base_url=settings.base_url, timeout=_TIMEOUT, retry_handlers=[])
    try:
        answer = await client.api_call(method, json=arguments) if arguments else await client.api_call(method)
    except NO_ANSWER as fault:
        return Inspection(error=word_of(fault), away=not error_of(fault))
    headers = {name.lower(): value for name, value in dict(answer.headers or {}).items()}
    return Inspection(
        str(answer.get("team") or answer.get("team_id") or ""), str(answer.get("user") or ""),
        _missing(headers, settings.public_url), date=_date(headers),
    )  # fmt: skip


def _missing(headers: Mapping[str, str], link_url: str) -> tuple[str, ...]:
    """Slack names the scopes of a token in a header of each answer."""
    named = headers.get("x-oauth-scopes")
    if named is None:
        return ()
    given = {scope.strip() for scope in named.split(",")}
    return tuple(sorted(set(scopes(link_url)) - given))


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
