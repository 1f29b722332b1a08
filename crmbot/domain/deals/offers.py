"""Offers: recorded under a number, replaced by their next version, and what they make of the deal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.deals import move_to_stage
from crmbot.domain.deals.gates import holding_steps, missing_fields
from crmbot.domain.deals.offer_states import expired, live_offer, offers_of
from crmbot.domain.people.companies import offer_recipient
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Deal, Offer, Person
from crmbot.domain.records.pages import skipped
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import Record, Verbatim, t


@dataclass(frozen=True, slots=True)
class NewOffer:
    """What is known of an offer that was made. Without a `code` it keeps its predecessor's, or gets one from its number."""

    amount: Decimal
    currency: str
    offered_on: date
    valid_until: date | None = None
    code: str | None = None
    state: str = "sent"
    person_number: int | None = None
    activity_number: int | None = None
    file_id: int | None = None
    note: str | None = None


def record_offer(work: Work, deal: Deal, new: NewOffer) -> Offer:
    """An offer for a deal that is still open; its amount becomes the deal's.

    A draft that goes out is the same offer; anything that was out before is replaced by the next version. Once issued an
    offer is never changed. Raises RequestFault for a deal that is decided.
    """
    if deal.state != "open":
        raise RequestFault(
            t("#{number} is decided already: it takes no more offers. A new sale is a new lead.", number=deal.number)
        )
    before = live_offer(work.session, deal.number)
    deal.amount, deal.currency = new.amount, new.currency
    if before is not None and before.state == "draft" and new.code in (None, before.code):
        return _issued(work, before, new)
    offer = _added(work, deal, new, before)
    if before is not None:
        before.state = "replaced"
    work.session.flush()
    return offer


def _added(work: Work, deal: Deal, new: NewOffer, before: Offer | None) -> Offer:
    number = work.next_number("offer")
    last = next((one for one in reversed(offers_of(work.session, deal.number)) if new.code in (None, one.code)), before)
    follows = last is not None and new.code in (None, last.code)
    code = last.code if last is not None and follows else new.code or f"{new.offered_on.year}-{number}"
    recipient = (
        work.session.get(Person, new.person_number) if new.person_number else offer_recipient(work.session, deal)
    )
    offer = Offer(
        number=number, deal_number=deal.number, code=code[:40], version=last.version + 1 if last and follows else 1,
        state=new.state, amount=new.amount, currency=new.currency, offered_on=new.offered_on,
        valid_until=new.valid_until, person=recipient, person_number=recipient.number if recipient else None,
        activity_number=new.activity_number, file_id=new.file_id, note=new.note, created_at=work.now,
        created_by=work.actor,
    )  # fmt: skip
    work.session.add(offer)
    return offer


def _issued(work: Work, draft: Offer, new: NewOffer) -> Offer:
    draft.state, draft.amount, draft.currency = new.state, new.amount, new.currency
    draft.offered_on, draft.valid_until = new.offered_on, new.valid_until or draft.valid_until
    draft.activity_number = new.activity_number or draft.activity_number
    draft.file_id, draft.note = new.file_id or draft.file_id, new.note or draft.note
    work.session.flush()
    return draft


def offer_stage(process: Process, deal: Deal) -> Stage | None:
    """Where a deal stands that has an offer: the first open stage of its process that makes a prospect."""
    stages = process.of(deal.process).stages
    return next((stage for stage in stages if stage.state == "open" and "prospect" in stage.roles), None)


def make_prospect(work: Work, process: Process, deal: Deal) -> bool:
    """An offer makes a prospect (never back), unless the gate of that stage asks for more: whether the deal moved."""
    stage = offer_stage(process, deal)
    keys = [one.key for one in process.of(deal.process).stages]
    if stage is None or deal.state != "open":
        return False
    if deal.stage in keys and keys.index(deal.stage) >= keys.index(stage.key):
        return False
    if missing_fields(work.session, deal, stage) or holding_steps(process, deal, stage):
        return False
    if deal.qualified_at is None:
        deal.qualified_at = work.now
    move_to_stage(work, process, deal, stage)
    return True


def withdraw(offer: Offer) -> None:
    """Ours no longer. Raises RequestFault for one that is decided."""
    if offer.state not in ("draft", "sent"):
        raise RequestFault(t("Offer {code} is decided already.", code=Verbatim(offer.code)))
    offer.state = "withdrawn"


@dataclass(frozen=True, slots=True)
class OfferFilter:
    """Which offers are wanted; `states` empty: those still to be decided. `owner` is that of the deal."""

    states: tuple[str, ...] = ("sent", "draft")
    expired_on: date | None = None  # only those whose time is over on that day
    owner: str | None = None
    deals: tuple[int, ...] | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None


def offer_list(
    session: Session, wanted: OfferFilter, seen: tuple[ColumnElement[bool], ...], *, limit: int, page: int = 1
) -> tuple[list[tuple[Offer, Deal]], dict[str, tuple[int, Decimal]]]:
    """One page, what runs out first on top, and for each currency how many there are and their sum. `seen` are the
    conditions on deals that the reader may see.
    """
    conditions = [*_conditions(wanted), *seen]
    joined = select(Offer, Deal).join(Deal, Deal.number == Offer.deal_number).where(*conditions)
    statement = joined.order_by(Offer.valid_until.is_(None), Offer.valid_until, Offer.number)
    sums = session.execute(
        select(Offer.currency, func.count(), func.sum(Offer.amount))
        .join(Deal, Deal.number == Offer.deal_number)
        .where(*conditions)
        .group_by(Offer.currency)
        .order_by(Offer.currency)
    ).all()
    first = skipped(page, sum(row[1] for row in sums), limit)
    rows = session.execute(statement.limit(limit).offset(first)).all()
    return [(row[0], row[1]) for row in rows], {row[0]: (row[1], row[2]) for row in sums}


def _conditions(wanted: OfferFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.expired_on is not None:
        conditions.append(expired(wanted.expired_on))
    elif wanted.states:
        conditions.append(Offer.state.in_(wanted.states))
    if wanted.owner is not None:
        conditions.append(Deal.owner == wanted.owner)
    if wanted.deals is not None:
        conditions.append(Offer.deal_number.in_(wanted.deals))
    if wanted.amount_min is not None:
        conditions.append(Offer.amount >= wanted.amount_min)
    if wanted.amount_max is not None:
        conditions.append(Offer.amount <= wanted.amount_max)
    return conditions


def offer_view(offer: Offer, deal: Deal) -> Record:
    """An offer as a value for replies; its name is its number with the version."""
    return Record(
        "offer", offer.number, offer_title(offer), company=deal.company.name if deal.company else None,
        person=offer.person.name if offer.person else None, owner=deal.owner, amount=offer.amount,
        currency=offer.currency, created_at=offer.created_at, state=offer.state, code=offer.code,
        version=offer.version, valid_until=offer.valid_until, deal=deal.number,
    )  # fmt: skip


def offer_title(offer: Offer) -> str:
    """Number and, from the second on, version."""
    return offer.code if offer.version == 1 else f"{offer.code} v{offer.version}"
