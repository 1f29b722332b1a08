"""A channel for a deal (rows G10–G12, G27), told through the outbox to a small workspace."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from crmbot import codec
from crmbot.channels.slack.sender import SlackSender
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.terminal import render_text
from crmbot.delivery.outbox import OutboxWorker, outbox_items
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.announcing.announcing import announce
from crmbot.domain.announcing.rules import Telling
from crmbot.domain.changes.deleting import delete_deal
from crmbot.domain.members.members import member_by_key
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, Member, OutboxItem, RecordChannel
from crmbot.shapes import Notice, Outcome, Reader
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.channels.slack_far_end import far_end
from tests.channels.slack_workspace import BOT, Room, Workspace


@dataclass
class Slack:
    """The whole way to a workspace, an attempt at a time."""

    workspace: Workspace = field(default_factory=Workspace)
    looks_first: bool = True
    refusal: str = ""  # Slack's word for why no channel is made

    def address(self, member: Member) -> str | None:
        return member.slack

    def send(self, notice: Notice) -> Outcome:
        return asyncio.run(self._send(notice))

    async def _send(self, notice: Notice) -> Outcome:
        async with far_end() as far:
            self.workspace.behind(far)
            if self.refusal:
                far.behaviours["conversations.create"] = lambda _arguments: {"ok": False, "error": self.refusal}
            return await SlackSender(SlackSettings("xoxb-1", api_url=far.api_url)).send(notice)


@pytest.fixture
def talk(both: Talk) -> Iterator[Talk]:
    """Anna, Ben and Clara are in Slack; Anna's company tells what happens."""
    telling = Telling((), builtin_process)
    both.store.before_commit = (lambda work: announce(work, telling),)
    with both.store.write(both.now) as work:
        for place, key in enumerate(("anna", "ben", "clara"), start=1):
            member = member_by_key(work.session, key)
            assert member is not None
            member.slack = f"U{place}"
    yield both
    both.store.before_commit = ()


@pytest.fixture
def slack() -> Slack:
    return Slack()


def deliver(store: Store, slack: Slack, at: datetime) -> None:
    OutboxWorker(store, DeliverySettings(language="en"), {"slack": slack}, lambda: at, lambda: at).deliver()


def items(talk: Talk) -> list[OutboxItem]:
    with talk.store.read() as session:
        return outbox_items(session)


def channels(talk: Talk) -> list[RecordChannel]:
    with talk.store.read() as session:
        return session.query(RecordChannel).all()


def deal(talk: Talk, text: str = "lead Sabine Kolb, Köhler & Brandt GmbH, 20k") -> int:
    return only(talk.say(text), "deal").number


def posted(room: Room) -> list[str]:
    return [str(message["text"]) for message in room.messages]


def test_g10_the_button_makes_one_channel_with_its_people_and_its_news(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    talk.with_user("ben").say(f"follow #{number}")
    assert talk.say(f"channel #{number}", key="press 1").ok
    assert talk.say(f"kanal #{number}", key="press 2").ok
    talk.say(f"stage #{number} develop")
    talk.say(f"assign #{number} clara")
    talk.say(f"won #{number}")
    deliver(talk.store, slack, talk.now)
    (room,) = slack.workspace.rooms
    assert room.name == f"deal-{number}-koehler-brandt-gmbh"
    assert (room.private, set(room.members), room.pins) == (True, {BOT, "U1", "U2", "U3"}, ["1.0"])
    moved, handed, won = posted(room)[1:]
    assert ["is now in" in moved, "now takes care" in handed, "Won:" in won] == [True, True, True]
    (row,) = channels(talk)
    assert (row.channel, row.name, row.pinned, row.made) == (room.id, room.name, "1.0", True)


def test_g10_the_card_has_the_button_until_there_is_a_channel(talk: Talk) -> None:
    number = deal(talk)
    button = f"channel #{number}"
    assert button in talk.commands(talk.say(f"show #{number}"))
    talk.say(button)
    assert button not in talk.commands(talk.say(f"show #{number}"))


def test_g10_twice_at_once_it_is_still_one_channel(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    for _ in range(2):
        talk.say(f"channel #{number}")
        deliver(talk.store, slack, talk.now)
    assert len(slack.workspace.rooms) == 1
    assert len([item for item in items(talk) if item.kind == "channel"]) == 1


def test_g10_killed_after_slack_made_it_the_next_attempt_finds_it(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    talk.say(f"channel #{number}")

    class Dies(Slack):
        def send(self, notice: Notice) -> Outcome:
            super().send(notice)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(talk.store, Dies(slack.workspace), talk.now)
    deliver(talk.store, slack, talk.now + timedelta(minutes=5))
    (room,) = slack.workspace.rooms
    assert (room.pins, len(room.messages), channels(talk)[0].channel) == (["1.0"], 1, room.id)


def test_g11_who_loses_the_right_is_not_invited_and_reads_no_more(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    talk.with_user("ben").say(f"follow #{number}")
    talk.say(f"channel #{number}")
    deliver(talk.store, slack, talk.now)
    _only_his_own(talk, "ben")
    talk.say(f"won #{number}")
    deliver(talk.store, slack, talk.now)
    (room,) = slack.workspace.rooms
    assert set(room.members) == {BOT, "U1"}
    other = deal(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"channel #{other}")
    deliver(talk.store, slack, talk.now)
    assert set(slack.workspace.rooms[1].members) == {BOT, "U1"}
    assert not talk.with_user("ben").say(f"won #{other}").ok


def _only_his_own(talk: Talk, key: str) -> None:
    with talk.store.write(talk.now) as work:
        member = member_by_key(work.session, key)
        assert member is not None
        member.rights, member.permissions = "custom", {"read": "own", "write": "own"}


def test_g27_a_linked_channel_has_the_card_pinned_until_it_is_unlinked(talk: Talk, slack: Slack) -> None:
    slack.workspace.rooms.append(Room("C7", "brandt", creator="U1", members=["U1", BOT]))
    number = deal(talk)
    assert talk.say(f"channel #{number} link #brandt").ok
    deliver(talk.store, slack, talk.now)
    room = slack.workspace.rooms[0]
    assert (room.pins, room.members) == (["1.0"], ["U1", BOT])
    talk.say(f"won #{number}")
    deliver(talk.store, slack, talk.now)
    assert len(room.messages) == 2
    assert talk.say(f"kanal #{number} aus").ok
    deliver(talk.store, slack, talk.now)
    assert (room.pins, channels(talk)) == ([], [])
    talk.say(f"stage #{number} delivery")
    deliver(talk.store, slack, talk.now)
    assert len(room.messages) == 2


@pytest.mark.parametrize(
    ("guests", "members", "why"),
    [({"U5"}, ["U1", "U5", BOT], "there are guests in #brandt"), (set(), ["U1"], "/invite @crmbot")],
)
def test_g12_g19_who_wanted_it_hears_why_a_channel_is_not_linked(
    talk: Talk, slack: Slack, guests: set[str], members: list[str], why: str
) -> None:
    slack.workspace.rooms.append(Room("C7", "brandt", members=members))
    slack.workspace.guests = guests
    number = deal(talk)
    talk.say(f"channel #{number} link #brandt")
    deliver(talk.store, slack, talk.now)
    assert channels(talk) == []
    told = [item for item in items(talk) if item.recipient == "anna"]
    assert why in render_text(codec.load(told[-1].content), Reader("en"))
    assert next(item.error for item in items(talk) if item.kind == "channel") is not None


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("name_taken", "there is a channel called #deal-"),
        ("no_permission", "I lack a permission"),
        ("not_allowed_token_type", "I lack a permission"),
        ("restricted_action", "your workspace does not let me"),
        ("unknown_method", "Make one yourself"),
        ("is_archived", "is archived"),
        ("not_in_channel", "/invite @crmbot"),
        ("nobody_knows_why", "crmbot's log"),
    ],
)
def test_what_slack_refuses_is_said_in_words_and_its_own_word_is_kept(
    talk: Talk, slack: Slack, word: str, why: str
) -> None:
    slack.refusal = word
    talk.say(f"channel #{deal(talk)}")
    deliver(talk.store, slack, talk.now)
    told = [item for item in items(talk) if item.recipient == "anna"]
    words = render_text(codec.load(told[-1].content), Reader("en"), width=400)
    assert (why in words, word in words) == (True, False)
    assert [item.error.partition(":")[0] for item in items(talk) if item.kind == "channel" and item.error] == [word]


def test_undone_before_it_was_made_no_channel_is_told_of_the_deal(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    talk.say(f"channel #{number}")
    talk.say("undo")
    deliver(talk.store, slack, talk.now)
    assert (slack.workspace.rooms, channels(talk)) == ([], [])


def test_g10_a_channel_that_was_unlinked_is_taken_again(talk: Talk, slack: Slack) -> None:
    number = deal(talk)
    for request in (f"channel #{number}", f"channel #{number} off", f"channel #{number}"):
        talk.say(request)
        deliver(talk.store, slack, talk.now)
    (room,) = slack.workspace.rooms
    assert len(room.pins) == 1


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("Müller & Söhne KG", "mueller-soehne-kg"),
        ("ÀÇME s.r.o. (CZ)", "acme-s-r-o-cz"),
        ("Ł" * 3 + "x" * 120, None),
    ],
)
def test_g10_names_of_channels_are_clean(talk: Talk, slack: Slack, company: str, name: str | None) -> None:
    number = deal(talk, f'lead Sabine Kolb, company "{company}"') if name is None else deal(talk, f"lead {company}, 5k")
    talk.say(f"channel #{number}")
    deliver(talk.store, slack, talk.now)
    (room,) = slack.workspace.rooms
    assert room.name.startswith(f"deal-{number}")
    assert len(room.name) <= 80


def test_a_request_that_means_nothing_is_refused(talk: Talk) -> None:
    number = deal(talk)
    reply: Any = talk.say(f"channel #{number} blah blah")
    assert not reply.ok
    assert "has no channel" in talk.words(talk.say(f"channel #{number} off"))


def test_a_deal_that_is_deleted_or_merged_leaves_at_most_one_channel(talk: Talk, slack: Slack) -> None:
    first, second = deal(talk), deal(talk, "lead Sabine Kolb, Köhler & Brandt GmbH, another shelf, 5k")
    for number in (first, second):
        talk.say(f"channel #{number}")
        deliver(talk.store, slack, talk.now)
    assert talk.say(f"merge #{second} into #{first}").ok
    assert [row.record_number for row in channels(talk)] == [first]
    with talk.store.write(talk.now) as work:
        delete_deal(work, work.session.get_one(Deal, first))
    deliver(talk.store, slack, talk.now)
    assert (channels(talk), slack.workspace.rooms[0].pins) == ([], [])


def test_g10_a_channel_never_bears_the_name_of_a_person(talk: Talk, slack: Slack) -> None:
    number = deal(talk, "lead Tom Tiger, Tom Tiger GmbH, 5k")
    talk.say(f"channel #{number}")
    deliver(talk.store, slack, talk.now)
    assert slack.workspace.rooms[0].name == f"deal-{number}"
