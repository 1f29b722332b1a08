"""What each source brought: leads, how many were qualified and won, and what they are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.deals.periods import between
from crmbot.domain.process import Process
from crmbot.domain.records import Deal


@dataclass(slots=True)
class BySource:
    """`key` is the source's, None where nobody told it; the amounts are by currency."""

    key: str | None
    written: str | None
    leads: int = 0
    qualified: int = 0
    won: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    won_amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def source_report(
    session: Session, process: Process, wanted: Sequence[ColumnElement[bool]], *, since: datetime | None = None,
    until: datetime | None = None,
) -> list[BySource]:  # fmt: skip
    """The `wanted` deals opened between the two moments (the second not counted in), by source, the most fruitful first."""
    first = [line.first.key for line in process.all]
    conditions = [*wanted, *between(Deal.created_at, since, until)]
    qualified = case(
        (Deal.qualified_at.is_not(None), 1), (Deal.state == "lost", 0), (Deal.stage.in_(first), 0), else_=1
    )
    rows = session.execute(
        select(Deal.source, Deal.currency, Deal.state, func.count(), func.sum(qualified), func.sum(Deal.amount))
        .where(*conditions)
        .group_by(Deal.source, Deal.currency, Deal.state)
    )
    groups: dict[str | None, BySource] = {}
    for source, currency, state, count, good, amount in rows:
        group = groups.setdefault(source_key(source), BySource(source_key(source), source))
        group.leads += count
        group.qualified += good or 0
        group.won += count if state == "won" else 0
        if amount is not None:
            group.amounts[currency] += amount
            if state == "won":
                group.won_amounts[currency] += amount
    return sorted(groups.values(), key=lambda group: (-group.leads, group.key or "~"))
