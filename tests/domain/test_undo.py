"""Undo restores the exact records, or says what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from crmbot.domain.changes.undo import last_undoable, undo
from crmbot.domain.deals.deals import lose, move_to_stage, open_lead, win
from crmbot.domain.filing.filing import move_activity
from crmbot.domain.followups.followups import add_followup, complete_followup, snooze_followup
from crmbot.domain.history.history import NewFile, log_activity, place_of
from crmbot.domain.people.contacts import ContactFacts, add_person, complete_person, person_by_email
from crmbot.domain.process import Process, builtin_process
from crmbot.domain.records import Activity, Base, Change, ChangeSet, Deal, Followup, Person, RecordNumber, Tracked
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict, NotFound
from crmbot.storage.store import Store

GRADING = {"grade", "grade_reason", "chance", "regrade_at"}
FACTS = ContactFacts(
    name="Julia Brandt", email="j.brandt@lagerbau-nord.example", company="Lagerbau Nord GmbH",
    domain="lagerbau-nord.example", phones=(("+49403344120", "work"),),
)  # fmt: skip


def act(store: Store, now: datetime, action: Callable[[Work], object]) -> int:
    """One action of Anna's; its change set."""
    with store.write(now, actor="anna", channel="say", action="test") as work:
        action(work)
        change_set = work.change_set()
    assert change_set is not None
    return change_set


def take_back(store: Store, now: datetime, change_set: int) -> int:
    return act(store, now, lambda work: undo(work, change_set))


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tracked tables, but what the rules of qualification find: that is found anew after each action."""
    tables = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Tracked)]
    with store.read() as session:
        return {
            str(table): [
                _kept(dict(row._mapping)) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables
        }


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in GRADING}


def lead(work: Work) -> Deal:
    person = person_by_email(work.session, str(FACTS.email)) or add_person(work, FACTS, owner="anna", source="email")
    deal = open_lead(work, builtin_process(), name="Regale", owner="anna", person=person, company=person.company)
    log_activity(
        work,
        place_of(deal),
        kind="mail",
        medium="mail",
        text="Hallo",
        files=[NewFile("a.pdf", "application/pdf", b"x", "0" * 64)],
    )
    return deal


def the_deal(work: Work) -> Deal:
    return work.session.scalars(select(Deal)).one()


def test_undo_of_a_lead_leaves_nothing_but_the_log(store: Store, now: datetime) -> None:
    before = everything(store)
    change_set = act(store, now, lead)
    take_back(store, now, change_set)
    assert everything(store) == before
    with store.read() as session:
        assert session.scalars(select(ChangeSet)).all()
        assert session.scalars(select(Change)).all()


def test_undo_of_undo_brings_everything_back(store: Store, now: datetime) -> None:
    change_set = act(store, now, lead)
    after = everything(store)
    take_back(store, now, take_back(store, now, change_set))
    assert everything(store) == after


def test_given_numbers_are_never_given_again(store: Store, now: datetime) -> None:
    first = act(store, now, lead)
    take_back(store, now, first)
    act(store, now, lead)
    with store.read() as session:
        numbers = session.scalars(select(RecordNumber.number).order_by(RecordNumber.number)).all()
    assert numbers == list(range(1001, 1001 + len(numbers)))


def test_undo_refuses_when_something_builds_on_it(store: Store, now: datetime) -> None:
    change_set = act(store, now, lead)
    newer = act(
        store, now, lambda work: log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="x")
    )
    with pytest.raises(Conflict) as conflict:
        take_back(store, now, change_set)
    assert conflict.value.text.args["id"] == newer


def test_undo_refuses_when_the_same_field_was_changed_since(store: Store, now: datetime, process: Process) -> None:
    act(store, now, lead)
    moved = act(store, now, lambda work: move_to_stage(work, process, the_deal(work), process.stages[2]))
    act(store, now, lambda work: win(work, the_deal(work), process))
    with pytest.raises(Conflict):
        take_back(store, now, moved)


def test_undo_of_one_field_leaves_a_later_change_of_another(store: Store, now: datetime, process: Process) -> None:
    act(store, now, lead)
    moved = act(store, now, lambda work: move_to_stage(work, process, the_deal(work), process.stages[2]))

    def hand_over(work: Work) -> None:
        the_deal(work).owner = "ben"

    act(store, now, hand_over)
    take_back(store, now, moved)
    with store.read() as session:
        deal = session.scalars(select(Deal)).one()
    assert (deal.stage, deal.owner) == ("qualify", "ben")


def test_an_older_note_can_be_undone_under_a_newer_one(store: Store, now: datetime) -> None:
    act(store, now, lead)
    note = act(
        store, now, lambda work: log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="1")
    )
    later = now + timedelta(hours=1)
    act(store, later, lambda work: log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="2"))
    take_back(store, later, note)
    with store.read() as session:
        assert session.scalars(select(Deal)).one().last_activity_at == later


def test_undo_of_the_latest_activity_restores_the_date_of_the_last_contact(store: Store, now: datetime) -> None:
    act(store, now, lead)
    later = now + timedelta(hours=1)
    note = act(
        store, later, lambda work: log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="1")
    )
    take_back(store, later, note)
    with store.read() as session:
        assert session.scalars(select(Deal)).one().last_activity_at == now


def test_undo_of_moving_an_activity_restores_the_last_contact_of_both_deals(store: Store, now: datetime) -> None:
    later = now + timedelta(hours=1)
    act(store, now, lead)
    act(store, later, lambda work: log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="1"))

    act(store, now, lambda work: open_lead(work, builtin_process(), name="Tore", owner="anna"))

    def move(work: Work) -> None:
        note = work.session.scalars(select(Activity).where(Activity.kind == "note")).one()
        other = work.session.scalars(select(Deal).where(Deal.name == "Tore")).one()
        move_activity(work, note, place_of(other))

    def dates() -> dict[str, datetime | None]:
        with store.read() as session:
            return {deal.name: deal.last_activity_at for deal in session.scalars(select(Deal))}

    before = dates()
    change_set = act(store, later, move)
    assert dates() == {"Regale": now, "Tore": later}
    take_back(store, later, change_set)
    assert dates() == before


def test_undo_refuses_to_leave_a_follow_up_without_its_record(store: Store, now: datetime) -> None:
    change_set = act(store, now, lead)
    act(
        store,
        now,
        lambda work: add_followup(
            work, owner="anna", due_at=now, day_only=True, text="call", record_number=the_deal(work).number
        ),
    )
    with pytest.raises(Conflict):
        take_back(store, now, change_set)


def test_undo_of_an_undo_refuses_where_the_value_is_another_by_now(
    store: Store, now: datetime, process: Process
) -> None:
    act(store, now, lead)

    def set_amount(amount: int) -> int:
        return act(store, now, lambda work: setattr(the_deal(work), "amount", Decimal(amount)))

    first, second = set_amount(1), set_amount(2)
    redo = take_back(store, now, second)
    take_back(store, now, first)
    with pytest.raises(Conflict):
        take_back(store, now, redo)


def test_a_change_is_undone_only_once(store: Store, now: datetime) -> None:
    change_set = act(store, now, lead)
    take_back(store, now, change_set)
    with pytest.raises(Conflict):
        take_back(store, now, change_set)


def test_an_unknown_change_is_not_found(store: Store, now: datetime) -> None:
    with pytest.raises(NotFound):
        take_back(store, now, 4711)


def test_the_last_undoable_action_is_ones_own_and_no_undo(store: Store, now: datetime) -> None:
    mine = act(store, now, lead)
    with store.write(now, actor="ben", channel="say", action="note") as work:
        log_activity(work, place_of(the_deal(work)), kind="note", medium="note", text="x")
    with store.read() as session:
        assert last_undoable(session, "anna")[0].id == mine
        with pytest.raises(NotFound):
            last_undoable(session, "clara")


def _some_deal(work: Work) -> Deal | None:
    return work.session.scalars(select(Deal).order_by(Deal.number.desc())).first()


def _on_deal(change: Callable[[Work, Deal], object]) -> Callable[[Work], object]:
    def action(work: Work) -> object:
        deal = _some_deal(work)
        return change(work, deal) if deal is not None else lead(work)

    return action


def _completed(work: Work) -> object:
    person = work.session.scalars(select(Person)).first()
    if person is None:
        return lead(work)
    return complete_person(
        work,
        person,
        ContactFacts(
            job_title=f"Head {work.now:%M%S}", email=f"x{work.now:%M%S}@y.example", sources={"job_title": "hand"}
        ),
    )


def _done(work: Work) -> object:
    followup = work.session.scalars(select(Followup).where(Followup.done_at.is_(None))).first()
    if followup is None:
        return add_followup(work, owner="anna", due_at=work.now, day_only=True, text="x", record_number=None)
    return complete_followup(work, followup, "well")


def _snoozed(work: Work) -> object:
    followup = work.session.scalars(select(Followup)).first()
    if followup is None:
        return lead(work)
    return snooze_followup(followup, work.now + timedelta(days=1), day_only=False)


PROCESS = builtin_process()
ACTIONS: tuple[Callable[[Work], object], ...] = (
    lead,
    _on_deal(lambda work, deal: move_to_stage(work, PROCESS, deal, PROCESS.stages[(work.now.second % 5)])),
    _on_deal(lambda work, deal: lose(work, deal, PROCESS, "price")),
    _on_deal(lambda work, deal: log_activity(work, place_of(deal), kind="note", medium="note", text="n", at=work.now)),
    _completed,
    _done,
    _snoozed,
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, len(ACTIONS) - 1), min_size=1, max_size=12))
def test_undoing_any_sequence_backwards_restores_every_state(
    sqlite_store: Store, now: datetime, choices: list[int]
) -> None:
    states, change_sets = [], []
    for step, choice in enumerate(choices):
        states.append(everything(sqlite_store))
        with sqlite_store.write(now + timedelta(seconds=step), actor="anna", channel="say", action="test") as work:
            ACTIONS[choice](work)
            change_sets.append(work.change_set())
    for state, change_set in zip(reversed(states), reversed(change_sets), strict=True):
        if change_set is not None:
            take_back(sqlite_store, now + timedelta(hours=1), change_set)
        assert everything(sqlite_store) == state


def test_an_action_made_in_parts_is_undone_and_redone_as_one(store: Store, now: datetime) -> None:
    before = everything(store)
    with store.write(now, actor="anna", action="import") as work:
        add_person(work, ContactFacts(name="Eva Eins", email="eva@eins.example"))
        group = work.begin_group()
    assert group is not None
    with store.write(now, actor="anna", action="import", group=group) as work:
        person = work.session.scalars(select(Person)).one()
        person.job_title = "Buyer"
        add_person(work, ContactFacts(name="Zoe Zwei", email="zoe@zwei.example"))
        second = work.change_set()
    after = everything(store)
    assert second is not None
    undone = take_back(store, now, second)
    assert everything(store) == before
    take_back(store, now, undone)
    assert everything(store) == after
    take_back(store, now, group)
    assert everything(store) == before
