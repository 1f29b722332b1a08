"""Stretches of days in requests: `this month`, `diese Woche`, `Q1`, `in den nächsten 14 Tagen`, `before 31.12.`, `Dezember`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crmbot.parsing.phrases.date_periods import positioned
from crmbot.parsing.phrases.date_spans import span_at
from crmbot.parsing.phrases.date_tokens import Reading, tokenise
from crmbot.parsing.phrases.date_values import add_months, coming, make_date
from crmbot.parsing.phrases.date_words import END, LAST, MONTHS, NEXT, PARTS, PERIODS, START, THIS, TODAY_PARTS, WEEK
from crmbot.parsing.phrases.dates import leading_date

PARTS_OF_A_DAY = frozenset({*PARTS, *TODAY_PARTS}) - {"eod", "cob", "feierabend", "dienstschluss", "geschaeftsschluss"}
"""Lists know days, no hours of a day: whoever says `mornings` is asked back. The end of a day is that day."""

_UNTIL = re.compile(r"\s*(?:by|bis(?: zum)?|until|till|before|vor(?: dem)?|up to)\s+", re.IGNORECASE)
_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")
_FROM = re.compile(r"\s*(?:(from|since|von|vom|ab|seit)|between|zwischen)\s+(?:dem |the )?", re.IGNORECASE)
_TO = re.compile(r"\s+(?:bis(?: zum)?|to|until|till|through|-|–)\s+|(?<=\d\.)[-–](?=\d)|\s+(and|und)\s+", re.IGNORECASE)
_DAY_ALONE = re.compile(r"\d{1,2}\.?")
_LONGEST_SIDE = 30  # characters of one side of a range
_SINCE = re.compile(r"\s*(?:after|nach(?: dem)?|ab(?: dem)?|from|since|seit(?: dem)?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both counted, None where open; `end` is the place behind it in the text."""

    first: date | None
    last: date | None
    end: int


def _whole(day: date, period: str, shift: int) -> tuple[date, date] | None:
    first, last = positioned(day, period, START, shift), positioned(day, period, END, shift)
    if first is None or last is None:
        return None
    return first, last + timedelta(days=2) if period == WEEK else last


def _skip(r: Reading, i: int) -> int:
    while r.word(i) in {
        "in",
        "im",
        "the",
        "den",
        "dem",
        "der",
        "des",
        "during",
        "fuer",
        "for",
        "innerhalb",
        "within",
        "of",
    }:
        i += 1
    return i


def _named(r: Reading, i: int) -> tuple[date, date, int] | None:
    """`nächste Woche`, `this month`, `today`, `tomorrow`."""
    for words, shift in ((THIS, 0), (NEXT, 1), (LAST, -1)):
        period = PERIODS.get(r.word(i + 1)) if r.word(i) in words else None
        if period and (whole := _whole(r.today, period, shift)):
            return *whole, i + 2
    if r.word(i) in {"heute", "today"}:
        return r.today, r.today, i + 1
    if r.word(i) in {"morgen", "tomorrow"}:
        return r.today + timedelta(days=1), r.today + timedelta(days=1), i + 1
    return None


def _year_at(r: Reading, i: int) -> int | None:
    year = None if r.word(i + 1) == "-" and r.glued(i + 1) else r.number(i)  # `2026-11-01` is a day
    return year if year and 1990 <= year < 2200 and len(r.at(i).text) == 4 else None


def _month_or_quarter(r: Reading, i: int) -> tuple[date, date, int] | None:
    """`December`, `Dezember 2026`, `Q1`, `Q1 2027`, `2027`."""
    month, size, end = MONTHS.get(r.word(i)), 1, i + 1
    quarter = r.number(i + 1) if r.word(i) == "q" and r.glued(i + 1) else None
    if quarter and quarter <= 4:
        month, size, end = quarter * 3 - 2, 3, i + 2
    if month is None:
        year = _year_at(r, i)
        return (date(year, 1, 1), date(year, 12, 31), i + 1) if year else None
    year = _year_at(r, end)
    floor = r.today.replace(day=1, month=(r.today.month - 1) // size * size + 1)
    first = make_date(year, month, 1) if year else coming(floor, month, 1)
    following = add_months(first, size) if first else None
    return (first, following - timedelta(days=1), end + 1 if year else end) if first and following else None


def _ahead(r: Reading, i: int) -> tuple[date, date, int] | None:
    """`the next 30 days`, `den nächsten 14 Tagen`, `in 2 Wochen`: from today on."""
    place = i + 1 if r.word(i) in NEXT else i
    span = span_at(r, place)
    last = span.from_day(r.today) if span and not span.short else None
    return (r.today, last, span.end) if span and last else None


def _range(text: str) -> Stretch | None:
    """`2026-11-01..2026-11-30`, either side of which may be left out."""
    match = _RANGE.match(text)
    if match is None:
        return None
    try:
        first, last = (date.fromisoformat(day) if day else None for day in match.groups())
    except ValueError:
        return None
    return Stretch(first, last, match.end()) if first or last else None


def stretch_at_start(text: str, *, now: datetime) -> Stretch | None:
    """The stretch of days that `text` begins with; `by …` and `after …` leave one side open."""
    if days := _range(text) or _from_to(text[:200], now):
        return days
    for pattern, side in ((_UNTIL, "last"), (_SINCE, "first")):
        if opened := pattern.match(text[:200]):
            return _one_sided(text, opened.end(), side, now)
    r = Reading(tokenise(text[:200]), now, free=False)
    i = _skip(r, 0)
    hit = _named(r, i) or _month_or_quarter(r, i) or _ahead(r, i)
    if hit:
        return Stretch(hit[0], hit[1], r.at(hit[2] - 1).end)
    found = leading_date(text, now=now)
    return Stretch(found.when.at.date(), found.when.at.date(), found.end) if found else None


def _from_to(text: str, now: datetime) -> Stretch | None:
    """`vom 1.12. bis 15.12.`, `1 Dec - 5 Dec`, `between Monday and Friday`: only this one takes an `and`."""
    opened = _FROM.match(text)
    start = opened.end() if opened else 0
    to = _TO.search(text, start, start + _LONGEST_SIDE)
    if to is None or bool(to[1]) != bool(opened and not opened[1]):
        return None
    left, right = text[start : to.start()].strip(), text[to.end() :]
    if _DAY_ALONE.fullmatch(left):  # the month stands at the last day
        left = " ".join([left, *right.split()[1:2]]) if " " in right else left + right.partition(".")[2]
    if _FROM.match(left) or _FROM.match(right) or _UNTIL.match(left) or _UNTIL.match(right):
        return None
    begin, end = stretch_at_start(left, now=now), stretch_at_start(right, now=now)
    if begin is None or end is None or left[begin.end :].strip(" .") or begin.first is None or end.last is None:
        return None
    return Stretch(_beginning(begin.first, end.last, fixed="20" in left), end.last, to.end() + end.end)


def _beginning(first: date, last: date, *, fixed: bool) -> date:
    """The first day of a range, in the year before its end where no year is named."""
    while not fixed and first > last and (before := add_months(first, -12)) is not None:
        first = before
    return first


def _one_sided(text: str, start: int, side: str, now: datetime) -> Stretch | None:
    r = Reading(tokenise(text[start : start + 200]), now, free=False)
    hit = _named(r, _skip(r, 0)) or _month_or_quarter(r, _skip(r, 0))
    if hit:
        end = start + r.at(hit[2] - 1).end
        return Stretch(None, hit[1], end) if side == "last" else Stretch(hit[0], None, end)
    found = leading_date(text[start:], now=now)
    if found is None:
        return None
    day = found.when.at.date()
    return Stretch(None, day, start + found.end) if side == "last" else Stretch(day, None, start + found.end)
