"""Who was removed from the workspace has no access from that moment on."""

from __future__ import annotations

from typing import Any

import pytest

from crmbot.shapes import Reply, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import shown
from tests.channels.slack_bot import Bot, bot

pytestmark = pytest.mark.asyncio


async def tell(here: Bot, number: int, **event: Any) -> None:
    await here.post(ask.event(event_id=f"Ev{number}", **event), kind="json")


async def say(here: Bot, number: int) -> str:
    """The answer to a direct message."""
    await tell(here, number, text="pipeline", ts=f"{number}.0")
    return shown((await here.far.wait_for("chat.postMessage", len(here.far.of("chat.postMessage")) + 1))[-1]["blocks"])


async def test_who_is_removed_is_refused_at_once_and_answered_again_when_he_is_back():
    async with bot(lambda _message: Reply("done", t("Here you are"))) as here:
        assert "Here you are" in await say(here, 1)
        await tell(here, 2, type="user_change", user={"id": "U1", "deleted": True})
        here.far.behaviours["users.info"] = lambda _asked: {"ok": True, "user": {"id": "U1", "deleted": True}}
        assert "no more" in await say(here, 3)
        del here.far.behaviours["users.info"]
        await tell(here, 4, type="user_change", user={"id": "U1", "deleted": False})
        assert "Here you are" in await say(here, 5)
    assert len(here.asked) == 2


async def test_a_change_of_somebody_else_changes_nothing():
    async with bot(lambda _message: Reply("done", t("Here you are"))) as here:
        await tell(here, 1, type="user_change", user={"id": "U2", "deleted": True})
        assert "Here you are" in await say(here, 2)


async def test_after_somebody_joined_the_audience_is_looked_at_anew():
    link = "https://crm.firma.example/r/1042"
    posted = {"type": "link_shared", "channel": "C1", "links": [{"url": link, "domain": "crm.firma.example"}]}
    guests: set[str] = set()
    async with bot(lambda _message: Reply("card", t("Card")), public_url="https://crm.firma.example") as here:
        here.far.behaviours["conversations.info"] = lambda _asked: {"ok": True, "channel": {}}
        here.far.behaviours["conversations.members"] = lambda _asked: {"ok": True, "members": ["U1", "U2", *guests]}
        here.far.behaviours["users.info"] = lambda asked: {
            "ok": True,
            "user": {"id": asked["user"], "is_restricted": asked["user"] in guests},
        }
        for number in (1, 2):
            await tell(here, number, **posted, message_ts=f"{number}.0")
            await here.far.wait_for("chat.unfurl", number)
        assert len(here.far.of("conversations.members")) == 1
        guests.add("U3")
        await tell(here, 3, type="member_joined_channel", channel="C1", user="U3")
        await tell(here, 4, **posted, message_ts="4.0")
        await here.far.wait_for("conversations.members", 2)


async def test_a_clock_that_is_changed_in_slack_is_told():
    told: list[tuple[str, str]] = []

    async def moved(user: str, zone: str) -> None:
        told.append((user, zone))

    async with bot(lambda _message: Reply("done", t("Here you are")), moved=moved) as here:
        await tell(here, 1, type="user_change", user={"id": "U1", "tz": "America/New_York"})
        await tell(here, 2, type="user_change", user={"id": "U2", "tz": None})
        await here.work.finish(2)
    assert told == [("U1", "America/New_York")]
