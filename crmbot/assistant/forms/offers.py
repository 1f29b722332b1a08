"""The dialog for an offer: how much, until when, its number, and what is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.deal_products import change_lines
from crmbot.assistant.forms.fields import spelled
from crmbot.assistant.forms.questions import amount, check, day, prose, words
from crmbot.assistant.forms.sheet import MISSING, Sheet, answers, wrong
from crmbot.assistant.forms.stale import marked
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.product_lines import deal_sum, lines_of
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.shapes import Money, Text, t

_MOST_LINES = 50


@dataclass(frozen=True, slots=True)
class OfferAnswers:
    """What a form said of an offer."""

    amount: Money
    valid: date | None
    code: str | None
    draft: bool


def asked_offer(ask: Asking, deal: Deal, question: Text | None = None) -> OfferAnswers:
    """The offer; products that are named with it are put on the deal. Raises Unanswered as `answers` does."""
    sheet = _sheet(ask, deal)
    found = answers(ask, sheet, question)
    if found["products"]:
        _put_products(ask, deal, sheet, found["products"])
    lines = lines_of(ask.session, deal.number)
    worth = found["amount"] or (Money(deal_sum(lines), deal.currency) if lines else None)
    if worth is None:
        raise wrong(ask, sheet, {"amount": MISSING})
    return OfferAnswers(worth, found["valid"], found["code"], found["draft"])


def _sheet(ask: Asking, deal: Deal) -> Sheet:
    lines = lines_of(ask.session, deal.number)
    worth = deal_sum(lines) if lines else deal.amount
    days = ask.settings.sales.offer_days
    until = ask.now.date() + timedelta(days=days) if days is not None else None
    return Sheet(
        t("Offer"), t("Save"), marked(ask, deal, f"offer #{deal.number}"),
        (
            amount("amount", t("Amount"), currency=deal.currency, initial=spelled(worth)),
            day("valid", t("Valid until"), initial=until, past=False),
            words("code", t("Number of the offer")),
            check("draft", t("Only a draft, it has not gone out yet")),
            prose("products", t("Products, one in each line"), hint=t("for example 2 Shelf")),
        ),
        lines=(called(deal),),
        typed=t("offer #{number} [draft] AMOUNT [valid until WHEN] [number CODE]", number=deal.number),
        check=_worth_something,
    )  # fmt: skip


def _worth_something(found: dict[str, Any]) -> dict[str, Text]:
    return {} if found["amount"] or found["products"] else {"amount": MISSING}


def _put_products(ask: Asking, deal: Deal, sheet: Sheet, text: str) -> None:
    for line in [line.strip() for line in text.splitlines() if line.strip()][:_MOST_LINES]:
        try:
            change_lines(ask, deal, line)
        except RequestFault as fault:
            raise wrong(ask, sheet, {"products": fault.text}) from fault
