"""Spans of time from now or from a day: `in 3 Tagen`, `in anderthalb Stunden`, `3d`, `a week from monday`, `vor drei Tagen`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import add_days, add_months, add_working_days, later
from crmbot.parsing.phrases.date_words import (
    APPROXIMATE,
    DAY,
    GLUED_ONLY,
    HOURS,
    MINUTES,
    MONTH,
    QUARTER,
    UNITS,
    WEEK,
    WORKDAY,
    YEAR,
)

_HALVES = {
    "anderthalb": Fraction(3, 2), "eineinhalb": Fraction(3, 2), "zweieinhalb": Fraction(5, 2), "dreieinhalb": Fraction(7, 2),
    "einundeinhalb": Fraction(3, 2), "viereinhalb": Fraction(9, 2),
}  # fmt: skip
_ONE_WORD = {
    "viertelstunde": (Fraction(15), MINUTES),
    "dreiviertelstunde": (Fraction(45), MINUTES),
    "fortnight": (Fraction(2), WEEK),
    "vierteljahr": (Fraction(3), MONTH),
    "halbjahr": (Fraction(6), MONTH),
}
_SMALLER = {
    HOURS: (60, MINUTES),
    DAY: (24, HOURS),
    WEEK: (7, DAY),
    MONTH: (30, DAY),
    QUARTER: (3, MONTH),
    YEAR: (12, MONTH),
}
_ARTICLES = frozenset({"a", "an", "ein", "eine", "einen", "einem", "einer"})
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """So many units, ending before token `end`. `short`: written like `3d`."""

    end: int
    count: int
    unit: str
    short: bool = False
    article: bool = False

    def from_day(self, day: date, sign: int = 1) -> date | None:
        """The day that lies the span after `day`; None for hours and minutes and beyond the calendar."""
        count = self.count * sign
        if self.unit in _MONTHS:
            return add_months(day, count * _MONTHS[self.unit])
        if self.unit == WORKDAY:
            return add_working_days(day, count) if sign > 0 else None
        if self.unit in {DAY, WEEK}:
            return add_days(day, count * (7 if self.unit == WEEK else 1))
        return None

    def from_moment(self, now: datetime, sign: int = 1) -> datetime | None:
        """The moment that lies the span after `now`; None for days and longer, and beyond four months."""
        minutes = self.count * {HOURS: 60, MINUTES: 1}.get(self.unit, 0)
        return later(now, timedelta(minutes=minutes * sign)) if 0 < minutes <= 200_000 else None


def _span(end: int, count: Fraction, unit: str, *, short: bool = False, article: bool = False) -> Span | None:
    """The span in the largest unit in which its count is whole."""
    while count.denominator != 1 and unit in _SMALLER:
        factor, unit = _SMALLER[unit]
        count *= factor
    return Span(end, round(count), unit, short, article) if 0 < count < 100_000 else None


def _count(r: Reading, i: int) -> tuple[Fraction, int, bool] | None:
    """How many, at place `i`, with the place behind and whether it was only an article."""
    if r.word(i) in _HALVES:
        return _HALVES[r.word(i)], i + 1, False
    for words, value in ((("half", "an"), Fraction(1, 2)), (("half", "a"), Fraction(1, 2)), (("a", "couple", "of"), Fraction(2)),
                         (("a", "few"), Fraction(3)), (("ein", "paar"), Fraction(3)), (("einigen",), Fraction(3)),
                         (("couple", "of"), Fraction(2)), (("few",), Fraction(3)), (("paar",), Fraction(3))):  # fmt: skip
        if end := r.follow(i, *words):
            return value, end, False
    if r.word(i) in _ARTICLES and r.word(i + 1) in {"halben", "halbe", "halbes"}:
        return Fraction(1, 2), i + 2, False
    count = r.count(i)
    if count is None:
        return None
    if r.number(i + 1) == 1 and r.word(i + 2) == "/" and r.number(i + 3) == 2:
        return count + Fraction(1, 2), i + 4, False
    decimal = r.number(i + 2) if r.word(i + 1) in {",", "."} and r.glued(i + 1) and r.glued(i + 2) else None
    if decimal is not None and r.number(i) is not None and len(r.at(i + 2).text) == 1:
        return count + Fraction(decimal, 10), i + 3, False
    return Fraction(count), _behind_range(r, i + 1), r.word(i) in _ARTICLES


def _behind_range(r: Reading, i: int) -> int:
    """The place behind the second number of `2-3`, `zwei bis drei`, `zwei, drei`; the first one counts."""
    sign = r.word(i) in {"-", "–", "bis", "to", "or", "oder", ","}
    return i + 2 if sign and r.count(i + 1) is not None and r.word(i + 1) not in _ARTICLES else i


def span_at(r: Reading, i: int) -> Span | None:
    """A count with its unit at place `i`: `3d`, `anderthalb Stunden`, `ca. zwei Wochen`."""
    if r.word(i) in {"the", "den"} and r.word(i + 1) in {"next", "naechsten", "kommenden"}:
        i += 2
    while r.word(i) in APPROXIMATE or (r.word(i) == "." and r.word(i - 1) in APPROXIMATE):
        i += 1
    if r.word(i) in _ARTICLES and r.word(i + 1) in _ONE_WORD:
        i += 1
    if r.word(i) in _ONE_WORD:
        return _span(i + 1, *_ONE_WORD[r.word(i)])
    counted = _count(r, i)
    if counted is None:
        return None
    count, place, article = counted
    if r.word(place) in {"business", "working", "work"} and r.word(place + 1) in {"days", "day"}:
        return _span(place + 2, count, WORKDAY)
    unit = UNITS.get(r.word(place))
    short = r.word(place) in GLUED_ONLY
    if unit is None or (short and not r.glued(place)):
        return None
    end = (
        place + 2 if r.word(place + 1) == "." and r.glued(place + 1) and r.word(place) in {"std", "min"} else place + 1
    )
    if article and unit == HOURS and (half := r.follow(end, "and", "a", "half")):
        return _span(half, count + Fraction(1, 2), unit)
    return _span(end, count, unit, short=short, article=article)
