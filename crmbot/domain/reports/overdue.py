"""What members have not done in time."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Followup


def overdue_by_owner(
    session: Session, now: datetime, today_begins: datetime, conditions: list[Any], *, owner: str | None = None
) -> dict[str, list[Followup]]:
    """Open follow-ups whose hour is over, or whose day is where they have none; the most overdue first."""
    over = or_(Followup.due_at < today_begins, (Followup.due_at < now) & Followup.day_only.is_(False))
    statement = select(Followup).where(Followup.done_at.is_(None), over, *conditions)
    if owner is not None:
        statement = statement.where(Followup.owner == owner)
    found: defaultdict[str, list[Followup]] = defaultdict(list)
    for followup in session.scalars(statement.order_by(Followup.due_at, Followup.number)):
        found[followup.owner].append(followup)
    return dict(sorted(found.items()))
