"""The team is matched with the people of its Slack workspace."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from crmbot.app import App, wall_clock
from crmbot.config import Settings
from crmbot.domain.members.members import add_member, require_member
from crmbot.domain.records import ChangeSet, OutboxItem
from crmbot.errors import ConfigFault
from crmbot.slack_people import link_all, link_at_start, take_zone
from tests.channels.slack_far_end import FarEnd, far_end
from tests.databases import Databases

pytestmark = pytest.mark.asyncio


@pytest.fixture
def url(sqlite_databases: Databases) -> str:
    return sqlite_databases.fresh()


def app_of(url: str, far: FarEnd) -> App:
    slack = {"bot_token": "xoxb-1", "api_url": far.api_url}
    app = App(Settings.model_validate({"database": {"url": url}, "slack": slack}))
    with app.store.write(wall_clock() - timedelta(days=1)) as work:
        for key in ("anna", "ben", "clara"):
            add_member(work, key, key.title(), [f"{key}@firma.example"])
    return app


def person(user: str, email: str, **details: Any) -> dict[str, Any]:
    return {"id": user, "team_id": "T1", "profile": {"email": email}, **details}


def pages(*all_pages: list[dict[str, Any]]) -> Any:
    def behave(asked: dict[str, Any]) -> dict[str, Any]:
        number = int(asked.get("cursor") or 0)
        following = str(number + 1) if number + 1 < len(all_pages) else ""
        return {"ok": True, "members": all_pages[number], "response_metadata": {"next_cursor": following}}

    return behave


async def test_everybody_with_a_known_address_is_linked_and_the_others_are_named(url: str) -> None:
    async with far_end() as far:
        far.behaviours["users.list"] = pages(
            [person("U1", "Anna@Firma.example"), person("U7", "ben@firma.example", deleted=True)],
            [person("U8", "ben@firma.example", team_id="T2"), person("U2", "else@firma.example")],
        )
        app = app_of(url, far)
        matched = await asyncio.to_thread(link_all, app)
    assert [(one.key, one.slack) for one in matched.linked] == [("anna", "U1")]
    assert [one.key for one in matched.missing] == ["ben", "clara"]
    with app.store.read() as session:
        assert require_member(session, "anna").slack == "U1"
        assert session.scalars(select(OutboxItem)).all() == []


async def test_whoever_is_linked_now_is_welcomed_when_that_is_wanted(url: str) -> None:
    async with far_end() as far:
        far.behaviours["users.list"] = pages([person("U1", "anna@firma.example")])
        app = app_of(url, far)
        await asyncio.to_thread(link_all, app, welcome=True)
    with app.store.read() as session:
        assert [item.recipient for item in session.scalars(select(OutboxItem))] == ["anna"]


async def test_a_slack_that_refuses_is_told_and_does_not_stop_a_server(url: str) -> None:
    async with far_end() as far:
        far.behaviours["users.list"] = lambda _asked: {"ok": False, "error": "missing_scope"}
        app = app_of(url, far)
        with pytest.raises(ConfigFault, match="missing_scope"):
            await asyncio.to_thread(link_all, app)
        await link_at_start(app)
        far.behaviours["users.list"] = pages([person("U1", "anna@firma.example")])
        await link_at_start(app)
    with app.store.read() as session:
        assert require_member(session, "anna").slack == "U1"
        linked = session.scalars(select(ChangeSet).where(ChangeSet.action == "link")).all()
        assert [one.channel for one in linked] == ["slack"]


async def test_the_zone_of_the_chat_is_ones_own_until_one_names_another(url: str) -> None:
    async with far_end() as far:
        app = app_of(url, far)

        async def zone(there: str) -> str | None:
            far.behaviours["users.list"] = pages([person("U1", "anna@firma.example", tz=there)])
            await asyncio.to_thread(link_all, app)
            with app.store.read() as session:
                return require_member(session, "anna").timezone

        assert [await zone(one) for one in ("Asia/Tokyo", "Mars/Base", "Europe/Vienna")] == [
            "Asia/Tokyo", "Asia/Tokyo", "Europe/Vienna",
        ]  # fmt: skip
        with app.store.write(wall_clock()) as work:
            require_member(work.session, "anna").timezone = "Europe/Lisbon"
        assert await zone("Asia/Tokyo") == "Europe/Lisbon"


async def test_slack_may_ask_us_to_wait_between_pages(url: str) -> None:
    asked: list[dict[str, Any]] = []

    async def behave(arguments: dict[str, Any]) -> web.StreamResponse:
        asked.append(arguments)
        if len(asked) == 1:
            refusal = {"ok": False, "error": "ratelimited"}
            return web.json_response(refusal, status=429, headers={"Retry-After": "0"})
        return web.json_response({"ok": True, "members": [person("U1", "anna@firma.example")]})

    async with far_end() as far:
        far.behaviours["users.list"] = behave
        matched = await asyncio.to_thread(link_all, app_of(url, far))
    assert [one.key for one in matched.linked] == ["anna"]


async def test_who_travels_has_the_clock_of_where_he_is_unless_he_named_one(url: str) -> None:
    async with far_end() as far:
        far.behaviours["users.list"] = pages(
            [person("U1", "anna@firma.example", tz="Europe/Berlin"), person("U2", "ben@firma.example")]
        )
        app = app_of(url, far)
        await asyncio.to_thread(link_all, app)
        with app.store.write(wall_clock()) as work:
            require_member(work.session, "ben").timezone = "Europe/Vienna"
        for user, zone in (
            ("U1", "America/New_York"),
            ("U2", "America/New_York"),
            ("U9", "Asia/Tokyo"),
            ("U1", "Mars"),
        ):
            await take_zone(app, user, zone)
    with app.store.read() as session:
        assert require_member(session, "anna").timezone == "America/New_York"
        assert require_member(session, "ben").timezone == "Europe/Vienna"
        actions = [one.action for one in session.scalars(select(ChangeSet)) if one.action == "zone"]
    assert actions == ["zone"]
