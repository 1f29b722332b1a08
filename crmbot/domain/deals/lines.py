"""Deals of many owners at once, as far as one line of a list needs them: the first of each owner, and how many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, func, not_, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.staleness import is_stale
from crmbot.domain.deals.unattended import open_deals
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, StageEntry


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal in a list."""

    number: int
    name: str
    owner: str
    stage: str
    amount: Decimal | None
    currency: str
    expected_close: date | None
    last_activity_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DealLines:
    """How many there are, and the first of them."""

    count: int = 0
    lines: tuple[DealLine, ...] = ()


NO_DEALS = DealLines()
_COLUMNS = (
    Deal.number, Deal.name, Deal.owner, Deal.stage, Deal.amount, Deal.currency, Deal.expected_close,
    Deal.last_activity_at, Deal.created_at,
)  # fmt: skip
_TOUCHED = func.coalesce(Deal.last_activity_at, Deal.created_at)


def closing(session: Session, owners: Collection[str], since: date, until: date, *, limit: int) -> dict[str, DealLines]:
    """Open deals that should be closed in those days, soonest first."""
    conditions = [Deal.state == "open", Deal.expected_close >= since, Deal.expected_close <= until]
    return _of_each(session, owners, conditions, Deal.expected_close, limit)


def fresh(session: Session, owners: Collection[str], since: datetime, *, limit: int) -> dict[str, DealLines]:
    """Open deals that came since then and that their owner has not entered himself, newest first."""
    own = exists().where(
        StageEntry.deal_number == Deal.number, StageEntry.at <= Deal.created_at, StageEntry.actor == Deal.owner
    )
    conditions = [Deal.state == "open", Deal.created_at >= since, not_(own)]
    return _of_each(session, owners, conditions, Deal.created_at.desc(), limit)


def stalled(
    session: Session, process: Process, owners: Collection[str], now: datetime, *, limit: int
) -> dict[str, DealLines]:
    """Deals that lie still for longer than their stage allows, with nothing planned; the longest still first."""
    return _of_each(session, owners, [is_stale(process, now)], _TOUCHED, limit)


def lying(
    session: Session, process: Process, owners: Collection[str], since: datetime, now: datetime, *, limit: int
) -> dict[str, DealLines]:
    """Deals without a next step that nobody has touched since then, the longest untouched first."""
    return _of_each(session, owners, [*open_deals(process, now), since > _TOUCHED], _TOUCHED, limit)


def line_of(deal: Deal) -> DealLine:
    """A deal in a list."""
    return DealLine(
        deal.number, deal.name, deal.owner, deal.stage, deal.amount, deal.currency, deal.expected_close,
        deal.last_activity_at, deal.created_at,
    )  # fmt: skip


def merged(found: Mapping[str, DealLines], owners: Collection[str], limit: int) -> DealLines:
    """Those of several owners in one list, the longest untouched first."""
    each = [found[owner] for owner in owners if owner in found]
    lines = sorted(
        (line for one in each for line in one.lines), key=lambda line: line.last_activity_at or line.created_at
    )
    return DealLines(sum(one.count for one in each), tuple(lines[:limit]))


def _of_each(
    session: Session, owners: Collection[str], conditions: list[Any], order: Any, limit: int
) -> dict[str, DealLines]:
    if not owners:
        return {}
    place = func.row_number().over(partition_by=Deal.owner, order_by=(order, Deal.number)).label("place")
    every = func.count().over(partition_by=Deal.owner).label("every")
    inner = select(*_COLUMNS, place, every).where(Deal.owner.in_(owners), *conditions).subquery()
    rows = session.execute(select(inner).where(inner.c.place <= limit).order_by(inner.c.owner, inner.c.place))
    found: dict[str, tuple[int, list[DealLine]]] = {}
    for *values, _place, count in rows:
        line = DealLine(*values)
        found.setdefault(line.owner, (count, []))[1].append(line)
    return {owner: DealLines(count, tuple(lines)) for owner, (count, lines) in found.items()}
