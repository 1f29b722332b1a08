"""Every dialog that a card offers is one that Slack takes, in both languages; and every card is a valid message."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.source import Source
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.channels.block_rules import faults, view_faults
from tests.conftest import add_team

SOURCE = Source("U1", "slack:D1", channel="D1", response_url="https://hooks.slack.com/actions/T1/1/x", message_ts="1.5")


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_dialog_of_the_cards_can_be_opened(language: str, sqlite_store: Store, now: datetime) -> None:
    add_team(sqlite_store, now)
    talk = Talk(sqlite_store, now, language=language)
    lead = talk.say("lead Nora Neu, Neubau GmbH, nora@neubau.example, 12k")
    opened = []
    for record in lead.records:
        card = talk.say(f"show #{record.number}")
        assert faults(reply_to_blocks(card, talk.reader)) == []
        for action in card.actions:
            if action.dialog:
                form = talk.say(action.command).form
                assert form is not None, action.command
                view = view_of(form, talk.reader, SOURCE)
                assert view is not None, action.command
                assert view_faults(view) == []
                opened.append(action.command)
    assert len(opened) >= 10
