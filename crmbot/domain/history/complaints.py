"""Entries that wait until somebody has seen to them: complaints, and whatever kinds the configuration adds."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.history.history import Place
from crmbot.domain.members.access import Access, visible
from crmbot.domain.records import Activity
from crmbot.domain.records.pages import skipped
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict
from crmbot.shapes import Moment, t


def in_charge(place: Place, fallback: str) -> str:
    """Who sees to a complaint: the owner of the deal, else of the person or company, else whoever took it down."""
    holders = (place.deal, place.person, place.company)
    return next((holder.owner for holder in holders if holder is not None and holder.owner), fallback)


def resolve(work: Work, entry: Activity) -> None:
    """It was seen to. Raises Conflict when it was before."""
    if entry.resolved_at is not None:
        raise Conflict(t("#{number} was resolved already, {at}.", number=entry.number, at=Moment(entry.resolved_at)))
    entry.resolved_at, entry.resolved_by = work.now, work.actor


def open_complaints(
    session: Session, kinds: Sequence[str], access: Access, *, owner: str | None = None, limit: int,
    page: int = 1,
) -> tuple[int, list[Activity]]:  # fmt: skip
    """How many entries of these kinds wait, and one page of them, the oldest first; past the last page that one."""
    conditions = [Activity.kind.in_(kinds), Activity.resolved_at.is_(None), *visible(access, Activity)]
    if owner is not None:
        conditions.append(Activity.owner == owner)
    count = session.scalar(select(func.count()).select_from(Activity).where(*conditions)) or 0
    statement = select(Activity).where(*conditions).order_by(Activity.at, Activity.number)
    return count, list(session.scalars(statement.limit(limit).offset(skipped(page, count, limit))))
