"""Which part of a history is wanted: kinds, a stretch of past days, the order, the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crmbot.folding import fold
from crmbot.parsing.chat.periods import Stretch, stretch_at_start
from crmbot.parsing.phrases.date_values import add_months
from crmbot.parsing.phrases.date_words import MONTHS, RISKY_WEEKDAYS, SHORT_WEEKDAYS, WEEKDAYS
from crmbot.parsing.phrases.number_words import small_number

_OLDEST = re.compile(
    r"(?:oldest|earliest)(?: first)?|(?:älteste|aelteste|früheste)(?: zuerst)?|chronologi(?:cal|sch)", re.IGNORECASE
)
_NEWEST = re.compile(r"(?:newest|latest)(?: first)?|(?:neueste|neuste)(?: zuerst)?", re.IGNORECASE)
_PAGE = re.compile(r"(?:page|seite|p\.|s\.)\s?:?\s?(\d{1,5})", re.IGNORECASE)
_LAST = re.compile(
    r"(?:the |in the |der |die |den |in den )?(?:last|past|letzten?|vergangenen?)\s(\d{1,4}|[^\W\d_]{3,8})\s"
    r"(days?|tagen?|weeks?|wochen?|months?|monaten?|years?|jahren?)",
    re.IGNORECASE,
)
_YESTERDAY = re.compile(r"(yesterday|gestern|vorgestern)\b", re.IGNORECASE)
_KEY = re.compile(r"(?:kind|art|typ|type)\s?:\s?", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;]+")
_WEEKDAYS = frozenset({*WEEKDAYS, *SHORT_WEEKDAYS, *RISKY_WEEKDAYS})
_FILLERS = frozenset(
    {"all", "alle", "only", "nur", "and", "und", "or", "oder", "of", "from", "von", "the", "die", "der", "with", "mit"}
)


@dataclass(frozen=True, slots=True)
class PastWords:
    """What was read; `first` and `last` are days, both counted. `unknown` are words that mean nothing here."""

    kinds: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    oldest_first: bool = False
    page: int = 1
    unknown: tuple[str, ...] = ()


def read_past(text: str, *, now: datetime, kinds: Mapping[str, str]) -> PastWords:
    """The wanted part of a history; `kinds` are folded words of kinds to their keys."""
    found, unknown = set[str](), list[str]()
    first: date | None = None
    last: date | None = None
    oldest, page, rest = False, 1, text[:500].strip(" ,;:")
    while rest:
        if match := _OLDEST.match(rest) or _NEWEST.match(rest):
            oldest, end = match.re is _OLDEST, match.end()
        elif match := _PAGE.match(rest):
            page, end = max(1, int(match[1])), match.end()
        elif key := _kind_at(rest, kinds):
            found.add(key[0])
            end = key[1]
        elif stretch := past_stretch(rest, now):
            stretch = in_the_past(stretch, now, rest[: stretch.end])
            first, last, end = stretch.first or first, stretch.last or last, stretch.end
        else:
            match = _WORD.match(rest)
            end = match.end() if match else 1
            if fold(rest[:end]) not in _FILLERS:
                unknown.append(rest[:end])
        rest = rest[end:].lstrip(" ,;")
    return PastWords(frozenset(found), first, last, oldest, page, tuple(unknown))


def _kind_at(text: str, kinds: Mapping[str, str]) -> tuple[str, int] | None:
    """The kind that the text begins with, in up to three words, and where it ends."""
    start = match.end() if (match := _KEY.match(text)) else 0
    ends = [start + found.end() for found in list(_WORD.finditer(text[start : start + 80]))[:3]]
    for end in reversed(ends):
        key = kinds.get(fold(text[start:end]))
        if key is not None:
            return key, end
    return None


def past_stretch(text: str, now: datetime) -> Stretch | None:
    """The days that the text begins with, also `last 30 days` and `yesterday`; what is named without a year may be ahead."""
    match = _LAST.match(text)
    count = small_number(match[1]) if match and not match[1].isdecimal() else int(match[1]) if match else None
    if match and count is not None:
        return Stretch(_before(now.date(), count, fold(match[2])[0]), None, match.end())
    if match := _YESTERDAY.match(text):
        day = now.date() - timedelta(days=2 if fold(match[1]).startswith("vor") else 1)
        return Stretch(day, day, match.end())
    return stretch_at_start(text, now=now)


def in_the_past(stretch: Stretch, now: datetime, said: str = "") -> Stretch:
    """What is named without a year as the one that was; what has begun already stays, also where it is not over.

    `said` are the words of it: a weekday is that of the week before.
    """
    begins = stretch.first or stretch.last
    if begins is None or begins <= now.date():
        return stretch
    words = [fold(word) for word in re.findall(r"[^\W\d_]+|\d+", said)]
    dated = any(word in MONTHS or word.isdecimal() for word in words)
    if not dated and any(word in _WEEKDAYS for word in words):
        return Stretch(_days_before(stretch.first, 7), _days_before(stretch.last, 7), stretch.end)
    return Stretch(_year_before(stretch.first), _year_before(stretch.last), stretch.end)


def _before(day: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years earlier, by the first letter of the unit in either language."""
    days = {"d": 1, "t": 1, "w": 7}.get(unit)
    if days is not None:
        return day - timedelta(days=min(count * days, 36_500))
    return add_months(day, -min(count * (1 if unit == "m" else 12), 1_200))


def _year_before(day: date | None) -> date | None:
    return add_months(day, -12) if day is not None else None


def _days_before(day: date | None, count: int) -> date | None:
    return day - timedelta(days=count) if day is not None else None
