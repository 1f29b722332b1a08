"""Nothing goes unattended: open deals, orders in hand and complaints for which nobody who is here has planned a next step."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crmbot.domain.calendar.appointments import PLANNED
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Appointment, Deal, Followup, Member
from crmbot.domain.records.pages import skipped


@dataclass(frozen=True, slots=True)
class Unattended:
    """How many there are, and the longest untouched of them."""

    deal_count: int
    deals: list[Deal]
    complaint_count: int
    complaints: list[Activity]

    @property
    def count(self) -> int:
        """All together."""
        return self.deal_count + self.complaint_count


def unattended(
    session: Session, process: Process, waiting_kinds: Collection[str], access: Access, now: datetime, *, limit: int,
    page: int = 1, owners: Collection[str] | None = None, since: datetime | None = None,
) -> Unattended:  # fmt: skip
    """What has no next step: of `owners` only, and untouched `since` then only, where they are given.

    An open follow-up on the record, its deal or its person is a next step, and an appointment to come, if its owner is
    still in the team. What belongs to somebody who has left is unattended whatever is planned. `waiting_kinds` are
    entries that stay open.
    """
    deals = [*open_deals(process, now), *visible(access, Deal)]
    complaints = [*_open_complaints(waiting_kinds, now), *visible(access, Activity)]
    if owners is not None:
        deals.append(Deal.owner.in_(owners))
        complaints.append(Activity.owner.in_(owners))
    if since is not None:
        deals.append(func.coalesce(Deal.last_activity_at, Deal.created_at) < since)
        complaints.append(Activity.at < since)
    deal_rows = select(Deal).where(*deals).order_by(Deal.last_activity_at, Deal.number)
    complaint_rows = select(Activity).where(*complaints).order_by(Activity.at, Activity.number)
    deal_count = session.scalar(select(func.count()).select_from(Deal).where(*deals)) or 0
    complaint_count = session.scalar(select(func.count()).select_from(Activity).where(*complaints)) or 0
    first = skipped(page, max(deal_count, complaint_count), limit)
    return Unattended(
        deal_count, list(session.scalars(deal_rows.limit(limit).offset(first))),
        complaint_count, list(session.scalars(complaint_rows.limit(limit).offset(first))),
    )  # fmt: skip


def waiting_complaints(
    session: Session, kinds: Collection[str], since: datetime, now: datetime, *, limit: int
) -> dict[str, list[Activity]]:
    """Complaints from before that moment for which nobody has planned a next step, by owner; the oldest first."""
    conditions = [*_open_complaints(kinds, now), Activity.at < since, Activity.owner.is_not(None)]
    statement = select(Activity).where(*conditions).order_by(Activity.at, Activity.number).limit(limit)
    found: dict[str, list[Activity]] = {}
    for complaint in session.scalars(statement):
        found.setdefault(complaint.owner or "", []).append(complaint)
    return found


def open_deals(process: Process, now: datetime) -> list[Any]:
    """The condition for what has no next step: leads, opportunities, and orders that are still being dealt with."""
    orders = [stage.key for stage in process.stages if stage.state == "won" and stage.takes_mail]
    in_hand = or_(Deal.state == "open", Deal.stage.in_(orders)) if orders else Deal.state == "open"
    planned = or_(planned_for(Deal.number, now), planned_for(Deal.person_number, now))
    return [in_hand, or_(not_(planned), _gone(Deal.owner))]


def _open_complaints(kinds: Collection[str], now: datetime) -> list[Any]:
    planned = or_(*(planned_for(one, now) for one in (Activity.number, Activity.deal_number, Activity.person_number)))
    return [
        Activity.kind.in_(sorted(kinds)),
        Activity.resolved_at.is_(None),
        or_(not_(planned), Activity.owner.is_(None), _gone(Activity.owner)),
    ]


def planned_for(number: InstrumentedAttribute[Any], now: datetime) -> ColumnElement[bool]:
    """That something is still to be done about a record, or an appointment is to come, by somebody who is in the team.

    By one number at a time: with several in one condition the index over them is of no use.
    """
    here = select(Member.key).where(Member.active)
    meeting = (Appointment.record_number == number, Appointment.state == PLANNED, Appointment.ends_at > now)
    return or_(
        exists().where(Followup.record_number == number, Followup.done_at.is_(None), Followup.owner.in_(here)),
        exists().where(*meeting, Appointment.owner.in_(here)),
    )


def _gone(owner: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return owner.not_in(select(Member.key).where(Member.active))
