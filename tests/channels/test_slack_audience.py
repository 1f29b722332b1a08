"""Who reads a conversation, as far as Slack tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.audience import Audiences
from tests.channels.slack_far_end import FarEnd, far_end

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def slack(
    channel: dict[str, Any], members: tuple[str, ...] = ("U1", "U2"), guests: tuple[str, ...] = ()
) -> AsyncIterator[tuple[FarEnd, AsyncWebClient]]:
    """A workspace in which `guests` are restricted."""

    def person(user: str) -> dict[str, Any]:
        return {"id": user, "team_id": "T1", "is_restricted": user in guests}

    async with far_end() as far:
        far.behaviours["conversations.info"] = lambda asked: {
            "ok": True,
            "channel": {"id": asked["channel"], **channel},
        }
        far.behaviours["conversations.members"] = lambda _asked: {"ok": True, "members": list(members)}
        far.behaviours["users.info"] = lambda asked: {"ok": True, "user": person(asked["user"])}
        far.behaviours["users.list"] = lambda _asked: {"ok": True, "members": [person(user) for user in members]}
        yield far, AsyncWebClient(token="xoxb-1", base_url=far.api_url)


async def test_a_channel_of_colleagues_is_the_teams():
    async with slack({"is_channel": True}) as (_, client):
        assert await Audiences(client).of("C1") == "team"


async def test_one_guest_makes_it_a_channel_with_guests():
    async with slack({"is_channel": True}, guests=("U2",)) as (_, client):
        assert await Audiences(client).of("C1") == "guests"


@pytest.mark.parametrize("sign", ["is_ext_shared", "is_pending_ext_shared"])
async def test_a_channel_shared_with_another_organisation_is_shared_from_the_invitation_on(sign):
    async with slack({"is_channel": True, sign: True}) as (_, client):
        assert await Audiences(client).of("C1") == "shared"


async def test_the_bots_direct_message_with_a_colleague_is_direct_and_with_a_guest_is_not():
    async with slack({"is_im": True, "user": "U1"}, guests=("U2",)) as (far, client):
        assert await Audiences(client).of("D1") == "direct"
        far.behaviours["conversations.info"] = lambda _asked: {"ok": True, "channel": {"is_im": True, "user": "U2"}}
        assert await Audiences(client).of("D2") == "guests"


async def test_where_the_bot_cannot_look_into_it_it_does_not_know():
    async with slack({}) as (far, client):
        far.behaviours["conversations.info"] = lambda _asked: {"ok": False, "error": "channel_not_found"}
        assert await Audiences(client).of("C9") == "unknown"


async def test_a_guest_among_hundreds_is_found_with_one_list():
    crowd = tuple(f"U{number}" for number in range(300))
    async with slack({"is_channel": True}, crowd, guests=("U299",)) as (far, client):
        assert await Audiences(client).of("C1") == "guests"
        assert len(far.of("users.list")) == 1
        assert far.of("users.info") == []


async def test_an_audience_is_kept_until_somebody_joins():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)
        assert [await audiences.of("C1"), await audiences.of("C1")] == ["team", "team"]
        assert len(far.of("conversations.info")) == 1
        far.behaviours["conversations.members"] = lambda _asked: {"ok": True, "members": ["U1", "U3"]}
        far.behaviours["users.info"] = lambda _asked: {"ok": True, "user": {"id": "U3", "is_ultra_restricted": True}}
        audiences.forget("C1")
        assert await audiences.of("C1") == "guests"


async def test_who_becomes_a_guest_is_one_at_once():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)
        assert await audiences.of("C1") == "team"
        far.behaviours["users.info"] = lambda asked: {"ok": True, "user": {"id": asked["user"], "is_restricted": True}}
        audiences.changed({"id": "U2", "is_restricted": True})
        assert await audiences.of("C1") == "guests"


async def test_who_only_changes_his_status_costs_no_question():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)
        await audiences.of("C1")
        audiences.changed({"id": "U2", "profile": {"status_emoji": ":palm_tree:"}})
        audiences.changed({"id": "U9", "profile": {"status_emoji": ":tea:"}})
        assert await audiences.of("C1") == "team"
        assert len(far.of("conversations.info")) == 1


async def test_who_is_a_guest_no_longer_may_read_on():
    async with slack({"is_channel": True}, guests=("U2",)) as (_, client):
        audiences = Audiences(client)
        assert await audiences.of("C1") == "guests"
        audiences.changed({"id": "U2"})
        assert await audiences.of("C1") == "team"


async def test_who_joins_while_slack_is_asked_is_counted():
    members = ["U1"]
    async with slack({"is_channel": True}, guests=("U2",)) as (far, client):
        audiences = Audiences(client)

        async def slow(_asked: dict[str, Any]) -> web.StreamResponse:
            found = list(members)
            if len(found) == 1:  # he joins when Slack has looked and not answered yet
                members.append("U2")
                audiences.forget("C1")
            return web.json_response({"ok": True, "members": found})

        far.behaviours["conversations.members"] = slow
        assert [await audiences.of("C1"), await audiences.of("C1")] == ["guests", "guests"]


async def test_who_becomes_a_guest_while_slack_is_asked_is_one():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)

        async def slow(asked: dict[str, Any]) -> web.StreamResponse:
            audiences.changed({"id": "U2", "is_restricted": True})
            return web.json_response({"ok": True, "user": {"id": asked["user"]}})

        far.behaviours["users.info"] = slow
        assert await audiences.of("C1") == "guests"


async def test_what_happens_in_other_channels_meanwhile_does_not_matter():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)

        async def busy(_asked: dict[str, Any]) -> web.StreamResponse:
            audiences.forget("C2")
            audiences.changed({"id": f"U{len(far.calls) + 100}", "is_restricted": True})
            return web.json_response({"ok": True, "members": ["U1", "U2"]})

        far.behaviours["conversations.members"] = busy
        assert [await audiences.of("C1"), await audiences.of("C1")] == ["team", "team"]
        assert len(far.of("conversations.info")) == 1


async def test_many_who_ask_anew_at_once_all_hear_who_reads():
    async with slack({"is_channel": True}) as (_, client):
        audiences = Audiences(client)
        heard = await asyncio.gather(*(audiences.of("C1", anew=True) for _ in range(8)))
        assert heard == ["team"] * 8


async def test_where_people_come_and_go_without_end_it_does_not_know():
    async with slack({"is_channel": True}) as (far, client):
        audiences = Audiences(client)

        async def restless(_asked: dict[str, Any]) -> web.StreamResponse:
            audiences.forget("C1")
            return web.json_response({"ok": True, "members": ["U1"]})

        far.behaviours["conversations.members"] = restless
        assert await asyncio.wait_for(audiences.of("C1"), 5) == "unknown"
