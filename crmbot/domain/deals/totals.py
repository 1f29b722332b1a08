"""Sums over deals: how many, how much, and how much of it is to be expected; by stage and currency, for pages and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, case, func, literal, select, type_coerce
from sqlalchemy.orm import Session

from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.domain.records.sums import DEAL_SUMS

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class StageSum:
    """The deals of one currency in one stage, of one group where they are grouped. Cents, and cents times percent."""

    group: Any
    stage: str
    currency: str
    deals: int
    cents: int
    by_stage: int  # cents of the deals that have no chance of their own
    weighted: int


def kept_sums(session: Session, conditions: Sequence[Any], group: ColumnElement[Any] | None = None) -> list[StageSum]:
    """As `counted_sums`, from what the database keeps; `conditions` are over `DEAL_SUMS`."""
    kept = DEAL_SUMS.c
    keys = (literal(None) if group is None else group, kept.stage, kept.currency)
    sums = (kept.deals, kept.cents, kept.by_stage, kept.weighted)
    statement = select(*keys, *(func.sum(one) for one in sums)).where(*conditions)
    rows = session.execute(statement.group_by(*keys[1 if group is None else 0 :]))
    return [StageSum(row[0], row[1], row[2], *(int(one) for one in row[3:])) for row in rows if row[3]]


def sources_and_grades(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All that deals have as their source and as their grade, as they are written."""
    rows = session.execute(select(DEAL_SUMS.c.source, DEAL_SUMS.c.grade).distinct()).all()
    return tuple(sorted({row[0] for row in rows if row[0]})), tuple(sorted({row[1] for row in rows if row[1]}))


def counted_sums(
    session: Session, conditions: Sequence[Any], group: ColumnElement[Any] | None = None
) -> list[StageSum]:
    """The deals that meet the conditions, added up by the database."""
    amount, chance = func.coalesce(_cents(Deal.amount), 0), func.coalesce(Deal.probability, Deal.chance)
    keys = (literal(None) if group is None else group, Deal.stage, Deal.currency)
    statement = select(
        *keys, func.count(), func.sum(amount), func.sum(case((chance.is_(None), amount), else_=0)),
        func.sum(amount * func.coalesce(chance, 0)),
    ).where(*conditions)  # fmt: skip
    rows = session.execute(statement.group_by(*keys[1 if group is None else 0 :]))
    return [StageSum(row[0], row[1], row[2], *(int(one or 0) for one in row[3:])) for row in rows]


def _cents(column: Any) -> ColumnElement[int]:
    """An amount as the whole number that it is stored as."""
    return type_coerce(column, BigInteger)


def totals(sums: Iterable[StageSum], process: Process) -> dict[str, Any]:
    """Count, sum and weighted sum; by currency where there are several."""
    count = 0
    amounts: dict[str, int] = defaultdict(int)
    weighted: dict[str, int] = defaultdict(int)
    for one in sums:
        stage = process.stage(one.stage)
        count += one.deals
        amounts[one.currency] += one.cents
        weighted[one.currency] += one.by_stage * (stage.probability if stage else 0) + one.weighted
    by_currency = {
        currency: {
            "amount": (Decimal(amounts[currency]) / 100).quantize(_CENT),
            "weighted": (Decimal(weighted[currency]) / 10_000).quantize(_CENT),
        }
        for currency in sorted(amounts)
    }
    if len(by_currency) > 1:
        return {"count": count, "by_currency": by_currency}
    nothing: tuple[str | None, dict[str, Decimal]] = (None, {"amount": Decimal("0.00"), "weighted": Decimal("0.00")})
    only, values = next(iter(by_currency.items()), nothing)
    return {"count": count, "currency": only, **values}
