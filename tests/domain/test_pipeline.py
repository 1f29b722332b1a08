"""The pipeline: filters and sums, compared with a naive recount."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.domain.deals.deals import open_lead, win
from crmbot.domain.deals.pipeline import PipelineFilter
from crmbot.domain.process import Process, builtin_process
from crmbot.domain.records import Deal
from crmbot.storage.store import Store
from tests.domain.naive_pipeline import pipeline, totals

AMOUNTS = (None, "500", "10000", "20000.50", "99999.99")


@pytest.fixture
def deals(store: Store, now: datetime, process: Process) -> list[Deal]:
    """Ten deals of two owners in the first stages, one of them won."""
    made = []
    with store.write(now) as work:
        for number in range(10):
            amount = AMOUNTS[number % len(AMOUNTS)]
            deal = open_lead(
                work,
                process,
                name=f"Deal {number}",
                owner="anna" if number % 2 else "ben",
                amount=Decimal(amount) if amount else None,
            )
            deal.stage = process.stages[number % 4].key
            deal.last_activity_at = now - timedelta(days=number)
            made.append(deal)
        win(work, made[0], process)
    return made


def numbers(store: Store, process: Process, wanted: PipelineFilter, now: datetime) -> set[int]:
    with store.read() as session:
        return {deal.number for deal in pipeline(session, process, wanted, now)}


def test_without_filter_it_shows_every_open_deal(
    store: Store, deals: list[Deal], process: Process, now: datetime
) -> None:
    assert numbers(store, process, PipelineFilter(), now) == {deal.number for deal in deals[1:]}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (PipelineFilter(owner="anna"), {1, 3, 5, 7, 9}),
        (PipelineFilter(stage="offer"), {2, 6}),
        (PipelineFilter(stage="order"), {0}),
        (PipelineFilter(role="prospect"), {2, 3, 6, 7}),
        (PipelineFilter(role="customer"), {0}),
        (PipelineFilter(amount_min=Decimal(10000)), {2, 3, 4, 7, 8, 9}),
        (PipelineFilter(amount_max=Decimal(500)), {1, 6}),
        (PipelineFilter(idle_days=7), {7, 8, 9}),
        (PipelineFilter(text="deal 3"), {3}),
        (PipelineFilter(owner="anna", amount_min=Decimal(20000)), {3, 9}),
    ],
)
def test_filters_narrow_it(
    store: Store, deals: list[Deal], process: Process, now: datetime, wanted: PipelineFilter, expected: set[int]
) -> None:
    assert numbers(store, process, wanted, now) == {deals[place].number for place in expected}


def test_it_is_sorted_by_stage_then_amount(store: Store, deals: list[Deal], process: Process, now: datetime) -> None:
    assert len(deals) == 10
    order = [stage.key for stage in process.stages]
    with store.read() as session:
        found = [
            (order.index(deal.stage), -(deal.amount or 0)) for deal in pipeline(session, process, PipelineFilter(), now)
        ]
    assert found == sorted(found)


def _deal(stage: str, amount: Decimal | None, currency: str) -> Deal:
    return Deal(stage=stage, amount=amount, currency=currency)


STAGES = [stage.key for stage in builtin_process().stages]
DEALS = st.builds(_deal, st.sampled_from(STAGES), st.none() | st.decimals(0, 10**9, places=2), st.just("EUR"))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DEALS))
def test_sums_equal_a_naive_recount(found: list[Deal]) -> None:
    process = builtin_process()
    weights = {stage.key: stage.probability for stage in process.stages}
    result = totals(found, process)
    assert result["count"] == len(found)
    assert result["amount"] == sum((deal.amount or Decimal(0) for deal in found), Decimal(0))
    exact = sum(((deal.amount or Decimal(0)) * weights[deal.stage] / 100 for deal in found), Decimal(0))
    assert abs(result["weighted"] - exact) <= Decimal("0.005")


def test_several_currencies_are_summed_apart() -> None:
    found = [_deal("qualify", Decimal(100), "EUR"), _deal("qualify", Decimal(50), "CHF")]
    assert totals(found, builtin_process())["by_currency"]["CHF"] == {
        "amount": Decimal("50.00"),
        "weighted": Decimal("5.00"),
    }
