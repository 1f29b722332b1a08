"""One page of the pipeline with the sums over all pages, both made by the database, whatever the number of deals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.names import person_key
from crmbot.domain.pipeline import PipelineFilter, narrowed
from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal, Person

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PipelinePage:
    """The deals to show, in the order of the stages, the largest first; `totals` has count, amount and weighted amount, by currency where there are several."""

    deals: list[Deal]
    totals: dict[str, Any]


def pipeline_page(
    session: Session, process: Process, wanted: PipelineFilter, now: datetime, *, limit: int, page: int = 1
) -> PipelinePage:
    """The deals of one page, the last one if there are not so many, and the sums over all that pass the filter."""
    conditions = narrowed(wanted, process, now)
    if wanted.text:
        conditions.append(_named(wanted.text))
    totals = _totals(session, process, conditions)
    pages = max(1, -(-totals["count"] // limit))
    statement = (
        select(Deal)
        .options(joinedload(Deal.person), joinedload(Deal.company))
        .where(*conditions)
        .order_by(_stage_order(process), func.coalesce(Deal.amount, 0).desc(), Deal.number)
        .limit(limit)
        .offset((min(page, pages) - 1) * limit)
    )
    return PipelinePage(list(session.scalars(statement)), {**totals, "page": min(page, pages), "pages": pages})


def _stage_order(process: Process) -> ColumnElement[int]:
    places = {stage.key: place for place, stage in enumerate(process.stages)}
    return case(places, value=Deal.stage, else_=len(places))


def _named(text: str) -> ColumnElement[bool]:
    """Every word stands in the name of the deal, its person or its company."""
    return and_(*(_word_in_a_name(word) for word in person_key(text).split()[:8]))


def _word_in_a_name(word: str) -> ColumnElement[bool]:
    persons = select(Person.number).where(Person.name_key.contains(word, autoescape=True))
    companies = select(Company.number).where(Company.name_key.contains(word, autoescape=True))
    return or_(
        Deal.name_key.contains(word, autoescape=True),
        Deal.person_number.in_(persons),
        Deal.company_number.in_(companies),
    )


def _totals(session: Session, process: Process, conditions: list[Any]) -> dict[str, Any]:
    """Count, sum and weighted sum; by currency where there are several."""
    chance = func.coalesce(Deal.probability, Deal.chance)  # by hand, else by the rules, else the stage's
    groups = session.execute(
        select(Deal.currency, Deal.stage, chance, func.count(), func.sum(Deal.amount))
        .where(*conditions)
        .group_by(Deal.currency, Deal.stage, chance)
    )
    count = 0
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    weighted: dict[str, Decimal] = defaultdict(Decimal)
    for currency, key, probability, number, amount in groups:
        stage = process.stage(key)
        chance = probability if probability is not None else stage.probability if stage else 0
        count += number
        amounts[currency] += amount or Decimal()
        weighted[currency] += (amount or Decimal()) * chance / 100
    sums = {
        currency: {"amount": amounts[currency].quantize(_CENT), "weighted": weighted[currency].quantize(_CENT)}
        for currency in sorted(amounts)
    }
    if len(sums) > 1:
        return {"count": count, "by_currency": sums}
    nothing: tuple[str | None, dict[str, Decimal]] = (None, {"amount": Decimal("0.00"), "weighted": Decimal("0.00")})
    only, values = next(iter(sums.items()), nothing)
    return {"count": count, "currency": only, **values}
