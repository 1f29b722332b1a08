"""Amounts in words: `one million dollars`, `zwölftausend Euro`, `eine halbe Million`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from crmbot.folding import fold
from crmbot.parsing.phrases.money_words import CURRENCIES
from crmbot.parsing.phrases.number_words import compound_number, small_number

_WORD = re.compile(r"[^\W\d_]+|[€$£]")
_SCALES = {
    "thousand": 1000, "tausend": 1000, "grand": 1000, "million": 10**6, "millionen": 10**6, "millions": 10**6, "mio": 10**6,
    "milliarde": 10**9, "milliarden": 10**9, "billion": 10**9, "hundred": 100,
}  # fmt: skip
_FRACTIONS = {
    "halbe": Decimal("0.5"), "anderthalb": Decimal("1.5"), "eineinhalb": Decimal("1.5"), "zweieinhalb": Decimal("2.5"),
    "dreieinhalb": Decimal("3.5"), "viereinhalb": Decimal("4.5"), "half": Decimal("0.5"),
}  # fmt: skip
_ANCHOR = re.compile(
    r"\b(?:mio|millionen|millions?|milliarden?|billion|euros?|eur|us-dollar|dollars?|franken|pfund|pounds?|yen|chf|usd|gbp)\b|[€$£]",
    re.IGNORECASE,
)
_JOINTS = frozenset({"", " ", "-", "\u00a0"})
_REACH = 160  # characters before a currency in which its number may stand
_EFFORT = 10_000  # currencies and millions that are looked at
_LOOK_BACK = 7  # words; `four hundred and twenty five thousand dollars`


def _tens(words: list[str]) -> Decimal | None:
    """`twenty five`, `fuenfundzwanzig`, `zwoelftausend`, `half a`, `eine halbe`."""
    if words in (["half"], ["half", "a"], ["eine", "halbe"], ["einer", "halben"]):
        return Decimal("0.5")
    if len(words) == 1:
        value = _FRACTIONS.get(words[0])
        number = compound_number(words[0])
        return value if value is not None else None if number is None else Decimal(number)
    if len(words) == 2:
        high, low = small_number(words[0]), small_number(words[1])
        if high and low and high >= 20 and high % 10 == 0 and low < 10:
            return Decimal(high + low)
    return None


def _hundreds(words: list[str]) -> Decimal | None:
    """As `_tens`, with `hundred` in it."""
    if "hundred" not in words:
        return _tens(words)
    place = words.index("hundred")
    before, after = words[:place], [word for word in words[place + 1 :] if word != "and"]
    high = _tens(before) if before else Decimal(1)
    low = _tens(after) if after else Decimal(0)
    return None if high is None or low is None else high * 100 + low


def spelled_value(words: list[str]) -> Decimal | None:
    """The number that folded words name as a whole, a final scale word included; None for any other words."""
    if not words:
        return None
    scale = _SCALES.get(words[-1], 0)
    if scale > 100:
        count = _hundreds(words[:-1]) if words[:-1] else Decimal(1)
        return None if count is None else count * scale
    return _hundreds(words)


def _is_money(words: list[str], *, currency: bool) -> bool:
    """A million is money without a currency too; smaller numbers, and one word such as `ein`, are not."""
    return currency or (len(words) > 1 and _SCALES.get(words[-1], 0) >= 10**6)


def _longest(words: list[str], *, currency: bool) -> tuple[Decimal, int] | None:
    """The longest tail of `words` that is a number, with its length in words."""
    for length in range(min(_LOOK_BACK, len(words)), 0, -1):
        tail = words[-length:]
        value = spelled_value(tail) if _is_money(tail, currency=currency) else None
        if value is not None:
            return value, length
    return None


def _words_before(text: str, end: int) -> list[re.Match[str]]:
    """The words that stand before `end` with nothing but a blank or hyphen between them."""
    window = max(0, end - _REACH)
    if window and text[window - 1].isalpha():
        while window < end and text[window].isalpha():
            window += 1
    words = list(_WORD.finditer(text, window, end))[-_LOOK_BACK:]
    first, edge = len(words), end
    while first and text[words[first - 1].end() : edge] in _JOINTS:
        first -= 1
        edge = words[first].start()
    return words[first:]


def _read_at(text: str, anchor: re.Match[str], currency: str) -> tuple[int, int, Decimal, str] | None:
    """The amount that the currency or scale word at `anchor` closes."""
    named = CURRENCIES.get(anchor.group().casefold())
    run = _words_before(text, anchor.start() if named else anchor.end())
    found = _longest([fold(match.group()) for match in run], currency=named is not None)
    if found is None:
        return None
    return run[-found[1]].start(), anchor.end(), found[0], named or currency


def spelled_amounts(text: str, *, currency: str) -> Iterator[tuple[int, int, Decimal, str]]:
    """Start, end, value and ISO currency of each amount in words; `currency` is meant where none is named."""
    for count, anchor in enumerate(_ANCHOR.finditer(text)):
        if count > _EFFORT:
            return
        if found := _read_at(text, anchor, currency):
            yield found
