"""How far an enquiry has come: new, contacted, qualified, disqualified. It follows from the records, nobody sets it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Deal

LeadStatus = Literal["new", "contacted", "qualified", "disqualified"]
_TALKS = ("call", "meeting")  # contact whoever began it


def statuses(session: Session, process: Process, deals: Iterable[Deal]) -> dict[int, LeadStatus]:
    """The status of each deal, by number, with one query for all of them."""
    rows = list(deals)
    fresh = [deal.number for deal in rows if _decided(process, deal) is None]
    talked = set(
        session.scalars(
            select(Activity.deal_number)
            .where(Activity.deal_number.in_(fresh), or_(Activity.direction == "out", Activity.kind.in_(_TALKS)))
            .distinct()
        )
    )
    return {deal.number: _decided(process, deal) or ("contacted" if deal.number in talked else "new") for deal in rows}


def lead_status(session: Session, process: Process, deal: Deal) -> LeadStatus:
    """The status of one deal."""
    return statuses(session, process, [deal])[deal.number]


def _decided(process: Process, deal: Deal) -> LeadStatus | None:
    """Qualified or not: without looking into the history."""
    if deal.disqualified:
        return "disqualified"
    begun = deal.stage == process.of(deal.process).first.key
    if deal.qualified_at is not None or (deal.state != "lost" and not begun):
        return "qualified"
    return "disqualified" if deal.state == "lost" else None
