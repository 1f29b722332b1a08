"""The day of a date phrase, whatever names it: a word, a weekday, a number, a span, a period, a feast."""

from __future__ import annotations

from datetime import date

from crmbot.parsing.date_calendar import day_month_at, day_of_month_at, dotted_at, iso_at, month_at, month_day_at
from crmbot.parsing.date_feasts import feast_at
from crmbot.parsing.date_periods import period_at, week_number_at
from crmbot.parsing.date_spans import Span, span_at
from crmbot.parsing.date_tokens import Reading
from crmbot.parsing.date_values import Hit, add_days
from crmbot.parsing.date_weekdays import weekday_at, weekday_number
from crmbot.parsing.date_words import COMPOUND_PARTS, DAYS, HOURS, MINUTES, PARTS, TODAY_PARTS

_DATED = (iso_at, dotted_at, day_month_at, month_day_at, day_of_month_at)
_READERS = (*_DATED, weekday_at, period_at, week_number_at, feast_at, month_at)


def _longest(hits: list[Hit | None]) -> Hit | None:
    """The hit that takes most of the text; of equal ones the first."""
    found = [hit for hit in hits if hit is not None and (hit.day is not None or hit.at is not None)]
    return max(found, key=lambda hit: hit.end, default=None)


def _named_day(r: Reading, i: int) -> Hit | None:
    """`heute`, `the day after tomorrow`, `this afternoon`, `tonight`, `heute in 14 Tagen`."""
    if end := r.follow(i, "day", "after", "tomorrow") or r.follow(i, "the", "day", "after", "tomorrow"):
        return Hit(end, add_days(r.today, 2))
    word = r.word(i)
    if word in TODAY_PARTS:
        return Hit(i + 1, r.today, clock=TODAY_PARTS[word])
    if word == "this" and r.word(i + 1) in {"morning", "afternoon", "evening"}:
        return Hit(i + 2, r.today, clock=PARTS[r.word(i + 1)])
    shift = DAYS.get(word)
    if shift is None:
        return None
    day = add_days(r.today, shift)
    if day and r.word(i + 1) == "in" and (span := span_at(r, i + 2)) and (counted := span.from_day(day)):
        return Hit(span.end, counted)
    if word == "heute" and r.word(i + 1) in COMPOUND_PARTS:
        return Hit(i + 2, day, clock=COMPOUND_PARTS[r.word(i + 1)])
    return Hit(i + 1, day)


def _from(r: Reading, span: Span, sign: int, *, firm: bool) -> Hit | None:
    """The span counted from now."""
    moment = span.from_moment(r.now, sign)
    if moment is not None:
        return Hit(span.end, moment.date(), at=moment, firm=firm)
    day = span.from_day(r.today, sign)
    return Hit(span.end, day, firm=firm) if day else None


def _anchor(r: Reading, i: int) -> Hit | None:
    """The day that a span is counted from: `from monday`, `before Christmas`."""
    hits = [reader(r, i) for reader in (_named_day, *_READERS)]
    return _longest([hit for hit in hits if hit is None or hit.firm or not r.free])


_SIDES = {"from": 1, "after": 1, "nach": 1, "ab": 1, "before": -1, "vor": -1}


def _counted(r: Reading, i: int) -> Hit | None:
    """`in 3 Tagen`, `3 days from now`, `a week from monday`, `vor drei Tagen`, `3 days ago`, and a bare `3d` in requests."""
    before, idiom = r.word(i - 1), False
    span = span_at(r, i)
    if span is None:
        return None
    if r.word(span.end) == "ago":
        hit = _from(r, span, -1, firm=True)
        return Hit(span.end + 1, hit.day, at=hit.at) if hit else None
    if r.word(span.end) in {"from", "ab"} and r.word(span.end + 1) in {"now", "jetzt"}:
        hit = _from(r, span, 1, firm=True)
        return Hit(span.end + 2, hit.day, at=hit.at) if hit else None
    if hit := _beside_anchor(r, span):
        return hit
    if before == "vor" and r.word(i - 2) != "kurz":
        return _from(r, span, -1, firm=span.unit not in {MINUTES, HOURS})
    idiom = span.article and span.unit == MINUTES
    return _from(r, span, 1, firm=before == "in" and not idiom and not span.short)


def _beside_anchor(r: Reading, span: Span) -> Hit | None:
    """`a week from monday`, `zwei Tage vor Weihnachten`."""
    side = _SIDES.get(r.word(span.end))
    if side is None or span.unit in {MINUTES, HOURS}:
        return None
    anchor = _anchor(r, span.end + 1)
    if anchor is None or anchor.day is None:
        return None
    feast = feast_at(r, span.end + 1)
    start: date = _feast_day(feast, anchor.day, side)
    day = span.from_day(start, side)
    return Hit(anchor.end, day) if day else None


def _feast_day(feast: Hit | None, day: date, side: int) -> date:
    """The feast itself where its reader already stepped to the day before it."""
    return add_days(day, 1) or day if feast is not None and feast.day == day and side < 0 else day


def _weekday_with_date(r: Reading, i: int) -> Hit | None:
    """`Do, 3.12.`, `Thursday the 3rd`, `Donnerstag, den 3. Dezember`: the date says more than the weekday."""
    if weekday_number(r, i) is None:
        return None
    place = i + 1
    while r.word(place) in {",", ".", "den", "der", "dem", "the", "am", "on"}:
        place += 1
        if place > i + 4:
            return None
    hit = _longest([reader(r, place) for reader in _DATED])
    if hit is None:
        return None
    return Hit(hit.end, hit.day, at=hit.at)


def day_at(r: Reading, i: int) -> Hit | None:
    """The day, or the moment, that is named at place `i`: the reading that takes most of the text."""
    readers = (_named_day, _counted, _weekday_with_date, *_READERS)
    return _longest([reader(r, i) for reader in readers])
