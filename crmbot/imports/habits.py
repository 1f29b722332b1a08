"""How a column writes its amounts and dates: learned from its first rows, because `3/4/2026` alone says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from crmbot.parsing.phrases.money_words import CURRENCIES

LARGEST = Decimal(10**13)
_AMOUNT = re.compile(r"[-+]?\d[\d.,'’ \u00a0\u202f]*")
_ENDS = re.compile(r"([.,])\d{1,2}$")
_LETTERS = re.compile(r"[^\W\d_]{2,20}|[€$£¥]")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]|$)")
_PLAIN = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)")
_WORDED = re.compile(
    r"(?:\w{3,10},?\s)?(?:(\d{1,2})\.?\s([^\W\d_]{3,10})\.?|([^\W\d_]{3,10})\.?\s(\d{1,2})),?\s(\d{4})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN_MONTHS = {"mae": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12, "mär": 3}


@dataclass(frozen=True, slots=True)
class Habit:
    """`decimal` is the sign before the cents where the column shows it, `month_first` how it writes dates with slashes."""

    decimal: str | None = None
    month_first: bool | None = None


def habit_of(cells: Iterable[str]) -> Habit:
    """What the cells of one column have in common."""
    decimal: str | None = None
    month_first: bool | None = None
    for cell in cells:
        text = cell.strip()
        if decimal is None and (amount := _AMOUNT.search(text)):
            decimal = _decimal_of(amount[0].strip())
        if month_first is None and (plain := _PLAIN.match(text)):
            month_first = _order_of(plain)
    return Habit(decimal, month_first)


def _decimal_of(number: str) -> str | None:
    """What stands last before one or two figures, or last of two different signs."""
    if ends := _ENDS.search(number):
        return ends[1]
    if "." in number and "," in number:
        return "." if number.rfind(".") > number.rfind(",") else ","
    for sign, other in ((".", ","), (",", ".")):
        if number.count(sign) > 1:
            return other
    return None


def _order_of(match: re.Match[str]) -> bool | None:
    first, second = int(match[1]), int(match[3])
    if first > 12 or match[2] == ".":
        return False
    return True if second > 12 else None


def read_amount(text: str, habit: Habit) -> tuple[Decimal, str | None] | None:
    """An amount with its currency where one stands there: `1.234,50 €`, `USD 1,234.5`; None for what is none."""
    match = _AMOUNT.search(text)
    if match is None:
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    number = re.sub(r"['’ \u00a0\u202f]", "", match[0]).rstrip(".,")
    value = _value(number, habit)
    if value is None or abs(value) >= LARGEST:
        return None
    negative = rest.strip().startswith(("-", "−", "(")) and match[0][0] not in "+-"
    return (-value if negative else value), _currency(rest)


def _value(number: str, habit: Habit) -> Decimal | None:
    decimal = _decimal_of(number) or habit.decimal
    if decimal is None:  # one sign before three figures: money has no three decimals
        decimal = "," if "." in number else "."
    grouping = "." if decimal == "," else ","
    try:
        return Decimal(number.replace(grouping, "").replace(decimal, "."))
    except InvalidOperation:
        return None


def _currency(words: str) -> str | None:
    for word in _LETTERS.findall(words):
        known = CURRENCIES.get(word.casefold()) or CURRENCIES.get(word)
        if known:
            return known
        if len(word) == 3 and word.isupper():
            return str(word)
    return None


def read_date(text: str, habit: Habit, *, region: str = "DE") -> date | None:
    """A day: ISO, `24.12.2026`, `12/24/2026`, `24 Dec 2026`. Where the column shows no order, that of the region counts."""
    text = text.strip()
    try:
        if iso := _ISO.match(text):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if plain := _PLAIN.match(text):
            return _plain_date(plain, habit, region)
        if worded := _WORDED.match(text):
            day, month = int(worded[1] or worded[4]), _month(worded[2] or worded[3])
            return date(int(worded[5]), month, day) if month else None
    except ValueError:
        return None
    return None


def _plain_date(match: re.Match[str], habit: Habit, region: str) -> date:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    order = _order_of(match)
    month_first = order if order is not None else habit.month_first
    if month_first is None:
        month_first = match[2] == "/" and region == "US"
    year += 0 if year > 99 else (2000 if year < 70 else 1900)
    return date(year, first, second) if month_first else date(year, second, first)


def _month(word: str) -> int:
    start = word.lower()[:3]
    if start in _MONTHS:
        return _MONTHS.index(start) + 1
    return _GERMAN_MONTHS.get(start, 0)


def read_moment(text: str, habit: Habit, zone: object, *, region: str = "DE") -> datetime | None:
    """A point of time; without a zone it stands in the team's, a day alone begins at midnight there."""
    from datetime import tzinfo

    assert isinstance(zone, tzinfo)
    try:
        moment = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
    except ValueError:
        day = read_date(text, habit, region=region)
        if day is None:
            return None
        clock = re.search(r"\b(\d{1,2}):(\d{2})(?:\s?([ap])\.?m)?", text, re.IGNORECASE)
        hour, minute = (int(clock[1]) % 24, int(clock[2])) if clock else (0, 0)
        if clock and clock[3]:
            hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
        moment = datetime(day.year, day.month, day.day, hour, min(minute, 59), tzinfo=zone)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
