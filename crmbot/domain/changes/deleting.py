"""Deleting a deal: what hangs on it goes along, what was said with people stays in their history. It can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.announcing.record_channels import channel_of, leave_channel
from crmbot.domain.calendar.appointment_ties import delete_about
from crmbot.domain.records import (
    Activity,
    Base,
    Competitor,
    Deal,
    DealProduct,
    Followup,
    Offer,
    RecordLink,
    StageEntry,
    Stakeholder,
    Tag,
    TouchRhythm,
    Watcher,
)
from crmbot.domain.records.work import Work

_PARTS: tuple[type[Base], ...] = (Offer, DealProduct, Stakeholder, Competitor, StageEntry)
_TIED: tuple[type[Base], ...] = (Tag, Watcher, Followup, TouchRhythm)


@dataclass(frozen=True, slots=True)
class Loss:
    """What would be lost with a deal."""

    activities: int
    offers: int
    followups: int


def loss_of(session: Session, deal: Deal) -> Loss:
    """Counted before it is done, to warn."""

    def count(column: object, model: type[Base]) -> int:
        return session.scalar(select(func.count()).select_from(model).where(column == deal.number)) or 0  # type: ignore[arg-type]

    return Loss(
        count(Activity.deal_number, Activity), count(Offer.deal_number, Offer), count(Followup.record_number, Followup)
    )


def delete_deal(work: Work, deal: Deal) -> None:
    """The deal with all that is only about it. Mails, calls and notes stay with its person and company; those that
    belong to nobody else go along.
    """
    session, number = work.session, deal.number
    for part in _PARTS:
        for row in session.scalars(select(part).where(part.deal_number == number)):  # type: ignore[attr-defined]
            session.delete(row)
    for activity in session.scalars(select(Activity).where(Activity.deal_number == number)):
        if activity.person_number is None and activity.company_number is None:
            session.delete(activity)
        else:
            activity.deal_number = None
    session.flush()
    if (channel := channel_of(session, number)) is not None:
        leave_channel(work, channel)
    delete_about(session, [number])
    for tied in _TIED:
        for row in session.scalars(select(tied).where(tied.record_number == number)):  # type: ignore[attr-defined]
            session.delete(row)
    for link in session.scalars(
        select(RecordLink).where(or_(RecordLink.from_number == number, RecordLink.to_number == number))
    ):
        session.delete(link)
    session.flush()
    session.delete(deal)
    session.flush()
