"""Which mail address of Slack's may name a member of the team."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.users import Users, display_name, trusted_email
from tests.channels.slack_far_end import far_end


def user(**details: Any) -> dict[str, Any]:
    return {"id": "U1", "team_id": "T1", "profile": {"email": "Anna@Firma.example"}, **details}


def test_the_address_of_a_colleague_counts():
    assert trusted_email(user(), "T1") == "anna@firma.example"


@pytest.mark.parametrize(
    "details",
    [
        {"team_id": "T2"},
        {"is_stranger": True},
        {"deleted": True},
        {"is_bot": True},
        {"is_email_confirmed": False},
        {"profile": {}},
        {"profile": {"email": ""}},
    ],
)
def test_the_address_of_strangers_and_leavers_counts_not(details):
    assert trusted_email(user(**details), "T1") is None


def test_in_an_organisation_any_of_its_workspaces_is_home():
    assert trusted_email(user(team_id="E1", enterprise_user={"teams": ["T9", "T1"]}), "T1") == "anna@firma.example"


@pytest.mark.asyncio
async def test_an_address_is_kept_for_some_minutes_and_then_asked_again():
    now = 0.0
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url), clock=lambda: now)
        for now in (1.0, 200.0, 302.0):  # noqa: B007 - read by the clock
            assert await users.email("U1", "T1") == "anna@firma.example"
        assert len(far.of("users.info")) == 2


@pytest.mark.asyncio
async def test_a_failure_is_not_kept():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))
        far.behaviours["users.info"] = lambda _arguments: {"ok": False, "error": "user_not_found"}
        assert await users.email("U1", "T1") is None
        del far.behaviours["users.info"]
        assert await users.email("U1", "T1") == "anna@firma.example"


@pytest.mark.asyncio
async def test_who_is_removed_is_known_as_gone_at_once_and_back_when_he_is():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))
        assert await users.email("U1", "T1") == "anna@firma.example"
        far.behaviours["users.info"] = lambda _arguments: {"ok": True, "user": user(deleted=True)}
        users.changed(user(deleted=True))
        assert users.is_gone("U1")
        assert await users.email("U1", "T1") is None
        del far.behaviours["users.info"]
        users.changed(user())
        assert not users.is_gone("U1")
        assert await users.email("U1", "T1") == "anna@firma.example"


@pytest.mark.asyncio
async def test_who_is_found_removed_when_he_is_asked_for_is_gone_too():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))
        far.behaviours["users.info"] = lambda _arguments: {"ok": True, "user": user(deleted=True)}
        await users.email("U1", "T1")
        assert users.is_gone("U1")


@pytest.mark.parametrize(
    ("details", "name"),
    [
        ({"profile": {"display_name": "Anni", "real_name": "Anna Berg"}}, "Anni"),
        ({"profile": {"display_name": " ", "real_name": "Anna Berg"}}, "Anna Berg"),
        ({"profile": {}, "name": "anna"}, "anna"),
        ({"profile": {}}, None),
    ],
)
def test_the_name_is_the_one_he_chose_else_his_full_one(details, name):
    assert display_name({"id": "U1", **details}) == name


@pytest.mark.asyncio
async def test_to_be_called_by_name_makes_no_address_trusted():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))
        far.behaviours["users.info"] = lambda _arguments: {"ok": True, "user": user(team_id="T2", name="mallory")}
        assert await users.name("U1") == "mallory"
        assert await users.email("U1", "T1") is None


@pytest.mark.asyncio
@pytest.mark.parametrize("name", ["", "u1", "x" * 10_000, "U1&user=U2", "../U1"])
async def test_what_is_no_id_of_slacks_is_not_asked_for(name):
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-x", base_url=far.api_url))
        assert await users.email(name, "T1") is None
        assert far.calls == []


@pytest.mark.asyncio
async def test_who_is_removed_while_slack_is_asked_about_him_stays_removed():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))

        async def late(_asked: dict[str, Any]) -> web.StreamResponse:
            users.changed({"id": "U1", "deleted": True})
            return web.json_response({"ok": True, "user": user()})

        far.behaviours["users.info"] = late
        await users.email("U1", "T1")
        assert users.is_gone("U1")


@pytest.mark.asyncio
async def test_what_is_told_of_others_meanwhile_lets_no_answer_be_asked_for_twice():
    async with far_end() as far:
        users = Users(AsyncWebClient(token="xoxb-1", base_url=far.api_url))

        async def busy(_asked: dict[str, Any]) -> web.StreamResponse:
            users.changed({"id": "U2", "profile": {"status_text": "lunch"}})
            return web.json_response({"ok": True, "user": user()})

        far.behaviours["users.info"] = busy
        assert [await users.email("U1", "T1") for _ in range(2)] == ["anna@firma.example"] * 2
        assert len(far.of("users.info")) == 1
