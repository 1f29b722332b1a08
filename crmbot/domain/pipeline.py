"""The pipeline: open deals, filtered, sorted and summed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.deals import probability
from crmbot.domain.names import person_key
from crmbot.domain.process import Process
from crmbot.domain.records import Deal


@dataclass(frozen=True, slots=True)
class PipelineFilter:
    """Which deals are wanted; a filter that is not set lets all pass. Amounts are inclusive, `idle_days` at least."""

    owner: str | None = None
    stage: str | None = None
    role: str | None = None
    source: str | None = None
    grade: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    idle_days: int | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    text: str = ""


def pipeline(session: Session, process: Process, wanted: PipelineFilter, now: datetime) -> list[Deal]:
    """The deals that pass, in the order of the stages, the largest first. A stage or role asked for shows won ones too."""
    statement = select(Deal).options(joinedload(Deal.person), joinedload(Deal.company))
    statement = statement.where(*narrowed(wanted, process, now))
    order = {stage.key: place for place, stage in enumerate(process.stages)}
    found = [deal for deal in session.scalars(statement) if not wanted.text or _has(deal, wanted.text)]
    return sorted(found, key=lambda deal: (order.get(deal.stage, len(order)), -(deal.amount or 0), deal.number))


def narrowed(wanted: PipelineFilter, process: Process, now: datetime) -> list[Any]:
    """The conditions a deal has to meet, but for the text. A stage or role asked for lets won ones pass too."""
    conditions: list[Any] = []
    if wanted.stage is not None:
        conditions.append(Deal.stage == wanted.stage)
    elif wanted.role is not None:
        conditions.append(Deal.stage.in_([stage.key for stage in process.stages if wanted.role in stage.roles]))
    else:
        conditions.append(Deal.state == "open")
    for column, value in ((Deal.owner, wanted.owner), (Deal.source, wanted.source), (Deal.grade, wanted.grade)):
        if value is not None:
            conditions.append(column == value)
    if wanted.amount_min is not None:
        conditions.append(Deal.amount >= wanted.amount_min)
    if wanted.amount_max is not None:
        conditions.append(Deal.amount <= wanted.amount_max)
    if wanted.idle_days is not None:
        conditions.append(Deal.last_activity_at <= now - timedelta(days=wanted.idle_days))
    if wanted.closing_from is not None:
        conditions.append(Deal.expected_close >= wanted.closing_from)
    if wanted.closing_to is not None:
        conditions.append(Deal.expected_close <= wanted.closing_to)
    return conditions


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
