"""`offer`: an offer was made, for how much and until when; and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import moment, read_when
from crmbot.assistant.forms.deals import asks_for_form
from crmbot.assistant.forms.offers import asked_offer
from crmbot.assistant.forms.questions import on_day
from crmbot.assistant.moves import deal_name, keep_words, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.offers import decisions, offer_fields, offer_row
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.product_lines import deal_sum, lines_of
from crmbot.domain.deals.deals import win
from crmbot.domain.deals.offer_states import live_offer, offers_of
from crmbot.domain.deals.offers import NewOffer, make_prospect, offer_view, record_offer, withdraw
from crmbot.domain.deals.views import deal_view
from crmbot.domain.records import Deal, Offer
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.offer import OfferWords, offer_state, read_offer
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Action, Field, Money, Reply, Section, Text, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Record an offer and move the deal to where offers stand, never back; or settle the one there is."""
    deal, words = named_deal(ask)
    state = offer_state(words)
    if state is not None:
        return _settled(ask, deal, state)
    if ask.values or asks_for_form(words):
        return _by_form(ask, deal)
    said = read_offer(words)
    amount, _ = leading_amount(said.rest, currency=deal.currency) if said.rest else (None, "")
    lines = lines_of(ask.session, deal.number)
    if not words.strip() and (offers := offers_of(ask.session, deal.number)):
        return _shown(ask, deal, offers)
    if amount is None and not said.rest and lines:
        amount = Money(deal_sum(lines), deal.currency)
    if amount is None and not words.strip():
        return _by_form(ask, deal)
    if amount is None:
        raise RequestFault(t("An offer of how much? I find no amount in “{words}”.", words=Verbatim(words[:80])))
    valid = _valid_until(ask, said)
    return _recorded(ask, deal, said, amount, valid, words)


def _by_form(ask: Asking, deal: Deal) -> Reply:
    given = asked_offer(ask, deal, t("An offer of how much?"))
    said = OfferWords("", None, given.code, given.draft)
    return _recorded(ask, deal, said, given.amount, on_day(ask, given.valid) if given.valid else None, "")


def _recorded(ask: Asking, deal: Deal, said: OfferWords, amount: Money, valid: When | None, words: str) -> Reply:
    before = live_offer(ask.session, deal.number)
    offer = record_offer(ask.work, deal, _new(ask, said, amount, valid))
    if not said.draft:
        make_prospect(ask.work, ask.process, deal)
    keep_words(ask, deal, words or str(amount.amount), kind="offer", direction="internal" if said.draft else "out")
    title = t("Offer of {amount} for #{number} {name}.", amount=amount, number=deal.number, name=deal_name(deal))
    if said.draft:
        title = t("Draft: {offer}", offer=title)
    reply = moved(
        ask, deal, title if valid is None else t("{offer} Valid until {when}.", offer=title, when=moment(valid)),
        more=(*offer_fields(offer, before), *_difference(ask, deal, amount)),
        actions=(*_reminder(offer), *decisions(deal)),
    )  # fmt: skip
    return _with_offer(reply, offer, deal)


def _new(ask: Asking, said: OfferWords, amount: Money, valid: When | None) -> NewOffer:
    today = ask.now.date()
    until: date | None = valid.at.astimezone(ask.zone).date() if valid else None
    if until is None and ask.settings.sales.offer_days is not None:
        until = today + timedelta(days=ask.settings.sales.offer_days)
    state = "draft" if said.draft else "sent"
    return NewOffer(amount.amount, amount.currency, today, until, said.code, state)


def _difference(ask: Asking, deal: Deal, amount: Money) -> tuple[Field, ...]:
    """What the products come to, where it is something else."""
    lines = lines_of(ask.session, deal.number)
    total = deal_sum(lines)
    return (Field(t("Products come to"), Money(total, deal.currency)),) if lines and total != amount.amount else ()


def _valid_until(ask: Asking, said: OfferWords) -> When | None:
    if said.valid is None:
        return None
    when, _ = read_when(ask, said.valid)
    if when is None:
        raise RequestFault(t("I find no date in “{words}”.", words=Verbatim(said.valid[:80])))
    return when


def _reminder(offer: Offer) -> tuple[Action, ...]:
    when = f"{offer.valid_until:%Y-%m-%d}" if offer.valid_until else "in 1 week"
    return (Action(t("Remind me to ask about it"), f"followup #{offer.deal_number} {when}"),)


def _settled(ask: Asking, deal: Deal, state: str) -> Reply:
    """The customer's answer, or ours: the offer is accepted, rejected, withdrawn, or a draft goes out."""
    offer = live_offer(ask.session, deal.number)
    if offer is None:
        raise NotFound(
            t("{deal} has no open offer.", deal=called(deal)), (Action(t("Show the deal"), f"show #{deal.number}"),)
        )
    if state == "accepted":
        win(ask.work, deal, ask.process)
    elif state == "withdrawn":
        withdraw(offer)
    else:
        offer.state = state
        if state == "sent":
            make_prospect(ask.work, ask.process, deal)
    return _with_offer(moved(ask, deal, _title(deal, state)), offer, deal)


def _title(deal: Deal, state: str) -> Text:
    titles = {
        "accepted": t("The offer is accepted, {deal} is won.", deal=called(deal)),
        "rejected": t(
            "The offer is rejected. {deal} stays open: make a new one, or say that it is lost.", deal=called(deal)
        ),
        "withdrawn": t("The offer for {deal} is withdrawn.", deal=called(deal)),
        "sent": t("The offer for {deal} went out.", deal=called(deal)),
    }
    return titles[state]


def _with_offer(reply: Reply, offer: Offer, deal: Deal) -> Reply:
    return replace(reply, records=(*reply.records, offer_view(offer, deal)))


def _shown(ask: Asking, deal: Deal, offers: list[Offer]) -> Reply:
    rows = tuple(offer_row(offer, ask.now.date()) for offer in reversed(offers))
    return Reply(
        "list", t("Offers for {deal}", deal=called(deal)), sections=(Section(None, rows),),
        records=(deal_view(deal, ask.process), *(offer_view(offer, deal) for offer in reversed(offers))),
    )  # fmt: skip


COMMAND = Command(
    key="offer",
    topic="deals",
    names={"en": ("offer", "quote"), "de": ("angebot", "offerte")},
    usage=t("offer DEAL [draft] AMOUNT [valid until WHEN] [number CODE] · offer DEAL accepted|rejected|withdrawn"),
    summary=t("an offer was made: sets the amount and moves the deal on"),
    examples={"en": ("offer #1042 12.5k valid until friday",), "de": ("angebot #1042 12.500 € gültig bis Freitag",)},
    writes=True,
    handler=handle,
)
