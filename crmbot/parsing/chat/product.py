"""Products in chat: `REG-100 3x -10%`, `3 Stück Palettenregal mit 10 % Rabatt`, and a new one: `REG-100 Palettenregal 120 €`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from crmbot.folding import fold
from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import amount_at_start, amounts

_LONGEST = 500  # characters; a longer line is no line of an offer
_NUMBER = r"\d{1,9}(?:[.,]\d{1,2})?"
_DISCOUNT = re.compile(
    r"(?:(?:with|mit|less|minus|abzüglich|abzgl\.?|discount|rabatt|nachlass|off)[: ]{1,3}){0,2}[-–−]?\s?"
    rf"({_NUMBER})\s?(?:%|percent\b|prozent\b)(?:\s?(?:discount|off|rabatt|nachlass|skonto))?",
    re.IGNORECASE,
)
_PIECES = r"(?:x|×|mal|times|stück|stueck|stk|st|pcs|pc|pieces?|units?|einheiten|lizenzen|licen[cs]es)"
_TIMES_AFTER = re.compile(rf"(?<![\w.,-])({_NUMBER})\s?{_PIECES}\b\.?", re.IGNORECASE)
_TIMES_BEFORE = re.compile(
    rf"(?<!\w)(?:[x×*]\s?|(?:quantity|qty|menge|anzahl)[: ]{{1,3}})({_NUMBER})(?![\w.])", re.IGNORECASE
)
_STARRED = re.compile(rf"(?<![\w.,-])({_NUMBER})\s?[*×]")
_PRICE = re.compile(
    r"(?<!\w)(?:@|à|a|je|zu je|zum preis von|for|zu|at|price|preis|each)[: ]{0,3}(?=[\d€$£])", re.IGNORECASE
)
_EACH = re.compile(r"\s?(?:each|je|pro stück|per piece|apiece)\b\.?", re.IGNORECASE)
_REMOVE = frozenset(
    {"remove", "delete", "off", "entfernen", "entferne", "loeschen", "weg", "raus", "streichen", "none", "keine"}
)
_JOINTS = frozenset({"and", "und", "of", "von", "the", "with", "mit", "add", "hinzu", "plus", "+", "from", "aus"})
_ADDITIONS = re.compile(
    r"[,; ]{0,3}\b(?P<name>process|prozess|unit|einheit|per|pro|je)\b[: ]{1,3}(?P<value>\"[^\"]{1,40}\"|[^\s,;]{1,40})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product for a deal. `words` name the product; `numbers` first or last of them may be the quantity after all."""

    words: tuple[str, ...]
    quantity: Decimal | None = None
    discount: Decimal | None = None  # percent
    price: Amount | None = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product for the catalogue; absent values are None."""

    key: str
    name: str
    price: Amount | None = None
    process: str | None = None
    unit: str | None = None


def number(text: str) -> Decimal:
    """A plain number with comma or point."""
    return Decimal(text.replace(",", "."))


def read_product_line(text: str, *, currency: str) -> ProductLine:
    """What is wanted of which product; what is not said stays None."""
    rest = f" {text[:_LONGEST].strip()} "
    rest, discount = _taken(rest, _DISCOUNT)
    rest, price = _priced(rest, currency)
    quantity: Decimal | None = None
    for pattern in (_TIMES_AFTER, _TIMES_BEFORE, _STARRED):
        if quantity is None:
            rest, quantity = _taken(rest, pattern)
    words = [word.strip(",;:") for word in rest.split()]
    words = [word for word in words if word and fold(word) not in _JOINTS]
    remove = any(fold(word) in _REMOVE for word in words)
    return ProductLine(
        tuple(word for word in words if fold(word) not in _REMOVE), quantity, discount, price, remove or quantity == 0
    )


def _taken(text: str, pattern: re.Pattern[str]) -> tuple[str, Decimal | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return f"{text[: match.start()]} {text[match.end() :]}", number(match[1])


def _priced(text: str, currency: str) -> tuple[str, Amount | None]:
    """`à 250 €`, `@250`, `for 1.2k each`; an amount with a currency is a price in any case."""
    for match in _PRICE.finditer(text):
        found = amount_at_start(text[match.end() :], currency=currency)
        if found is not None:
            each = _EACH.match(text, match.end() + found[1])
            end = each.end() if each else match.end() + found[1]
            return f"{text[: match.start()]} {text[end:]}", found[0]
    written = next((found for found in amounts(text, currency=currency) if found.currency_written), None)
    if written is None:
        return text, None
    return f"{text[: written.start]} {text[written.end :]}", written.amount


def read_new_product(text: str, *, currency: str) -> NewProduct | None:
    """Article number, name and price of a new product; None where there is no name."""
    rest, options = text[:_LONGEST].strip(), dict[str, str]()
    for match in list(_ADDITIONS.finditer(rest))[:4][::-1]:
        name = "process" if fold(match["name"]) in {"process", "prozess"} else "unit"
        options[name] = match["value"].strip('"')
        rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip()
    rest, price = _price_at_end(rest, currency)
    parts = rest.split(None, 1)
    if len(parts) < 2 or not parts[1].strip(' ,;:"“”„'):
        return None
    name = parts[1].strip(' ,;:"“”„')
    return NewProduct(parts[0].strip(",;:"), name, price, options.get("process"), options.get("unit"))


def _price_at_end(text: str, currency: str) -> tuple[str, Amount | None]:
    """The last amount, where nothing but a comma or a unit stands behind it."""
    last = None
    for found in amounts(text, currency=currency, bare=True):
        last = found
    if last is None or text[last.end :].strip(" ,;.!"):
        return text, None
    before = re.sub(
        r"[\s,;:@]*(?:\b(?:price|preis|für|for|zu|à)\b)?[\s:]*$", "", text[: last.start], flags=re.IGNORECASE
    )
    return before, last.amount
