"""A long action is undone part by part, each in a unit of work of its own, and is still one to whoever asks."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.records import ChangeSet, Member, Person
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.domain.test_undo import everything

_NAMES = ("Eva Eins", "Zoe Zwei", "Dora Drei", "Vera Vier")


@pytest.fixture
def talk(store: Store, team: dict[str, Member], now: datetime) -> Talk:
    assert team
    return Talk(store, now)


def long_action(store: Store, now: datetime) -> int:
    """Four people in four parts, all of the company that the first one made."""
    group: int | None = None
    for name in _NAMES:
        with store.write(now, actor="anna", channel="import", action="import", group=group) as work:
            domain = f"{name.split()[1].lower()}.example"
            add_person(work, ContactFacts(name=name, company="Zahl GmbH", email=f"info@{domain}"))
            group = group or work.begin_group()
    assert group is not None
    return group


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [person.name for person in session.query(Person).order_by(Person.number)]


def test_it_is_one_to_undo_and_to_redo(talk: Talk, now: datetime) -> None:
    before = everything(talk.store)
    group = long_action(talk.store, now)
    after = everything(talk.store)
    undone = talk.say("undo")
    assert undone.ok
    assert everything(talk.store) == before
    (redo,) = talk.commands(undone)
    assert talk.say(redo).ok
    assert everything(talk.store) == after
    assert talk.say(f"undo {group}").ok
    assert everything(talk.store) == before


def test_each_part_is_a_unit_of_work_of_its_own(talk: Talk, now: datetime) -> None:
    long_action(talk.store, now)
    assert talk.say("undo").ok
    with talk.store.read() as session:
        parts = session.query(ChangeSet).filter(ChangeSet.action == "import").order_by(ChangeSet.id).all()
        undone_by = [part.undone_by or 0 for part in parts]
        group = {session.get_one(ChangeSet, one).group_id for one in undone_by}
    assert undone_by == sorted(set(undone_by), reverse=True)
    assert group == {undone_by[-1]}


def test_what_stands_in_the_way_of_any_part_stops_it_before_the_first(talk: Talk, now: datetime) -> None:
    group = long_action(talk.store, now)
    assert talk.say("set Eva Eins position Einkauf").ok
    before = everything(talk.store)
    refused = talk.say(f"undo {group}")
    assert not refused.ok
    assert "builds on it" in talk.words(refused)
    assert everything(talk.store) == before


def test_one_that_was_interrupted_is_taken_up_again(talk: Talk, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(talk.store)
    group = long_action(talk.store, now)
    stopped: list[object] = []

    def stop_at_the_third(_work: object) -> None:
        stopped.append(_work)
        if len(stopped) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(talk.store, "before_commit", (stop_at_the_third,))
    with pytest.raises(KeyboardInterrupt):
        talk.say(f"undo {group + 3}")
    assert names(talk.store) == [*_NAMES[:2]]
    monkeypatch.undo()
    assert talk.say(f"undo {group + 3}").ok
    assert everything(talk.store) == before
    again = talk.say(f"undo {group}")
    assert "already undone" in talk.words(again)


def test_a_repeated_request_is_answered_as_the_first_time(talk: Talk, now: datetime) -> None:
    long_action(talk.store, now)
    first, second = (talk.say("undo", key="slack-1") for _ in range(2))
    assert first.ok
    assert first == second
