"""The day of a date phrase, whatever names it: a word, a weekday, a number, a span, a period, a feast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crmbot.parsing.phrases.date_calendar import (
    RANGE_SIGNS,
    day_month_at,
    day_of_month_at,
    dotted_at,
    iso_at,
    month_at,
    month_day_at,
)
from crmbot.parsing.phrases.date_feasts import feast_at
from crmbot.parsing.phrases.date_periods import period_at, week_number_at
from crmbot.parsing.phrases.date_spans import Span, span_at
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import Hit, add_days, add_working_days, monday
from crmbot.parsing.phrases.date_weekdays import weekday_at, weekday_number
from crmbot.parsing.phrases.date_words import (
    COMPOUND_PARTS,
    DAYS,
    HOURS,
    MINUTES,
    NEXT,
    PARTS,
    TODAY_PARTS,
    UNITS,
    WEEK,
    WORKDAY,
)

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
    if word == "tomorrow" and r.word(i + 1) == "week" and day:
        return Hit(i + 2, add_days(day, 7))
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
    before = r.word(i - 1)
    span = span_at(r, i)
    if span is None:
        return _next_working_day(r, i)
    if marked := _marked(r, span):
        return marked
    if hit := _beside_anchor(r, span, opened=before == "in"):
        return hit
    if before == "vor" and r.word(i - 2) != "kurz":
        return _from(r, span, -1, firm=span.unit not in {MINUTES, HOURS})
    idiom = span.article and span.unit == MINUTES
    hit = _from(r, span, 1, firm=before == "in" and not idiom and not span.short)
    return _weekday_then(r, span, hit) if hit and span.unit == WEEK and before == "in" else hit


def _next_working_day(r: Reading, i: int) -> Hit | None:
    """`next business day`, `nächsten Werktag`."""
    if r.word(i) not in NEXT:
        return None
    end = i + 2 if UNITS.get(r.word(i + 1)) == WORKDAY else None
    for first in ("business", "working"):
        end = end or r.follow(i + 1, first, "day")
    return Hit(end, add_working_days(r.today, 1)) if end else None


def _marked(r: Reading, span: Span) -> Hit | None:
    """A span with its direction behind it: `ago`, `from now`, `later`."""
    for words, sign in ((("ago",), -1), (("from", "now"), 1), (("ab", "jetzt"), 1)):
        if end := r.follow(span.end, *words):
            hit = _from(r, span, sign, firm=True)
            return replace(hit, end=end) if hit else None
    if not r.free and r.word(span.end) in {"later", "spaeter"}:
        hit = _from(r, span, 1, firm=False)
        return replace(hit, end=span.end + 1) if hit else None
    return None


def _weekday_then(r: Reading, span: Span, hit: Hit) -> Hit:
    """`in two weeks on monday`: that day of the week which the span reaches."""
    weekday = weekday_number(r, span.end + 1) if r.word(span.end) in {"on", "am"} else None
    if weekday is None or hit.day is None:
        return hit
    return Hit(span.end + 2, add_days(monday(hit.day), weekday))


def _beside_anchor(r: Reading, span: Span, *, opened: bool) -> Hit | None:
    """`a week from monday`, `zwei Tage vor Weihnachten`."""
    side, place = _SIDES.get(r.word(span.end)), span.end + 1
    if side is None and span.unit == WEEK and r.word(span.end) in {"tomorrow", "today", "on"} and not opened:
        side, place = 1, span.end + (r.word(span.end) == "on")
        side = side if place == span.end or weekday_number(r, place) is not None else None
    if side is None or span.unit in {MINUTES, HOURS}:
        return None
    anchor = _anchor(r, place)
    if anchor is None or anchor.day is None:
        return None
    feast = feast_at(r, place)
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
    hit = _through(r, _longest([reader(r, i) for reader in (_named_day, _counted, _weekday_with_date, *_READERS)]))
    single = _longest([reader(r, i) for reader in (_weekday_with_date, *_DATED, weekday_at)]) if hit else None
    if hit is None or single is None or single.end != hit.end or hit.at is not None or not _follows_after(r, i):
        return hit
    return replace(hit, day=add_days(hit.day, 1) if hit.day else None)


def _through(r: Reading, hit: Hit | None) -> Hit | None:
    """The hit with the last day of a stretch taken along: `07.12.-09.12.2026`."""
    if hit is None or hit.day is None or r.word(hit.end) not in RANGE_SIGNS:
        return hit
    last = dotted_at(r, hit.end + 1) or iso_at(r, hit.end + 1)
    if last is None or last.day is None or last.day < hit.day:
        return hit
    return replace(hit, end=last.end, yearless=False)


def _follows_after(r: Reading, i: int) -> bool:
    """Whether `nach` or `after` stands before a single day, which means the next one."""
    before = r.word(i - 2) if r.word(i - 1) in {"dem", "den", "the"} else r.word(i - 1)
    return before in {"nach", "after"}
