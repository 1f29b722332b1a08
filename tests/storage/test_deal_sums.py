from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text, update

from crmbot.domain.changes.undo import undo
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.deals.totals import counted_sums, kept_sums, totals
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, StageEntry
from crmbot.domain.records.sums import DEAL_SUMS
from crmbot.storage.deal_sums import fill_deal_sums
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.store import Store

PROCESS = builtin_process()
STAGES = [stage.key for stage in PROCESS.stages]
OPEN = [DEAL_SUMS.c.state == "open"]


def both_ways(store: Store) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sums that are kept, and those that are counted now: by stage and over all."""
    with store.read() as session:
        kept, counted = kept_sums(session, OPEN), counted_sums(session, [Deal.state == "open"])
        key = lambda one: (one.stage, one.currency)  # noqa: E731
        assert sorted(kept, key=key) == sorted(counted, key=key)
        return totals(kept, PROCESS), totals(counted, PROCESS)


CHANGES = st.one_of(
    st.tuples(st.just("new"), st.integers(0, 10**9), st.sampled_from(["EUR", "CHF"])),
    st.tuples(st.just("set"), st.sampled_from(["amount", "probability", "chance", "owner", "source", "grade", "stage"]), st.integers(0, 90)),
    st.tuples(st.just("delete"), st.integers(0, 5), st.none()),
    st.tuples(st.just("undo"), st.none(), st.none()),
)  # fmt: skip


def _value(column: str, number: int):
    match column:
        case "owner":
            return f"m{number % 3}"
        case "source" | "grade":
            return None if number % 3 == 0 else f"{column}{number % 3}"
        case "amount":
            return None if number % 7 == 0 else Decimal(number) / 4
        case "stage":
            return STAGES[number % len(STAGES)]
        case _:
            return None if number % 5 == 0 else number


def _apply(work, change, undoable) -> None:
    kind, first, second = change
    deals = list(work.session.scalars(select(Deal).order_by(Deal.number)))
    if kind == "new":
        open_lead(work, PROCESS, name="x", owner="m1", amount=Decimal(first) / 100, currency=second)
    elif kind == "set" and deals:
        setattr(deals[second % len(deals)], first, _value(first, second))
    elif kind == "delete" and deals:
        number = deals[first % len(deals)].number
        work.session.execute(delete(StageEntry).where(StageEntry.deal_number == number))
        work.session.execute(delete(Deal).where(Deal.number == number))
    elif kind == "undo" and undoable:
        undo(work, undoable.pop())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHANGES, min_size=1, max_size=12))
def test_after_any_sequence_the_kept_sums_equal_a_recount(sqlite_store, now, changes):
    undoable: list[int] = []
    for change in changes:
        if change[0] == "delete":
            undoable.clear()
        with sqlite_store.write(now, actor="anna", action="test") as work:
            _apply(work, change, undoable)
            made = work.change_set()
        if change[0] in {"new", "set"} and made is not None:
            undoable.append(made)
        kept, counted = both_ways(sqlite_store)
        assert kept == counted


def test_both_engines_keep_the_sums_through_changes_from_outside_the_session(store, now):
    with store.write(now) as work:
        for n in range(30):
            open_lead(work, PROCESS, name=f"d{n}", owner=f"m{n % 3}", amount=Decimal(n), currency="EUR")
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        connection.execute(update(Deal).where(Deal.owner == "m1").values(probability=40, source="fair"))
        connection.execute(update(Deal).where(Deal.owner == "m2").values(state="won", stage="order"))
    kept, counted = both_ways(store)
    assert kept == counted
    assert kept["count"] == 20
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        fill_deal_sums(connection)
    assert both_ways(store)[0] == kept


def test_groups_that_are_empty_leave_no_rows_behind(sqlite_store, now):
    with sqlite_store.write(now, actor="anna", action="lead") as work:
        open_lead(work, PROCESS, name="x", owner="anna", amount=Decimal(5))
        made = work.change_set()
    with sqlite_store.write(now) as work:
        undo(work, made)
    with sqlite_store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM deal_sums")) == 0
