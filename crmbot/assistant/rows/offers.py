"""Offers in replies: their states in words, one line of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.domain.deals.offer_states import is_expired
from crmbot.domain.deals.offers import offer_title
from crmbot.domain.records import Deal, Offer
from crmbot.shapes import Action, Column, Field, Money, Row, Table, Text, Value, Verbatim, t

OFFER_STATES: Mapping[str, Text] = MappingProxyType(
    {
        "draft": t("draft"), "sent": t("sent"), "accepted": t("accepted"), "rejected": t("rejected"),
        "replaced": t("replaced"), "withdrawn": t("withdrawn"), "expired": t("expired"),
    }
)  # fmt: skip


def state_words(offer: Offer, today: date) -> Text:
    """The state, said plainly when its time is over."""
    return OFFER_STATES["expired" if is_expired(offer, today) else offer.state]


def offer_row(offer: Offer, today: date) -> Row:
    """An offer below a deal."""
    amount = Money(offer.amount, offer.currency)
    text = t(
        "{offer}: {amount}, {state}", offer=Verbatim(offer_title(offer)), amount=amount, state=state_words(offer, today)
    )
    note = t("valid until {day}", day=offer.valid_until) if offer.valid_until else None
    return Row(text, t("{day}, {more}", day=offer.offered_on, more=note) if note else offer.offered_on)


def offers_table(ask: Asking, rows: Sequence[tuple[Offer, Deal]]) -> Table:
    """A list of offers with the deals they belong to."""
    columns = (
        Column(t("Offer")), Column(t("Deal")), Column(t("Customer")), Column(t("Amount"), numeric=True),
        Column(t("State")), Column(t("Offered")), Column(t("Valid until")), Column(t("Owner")),
    )  # fmt: skip
    return Table(columns, tuple(_cells(ask, offer, deal) for offer, deal in rows))


def _cells(ask: Asking, offer: Offer, deal: Deal) -> tuple[Value, ...]:
    holder = deal.company or deal.person
    return (
        Verbatim(offer_title(offer)), t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
        Verbatim(holder.name) if holder else None, Money(offer.amount, offer.currency), state_words(offer, ask.now.date()),
        offer.offered_on, offer.valid_until, ask.member_name(deal.owner),
    )  # fmt: skip


def offer_fields(offer: Offer, before: Offer | None) -> tuple[Field, ...]:
    """Number, version and validity of an offer that was just recorded."""
    fields = [Field(t("Offer"), Verbatim(offer_title(offer)))]
    if offer.person is not None:
        fields.append(Field(t("To"), Verbatim(offer.person.name)))
    if before is not None and before.number != offer.number:
        fields.append(Field(t("Replaces"), Verbatim(offer_title(before))))
    if offer.valid_until is not None:
        fields.append(Field(t("Valid until"), offer.valid_until))
    return tuple(fields)


def decisions(deal: Deal) -> tuple[Action, ...]:
    """What the customer's answer may be."""
    return (
        Action(t("Won"), f"won #{deal.number}", "primary"),
        Action(t("Withdraw it"), f"offer #{deal.number} withdraw"),
    )
