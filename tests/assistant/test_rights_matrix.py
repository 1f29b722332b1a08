"""Every command, every right and scope: what may not be seen answers as if it were not there, what may not be changed
stays as it is. A new command is tried with its own examples; one that forgets the rights fails here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from crmbot.assistant.commands import REGISTRY
from crmbot.domain.members.members import require_member
from crmbot.domain.members.rights import read_rights
from crmbot.domain.records import Base, Company, Person, RecordNumber
from crmbot.shapes import Reply
from crmbot.storage.schema import upgrade
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.conftest import BERLIN, add_team
from tests.databases import open_quickly

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=BERLIN)
# What a member brings for a contact that he may not see is handed over, and he is told so (P29).
HANDED = frozenset({"lead", "person", "company", "project"})
# Tables of what is nobody's record: answers given, places, messages, numbers, the log, the team.
ASIDE = frozenset(
    {"conversations", "handled_requests", "outbox", "record_numbers", "change_sets", "changes", "members"}
)
_copies = count(1)


@dataclass(frozen=True)
class World:
    """A database with Anna's customers, and one in which there never were any, with the same numbers given out."""

    full: Path
    bare: Path
    deal: int
    followup: int
    complaint: int

    def request(self, example: str) -> str:
        """An example with the numbers of this world."""
        said = example.replace("#1042", f"#{self.deal}").replace("#1050", f"#{self.followup}")
        return said.replace("#1060", f"#{self.complaint}").replace("…", "has asked again")


def _marked(path: Path) -> Store:
    store = Store.open(f"sqlite:///{path}")
    upgrade(store.engine)
    add_team(store, NOW)
    return store


def _filled(store: Store) -> dict[str, int]:
    """Anna's customers with something of everything."""
    talk = Talk(store, NOW)
    deal = talk.say("lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, needs a shelf")
    talk.say("followup Julia Brandt today first")
    planned = talk.say("followup Julia Brandt today second")
    complaint = talk.say("complaint Julia Brandt two boards are broken")
    number = only(deal, "deal").number
    for request in (
        f"tag #{number} regular", "tag Julia Brandt vip", f"offer #{number} 12.5k valid until friday",
        f"competitor #{number} Shelf Masters strong in price", f"stakeholder #{number} Karl Weber, head of purchasing",
        f"link #{number} with Nordlicht GmbH", "call Julia Brandt 12min wants oak", f"follow #{number}",
        "lead Otto Ochs, Ochs KG, otto@ochs.example, 40k", "qualify Otto Ochs", "won Otto Ochs ordered",
        "lead Lea Lind, Lind AG, 3k", "lost Lea Lind too expensive",
    ):  # fmt: skip
        talk.say(request)
    return {
        "deal": number,
        "followup": only(planned, "followup").number,
        "complaint": only(complaint, "activity").number,
    }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("matrix")
    full, bare = _marked(folder / "full.db"), _marked(folder / "bare.db")
    numbers = _filled(full)
    with full.read() as session, bare.write(NOW) as work:
        given = session.scalars(select(RecordNumber.number).order_by(RecordNumber.number.desc())).first() or 0
        there = work.session.scalars(select(RecordNumber.number).order_by(RecordNumber.number.desc())).first() or 0
        work.session.execute(insert(RecordNumber), [{"type": "none"} for _ in range(there, given)])
    for store in (full, bare):
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
    return World(folder / "full.db", folder / "bare.db", **numbers)


def _talk(path: Path, rights: str, *, protect: bool = False) -> Iterator[Talk]:
    """Ben with these rights, in a copy of the database."""
    own = path.with_name(f"copy-{next(_copies)}.db")
    shutil.copyfile(path, own)
    store = open_quickly(f"sqlite:///{own}")
    try:
        with store.write(NOW) as work:
            ben = require_member(work.session, "ben")
            ben.rights, ben.permissions = read_rights(rights)
            if protect:
                for table in (Person, Company):
                    work.session.execute(update(table).values(protected=True, owner="anna"))
        yield Talk(store, NOW, user="ben")
    finally:
        store.close()
        own.unlink()


def _said(talk: Talk, reply: Reply) -> str:
    """The answer, without the numbers of changes, which differ."""
    return re.sub(r"\b(undo|change) \d+", r"\1 N", talk.words(reply))


def _rows(talk: Talk) -> dict[str, set[tuple[object, ...]]]:
    """All rows of records and of what hangs on them."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in ASIDE]
    with talk.store.read() as session:
        return {table.name: {tuple(map(str, row)) for row in session.execute(select(table))} for table in tables}


def _requests(world: World) -> list[str]:
    """Each command once, with its own first example."""
    return [world.request(command.examples["en"][0]) for command in REGISTRY if command.key not in HANDED]


def _answers(world: World, path: Path, rights: str, requests: list[str]) -> list[str]:
    """What Ben is answered. Whatever he asks for, no row that was there before may be another afterwards."""
    answers: list[str] = []
    for talk in _talk(path, "member" if rights == "protected" else rights, protect=rights == "protected"):
        before = _rows(talk)
        answers = [_said(talk, talk.say(request)) for request in requests]
        after = _rows(talk)
        assert [name for name in before if not before[name] <= after[name]] == []
    return answers


@pytest.mark.parametrize("rights", ["own", "protected"])
def test_what_may_not_be_seen_answers_as_if_it_were_not_there(world: World, rights: str) -> None:
    """S1.9, J1."""
    requests = _requests(world)
    full, bare = (_answers(world, path, rights, requests) for path in (world.full, world.bare))
    assert [pair for pair in zip(requests, full, bare, strict=True) if pair[1] != pair[2]] == []


@pytest.mark.parametrize("rights", ["read:all,write:own,delete:own", "read:all,export:all,admin:all"])
def test_what_may_not_be_changed_stays_as_it_is(world: World, rights: str) -> None:
    """J1."""
    _answers(world, world.full, rights, _requests(world))


@pytest.mark.parametrize("key", sorted(HANDED))
def test_what_is_brought_for_a_hidden_contact_tells_nothing_of_it(world: World, key: str) -> None:
    """P29."""
    for talk in _talk(world.full, "own"):
        said = talk.words(talk.say(world.request(REGISTRY[key].examples["en"][0])))
        assert not any(
            word in said for word in ("oak", "12345", "boards", "Shelf Masters", "12,000", "Weber", "regular")
        )


def test_every_command_that_writes_says_which_right_it_takes() -> None:
    own_affairs = {
        "follow",
        "unfollow",
        "absent",
        "undo",
        "priority",
        "step",
        "segment_save",
        "segment_delete",
        "notify",
        "ics",
        "settings",
        "digest",
        "link_me",
        "unlink_me",
    }
    for command in REGISTRY:
        assert command.needs != "read" or not command.writes or command.key in own_affairs, command.key


@pytest.mark.parametrize("right", ["write", "delete", "admin"])
def test_a_command_is_refused_without_its_right(world: World, right: str) -> None:
    rights = "read:all,write:all,delete:all,export:all,admin:all".replace(f"{right}:all", f"{right}:none")
    for talk in _talk(world.full, rights):
        for command in REGISTRY:
            if command.needs == right:
                assert not talk.say(world.request(command.examples["en"][0])).ok, command.key
