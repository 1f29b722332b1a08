"""Offers whose time is over: their owner hears it once, on the first working morning after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.deals.offer_states import expired
from crmbot.domain.deals.offers import offer_title, offer_view
from crmbot.domain.records import Deal, Offer, OutboxItem
from crmbot.shapes import Action, Money, Reply, Row, Section, Text, Verbatim, t, tn

_MOST = 500  # offers of one moment


@dataclass(frozen=True, slots=True)
class ExpiredOffers:
    """What one member is told: `keys` are those of the offers, `today` is his."""

    owner: str
    key: str
    content: Reply
    count: int


def expired_offers(session: Session, today: dict[str, date]) -> Iterator[ExpiredOffers]:
    """For each member whose hour has come (with his day) the offers that ran out and that nobody told him of, what ran
    out first coming first.
    """
    if not today:
        return
    days: dict[date, list[str]] = {}
    for member, day in sorted(today.items()):
        days.setdefault(day, []).append(member)
    key = _key(session)
    statement = (
        select(Offer, Deal, key)
        .join(Deal, Deal.number == Offer.deal_number)
        .options(joinedload(Deal.person), joinedload(Deal.company))
        .where(or_(*(and_(Deal.owner.in_(owners), expired(day)) for day, owners in days.items())))
        .where(Deal.state == "open", ~exists().where(OutboxItem.key == key))
        .order_by(Offer.valid_until, Offer.number)
        .limit(_MOST)
    )
    for offer, deal, untold in session.execute(statement):
        yield ExpiredOffers(deal.owner, untold, _notice([(offer, deal)]), 1)


def _key(session: Session) -> ColumnElement[str]:
    """Of the message about an offer, made by the database: what was told is not even read. A later date is told anew."""
    shared = session.get_bind().dialect.name == "postgresql"  # there a date as text depends on a setting of the server
    day = func.to_char(Offer.valid_until, "YYYY-MM-DD") if shared else cast(Offer.valid_until, String)
    return literal("expired:").concat(cast(Offer.number, String)).concat(":").concat(day)


def _notice(rows: Iterable[tuple[Offer, Deal]]) -> Reply:
    found = list(rows)
    title = tn("{n} offer has expired", "{n} offers have expired", len(found))
    return Reply(
        "list", title, sections=(Section(None, tuple(_row(offer, deal) for offer, deal in found)),),
        records=tuple(offer_view(offer, deal) for offer, deal in found),
    )  # fmt: skip


def _row(offer: Offer, deal: Deal) -> Row:
    amount = Money(offer.amount, offer.currency)
    who = deal.company or deal.person
    text: Text = t("{offer}: {amount}", offer=Verbatim(offer_title(offer)), amount=amount)
    if who is not None:
        text = t(
            "{offer} for {who}: {amount}", offer=Verbatim(offer_title(offer)), who=Verbatim(who.name), amount=amount
        )
    note = t(
        "#{number} {name} · was valid until {day}", number=deal.number, name=Verbatim(deal.name), day=offer.valid_until
    )
    again = f"offer #{deal.number} {offer.amount} {offer.currency} valid until in 2 weeks"
    actions = (
        Action(t("Ask today"), f"followup #{deal.number} today", "primary"), Action(t("Extend by 2 weeks"), again),
        Action(t("Show"), f"show #{deal.number}"),
    )  # fmt: skip
    return Row(text, note, actions)
