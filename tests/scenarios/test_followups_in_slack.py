"""Everything that follow-ups show keeps Slack's limits: reminders with all their buttons, lists, cards, forms."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.process import builtin_process
from crmbot.shapes import ChatMessage, Reader
from tests.assistant.talk import Talk, all_of
from tests.channels.block_rules import faults
from tests.conftest import BERLIN

READERS = (Reader("en"), Reader("de"))


@pytest.mark.parametrize("reader", READERS)
def test_a_reminder_with_all_its_buttons(kolb: Talk, reader: Reader) -> None:
    kolb.say("followup #1006 friday 14:00 remind 1 day before: call")
    ben = kolb.with_user("ben")
    number = all_of(ben.say("followup #1006 thursday 14:00 offer"), "followup")[0].number
    ben.say(f"delegate {number} to anna")
    for one in tick(kolb.store, DeliverySettings(), builtin_process(), datetime(2026, 11, 19, 14, 0, tzinfo=BERLIN)):
        assert faults(reply_to_blocks(one.content, reader)) == []


@pytest.mark.parametrize(
    "request_",
    ["today", "why 1007", "settings", "show #1006", "done 1007", "snooze 1007 tomorrow", "followup #1006 friday with ben and clara: x",
     "touch #1006 monthly", "delete followup 1007", "followup #1006", "snooze 1007 ?", "result 1007", "delegate 1007", "settings ?"],
)  # fmt: skip
def test_every_answer(kolb: Talk, request_: str) -> None:
    kolb.say("followup #1006 every monday 10:00 check stock")
    kolb.say("followup #1006 today call")
    reply = kolb.say(request_)
    for reader in READERS:
        assert faults(reply_to_blocks(reply, reader)) == []


def test_f10_the_message_that_a_follow_up_was_made_from_can_be_opened(kolb: Talk) -> None:
    link = "https://firma.slack.example/archives/C1/p1763456789000100"
    message = ChatMessage("followup #1006 friday call", "anna", "slack", "c", kolb.now, link=link)
    (made,) = all_of(kolb.assistant.answer(message).reply, "followup")
    assert made.link == link
    kolb.say(f"snooze {made.number} monday")
    assert link in kolb.words(kolb.say(f"why {made.number}"))
