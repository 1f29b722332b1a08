"""Nothing goes unattended: open deals for which nobody has planned a next step."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.records import Deal, Followup


def unattended_deals(session: Session, *, owner: str | None = None) -> list[Deal]:
    """Open deals without an open follow-up on them or their person, longest untouched first."""
    planned = select(Followup.record_number).where(Followup.done_at.is_(None), Followup.record_number.is_not(None))
    statement = (
        select(Deal)
        .options(joinedload(Deal.person), joinedload(Deal.company))
        .where(Deal.state == "open", Deal.number.not_in(planned))
        .where(or_(Deal.person_number.is_(None), Deal.person_number.not_in(planned)))
        .order_by(Deal.last_activity_at, Deal.number)
    )
    return list(session.scalars(statement.where(Deal.owner == owner) if owner else statement))
