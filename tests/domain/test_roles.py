"""Roles are the fold over the stages that deals entered, whatever their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.deals.deals import move_to_stage, open_lead
from crmbot.domain.deals.role_queries import entries_of, existing_customers, role_counts
from crmbot.domain.deals.roles import LEADING_ORDER, RoleSpan, role_history, roles_held, roles_of_stages
from crmbot.domain.members.rights import EVERYTHING
from crmbot.domain.people.contacts import ContactFacts, add_person, find_or_add_company
from crmbot.domain.process import Process, builtin_process, together
from crmbot.domain.records import Deal
from crmbot.storage.store import Store

START = datetime(2026, 1, 1, tzinfo=UTC)
BOTH = together((builtin_process(), builtin_process("insurance")))


@dataclass(frozen=True)
class Entry:
    deal_number: int
    stage: str
    at: datetime
    actor: str | None


moves = st.lists(
    st.tuples(st.integers(1001, 1004), st.sampled_from([*(stage.key for stage in BOTH.stages), "gone"])), max_size=40
)


def _entries(moves: Sequence[tuple[int, str]]) -> list[Entry]:
    return [Entry(deal, stage, START + timedelta(hours=hour), "anna") for hour, (deal, stage) in enumerate(moves)]


def _naive(entries: Sequence[Entry], moment: datetime) -> set[str]:
    """The last stage of each deal at that moment, and the roles that those stages grant."""
    last = {entry.deal_number: entry.stage for entry in entries if entry.at <= moment}
    return {role for key in last.values() if (stage := BOTH.stage(key)) for role in stage.roles}


@given(moves)
def test_roles_now_equal_the_fold_over_the_stage_history(moves: list[tuple[int, str]]) -> None:
    entries = _entries(moves)
    last = {entry.deal_number: entry.stage for entry in entries}
    held = roles_held(role_history(entries, BOTH))
    assert roles_of_stages(last.values(), BOTH) == (tuple(held) or ("contact",))
    assert set(held) == _naive(entries, START + timedelta(days=99))


@given(moves, st.integers(0, 50))
def test_roles_at_any_moment_equal_the_fold_up_to_it(moves: list[tuple[int, str]], hour: int) -> None:
    entries, moment = _entries(moves), START + timedelta(hours=hour)
    assert set(roles_held(role_history(entries, BOTH), moment)) == _naive(entries, moment)


@given(moves)
def test_spans_of_one_role_at_one_deal_never_overlap_and_end_after_they_begin(moves: list[tuple[int, str]]) -> None:
    spans = role_history(_entries(moves), BOTH)
    by_place: dict[tuple[int, str], list[RoleSpan]] = {}
    for span in spans:
        by_place.setdefault((span.deal, span.role), []).append(span)
        assert span.until is None or span.until > span.since
    for held in by_place.values():
        for before, after in pairwise(held):
            assert before.until is not None
            assert before.until < after.since


def test_a_role_that_goes_on_into_the_next_stage_is_one_span() -> None:
    spans = role_history(_entries([(1001, "qualify"), (1001, "develop"), (1001, "offer")]), BOTH)
    assert [(span.role, span.since, span.until) for span in spans] == [
        ("lead", START, START + timedelta(hours=2)), ("prospect", START + timedelta(hours=2), None),
    ]  # fmt: skip


def test_a_debtor_is_a_customer_too_and_the_weightier_role_leads() -> None:
    assert roles_of_stages(["invoice"], BOTH, ["supplier"]) == ("debtor", "customer", "supplier")
    assert roles_of_stages([], BOTH) == ("contact",)


def test_the_history_in_the_database_tells_the_role_of_the_deal(store: Store, now: datetime, process: Process) -> None:
    with store.write(now, actor="anna") as work:
        deal = open_lead(work, process, name="Regale", owner="anna")
        for hours, stage in enumerate(process.stages[1:9], 1):
            later = type(work)(work.session, now + timedelta(hours=hours), "ben", "say", "stage")
            move_to_stage(later, process, deal, stage)
            spans = role_history(entries_of(work.session, [deal.number]), process)
            assert set(roles_held(spans)) == set(stage.roles)
        assert {span.by for span in spans} == {"anna", "ben"}


def test_counts_take_each_contact_once(store: Store, now: datetime, process: Process) -> None:
    with store.write(now) as work:
        person = add_person(work, ContactFacts(name="Sabine Kolb", company="Kolb GmbH"))
        firm = find_or_add_company(work, "Tiger AG")
        deals: list[Deal] = []
        for key, who in (
            ("order", person),
            ("qualify", person),
            ("invoice", person),
            ("qualify", None),
            ("lost", None),
        ):
            company = firm if who is None else person.company
            deal = open_lead(work, process, name=key, owner="anna", person=who, company=company)
            stage = process.stage(key)
            assert stage is not None
            move_to_stage(work, process, deal, stage)
            deals.append(deal)
        work.session.flush()
        counts = role_counts(work.session, process, EVERYTHING)
        customers = existing_customers(work.session, process, [deal.number for deal in deals])
    assert counts == {"debtor": 1, "customer": 1, "prospect": 0, "lead": 2, "all": 2}
    assert customers == {deals[0].number, deals[1].number, deals[2].number}
    assert set(counts) == {*LEADING_ORDER, "all"}
