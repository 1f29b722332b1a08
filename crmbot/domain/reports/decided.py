"""What was won and what was lost, by the month in which it was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.deals.periods import between
from crmbot.domain.records import Deal


@dataclass(slots=True)
class Decided:
    """Of one month; amounts by currency."""

    won: int = 0
    lost: int = 0
    won_amounts: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lost_amounts: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def decided_by_month(
    session: Session,
    conditions: list[Any],
    zone: ZoneInfo,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, Decided]:
    """By month as `2026-11`, counted in `zone`, in their order; between the moments, the second not counted in."""
    found: defaultdict[str, Decided] = defaultdict(Decided)
    ended = (Deal.state.in_(("won", "lost")), Deal.closed_at.is_not(None), *between(Deal.closed_at, since, until))
    rows = session.execute(select(Deal.closed_at, Deal.state, Deal.currency, Deal.amount).where(*ended, *conditions))
    for at, state, currency, amount in rows:
        month = found[f"{at.astimezone(zone):%Y-%m}" if at else ""]
        if state == "won":
            month.won += 1
            month.won_amounts[currency] += amount or Decimal()
        else:
            month.lost += 1
            month.lost_amounts[currency] += amount or Decimal()
    return dict(sorted(found.items()))
