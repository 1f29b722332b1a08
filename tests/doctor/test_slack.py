"""What the doctor says of Slack."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crmbot.app import wall_clock
from crmbot.channels.slack.manifest import SCOPES
from crmbot.doctor import Finding
from crmbot.domain.announcing.linking import set_direct_messages
from crmbot.domain.members.members import add_member
from crmbot.domain.outbox.outbox import enqueue
from crmbot.shapes import Reply, t
from tests.channels.slack_far_end import FarEnd, far_end
from tests.databases import Databases
from tests.doctor.office import about, app_on, bad, examined

pytestmark = pytest.mark.asyncio
TOKEN = "xoxb-secret-of-the-bot"


async def findings(url: str, far: FarEnd, *, public_url: str = "", **slack: str) -> list[Finding]:
    settings = {"bot_token": TOKEN, "signing_secret": "s3cret-signing", "api_url": far.api_url, **slack}
    http = {"listen": "127.0.0.1:0", "public_url": public_url}
    found = await asyncio.to_thread(examined, url, slack=settings, http=http)
    for secret in settings.values():
        assert not secret or secret == far.api_url or secret not in str([one.as_json() for one in found])
    return found


def scopes(*given: str, **answer: Any) -> Any:
    async def behave(_arguments: dict[str, Any]) -> web.StreamResponse:
        usual = {"ok": True, "team": "Firma", "user": "crmbot"}
        return web.json_response(usual | answer, headers={"X-OAuth-Scopes": ",".join(given)})

    return behave


async def test_a_good_token_with_every_scope_is_well(sqlite_databases: Databases) -> None:
    async with far_end() as far:
        far.behaviours["auth.test"] = scopes(*SCOPES)
        found = await findings(sqlite_databases.fresh(), far)
    assert about(found, "slack.bot_token")[0].found == "crmbot in Firma"
    assert bad(about(found, "slack scopes")) == []
    assert "within 1 s of Slack" in [one.found for one in about(found, "clock")]


async def test_scopes_that_are_missing_are_named(sqlite_databases: Databases) -> None:
    async with far_end() as far:
        far.behaviours["auth.test"] = scopes(*(set(SCOPES) - {"im:history", "chat:write"}))
        found = await findings(sqlite_databases.fresh(), far)
    (missing,) = about(found, "slack scopes")
    assert (missing.level, missing.found) == ("error", "missing: chat:write, im:history")
    assert "crmbot slack manifest" in missing.mend


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_a_token_that_slack_refuses_is_an_error(sqlite_databases: Databases, error: str) -> None:
    async with far_end() as far:
        far.behaviours["auth.test"] = lambda _arguments: {"ok": False, "error": error}
        found = await findings(sqlite_databases.fresh(), far)
    (token,) = about(found, "slack.bot_token")
    assert (token.level, token.found) == ("error", f"Slack refuses it: {error}")


async def test_a_refused_app_token_is_told_apart(sqlite_databases: Databases) -> None:
    async with far_end() as far:
        far.behaviours["apps.connections.open"] = lambda _arguments: {"ok": False, "error": "invalid_auth"}
        found = await findings(sqlite_databases.fresh(), far, app_token="xapp-secret-of-the-app")
    assert [one.level for one in about(found, "slack.bot_token")] == ["ok"]
    assert [one.level for one in about(found, "slack.app_token")] == ["error"]


async def test_a_slack_that_is_away_is_a_warning_because_messages_wait(sqlite_databases: Databases) -> None:
    async with far_end() as far:

        async def broken(_arguments: dict[str, Any]) -> web.StreamResponse:
            return web.Response(status=503, text="upstream")

        far.behaviours["auth.test"] = broken
        found = await findings(sqlite_databases.fresh(), far)
    (token,) = about(found, "slack.bot_token")
    assert (token.level, "waits in the outbox" in token.mend) == ("warning", True)


async def test_a_token_without_a_way_in_is_an_error(sqlite_databases: Databases, tmp_path: Path) -> None:
    async with far_end() as far:
        found = await findings(sqlite_databases.fresh(), far, signing_secret="")
    assert any("nobody can ask anything" in one.found for one in bad(about(found, "slack")))


async def test_who_is_not_linked_and_who_wants_no_messages_is_named(sqlite_databases: Databases) -> None:
    url = sqlite_databases.fresh()
    async with far_end() as far:
        with app_on(url) as app, app.store.write(wall_clock()) as work:
            add_member(work, "anna", "Anna Berg", ["anna@firma.example"]).slack = "U1"
            set_direct_messages(add_member(work, "ben", "Ben Muster", ["ben@firma.example"]), on=False)
        told = [one.found for one in about(await findings(url, far), "slack people")]
    assert told == [
        "looked up by mail address: ben; crmbot slack link says who is not found",
        "want no direct messages: ben",
    ]


async def test_a_revoked_token_is_told_with_what_waits_for_it_and_nothing_is_lost_or_doubled(
    sqlite_databases: Databases,
) -> None:
    url = sqlite_databases.fresh()
    async with far_end() as far:
        refuse = {"ok": False, "error": "token_revoked"}
        for method in ("auth.test", "conversations.open", "chat.postMessage"):
            far.behaviours[method] = lambda _arguments: refuse
        now = wall_clock()  # by which pauses go
        await asyncio.to_thread(_deliver, url, far, now, first=True)
        found = await findings(url, far)
        (token,) = about(found, "slack.bot_token")
        assert (token.level, "what waits is sent then" in token.mend) == ("error", True)
        assert [one.found for one in bad(about(found, "outbox"))] == ["1 wait (1): token_revoked"]
        far.behaviours.clear()
        for minutes in (10, 30):
            await asyncio.to_thread(_deliver, url, far, now + timedelta(minutes=minutes))
        assert len(far.posted) == 1
        far.behaviours["auth.test"] = scopes(*SCOPES)
        assert bad(about(await findings(url, far), "outbox")) == []


def _deliver(url: str, far: FarEnd, now: datetime, *, first: bool = False) -> None:
    with app_on(url, now, slack={"bot_token": TOKEN, "api_url": far.api_url}) as app:
        if first:
            with app.store.write(now) as work:
                add_member(work, "anna", "Anna Berg", ["anna@firma.example"]).slack = "U1"
                enqueue(work, key="receipt:1:0", kind="receipt", recipient="anna", content=Reply("done", t("Filed.")))
        app.outbox_worker(print, asyncio.run).deliver()


@pytest.mark.parametrize(
    ("error", "level"),
    [("invalid_trigger_id", "ok"), ("unknown_method", "warning"), ("feature_not_enabled", "warning")],
)
async def test_whether_slack_knows_side_panels_is_asked(sqlite_databases: Databases, error: str, level: str) -> None:
    async with far_end() as far:
        far.behaviours["auth.test"] = scopes(*SCOPES)
        far.behaviours["entity.presentDetails"] = lambda _asked: {"ok": False, "error": error}
        found = await findings(sqlite_databases.fresh(), far, public_url="https://crm.firma.example")
    (panels,) = about(found, "slack side panels")
    assert panels.level == level
    assert "Work Object Previews" in panels.found or error in panels.found


async def test_a_token_that_slack_refuses_says_nothing_of_side_panels(sqlite_databases: Databases) -> None:
    async with far_end() as far:
        for method in ("auth.test", "entity.presentDetails"):
            far.behaviours[method] = lambda _asked: {"ok": False, "error": "invalid_auth"}
        found = await findings(sqlite_databases.fresh(), far, public_url="https://crm.firma.example")
    assert about(found, "slack side panels") == []


async def test_without_addresses_of_records_nothing_is_said_of_side_panels(sqlite_databases: Databases) -> None:
    async with far_end() as far:
        far.behaviours["auth.test"] = scopes(*SCOPES)
        found = await findings(sqlite_databases.fresh(), far)
        assert far.of("entity.presentDetails") == []
    assert about(found, "slack side panels") == []
