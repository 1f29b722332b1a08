"""Nothing goes unattended: open deals for which nobody has planned a next step."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Deal, Followup


def unattended_deals(session: Session, *, owner: str | None = None, limit: int) -> tuple[int, list[Deal]]:
    """How many open deals have no open follow-up on them or their person, and the longest untouched of them."""
    planned = select(Followup.record_number).where(Followup.done_at.is_(None), Followup.record_number.is_not(None))
    conditions = [
        Deal.state == "open",
        Deal.number.not_in(planned),
        or_(Deal.person_number.is_(None), Deal.person_number.not_in(planned)),
    ]
    if owner is not None:
        conditions.append(Deal.owner == owner)
    statement = select(Deal).where(*conditions).order_by(Deal.last_activity_at, Deal.number).limit(limit)
    count = session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0
    return count, list(session.scalars(statement))
