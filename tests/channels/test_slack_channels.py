"""Channels of deals on Slack: made once, linked only among colleagues, read only by those who may (G10–G12, G27)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from crmbot.channels.slack.company import Company
from crmbot.channels.slack.sender import SlackSender
from crmbot.channels.slack.settings import SlackSettings
from crmbot.shapes import Notice, Reader, Record, Reply, t
from tests.channels.block_rules import faults
from tests.channels.slack_far_end import far_end
from tests.channels.slack_workspace import BOT, Room, Workspace

pytestmark = pytest.mark.asyncio

CARD = Reply("card", t("Shelves"), records=(Record("deal", 1042, "Shelves"),))
MAKE = {
    "do": "make", "private": True, "name": "deal-1042-brandt-gmbh", "purpose": "crmbot #1042", "row": 1,
    "people": ["U1", "ben@firma.example", "nobody@firma.example"],
}  # fmt: skip
LINK = {"do": "link", "name": "brandt", "purpose": "crmbot #1042", "row": 1}


def notice(plan: dict[str, Any], attempt: int = 1, kind: str = "channel") -> Notice:
    content = replace(CARD, totals={"slack_channel": plan})
    return Notice(1, "channel:1:1042", kind, "#deal-1042-brandt-gmbh", None, content, Reader("en"), attempt)


@asynccontextmanager
async def office(**workspace: Any) -> AsyncIterator[tuple[Workspace, SlackSender]]:
    async with far_end() as far:
        there = Workspace({"ben@firma.example": "U2"}, **workspace).behind(far)
        yield there, SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        for room in there.rooms:
            assert [faults(message["blocks"]) for message in room.messages] == [[] for _ in room.messages]


async def test_g10_a_channel_is_made_with_its_people_and_its_card_pinned():
    async with office() as (there, sender):
        outcome = await sender.send(notice(MAKE))
        room = there.room("deal-1042-brandt-gmbh")
        assert (outcome.sent, outcome.reference) == (True, f"{room.id}/1.0/{room.name}")
        assert (room.members, room.pins, room.private, room.purpose) == (
            [BOT, "U1", "U2"],
            ["1.0"],
            True,
            "crmbot #1042",
        )


@pytest.mark.parametrize(
    "lost", ["conversations.create", "conversations.setPurpose", "conversations.invite", "chat.postMessage", "pins.add"]
)
async def test_g10_an_attempt_that_broke_off_anywhere_makes_no_second_channel_and_no_second_card(lost):
    async with office(dies_after=lost) as (there, sender):
        first = await sender.send(notice(MAKE))
        assert (first.sent, first.retry) == (False, True)
        assert (await sender.send(notice(MAKE, attempt=2))).sent
        (room,) = there.rooms
        assert (room.members, room.pins, len(room.messages)) == ([BOT, "U1", "U2"], ["1.0"], 1)


async def test_g10_a_name_that_somebody_else_took_gets_a_number():
    async with office(rooms=[Room("C1", "deal-1042-brandt-gmbh", creator="U9", members=["U9"])]) as (there, sender):
        assert (await sender.send(notice(MAKE))).sent
        assert there.room("deal-1042-brandt-gmbh-2").pins == ["1.0"]


async def test_g27_an_existing_channel_is_linked_and_unlinked_with_its_card():
    async with office(rooms=[Room("C7", "brandt", creator="U1", members=["U1", BOT])]) as (there, sender):
        outcome = await sender.send(notice(LINK))
        assert (outcome.sent, outcome.reference, there.rooms[0].pins) == (True, "C7/1.0/brandt", ["1.0"])
        assert (await sender.send(notice({"do": "unlink", "channel": "C7", "pinned": "1.0"}))).sent
        assert there.rooms[0].pins == []
        assert (await sender.send(notice({"do": "unlink", "channel": "C7", "pinned": "1.0"}, attempt=2))).sent


@pytest.mark.parametrize(
    ("room", "guests", "reason"),
    [
        (Room("C7", "brandt", members=["U1", "U5", BOT]), {"U5"}, "guests"),
        (Room("C7", "brandt", members=["U1", BOT], shared=True), set(), "shared"),
        (Room("C7", "brandt", members=["U1"]), set(), "channel_not_found"),
    ],
)
async def test_g12_a_channel_with_outsiders_or_without_the_bot_is_refused_with_the_reason(room, guests, reason):
    async with office(rooms=[room], guests=guests) as (there, sender):
        outcome = await sender.send(notice(LINK))
        assert (outcome.sent, outcome.retry, outcome.error) == (False, False, reason)
        assert (there.rooms[0].messages, there.rooms[0].pins) == ([], [])


async def test_g11_who_must_not_read_any_more_is_taken_out_before_news_are_posted():
    async with office(rooms=[Room("C7", "deal-1042", members=[BOT, "U1", "U2"])]) as (there, sender):
        plan = {"do": "post", "channel": "C7", "people": ["U3"], "out": ["ben@firma.example", "U8"]}
        assert (await sender.send(notice(plan, kind="channel_news"))).sent
        assert (there.rooms[0].members, len(there.rooms[0].messages)) == ([BOT, "U1", "U3"], 1)


async def test_g11_nothing_is_posted_while_he_cannot_be_taken_out():
    async with far_end() as far:
        there = Workspace(rooms=[Room("C7", "deal-1042", members=[BOT, "U1", "U2"])]).behind(far)
        far.behaviours["conversations.kick"] = lambda _arguments: {"ok": False, "error": "restricted_action"}
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        outcome = await sender.send(notice({"do": "post", "channel": "C7", "out": ["U2"]}, kind="channel_news"))
    assert (outcome.sent, outcome.retry, there.rooms[0].messages) == (False, False, [])


async def test_g12_where_a_guest_has_come_to_read_only_the_number_is_told():
    async with office(rooms=[Room("C7", "deal-1042", members=[BOT, "U1", "U5"])], guests={"U5"}) as (there, sender):
        assert (await sender.send(notice({"do": "post", "channel": "C7"}, kind="channel_news"))).sent
        (message,) = there.rooms[0].messages
        assert "Shelves" not in str(message)
        assert "#1042" in message["text"]


@pytest.mark.parametrize(("members", "told"), [([BOT, "U1"], True), ([BOT, "U1", "U5"], False)])
@pytest.mark.parametrize("recipient", ["#wins", "#C7"])
async def test_g12_what_rules_announce_is_told_in_full_to_colleagues_alone(members, told, recipient):
    async with office(rooms=[Room("C7", "wins", members=members)], guests={"U5"}) as (there, sender):
        news = Notice(1, "announce:1:1042:#wins", "announcement", recipient, None, CARD, Reader("en"), 1)
        assert (await sender.send(news)).sent
        (message,) = there.rooms[0].messages
        assert ("Shelves" in str(message)) is told
        assert ("#1042" in message["text"]) is not told


async def test_g12_news_without_a_record_are_not_told_where_others_read():
    async with office(rooms=[Room("C7", "wins", members=[BOT, "U1", "U5"])], guests={"U5"}) as (there, sender):
        news = Notice(1, "x:1", "announcement", "#wins", None, replace(CARD, records=()), Reader("en"), 1)
        assert (await sender.send(news)).sent
        (message,) = there.rooms[0].messages
        assert "Shelves" not in str(message)


async def test_a_channel_that_is_named_by_its_id_is_not_searched_for():
    async with far_end() as far:
        Workspace(rooms=[Room("C7", "wins", members=[BOT, "U1"])]).behind(far)
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        news = Notice(1, "announce:1:1042:#C7", "announcement", "#C7", None, CARD, Reader("en"), 1)
        assert (await sender.send(news)).sent
        assert not {"users.conversations", "conversations.list"} & {method for method, _ in far.calls}


async def test_a_channel_that_was_not_found_is_not_searched_for_each_time():
    async with far_end() as far:
        Workspace(rooms=[Room("C7", "wins", members=["U1"], private=True)]).behind(far)
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        for news in (1, 2):
            key = f"announce:{news}:1042:#wins"
            await sender.send(Notice(news, key, "announcement", "#wins", None, CARD, Reader("en"), 1))
        assert len(far.of("conversations.list")) == 1


async def test_g12_who_joined_a_moment_ago_is_seen_before_the_next_news():
    async with office(rooms=[Room("C7", "deal-1042", members=[BOT, "U1"])], guests={"U5"}) as (there, sender):
        for news in (1, 2):
            post = replace(notice({"do": "post", "channel": "C7"}, kind="channel_news"), key=f"news:{news}")
            assert (await sender.send(post)).sent
            there.rooms[0].members.append("U5")
        assert ["Shelves" in str(message) for message in there.rooms[0].messages] == [True, False]


async def test_before_news_slack_is_asked_once_who_is_inside():
    async with far_end() as far:
        Workspace(rooms=[Room("C7", "deal-1042", members=[BOT, "U1", "U2"])]).behind(far)
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        plan = {"do": "post", "channel": "C7", "people": ["U1", "U3"], "out": ["U2"]}
        assert (await sender.send(notice(plan, kind="channel_news"))).sent
        asked = [method for method, _ in far.calls]
    assert asked[: asked.index("conversations.info")].count("conversations.members") == 1


async def test_what_slack_tells_the_bot_of_people_counts_for_news_too():
    async with far_end() as far:
        there = Workspace(rooms=[Room("C7", "deal-1042", members=[BOT, "U1"])]).behind(far)
        company = Company(SlackSettings("xoxb-1", api_url=far.api_url))
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url), company)
        await sender.send(notice({"do": "post", "channel": "C7"}, kind="channel_news"))
        company.audiences.changed({"id": "U1", "is_restricted": True})
        await sender.send(notice({"do": "post", "channel": "C7"}, kind="channel_news"))
    assert ["Shelves" in str(message) for message in there.rooms[0].messages] == [True, False]


async def test_g16_an_answer_stands_in_the_thread_and_alone_where_that_was_deleted():
    async with far_end() as far:
        there = Workspace(rooms=[Room("C7", "wins")]).behind(far)
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        below = replace(notice({}, kind="announcement"), recipient="#wins", content=CARD, thread="C7/1.0")
        await sender.send(below)
        usual = far.behaviours["chat.postMessage"]

        def deleted(arguments: dict[str, Any]) -> Any:
            return {"ok": False, "error": "thread_not_found"} if "thread_ts" in arguments else usual(arguments)

        far.behaviours["chat.postMessage"] = deleted
        assert (await sender.send(below)).sent
    first, second = there.rooms[0].messages
    assert (first["thread_ts"], first["channel"], second.get("thread_ts"), second["channel"]) == (
        "1.0",
        "C7",
        None,
        "#wins",
    )


@pytest.mark.parametrize("recipient", ["#nowhere", "#secret", "#wins"])
async def test_g19_a_channel_without_the_bot_fails_with_the_hint(recipient):
    async with far_end() as far:
        Workspace(rooms=[Room("C7", "secret", members=["U1"], private=True), Room("C8", "wins", members=[])]).behind(
            far
        )
        sender = SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))
        outcome = await sender.send(replace(notice({}, kind="announcement"), recipient=recipient, content=CARD))
    assert (outcome.sent, outcome.retry) == (False, False)
    assert "/invite @crmbot" in (outcome.error or "")
