"""Deals that lie still: no activity for longer than their stage allows, and nothing planned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.unattended import planned_for
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Deal
from crmbot.domain.records.pages import skipped


def days_still(deal: Deal, stage: Stage | None, now: datetime, *, planned: bool) -> int | None:
    """For how many days a deal has lain still, once that is longer than its stage allows; None: it is in order.

    A planned next step is enough: then nobody is to be nagged.
    """
    if stage is None or stage.stale_after is None or stage.state == "lost" or planned:
        return None
    days = (now - _touched(deal)).days
    return days if days >= stage.stale_after else None


def is_stale(process: Process, now: datetime) -> ColumnElement[bool]:
    """The same question in SQL, for lists and counts."""
    touched = func.coalesce(Deal.last_activity_at, Deal.created_at)
    still = [
        and_(Deal.stage == stage.key, touched <= now - timedelta(days=stage.stale_after),
             Deal.stage_since <= now - timedelta(days=stage.stale_after))
        for stage in process.stages
        if stage.stale_after is not None and stage.state != "lost"
    ]  # fmt: skip
    if not still:
        return false()
    return and_(or_(*still), not_(planned_for(Deal.number, now)), not_(planned_for(Deal.person_number, now)))


def stale_deals(
    session: Session,
    process: Process,
    now: datetime,
    access: Access,
    *,
    owners: Collection[str] | None = None,
    limit: int,
    page: int = 1,
) -> tuple[int, list[Deal]]:
    """How many deals lie still, of `owners` only where given, and the longest still of them."""
    conditions = [is_stale(process, now), *visible(access, Deal)]
    if owners is not None:
        conditions.append(Deal.owner.in_(owners))
    count = session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0
    statement = select(Deal).where(*conditions).order_by(Deal.last_activity_at, Deal.number)
    return count, list(session.scalars(statement.limit(limit).offset(skipped(page, count, limit))))


def _touched(deal: Deal) -> datetime:
    """The last time something happened: an activity, or that it entered its stage."""
    return max(deal.last_activity_at or deal.created_at, deal.stage_since)
