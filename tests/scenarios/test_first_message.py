"""What was put off leads back to the message that told of it first (row F10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from sqlalchemy import select

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.delivery.outbox import OutboxWorker
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Followup, Member, OutboxItem
from crmbot.shapes import Action, Notice, Outcome, Reader, Reply
from crmbot.texts import render
from tests.assistant.talk import Talk, all_of
from tests.channels.block_rules import faults, objects, shown
from tests.conftest import BERLIN

ENGLISH = Reader("en", "Europe/Berlin")


@dataclass
class Chat:
    """A far end at which each message has an address, or with `links` False none, as by mail."""

    links: bool = True
    looks_first: bool = True
    arrived: list[Notice] = field(default_factory=list)

    def address(self, member: Member) -> str | None:
        return member.key

    def send(self, notice: Notice) -> Outcome:
        self.arrived.append(notice)
        link = f"https://firma.slack.com/archives/D{notice.recipient.upper()}/p{len(self.arrived)}"
        return Outcome(sent=True, reference="D1/1.0", link=link if self.links else None)


def reminded(talk: Talk, chat: Chat, at: str) -> Reply:
    """The last message that arrives at that time."""
    talk.now = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    tick(talk.store, DeliverySettings(), builtin_process(), talk.now)
    OutboxWorker(talk.store, DeliverySettings(), {"slack": chat}, lambda: talk.now).deliver()
    return chat.arrived[-1].content


def links(reply: Reply) -> list[Action]:
    return [action for section in reply.sections for row in section.rows for action in row.actions if action.url]


def notes(reply: Reply) -> str:
    return "\n".join(render(row.note, ENGLISH) for section in reply.sections for row in section.rows)


def planned(talk: Talk, words: str) -> int:
    return all_of(talk.say(f"followup #1006 {words}"), "followup")[0].number


def test_the_second_reminder_tells_the_day_of_the_first_and_leads_to_it(kolb: Talk) -> None:
    chat, number = Chat(), planned(kolb, "thursday 14:00 call")
    first = reminded(kolb, chat, "2026-11-19T14:00")
    assert links(first) == []
    kolb.say(f"snooze {number} friday 10:00")
    second = reminded(kolb, chat, "2026-11-20T10:00")
    assert [action.url for action in links(second)] == [chat_link(chat, number)]
    assert "snoozed 1x, first reminded Thu 19 Nov" in notes(second)
    blocks = reply_to_blocks(second, ENGLISH)
    assert faults(blocks) == []
    (button,) = [one for one in objects(blocks) if one.get("type") == "button" and "url" in one]
    assert (button["text"]["text"], "value" in button) == ("First message", False)
    assert "first reminded" in shown(blocks)


def chat_link(chat: Chat, followup: int) -> str:
    """The address of the first message that tells of it."""
    told = [followup in {record.number for record in notice.content.records} for notice in chat.arrived]
    number = told.index(True) + 1
    return f"https://firma.slack.com/archives/DANNA/p{number}"


def test_a_digest_counts_as_the_first_message_too(kolb: Talk) -> None:
    chat, number = Chat(), planned(kolb, "thursday call")
    reminded(kolb, chat, "2026-11-19T09:00")
    assert chat.arrived[-1].kind == "digest"
    kolb.say(f"snooze {number} friday")
    assert [one.url for one in links(reminded(kolb, chat, "2026-11-20T09:00"))] == [chat_link(chat, number)]


def test_a_message_counts_as_arrived_though_another_process_tells_of_the_same_at_that_moment(
    kolb: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crmbot.domain.outbox.threads.thread_of", lambda *_wanted: None)  # not seen yet
    chat = Chat()
    planned(kolb, "thursday 14:00 call")
    reminded(kolb, chat, "2026-11-19T09:00")
    reminded(kolb, chat, "2026-11-19T14:00")
    with kolb.store.read() as session:
        states = [(item.kind, item.state) for item in session.scalars(select(OutboxItem).order_by(OutboxItem.id))]
    assert states == [("digest", "sent"), ("reminder", "sent")]


def test_by_mail_there_is_the_day_and_no_link(kolb: Talk) -> None:
    chat, number = Chat(links=False), planned(kolb, "thursday 14:00 call")
    reminded(kolb, chat, "2026-11-19T14:00")
    kolb.say(f"snooze {number} friday 10:00")
    second = reminded(kolb, chat, "2026-11-20T10:00")
    assert links(second) == []
    assert "first reminded Thu 19 Nov" in notes(second)


def test_nobody_is_led_into_the_chat_of_somebody_else(kolb: Talk) -> None:
    chat, number = Chat(), planned(kolb, "thursday 14:00 call")
    reminded(kolb, chat, "2026-11-19T14:00")
    kolb.say(f"snooze {number} friday 10:00")
    with kolb.store.write(kolb.now) as work:
        followup = work.session.get(Followup, number)
        assert followup is not None
        followup.owner = require_member(work.session, "ben").key
    second = reminded(kolb, chat, "2026-11-20T10:00")
    assert (chat.arrived[-1].recipient, links(second)) == ("ben", [])
    assert "first reminded Thu 19 Nov" in notes(second)


@pytest.mark.parametrize(("member", "told"), [("anna", True), ("ben", False)])
def test_why_names_the_first_message_with_its_address_for_whom_it_was(kolb: Talk, member: str, *, told: bool) -> None:
    chat, number = Chat(), planned(kolb, "thursday 14:00 call")
    reminded(kolb, chat, "2026-11-19T14:00")
    words = fields(kolb.with_user(member).say(f"why #{number}"))
    assert "Thu 19 Nov" in words["First message"]
    assert (chat_link(chat, number) in words["First message"]) is told


def fields(reply: Reply) -> dict[str, str]:
    return {render(one.label, ENGLISH): render(one.value, ENGLISH) for one in reply.fields}
