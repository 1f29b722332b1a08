"""What came of deals, by owner."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.periods import between
from crmbot.domain.records import Deal

Amounts = defaultdict[str, Decimal]


@dataclass(slots=True)
class Results:
    """Of one owner; amounts by currency."""

    opened: int = 0
    open: int = 0
    won: int = 0
    lost: int = 0
    open_amounts: Amounts = field(default_factory=lambda: defaultdict(Decimal))
    won_amounts: Amounts = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def win_rate(self) -> Decimal | None:
        """Percent of what was decided; None before anything was."""
        decided = self.won + self.lost
        return (Decimal(100 * self.won) / decided).quantize(Decimal("0.1")) if decided else None


def results_by_owner(
    session: Session, conditions: list[Any], *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, Results]:
    """Opened, won and lost between the two moments (the second not counted in); open is what is open now."""
    found: defaultdict[str, Results] = defaultdict(Results)
    opened = select(Deal.owner, func.count()).where(*between(Deal.created_at, since, until), *conditions)
    for owner, count in session.execute(opened.group_by(Deal.owner)):
        found[owner].opened = count
    standing = select(Deal.owner, Deal.currency, func.count(), func.sum(Deal.amount)).where(
        Deal.state == "open", *conditions
    )
    for owner, currency, count, amount in session.execute(standing.group_by(Deal.owner, Deal.currency)):
        found[owner].open += count
        found[owner].open_amounts[currency] += amount or Decimal()
    ended = (Deal.state.in_(("won", "lost")), *between(Deal.closed_at, since, until))
    closed = select(Deal.owner, Deal.state, Deal.currency, func.count(), func.sum(Deal.amount)).where(
        *ended, *conditions
    )
    for owner, state, currency, count, amount in session.execute(
        closed.group_by(Deal.owner, Deal.state, Deal.currency)
    ):
        if state == "won":
            found[owner].won += count
            found[owner].won_amounts[currency] += amount or Decimal()
        else:
            found[owner].lost += count
    return dict(found)
