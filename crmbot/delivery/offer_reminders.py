"""Offers whose time is over: their owner hears it once, on the first working morning after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.deals.offer_states import expired
from crmbot.domain.deals.offers import offer_title, offer_view
from crmbot.domain.outbox.outbox import queued_keys
from crmbot.domain.records import Deal, Offer
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
    """For each member whose hour has come (with his day) the offers that ran out and that nobody told him of."""
    untold = _untold(session, today)
    if not untold:
        return
    statement = (
        select(Offer, Deal)
        .join(Deal, Deal.number == Offer.deal_number)
        .options(joinedload(Deal.person), joinedload(Deal.company))
        .where(Offer.number.in_(list(untold)[:_MOST]))
        .order_by(Offer.valid_until, Offer.number)
    )
    for offer, deal in session.execute(statement):
        yield ExpiredOffers(deal.owner, untold[offer.number], _notice([(offer, deal)]), 1)


def _untold(session: Session, today: dict[str, date]) -> dict[int, str]:
    """The keys of those offers by number, what ran out first coming first."""
    if not today:
        return {}
    statement = (
        select(Offer.number, Offer.valid_until, Deal.owner)
        .join(Deal, Deal.number == Offer.deal_number)
        .where(expired(max(today.values())), Deal.state == "open", Deal.owner.in_(sorted(today)))
        .order_by(Offer.valid_until, Offer.number)
    )
    rows = [(number, until) for number, until, owner in session.execute(statement) if until and until < today[owner]]
    keys = {number: f"expired:{number}:{until}" for number, until in rows}
    told = queued_keys(session, keys.values())
    return {number: key for number, key in keys.items() if key not in told}


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
