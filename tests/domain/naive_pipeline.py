"""The pipeline counted by hand, to compare the database's pages and sums with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.deals.deals import probability
from crmbot.domain.deals.pipeline import PipelineFilter, narrowed
from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.domain.search.names import person_key


def pipeline(session: Session, process: Process, wanted: PipelineFilter, now: datetime) -> list[Deal]:
    """The deals that pass, in the order of the stages, the largest first. A stage or role asked for shows won ones too."""
    statement = select(Deal).options(joinedload(Deal.person), joinedload(Deal.company))
    statement = statement.where(*narrowed(session, replace(wanted, text=""), process, now))
    order = {stage.key: place for place, stage in enumerate(process.stages)}
    found = [deal for deal in session.scalars(statement) if not wanted.text or _has(deal, wanted.text)]
    return sorted(
        found,
        key=lambda deal: (order.get(deal.stage, len(order)), deal.amount is None, -(deal.amount or 0), -deal.number),
    )


def _has(deal: Deal, text: str) -> bool:
    names = " ".join(record.name_key for record in (deal, deal.person, deal.company) if record is not None)
    return all(word in names for word in person_key(text).split())


def totals(deals: Iterable[Deal], process: Process) -> dict[str, Any]:
    """Count, sum and weighted sum; by currency where there are several."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    weighted: dict[str, Decimal] = defaultdict(Decimal)
    count = 0
    for deal in deals:
        count += 1
        amounts[deal.currency] += deal.amount or Decimal()
        weighted[deal.currency] += (deal.amount or Decimal()) * probability(deal, process) / 100
    cent = Decimal("0.01")
    sums = {
        currency: {"amount": amounts[currency].quantize(cent), "weighted": weighted[currency].quantize(cent)}
        for currency in sorted(amounts)
    }
    if len(sums) <= 1:
        currency, values = next(iter(sums.items()), (None, {"amount": Decimal("0.00"), "weighted": Decimal("0.00")}))
        return {"count": count, "currency": currency, **values}
    return {"count": count, "by_currency": sums}
