"""Who of the workspace is who: all people with their addresses, and what Slack tells when one of them changes."""

from __future__ import annotations

from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.pages import pages
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.users import trusted_email

_TIMEOUT = 30  # seconds for one page
_PAGE = 200  # people, as Slack recommends
_PAGES = 500
_WAITS = 20  # times that Slack may ask us to wait, of one page


class NoPeople(Exception):
    """Slack refuses to tell who its people are, or is away."""


class Person(NamedTuple):
    """Somebody of the workspace: his Slack id, and the IANA zone of his clock there."""

    id: str
    zone: str | None = None


async def people_of(settings: SlackSettings) -> dict[str, Person]:
    """All people of our own workspace by mail address, lower-case; those whose address proves something.

    Raises NoPeople.
    """
    try:
        return await _people(settings)
    except AWAY as fault:
        raise NoPeople(str(fault)[:300]) from fault


async def _people(settings: SlackSettings) -> dict[str, Person]:
    # Slack gives some twenty pages a minute; a large workspace has more.
    client = AsyncWebClient(
        token=settings.bot_token, base_url=settings.base_url, timeout=_TIMEOUT,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=_WAITS)],
    )  # fmt: skip
    team = str((await client.auth_test()).get("team_id") or "") or None
    found: dict[str, Person] = {}
    async for page in pages(client.users_list, _PAGES, limit=_PAGE):
        for user in page.get("members") or ():
            email = trusted_email(user, team)
            if email is not None and user.get("id"):
                zone = user.get("tz")
                found.setdefault(email, Person(str(user["id"]), zone if isinstance(zone, str) else None))
    return found


def register(app: AsyncApp, desk: Desk) -> None:
    """Listens to what changes who somebody is: a removed user has no access from then on, a guest makes a channel theirs,
    who travels has the clock of where he is.
    """

    @app.event("user_change")
    async def on_change(event: dict[str, Any]) -> None:
        user = event.get("user")
        if isinstance(user, dict):
            desk.users.changed(user)
            desk.audiences.changed(user)
            _moves(desk, str(user.get("id") or ""), user.get("tz"))

    async def on_company(event: dict[str, Any]) -> None:
        desk.audiences.forget(str(event.get("channel") or ""))

    app.event("member_joined_channel")(on_company)
    app.event("member_left_channel")(on_company)


def _moves(desk: Desk, user: str, zone: object) -> None:
    if desk.moved is not None and user and isinstance(zone, str):
        desk.work.start(f"zone:{user}", desk.moved(user, zone))
