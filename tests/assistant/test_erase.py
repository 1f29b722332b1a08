"""Erasing a person from the chat: two questions, no way back, only for those with the right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from crmbot.domain.filing.leftovers import leftovers
from crmbot.domain.filing.traces import Traces
from crmbot.domain.members.members import require_member
from crmbot.domain.records import ProcessingEntry
from crmbot.storage.store import Store
from tests.assistant.talk import Talk

JULIA = Traces("", emails=("julia@lagerbau.example",), names=(("Julia", "Brandt"),))


@pytest.fixture
def anna(store: Store, team: Any, now: datetime) -> Talk:
    """Julia Brandt has a deal and a note."""
    assert team
    talk = Talk(store, now)
    for text in (
        "lead Julia Brandt, Lagerbau GmbH, julia@lagerbau.example, 20.000 €",
        "note Julia Brandt likes cold coffee",
    ):
        assert talk.say(text).ok
    return talk


def _left(talk: Talk) -> list[tuple[str, str, int]]:
    with talk.store.read() as session:
        return leftovers(session, JULIA)


def test_it_is_asked_twice_and_then_done(anna: Talk) -> None:
    first = anna.say("erase Julia Brandt", key="1")
    assert first.kind == "choice"
    assert "1 deal with amount" in anna.words(first)
    second = anna.say(anna.commands(first)[-1], key="2")
    assert (second.kind, bool(_left(anna))) == ("choice", True)
    done = anna.say(anna.commands(second)[-1], key="3")
    assert (done.kind, done.ok) == ("done", True)
    assert _left(anna) == []
    assert "undo" not in " ".join(anna.commands(done))
    refused = anna.say("undo")
    assert (refused.ok, "stays erased" in anna.words(refused)) == (False, True)


def test_undo_passes_over_what_was_erased_and_says_so(anna: Talk) -> None:
    lead = anna.say("lead Otto Ohm, Ohm AG, 5k")
    anna.say("erase Julia Brandt yes really")
    undone = anna.say("undo")
    assert (undone.ok, "stays erased" in anna.words(undone)) == (True, True)
    assert not anna.say(f"show #{lead.records[0].number}").ok


def test_the_log_says_who_did_it(anna: Talk) -> None:
    anna.say("erase Julia Brandt yes really")
    with anna.store.read() as session:
        entry = session.scalars(select(ProcessingEntry)).one()
    assert (entry.action, entry.actor, entry.channel) == ("erase", "anna", "say")


@pytest.mark.parametrize(
    "text",
    [
        "person löschen Julia Brandt ja wirklich",
        "tilgen Julia Brandt ja, endgültig",
        "person erase Julia Brandt yes really",
    ],
)
def test_it_is_understood_in_both_languages(anna: Talk, text: str) -> None:
    assert anna.say(text).kind == "done"
    assert _left(anna) == []


def test_the_shell_stays_in_the_words_of_the_team(anna: Talk) -> None:
    number = anna.say("show Julia Brandt").records[0].number
    anna.say("erase Julia Brandt yes really")
    assert anna.words(anna.say(f"show #{number}")).startswith(f"#{number} erased person #{number}")
    assert not anna.say(f"erase #{number} yes really").ok


def test_whoever_may_not_delete_may_not_erase(anna: Talk) -> None:
    with anna.store.write(anna.now) as work:
        require_member(work.session, "ben").rights = "read"
        require_member(work.session, "clara").rights = "team"
    for user in ("ben", "clara"):
        reply = anna.with_user(user).say("erase Julia Brandt yes really")
        assert not reply.ok, user
    assert _left(anna)


def test_a_deal_or_a_company_is_not_erased(anna: Talk) -> None:
    assert not anna.say("erase Lagerbau yes really").ok
