"""Grades are made anew where something changed, and by the clock where much did."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.changes.undo import undo
from crmbot.domain.deals.deals import open_lead, win
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.leads.regrading import MOST, due_for_grading, regrade_changed
from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.domain.people.parties import name_stakeholder
from crmbot.domain.process import Process
from crmbot.domain.process.qualification import why
from crmbot.domain.records import Change, Deal
from crmbot.storage.store import Store


def fresh(store: Store, now: datetime, process: Process, **values: object) -> int:
    with store.write(now) as work:
        deal = open_lead(work, process, name="x", owner="anna", **values)  # type: ignore[arg-type]
        regrade_changed(work, process)
        return deal.number


def grade_of(store: Store, number: int) -> tuple[str | None, int | None]:
    with store.read() as session:
        deal = session.get(Deal, number)
        assert deal is not None
        return deal.grade, deal.chance


def test_a_change_in_the_same_unit_grades_the_deal(store: Store, now: datetime, process: Process) -> None:
    number = fresh(store, now, process)
    assert grade_of(store, number) == ("cold", None)
    with store.write(now) as work:
        deal = work.session.get(Deal, number)
        assert deal is not None
        deal.budget = Decimal(30_000)
        (found,) = regrade_changed(work, process)
        assert (found.before, found.deal.grade) == ("cold", "hot")
        change_set = work.change_set()
    with store.write(now) as work:
        assert change_set is not None
        undo(work, change_set)
        regrade_changed(work, process)
    assert grade_of(store, number) == ("cold", None)


def test_what_hangs_on_a_deal_grades_it_too(sqlite_store: Store, now: datetime, process: Process) -> None:
    number = fresh(sqlite_store, now, process, amount=Decimal(10_000))
    with sqlite_store.write(now) as work:
        deal = work.session.get(Deal, number)
        assert deal is not None
        person = add_person(work, ContactFacts(name="Karl Weber"))
        name_stakeholder(work, deal, person, attitude="against")
        regrade_changed(work, process)
    assert grade_of(sqlite_store, number) == ("warm", 1)
    later = now + timedelta(days=60)
    with sqlite_store.write(later) as work:
        deal = work.session.get(Deal, number)
        assert deal is not None
        log_activity(work, place_of(deal), kind="call", medium="phone", text="x", direction="out")
        regrade_changed(work, process)
        assert why(deal) is not None
    assert grade_of(sqlite_store, number)[0] == "warm"


def test_grades_are_derived_and_not_in_the_change_log(sqlite_store: Store, now: datetime, process: Process) -> None:
    fresh(sqlite_store, now, process, amount=Decimal(10_000))
    with sqlite_store.read() as session:
        changes = session.scalars(select(Change).where(Change.table_name == "deals")).all()
        assert all("grade" not in (change.new or {}) and change.field not in ("grade", "chance") for change in changes)


def test_a_decided_deal_keeps_the_grade_it_had(sqlite_store: Store, now: datetime, process: Process) -> None:
    number = fresh(sqlite_store, now, process, budget=Decimal(30_000))
    with sqlite_store.write(now) as work:
        deal = work.session.get(Deal, number)
        assert deal is not None
        win(work, deal, process)
        deal.budget = Decimal(1)
        regrade_changed(work, process)
        assert deal.regrade_at is None
    assert grade_of(sqlite_store, number) == ("hot", None)


@pytest.mark.parametrize("count", [MOST, MOST + 20])
def test_a_bulk_change_is_graded_by_the_clock(sqlite_store: Store, now: datetime, process: Process, count: int) -> None:
    with sqlite_store.write(now) as work:
        for _ in range(count):
            open_lead(work, process, name="x", owner="anna", amount=Decimal(20_000))
        graded = regrade_changed(work, process)
        assert len(graded) == (count if count <= MOST else 0)
    tick(sqlite_store, DeliverySettings(), process, now)
    with sqlite_store.read() as session:
        assert set(session.scalars(select(Deal.grade)).all()) == {"warm"}
        assert not due_for_grading(session, now)
        assert due_for_grading(session, now + timedelta(days=46))
