"""Products on a deal in chat: put on, changed, taken off; and what they come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from crmbot.assistant.asking import Asking
from crmbot.assistant.discounts import ask_for, grants
from crmbot.assistant.rows.products import line_view, lines_table
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.product_lines import deal_sum, lines_of, put_on_deal
from crmbot.domain.catalogue.products import leading_product
from crmbot.domain.deals.views import deal_view
from crmbot.domain.records import Deal, Product
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.product import ProductLine, number, read_product_line
from crmbot.shapes import Action, Field, Money, Reply, Text, Verbatim, t

_BARE = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")
_BETWEEN = re.compile(r"\s*(?:;|\n|\s\+\s)\s*")
_MOST = 20  # products in one request


def change_lines(ask: Asking, deal: Deal, text: str) -> Reply:
    """Carry out what `text` says about the products of a deal. Several are separated by semicolons."""
    if deal.state != "open":
        raise RequestFault(
            t("{deal} is decided: what it is about stays as it was. A new sale is a new lead.", deal=called(deal))
        )
    wanted = [read_product_line(part, currency=deal.currency) for part in _BETWEEN.split(text.strip())[:_MOST] if part]
    remarks = [remark for line in wanted if (remark := _change(ask, deal, line)) is not None]
    return shown_lines(ask, deal, remarks)


def shown_lines(ask: Asking, deal: Deal, remarks: Sequence[Text] = ()) -> Reply:
    """The lines with their sum."""
    lines = lines_of(ask.session, deal.number)
    title = t("Products of {deal}", deal=called(deal)) if lines else t("{deal} has no products.", deal=called(deal))
    total = Money(deal_sum(lines), deal.currency)
    return Reply(
        "done" if ask.unit is not None else "list",
        title,
        lines=tuple(remarks),
        fields=(Field(t("Sum"), total),) if lines else (),
        table=lines_table(deal, lines) if lines else None,
        records=(deal_view(deal, ask.process), *(line_view(deal, line) for line in lines)),
        totals={"count": len(lines), "amount": total.amount, "currency": deal.currency},
        actions=(Action(t("Make an offer"), f"offer #{deal.number} {total.amount} {deal.currency}"),)
        if lines and deal.state == "open"
        else (),
    )


def _change(ask: Asking, deal: Deal, wanted: ProductLine) -> Text | None:
    """One product; returns what is to be said about it besides."""
    product, quantity = _product(ask, deal, wanted)
    held = next((line for line in lines_of(ask.session, deal.number) if line.product_number == product.number), None)
    if wanted.remove or quantity == 0:
        if held is None:
            raise NotFound(t("“{name}” is not on {deal}.", name=Verbatim(product.name), deal=called(deal)))
        put_on_deal(ask.work, deal, product, Decimal(0))
        return None
    if held is None and not product.active:
        raise RequestFault(t("“{name}” is not sold any more.", name=Verbatim(product.name)))
    count = quantity if quantity is not None else held.quantity if held is not None else Decimal(1)
    granted = wanted.discount is None or grants(ask, wanted.discount)
    price = wanted.price.amount if wanted.price else None
    put_on_deal(ask.work, deal, product, count, wanted.discount if granted else None, price)
    return None if granted or wanted.discount is None else ask_for(ask, deal, product, count, wanted.discount)


def _product(ask: Asking, deal: Deal, wanted: ProductLine) -> tuple[Product, Decimal | None]:
    """The product, and the quantity also where it is a bare number before or behind its name."""
    words = list(wanted.words)
    if not words:
        raise RequestFault(t("Which product? Give its number or name."), _offered(deal))
    before = words[0] if wanted.quantity is None and len(words) > 1 and _BARE.fullmatch(words[0]) else None
    try:
        product, used = leading_product(ask.session, words)
    except NotFound:
        if before is None:
            raise
        product, used = leading_product(ask.session, words[1:])
        return product, number(before)
    rest = words[used:]
    if wanted.quantity is None and len(rest) == 1 and _BARE.fullmatch(rest[0]):
        return product, number(rest[0])
    if rest:
        raise RequestFault(t("I do not understand “{words}”.", words=Verbatim(" ".join(rest)[:80])), _offered(deal))
    return product, wanted.quantity


def _offered(deal: Deal) -> tuple[Action, ...]:
    return (Action(t("Show the catalogue"), "products"), Action(t("What is on the deal"), f"product #{deal.number}"))
