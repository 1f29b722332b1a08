"""The states of offers, and how the decision about a deal settles them: its yes accepts, its no rejects."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Deal, Offer
from crmbot.domain.records.work import Work

STATES = ("draft", "sent", "accepted", "rejected", "replaced", "withdrawn")
LIVE = ("draft", "sent")  # still to be decided
_SETTLED = {"won": "accepted", "lost": "rejected"}


def offers_of(session: Session, deal_number: int) -> list[Offer]:
    """All offers of a deal, oldest first."""
    return list(session.scalars(select(Offer).where(Offer.deal_number == deal_number).order_by(Offer.number)))


def live_offer(session: Session, deal_number: int) -> Offer | None:
    """The offer that is still to be decided; the newest of them."""
    statement = select(Offer).where(Offer.deal_number == deal_number, Offer.state.in_(LIVE))
    return session.scalars(statement.order_by(Offer.number.desc()).limit(1)).first()


def settle_offers(work: Work, deal: Deal, state: str) -> None:
    """The deal becomes won, lost or open (again). What was decided with it before is open again, or decided anew."""
    offers = offers_of(work.session, deal.number)
    last = offers[-1] if offers else None
    if last is not None and last.state == _SETTLED.get(deal.state):
        last.state = "sent"
    for offer in offers if state in _SETTLED else ():
        if offer.state in LIVE:
            offer.state = _SETTLED[state]


def expired(today: date) -> ColumnElement[bool]:
    """Offers that nobody has decided and whose time is over; the last day of validity counts in full."""
    return and_(Offer.state == "sent", Offer.valid_until < today)


def is_expired(offer: Offer, today: date) -> bool:
    """As `expired`, of one."""
    return offer.state == "sent" and offer.valid_until is not None and offer.valid_until < today
