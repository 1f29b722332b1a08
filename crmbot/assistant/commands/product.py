"""`product`: the catalogue, entry by entry, and what of it is on a deal. `products` lists it."""

from __future__ import annotations

import re

from crmbot.assistant.amounts import leading_amount, money
from crmbot.assistant.asking import Asking
from crmbot.assistant.deal_products import change_lines, shown_lines
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.products import catalogue_table, product_view
from crmbot.domain.catalogue.products import add_product, catalogue, leading_product, product_by_key, rename_product
from crmbot.domain.records import Product
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.product import read_new_product
from crmbot.shapes import Action, Field, Money, Reply, Verbatim, t, tn

_ADD = frozenset({"add", "new", "create", "neu", "neues", "anlegen", "hinzufuegen", "erfassen"})
_SET = frozenset({"set", "change", "setze", "aendere", "aendern"})
_PRICE = frozenset({"price", "preis"})
_NAME = frozenset({"name", "title", "bezeichnung"})
_PROCESS = frozenset({"process", "prozess"})
_UNIT = frozenset({"unit", "einheit"})
_OFF = frozenset({"inactive", "inaktiv", "off", "delete", "remove", "loeschen", "entfernen", "retire", "auslaufen"})
_ON = frozenset({"active", "aktiv", "on", "an"})
_ALL = frozenset({"all", "alle", "alles"})
_DEAL = re.compile(r"^(?:(?:on|to|for|auf|zu|bei|fuer|für|deal)\s+)?(#\d|\d{1,10}(?:\s|$))", re.IGNORECASE)
_NO_PROCESS = frozenset({"none", "any", "keiner", "kein", "alle"})


def handle(ask: Asking) -> Reply:
    """Add to the catalogue, change an entry, or put products on a deal."""
    words = ask.rest.split()
    if not words:
        return handle_list(ask)
    first = fold(words[0]).rstrip(":")
    following = ask.rest.strip()[len(words[0]) :].strip()
    if first in _ADD:
        return _added(ask, following)
    if first in _SET:
        return _entry(ask, following)
    if product_by_key(ask.session, words[0].rstrip(":,")) is not None or not _names_a_deal(ask):
        return _entry(ask, ask.rest)
    deal, rest = named_deal(ask, re.sub(r"^(?!#|\d)\S+\s+(?=#?\d)", "", ask.rest.strip()))
    return change_lines(ask, deal, rest) if rest.strip() else shown_lines(ask, deal)


def _names_a_deal(ask: Asking) -> bool:
    """Whether the request begins with a record rather than with a product."""
    if _DEAL.match(ask.rest.strip()):
        return True
    try:
        leading_product(ask.session, ask.rest.split())
    except RequestFault:
        return True
    return False


def _added(ask: Asking, text: str) -> Reply:
    new = read_new_product(text, currency=ask.settings.currency)
    if new is None:
        raise RequestFault(t("A product needs a number, a name and a price."))
    process = _process(ask, new.process) if new.process else None
    price = money(new.price) if new.price else None
    if price is not None and price.amount < 0:
        raise RequestFault(t("A price below 0 makes no sense."))
    product = add_product(
        ask.work, new.key, new.name, price.amount if price else None, price.currency if price else ask.settings.currency,
        process=process, unit=new.unit,
    )  # fmt: skip
    return _shown(ask, product, added=True)


def _process(ask: Asking, word: str) -> str | None:
    if fold(word) in _NO_PROCESS:
        return None
    known = {fold(name): one.key for one in ask.process.all for name in (one.key, *one.names.values())}
    if fold(word) not in known:
        names = Verbatim(", ".join(one.key for one in ask.process.all))
        raise RequestFault(t("There is no process “{word}”; there are {names}.", word=Verbatim(word[:40]), names=names))
    return known[fold(word)]


def _entry(ask: Asking, text: str) -> Reply:
    """One entry of the catalogue: shown, or changed by what follows its name."""
    words = text.split()
    if not words:
        raise RequestFault(t("Which product? Give its number or name."), (Action(t("Show the catalogue"), "products"),))
    if fold(words[0]) in _OFF | _ON and len(words) > 1:
        words = [*words[1:], words[0]]
    product, used = leading_product(ask.session, words)
    rest = words[used:]
    if rest:
        _change(ask, product, fold(rest[0]).rstrip(":="), " ".join(rest[1:]), " ".join(rest))
    return _shown(ask, product, added=False)


def _change(ask: Asking, product: Product, what: str, value: str, whole: str) -> None:
    if what in _ON | _OFF:
        product.active = what in _ON
    elif what in _NAME and value:
        rename_product(product, value)
    elif what in _PROCESS and value:
        product.process = _process(ask, value)
    elif what in _UNIT and value:
        product.unit = value[:30]
    else:
        amount, rest = leading_amount(value if what in _PRICE else whole, currency=product.currency)
        if amount is None or rest.strip(" .!"):
            raise RequestFault(
                t("What of “{name}” is to change? I know price, name, process, unit, active and inactive.",
                  name=Verbatim(product.name))
            )  # fmt: skip
        product.price, product.currency = amount.amount, amount.currency


def _shown(ask: Asking, product: Product, *, added: bool) -> Reply:
    ask.session.flush()
    title = t("{key}: {name}", key=Verbatim(product.code), name=Verbatim(product.name))
    price = Money(product.price, product.currency) if product.price is not None else t("no price yet")
    fields = [Field(t("Price"), price), Field(t("State"), t("active") if product.active else t("inactive"))]
    if product.unit:
        fields.append(Field(t("Unit"), Verbatim(product.unit)))
    if product.process:
        fields.append(Field(t("Process"), Verbatim(product.process)))
    return Reply(
        "done", t("New product {product}", product=title) if added else title, fields=tuple(fields),
        records=(product_view(product),),
    )  # fmt: skip


def handle_list(ask: Asking) -> Reply:
    """The catalogue, by name; inactive ones only where they are asked for."""
    words = [word for word in ask.rest.split() if fold(word) not in _ALL]
    every = len(words) < len(ask.rest.split())
    off = [word for word in words if fold(word) in _OFF]
    words = [word for word in words if fold(word) not in _OFF | _ON]
    found = catalogue(ask.session, words=" ".join(words), active=None if every else not off)
    if not found and words:
        raise NotFound(
            t("There is no product “{name}” in the catalogue.", name=Verbatim(" ".join(words)[:60])),
            (Action(t("Show the catalogue"), "products"),),
        )
    title = (
        tn("Catalogue: {n} product", "Catalogue: {n} products", len(found)) if found else t("The catalogue is empty.")
    )
    return Reply(
        "list", title, table=catalogue_table(found) if found else None,
        records=tuple(product_view(product) for product in found), totals={"count": len(found)},
    )  # fmt: skip


COMMAND = Command(
    key="product",
    topic="deals",
    names={"en": ("product", "item"), "de": ("produkt", "artikel")},
    usage=t("product add NUMBER NAME PRICE [process PROCESS] · product DEAL NUMBER [QUANTITYx] [-DISCOUNT%]"),
    summary=t("the catalogue, and what of it a deal is about"),
    examples={
        "en": ("product add SH-100 Pallet shelf 120 €", "product #1042"),
        "de": ("produkt neu SH-200 Palettenregal 120 €", "produkt #1042"),
    },
    writes=True,
    handler=handle,
)
LIST = Command(
    key="products",
    topic="ask",
    names={"en": ("products", "catalogue", "catalog", "price list"), "de": ("produkte", "katalog", "preisliste")},
    usage=t("products [all|inactive] [WORDS]"),
    summary=t("the product catalogue with prices"),
    examples={"en": ("products",), "de": ("produkte",)},
    writes=False,
    handler=handle_list,
)
