"""`convert`: at one press an enquiry becomes a customer record, a sales project and the offer that was asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.deals import asked_conversion, asks_for_form
from crmbot.assistant.leads.conversion import (
    confirmed,
    contact_fields,
    contact_records,
    merge_offers,
    require_open,
    said_anyway,
    which_project,
)
from crmbot.assistant.moves import deal_name, keep_words, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.offers import offer_fields
from crmbot.assistant.words import ROLES, word
from crmbot.domain.catalogue.product_lines import deal_sum, lines_of
from crmbot.domain.deals.offer_states import live_offer
from crmbot.domain.deals.offers import NewOffer, make_prospect, offer_view, record_offer
from crmbot.domain.leads.qualifying import Confirmed, disqualify, next_stage, qualify
from crmbot.domain.records import Deal, Offer
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Field, Money, Reply, Text, Verbatim, t

_ROLE_WORDS = {
    "partner": "partner",
    "supplier": "supplier",
    "lieferant": "supplier",
    "employee": "employee",
    "mitarbeiter": "employee",
}
_ROLE = re.compile(
    rf"\b(?:to|into|as|zu|zum|als|in)?\s*(?:a |an |einem |einen )?({'|'.join(_ROLE_WORDS)})\b", re.IGNORECASE
)
_NO_OFFER = re.compile(r"[,;]?\s*\b(?:without|no|ohne|kein)\s+(?:an? )?(?:offer|quote|angebot)\b", re.IGNORECASE)
_COMPANY_ONLY = re.compile(
    r"[,;]?\s*(?:\b(?:company|account|contact|customer) only\b|\bonly (?:the )?(?:company|account|contact)\b"
    r"|\bnur (?:die )?(?:firma|unternehmen|kontakt)\b|\bwithout (?:a )?(?:project|opportunity|deal)\b|\bohne (?:projekt|chance|verkaufschance)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted: each part of a conversion can be left out."""

    role: str | None
    offer: bool
    project: bool
    rest: str


def handle(ask: Asking) -> Reply:
    """Customer record and sales project with its offer; or a partner, or the company alone."""
    deal, text = named_deal(ask)
    require_open(deal)
    if asks_for_form(text) or ask.values:
        text = asked_conversion(ask, deal)
    insisted, text = said_anyway(text)
    wish = _wish(text)
    if wish.role is not None:
        return _standing(ask, deal, wish.role)
    if not wish.project:
        return _company_only(ask, deal)
    question = None if insisted else which_project(ask, deal, "convert", text)
    return question or _project(ask, deal, wish)


def _wish(text: str) -> _Wish:
    role = _ROLE.fullmatch(text.strip(" .!"))
    no_offer, no_project = _NO_OFFER.search(text), _COMPANY_ONLY.search(text)
    rest = _COMPANY_ONLY.sub("", _NO_OFFER.sub("", text)).strip(" ,;")
    return _Wish(_ROLE_WORDS[fold(role[1])] if role else None, no_offer is None, no_project is None, rest)


def _project(ask: Asking, deal: Deal, wish: _Wish) -> Reply:
    amount, rest = leading_amount(wish.rest, currency=deal.currency) if wish.rest else (None, "")
    found = confirmed(ask, deal)
    stage = next_stage(ask.process, deal)
    if stage is not None and deal.stage == ask.process.of(deal.process).first.key:
        qualify(ask.work, ask.process, deal, stage)
    before = live_offer(ask.session, deal.number)
    offer = _offer(ask, deal, amount, before) if wish.offer else None
    if offer is not None:
        make_prospect(ask.work, ask.process, deal)
    keep_words(ask, deal, rest if amount else wish.rest)
    title = t("Converted: #{number} {name} is a sales project now.", number=deal.number, name=deal_name(deal))
    fields = contact_fields(deal, found) + (offer_fields(offer, None) if offer else ())
    send = Action(t("The offer went out"), f"offer #{deal.number} sent", "primary")
    need = Action(t("Make an offer"), f"offer #{deal.number}")
    actions = (send,) if offer is not None and offer.state == "draft" else () if offer is not None else (need,)
    reply = moved(ask, deal, title, more=fields, actions=(*actions, *merge_offers(found)))
    records = contact_records(ask, deal, found)
    return Reply(
        "done", reply.title, fields=reply.fields, sections=reply.sections, actions=reply.actions,
        records=(*records, offer_view(offer, deal)) if offer else records,
    )  # fmt: skip


def _offer(ask: Asking, deal: Deal, amount: Money | None, before: Offer | None) -> Offer | None:
    """The offer that is attached: the one there is, else a draft of what the deal is worth; None where that is unknown."""
    if before is not None and amount is None:
        return before
    lines = lines_of(ask.session, deal.number)
    worth = deal_sum(lines) if lines else deal.amount if deal.amount is not None else deal.budget
    if amount is None and worth is not None:
        amount = Money(worth, deal.currency)
    if amount is None or amount.amount <= 0:
        return None
    return record_offer(ask.work, deal, NewOffer(amount.amount, amount.currency, ask.now.date(), state="draft"))


def _standing(ask: Asking, deal: Deal, role: str) -> Reply:
    """A partner or supplier: no sales project is opened, the role is theirs whatever deals there are."""
    found = confirmed(ask, deal)
    holders = [one for one in (found.person, found.company) if one is not None]
    if not holders:
        raise RequestFault(t("Nobody stands behind #{number} whose role that could be.", number=deal.number))
    for holder in holders:
        roles = list(holder.standing_roles or ())
        if role not in roles:
            holder.standing_roles = [*roles, role]
    disqualify(ask.work, ask.process, deal, role)
    name, what = Verbatim(holders[0].name), word(ROLES, role)
    title = t("{name} is {role} now. The enquiry #{number} is closed.", name=name, role=what, number=deal.number)
    return _ended(ask, deal, title, found)


def _company_only(ask: Asking, deal: Deal) -> Reply:
    """Person and company are kept, the enquiry leads to nothing for now."""
    found = confirmed(ask, deal)
    disqualify(ask.work, ask.process, deal, "not now")
    title = t("Company and contact are kept; #{number} is closed, no project was opened.", number=deal.number)
    return _ended(ask, deal, title, found)


def _ended(ask: Asking, deal: Deal, title: Text, found: Confirmed) -> Reply:
    fields: tuple[Field, ...] = contact_fields(deal, found)[:2]
    return Reply(
        "done", title, fields=fields, records=contact_records(ask, deal, found),
        actions=(Action(t("Reopen it"), f"reopen #{deal.number}"),),
    )  # fmt: skip


COMMAND = Command(
    key="convert",
    topic="deals",
    names={"en": ("convert",), "de": ("umwandeln", "wandle um", "konvertieren", "konvertiere")},
    usage=t("convert DEAL [AMOUNT] [to partner] [without offer] [company only]"),
    summary=t("an enquiry becomes a customer record and a sales project with its offer, at one press"),
    examples={"en": ("convert #1042", "convert #1042 12.5k"), "de": ("umwandeln #1042", "umwandeln #1042 12.500 €")},
    writes=True,
    handler=handle,
)
