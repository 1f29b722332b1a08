"""Amounts of money in chat and mail: `12k`, `12.500 €`, `1,2 Mio.`, `CHF 12'500.–`, `two million dollars`.

A number alone is no amount in free text; it becomes one by a currency or an unmistakable multiplier. Of a range the
lower end counts. `1.250` and `1,250` both mean one thousand two hundred and fifty: money has no three decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from crmbot.folding import fold
from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.money_spelled import spelled_amounts
from crmbot.parsing.phrases.money_words import CURRENCIES, MONEY_COMPANIONS, MULTIPLIERS, NEEDS_CURRENCY

LARGEST = Decimal(10**13)
"""Amounts beyond this are taken for order numbers; it also bounds what a database column must hold."""

_CENT = Decimal("0.01")
_EFFORT = 15_000  # numbers beside a word or sign that are looked at
_SIGNS = frozenset("€$£¥.-–—")
_GROUP = r"[.,'’ \u00a0\u2009\u202f]"
_NUMBER = re.compile(
    rf"(?<![\w.,'’:/])(?P<sign>[-−+]?)(?P<digits>\d{{1,3}}(?:{_GROUP}\d{{3}}){{1,4}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    r"|\d{1,13}(?:[.,]\d{1,4}(?!\d))?)(?P<dash>[.,](?:-{1,2}|–|—))?(?![\d:/]|[eE]\d)"
)
_CURRENCY_WORDS = "|".join(sorted((re.escape(word) for word in CURRENCIES), key=len, reverse=True))
_MULTIPLIER_WORDS = "|".join(sorted((re.escape(word) for word in MULTIPLIERS), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?:(?<=[^\w])|^)(?P<scale>[TtkK](?=EUR|CHF|USD|€))?(?P<currency>{_CURRENCY_WORDS})[ \u00a0]?(?P<sign>[-−]?)$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[ \u00a0]?(?P<scale>{_MULTIPLIER_WORDS})?(?P<gap>[ \u00a0]?)(?P<currency>{_CURRENCY_WORDS})?(?!\w)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"[ \u00a0]{0,2}(?:-|–|—|bis|to|und|and)(?: zu)?[ \u00a0]{0,2}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount with its place in the text."""

    amount: Amount
    start: int
    end: int
    currency_written: bool


@dataclass(frozen=True, slots=True)
class _Unit:
    """What stands around a number: currency, multiplier, and the text it takes."""

    currency: str | None = None
    scale: str | None = None
    start: int = 0
    end: int = 0
    negative: bool = False


def _number(digits: str, scale: str | None) -> Decimal:
    """The value of digits with separators; a single separator before three digits groups thousands."""
    plain = re.sub(r"['’ \u00a0\u2009\u202f]", "", digits)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    whole, decimals = plain[:last], plain[last + 1 :]
    millions = MULTIPLIERS.get((scale or "").casefold(), Decimal(1)) > 1000
    mixed = "." in plain and "," in plain
    repeated = plain.count(plain[last]) > 1
    grouping = len(decimals) == 3 and not (whole.startswith("0") or millions) and (not mixed or repeated)
    whole = re.sub(r"[.,]", "", whole)
    return Decimal(whole + decimals) if grouping or repeated else Decimal(f"{whole}.{decimals}")


def _unit_after(text: str, end: int) -> _Unit:
    match = _AFTER.match(text, end)
    if match is None:
        return _Unit(start=end, end=end)
    stop = match.end() if match["currency"] else match.end("scale") if match["scale"] else end
    return _Unit(match["currency"], match["scale"], end, stop)


def _unit_before(text: str, start: int) -> _Unit:
    window = text[max(0, start - 14) : start]
    match = _BEFORE.search(window)
    if match is None:
        return _Unit(start=start, end=start)
    return _Unit(match["currency"], match["scale"], start - len(window) + match.start(), start, bool(match["sign"]))


def _after_range(text: str, end: int) -> tuple[_Unit, bool]:
    """The unit behind the upper end of a range that begins with the number ending at `end`."""
    between = _RANGE.match(text, end)
    upper = _NUMBER.match(text, between.end()) if between else None
    if upper is None:
        return _Unit(start=end, end=end), False
    unit = _unit_after(text, upper.end())
    return unit, unit.end > upper.end()


def _plain_follows(text: str, end: int) -> bool:
    """Whether what follows lets a number with a mere multiplier be money: no counted thing, no hyphenated word."""
    if text[end : end + 1] in {"-", "_", "/"}:
        return False
    match = _WORD.match(text, end + 1) if text[end : end + 1] in {" ", "\u00a0"} else None
    return match is None or fold(match.group()) in MONEY_COMPANIONS


def _trusted(text: str, unit: _Unit, *, currency_written: bool) -> bool:
    """Whether number and unit are unmistakably money in free text."""
    if currency_written:
        return True
    if unit.scale is None or unit.scale.casefold() in NEEDS_CURRENCY:
        return False
    return _plain_follows(text, unit.end)


def _value(match: re.Match[str], unit: _Unit, before: _Unit) -> Decimal:
    scale = unit.scale or before.scale
    number = _number(match["digits"], scale) * MULTIPLIERS.get((scale or "").casefold(), Decimal(1))
    negative = match["sign"] in {"-", "−"} or before.negative
    return (-number if negative else number).quantize(_CENT, ROUND_HALF_UP)


def _digits_amount(text: str, match: re.Match[str], currency: str, *, bare: bool) -> FoundAmount | None:
    """The amount that the number at `match` belongs to; `bare` takes a number without any unit too."""
    before, unit, ranged = _unit_before(text, match.start()), _unit_after(text, match.end()), False
    if unit.end == match.end() and before.currency is None:
        unit, ranged = _after_range(text, match.end())
    written = unit.currency or before.currency
    if not bare and not _trusted(text, unit, currency_written=bool(written or match["dash"])):
        return None
    value = _value(match, unit, before)
    if abs(value) > LARGEST:
        return None
    code = CURRENCIES.get((written or "").casefold(), currency)
    end = unit.end if ranged or unit.end > match.end() else match.end()
    return FoundAmount(Amount(value, code), before.start, end, written is not None)


def _has_neighbour(text: str, match: re.Match[str]) -> bool:
    """A quick look whether anything beside the number could make it money."""
    start, end = match.span()
    before, after = text[max(0, start - 2) : start].rstrip(" \u00a0-−"), text[end : end + 2].lstrip(" \u00a0")
    return (
        bool(match["dash"])
        or (before[-1:] in _SIGNS or before[-1:].isalpha())
        or (after[:1] in _SIGNS or after[:1].isalpha())
    )


def amounts(text: str, *, currency: str = "EUR", bare: bool = False) -> Iterator[FoundAmount]:
    """Every amount written in digits, in order; with `bare` numbers without a unit as well.

    After some ten thousand numbers that might have been one the rest is left unread.
    """
    end, effort = -1, _EFFORT
    for match in _NUMBER.finditer(text):
        if match.start() < end or not (bare or _has_neighbour(text, match)):
            continue
        effort -= 1
        if effort < 0:
            return
        found = _digits_amount(text, match, currency, bare=bare)
        if found is not None:
            end = found.end
            yield found


def _spelled(text: str, currency: str) -> Iterator[FoundAmount]:
    """Amounts in words. A million before its currency is read with it."""
    for start, end, value, code in spelled_amounts(text, currency=currency):
        after = _unit_after(text, end)
        written = CURRENCIES.get((after.currency or "").casefold())
        yield FoundAmount(
            Amount(value.quantize(_CENT), written or code), start, after.end if written else end, currency_written=True
        )


def first_amount(text: str, *, currency: str = "EUR") -> FoundAmount | None:
    """The first amount in free text with its place, or None."""
    digits = next(amounts(text, currency=currency), None)
    before = text[: digits.start] if digits else text
    spelled = next(_spelled(before, currency), None)
    return spelled or digits


def find_amount(text: str, *, currency: str = "EUR", language: str | None = None) -> Amount | None:
    """The first amount of money in free text; `currency` is meant where the text names none.

    `language` is accepted for symmetry with dates: separators are read by their shape, so that it never matters.
    """
    del language
    found = first_amount(text, currency=currency)
    return found.amount if found else None


_APPROXIMATE = re.compile(
    r"^(?:(?:ca|etwa|rund|ungefähr|about|around|approx|circa|bis zu|up to|max|maximal|ab|über|over|mind)\b[. ]{0,2}|~ ?)",
    re.IGNORECASE,
)
_ADDITION = re.compile(r"[ \u00a0]*(?:netto|brutto|net|gross|p\.? ?a\.?|pro jahr|per year)?[ .!?]*$", re.IGNORECASE)


def parse_amount(phrase: str, *, currency: str = "EUR", language: str | None = None) -> Amount | None:
    """The amount that the whole of `phrase` names, a bare number included; None when there is anything else in it."""
    del language
    if len(phrase) > 200:
        return None
    text = phrase.strip()
    text = text[match.end() :] if (match := _APPROXIMATE.match(text)) else text
    candidates = [next(amounts(text, currency=currency, bare=True), None), next(_spelled(text, currency), None)]
    for found in candidates:
        if found and found.start == 0 and _ADDITION.fullmatch(text, found.end):
            return found.amount
    return None


def amount_at_start(text: str, *, currency: str = "EUR") -> tuple[Amount, int] | None:
    """The amount that `text` begins with, a bare number included, and the place behind it."""
    found = next(amounts(text[:80], currency=currency, bare=True), None)
    return (found.amount, found.end) if found and found.start == 0 else None
