from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from crmbot.domain.changes.undo import undo
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.history.history import NewFile, log_activity, place_of
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.records import Company, Person, SearchDetail, SearchName, SearchTerm, SearchText, Tag
from crmbot.domain.search.search import find
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.reindex import reindex
from crmbot.storage.search_index import rebuild_index
from crmbot.storage.store import Store


def index_of(store: Store) -> Any:
    """All that the index holds."""
    with store.read() as session:
        rows = [
            sorted(session.execute(select(one.number, one.type, one.text)))
            for one in (SearchName, SearchDetail, SearchText)
        ]
        return [[tuple(row) for row in table] for table in rows], set(session.scalars(select(SearchTerm.term)))


def rebuilt(store: Store) -> Any:
    """What it would hold if it were made now."""
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        rebuild_index(connection)
    return index_of(store)


def numbers(store: Store, words: str) -> set[int]:
    with store.read() as session:
        return {record.number for record in find(session, words).records}


@pytest.fixture
def weiss(store, team, process, now):
    """Jörg Weiß of Müller with a deal and a mail, in one change set."""
    with store.write(now, actor="anna", action="lead") as work:
        person = add_person(work, ContactFacts(name="Jörg Weiß", email="weiss@m.example", company="Müller GmbH"))
        work.session.flush()
        deal = open_lead(work, process, name="Tore", owner="anna", person=person, company=person.company)
        file = NewFile("Grundriss Halle.pdf", "application/pdf", b"x", "0" * 64)
        log_activity(work, place_of(deal), kind="mail", medium="mail", text="Bitte um Rückruf", files=[file])
        return work.change_set(), person.number, deal.number


def test_a_file_is_found_by_its_name(store, weiss):
    assert numbers(store, "grundriss")


def test_undone_records_leave_the_index_and_redone_ones_come_back(store, now, weiss):
    before = index_of(store)
    with store.write(now) as work:
        undo(work, weiss[0])
        taken_back = work.change_set()
    assert index_of(store) == ([[], [], []], set())
    assert numbers(store, "Weiß") == set()
    with store.write(now) as work:
        undo(work, taken_back)
    assert index_of(store) == before


def test_a_new_name_reaches_those_who_bear_it(store, now, weiss):
    with store.write(now) as work:
        company = work.session.scalars(select(Company)).one()
        company.name, company.name_key = "Schmitt AG", "schmitt"
    assert {weiss[1], weiss[2]} <= numbers(store, "schmitt")
    assert numbers(store, "müller") == set()
    with store.write(now) as work:
        person = work.session.get(Person, weiss[1])
        person.name, person.name_key = "Karla Klein", "karla klein"
    assert weiss[2] in numbers(store, "karla")


def test_what_is_rolled_back_never_was_in_the_index(store, now, weiss):
    before = index_of(store)
    with pytest.raises(RuntimeError):
        _break_off(store, now)
    assert index_of(store) == before


def _break_off(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        add_person(work, ContactFacts(name="Nie Gewesen"))
        work.session.flush()
        raise RuntimeError


def test_a_tag_is_found_as_long_as_it_is_there(store, now, weiss):
    with store.write(now) as work:
        work.session.add(Tag(record_number=weiss[2], name="Eilig", name_key="eilig"))
    assert numbers(store, "eilig") == {weiss[2]}
    with store.write(now) as work:
        work.session.delete(work.session.scalars(select(Tag)).one())
    assert numbers(store, "eilig") == set()


def test_words_that_stand_nowhere_any_more_leave_the_list_of_words(store, now, weiss):
    with store.write(now) as work:
        work.session.get(Person, weiss[1]).job_title = "Sonderbeauftragter Müller"
    with store.write(now) as work:
        work.session.get(Person, weiss[1]).job_title = None
    _, terms = index_of(store)
    assert "sonderbeauftragter" not in terms
    assert "mueller" in terms


WORDS = st.text(st.sampled_from("aäÄbßè'’-_%\\\"* 019@.漢\u0301"), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["person", "rename", "note", "tag", "undo"]), WORDS), min_size=1, max_size=8))
def test_after_any_sequence_the_index_is_as_if_made_anew(sqlite_store, now, steps):
    undoable: list[int] = []
    for place, (step, words) in enumerate(steps):
        with sqlite_store.write(now + timedelta(seconds=place), actor="anna", action=step) as work:
            _ACTIONS[step](work, words, undoable)
            if step != "undo" and (change_set := work.change_set()):
                undoable.append(change_set)
    kept = index_of(sqlite_store)
    assert kept == rebuilt(sqlite_store)


def _person(work, words, _undoable):
    add_person(work, ContactFacts(name=words or "x", company=words or None))


def _rename(work, words, _undoable):
    for company in work.session.scalars(select(Company)):
        company.name = words or "y"


def _note(work, words, _undoable):
    person = work.session.scalars(select(Person)).first()
    if person is not None:
        log_activity(work, place_of(person), kind="note", medium="note", text=words)


def _tag(work, words, _undoable):
    person = work.session.scalars(select(Person)).first()
    if person is not None:
        work.session.add(Tag(record_number=person.number, name=words or "t", name_key=words or "t"))


def _undo(work, _words, undoable):
    if undoable:
        undo(work, undoable.pop())


_ACTIONS: dict[str, Any] = {"person": _person, "rename": _rename, "note": _note, "tag": _tag, "undo": _undo}


def test_what_was_lost_from_the_index_is_made_again(store, weiss):
    whole = index_of(store)
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        connection.execute(delete(SearchName))
        connection.execute(delete(SearchTerm))
    assert index_of(store) != whole
    assert reindex(store.engine) == 3
    assert index_of(store) == whole
    assert weiss[1] in numbers(store, "weiß")
