"""The open follow-ups by owner, day and record, page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Followup
from crmbot.domain.records.pages import skipped


@dataclass(frozen=True, slots=True)
class FollowupFilter:
    """Which are wanted; what is not set lets all pass. `since` is counted in, `until` not."""

    owner: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    overdue: bool = False
    records: Collection[int] | None = None


def followup_page(
    session: Session, wanted: FollowupFilter, now: datetime, today_begins: datetime, seen: Collection[Any], *,
    limit: int, page: int = 1,
) -> tuple[int, int, list[Followup]]:  # fmt: skip
    """How many there are, how many of them are overdue, and one page of them, what is due first on top."""
    over = or_(Followup.due_at < today_begins, (Followup.due_at < now) & Followup.day_only.is_(False))
    conditions = [*_narrowed(wanted), *seen, *([over] if wanted.overdue else [])]
    counts = select(func.count(), func.count().filter(over)).select_from(Followup).where(*conditions)
    count, late = session.execute(counts).one()
    statement = select(Followup).where(*conditions).order_by(Followup.due_at, Followup.number)
    return count, late, list(session.scalars(statement.limit(limit).offset(skipped(page, count, limit))))


def _narrowed(wanted: FollowupFilter) -> list[Any]:
    conditions: list[Any] = [Followup.done_at.is_(None)]
    if wanted.owner is not None:
        conditions.append(Followup.owner == wanted.owner)
    if wanted.since is not None:
        conditions.append(Followup.due_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Followup.due_at < wanted.until)
    if wanted.records is not None:
        conditions.append(Followup.record_number.in_(wanted.records))
    return conditions
