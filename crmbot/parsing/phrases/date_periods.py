"""Days by their period: `nächste Woche`, `Ende Q1`, `Monatsende`, `Mitte Januar`, `early next week`, `KW 48`, `am Wochenende`.

A period stands for its first day, its middle for the 15th or the Wednesday, the end of a week for the Friday.
"""

from __future__ import annotations

from datetime import date, timedelta

from crmbot.parsing.phrases.date_calendar import day_in_month
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import Hit, add_days, add_months, coming, make_date, monday
from crmbot.parsing.phrases.date_weekdays import COMPOUNDS, week_named, weekday_number
from crmbot.parsing.phrases.date_words import (
    AFTER_NEXT,
    COMPOUND_PERIODS,
    END,
    LAST,
    MIDDLE,
    MONTH,
    MONTHS,
    NEXT,
    PERIODS,
    POSITIONS,
    QUARTER,
    START,
    THIS,
    WEEK,
    YEAR,
)  # fmt: skip

_SHIFTS = ((NEXT, 1), (THIS, 0), (AFTER_NEXT, 2), (LAST, -1))
_MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}


def _first_of(day: date, period: str, shift: int) -> date | None:
    """The first day of the period that lies `shift` periods from that of `day`."""
    if period == WEEK:
        return add_days(monday(day), 7 * shift)
    size = _MONTHS[period]
    return add_months(day.replace(month=(day.month - 1) // size * size + 1, day=1), size * shift)


def _within(first: date | None, period: str, position: str) -> date | None:
    """Beginning, middle or end of the period that starts at `first`."""
    if first is None or position == START:
        return first
    if period == WEEK:
        return add_days(first, 2 if position == MIDDLE else 4)
    size = _MONTHS[period]
    if position == END:
        following = add_months(first, size)
        return following - timedelta(days=1) if following else None
    return first.replace(day=15) if size == 1 else add_months(first.replace(day=15 if size == 3 else 1), size // 2)


def positioned(day: date, period: str, position: str, shift: int | None) -> date | None:
    """A place in a period; without `shift` the coming one, so that `Monatsanfang` said on the 18th is in the next month."""
    if shift is not None:
        return _within(_first_of(day, period, shift), period, position)
    here = _within(_first_of(day, period, 0), period, position)
    return here if here is None or here >= day else _within(_first_of(day, period, 1), period, position)


def _skip_articles(r: Reading, i: int) -> int:
    while r.word(i) in {"of", "the", "des", "der", "dem", "vom", "im", "in", "-"}:
        i += 1
    return i


def _quarter(r: Reading, i: int) -> tuple[int, int] | None:
    """`Q1`, `1. Quartal`, `erstes Quartal` at place `i`: its number and the place behind."""
    number = r.number(i + 1) if r.word(i) == "q" and r.glued(i + 1) else None
    if number is not None:
        return (number, i + 2) if 1 <= number <= 4 else None
    words = {"erstes": 1, "erste": 1, "ersten": 1, "zweites": 2, "zweiten": 2, "drittes": 3, "dritten": 3, "viertes": 4,
             "vierten": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}  # fmt: skip
    if r.word(i + 1) in {"quartal", "quartals", "quarter"} and r.word(i) in words:
        return words[r.word(i)], i + 2
    count = r.number(i)
    if count and count <= 4 and r.word(i + 1) == "." and r.word(i + 2) in {"quartal", "quartals"}:
        return count, i + 3
    return None


def _year_behind(r: Reading, i: int) -> tuple[int | None, int]:
    place = i + 1 if r.word(i) in {"/", "of", "des"} else i
    year = r.number(place)
    return (year, place + 1) if year and len(r.at(place).text) == 4 and 1900 <= year < 2200 else (None, i)


def _quarter_at(r: Reading, i: int, position: str) -> Hit | None:
    quarter = _quarter(r, i)
    if quarter is None:
        return None
    year, end = _year_behind(r, quarter[1])
    month = quarter[0] * 3 - 2
    years = (year,) if year else (r.today.year, r.today.year + 1)
    for candidate in years:
        found = _within(make_date(candidate, month, 1), QUARTER, position)
        if found and (year or found >= r.today):
            return Hit(end, found, firm=year is not None)
    return None


def _month_in(r: Reading, i: int, position: str) -> Hit | None:
    """`Mitte Januar`, `end of January 2027` behind the word for the position."""
    month = MONTHS.get(r.word(i))
    if month is None:
        return None
    end = i + 2 if r.word(i + 1) == "." and r.glued(i + 1) and len(r.word(i)) < 5 else i + 1
    year, end = _year_behind(r, end)
    first = make_date(year, month, 1) if year else coming(r.today.replace(day=1), month, 1)
    found = _within(first, MONTH, position)
    if found and not year and found < r.today:
        found = _within(coming(r.today, month, 1), MONTH, position)
    return Hit(end, found) if found else None


def _position(r: Reading, i: int) -> Hit | None:
    """`Anfang …`, `mid …`, `end of …` and what follows."""
    position = POSITIONS.get(r.word(i))
    if position is None:
        return None
    place = _skip_articles(r, i + 1)
    if hit := _quarter_at(r, place, position) or _month_in(r, place, position) or _week_number(r, place, position):
        return Hit(hit.end, hit.day)
    shift = next((shift for words, shift in _SHIFTS if r.word(place) in words), None)
    period = PERIODS.get(r.word(place if shift is None else place + 1))
    if period is None:
        year, end = _year_behind(r, place)
        return Hit(end, _within(make_date(year, 1, 1), YEAR, position), firm=True) if year else None
    if r.word(i) == "late" and shift is None:
        return None
    end = place + 1 if shift is None else place + 2
    return Hit(end, positioned(r.today, period, position, shift))


def _shifted(r: Reading, i: int) -> Hit | None:
    """`nächste Woche Mittwoch`, `next month`, `übernächste Woche`."""
    if r.word(i) in LAST and r.word(i - 1) in {"the", "die", "der", "das"}:
        return None  # the last week of something
    if named := _week_words(r, i):
        return _day_in_week(r, named[1], add_days(monday(r.today), 7 * named[0]), named[0])
    shift = next((shift for words, shift in _SHIFTS if r.word(i) in words), None)
    period = PERIODS.get(r.word(i + 1))
    if not shift or period is None or period == WEEK:
        return None
    first = _first_of(r.today, period, shift)
    return (_day_of(r, i + 2, shift) if period == MONTH else None) or Hit(i + 2, first)


def _day_of(r: Reading, i: int, shift: int) -> Hit | None:
    """`on the 5th`, `am 5.` behind a month that was named as the next."""
    place = r.follow(i, "on", "the") or r.follow(i, "am")
    day = r.number(place) if place else None
    if place is None or day is None or r.word(place + 1) not in {".", "th", "st", "nd", "rd"}:
        return None
    found = day_in_month(r.today, shift, day)
    return Hit(place + 2, found) if found else None


_ORDER = {
    "first": 0,
    "erste": 0,
    "ersten": 0,
    "second": 1,
    "zweite": 1,
    "zweiten": 1,
    "third": 2,
    "dritte": 2,
    "dritten": 2,
}
_FINAL = frozenset({"last", "letzte", "letzten"})


def _last_week(first: date | None) -> date | None:
    """The Monday of the last week that has most of its days in the month."""
    last = _within(first, MONTH, END)
    return monday(last - timedelta(days=3)) if last else None


def _week_of_month(r: Reading, i: int) -> Hit | None:
    """`first week of december`, `erste Dezemberwoche`, `letzte Woche im Januar`: its first day, of the last week the Monday."""
    if r.word(i) not in _ORDER and r.word(i) not in _FINAL:
        return None
    month, end = MONTHS.get(r.word(i + 1).removesuffix("woche")), i + 2
    if month is None and r.word(i + 1) in {"week", "woche"} and r.word(i + 2) in {"of", "in", "im"}:
        month, end = MONTHS.get(r.word(i + 3)), i + 4
    if month is None or r.word(i + 1) in MONTHS:
        return None
    for first in (coming(r.today.replace(day=1), month, 1), coming(r.today, month, 1)):
        found = _last_week(first) if r.word(i) in _FINAL else add_days(first, 7 * _ORDER[r.word(i)]) if first else None
        if found and found >= r.today:
            return Hit(end, found)
    return None


def _week_words(r: Reading, i: int) -> tuple[int, int] | None:
    """As `week_named`, but the words must stand at `i` itself."""
    opens = r.word(i) in {"the", "week"} or any(r.word(i) in words for words, _shift in _SHIFTS)
    return week_named(r, i) if opens else None


def _day_in_week(r: Reading, end: int, first: date | None, shift: int = 1) -> Hit | None:
    """A weekday behind its week, else the first day of the week. This week without a weekday is no date."""
    place = end + 1 if r.word(end) in {",", "am", "on"} else end
    place = place + 1 if r.word(place) in {"am", "on"} else place
    weekday = weekday_number(r, place)
    if weekday is not None and first is not None:
        clock = COMPOUNDS[r.word(place)][1] if r.word(place) in COMPOUNDS else None
        return Hit(place + 1, add_days(first, weekday), clock=clock)
    if shift == 0:
        # this week alone is no day in prose; where a date is asked for, its end is meant
        return None if r.free or first is None else Hit(end, max(r.today, first + timedelta(days=4)), firm=False)
    return Hit(end, first)


def _week_number(r: Reading, i: int, position: str) -> Hit | None:
    """`KW 48`, `KW48/2026`, `49. KW`, `calendar week 49`; `week 49` only where a date is expected."""
    words = {"kw": True, "kalenderwoche": True, "cw": True, "week": False, "woche": False, "wk": False}
    place = r.follow(i, "calendar", "week")
    firm = place is not None or words.get(r.word(i), False)
    place = place or (i + 1 if r.word(i) in words else None)
    if place is not None and r.word(place) == "." and r.glued(place):
        place += 1
    number, end = (r.number(place), place + 1) if place is not None else (r.number(i), i + 3)
    if place is None:
        firm = r.word(i + 1) == "." and r.word(i + 2) in {"kw", "kalenderwoche"}
        number = number if firm else None
    return _in_week_number(r, number, end, position, firm=firm) if number is not None else None


def _in_week_number(r: Reading, number: int, end: int, position: str, *, firm: bool) -> Hit | None:
    year, end = _year_behind(r, end)
    for candidate in (year,) if year else (r.today.isocalendar().year, r.today.isocalendar().year + 1):
        try:
            first = date.fromisocalendar(candidate, number, 1)
        except ValueError:
            continue
        if year or first + timedelta(days=6) >= r.today:
            day = _within(first, WEEK, position)
            return Hit(end, max(day, r.today) if day and not year and position == START else day, firm=firm)
    return None


def week_number_at(r: Reading, i: int) -> Hit | None:
    """A calendar week (ISO 8601), with a weekday behind it or before it: `KW 49`, `Mittwoch KW 49`, `Mittwoch in KW 49`."""
    weekday = weekday_number(r, i)
    place = _skip_articles(r, i + 1) if weekday is not None else i
    hit = _week_number(r, place, START)
    if hit is None or hit.day is None:
        return None
    if weekday is None:
        within = _day_in_week(r, hit.end, monday(hit.day))
        return (
            Hit(within.end, within.day, firm=hit.firm, clock=within.clock) if within and within.end > hit.end else hit
        )
    return Hit(hit.end, add_days(monday(hit.day), weekday), firm=hit.firm)


def _weekend(r: Reading, i: int) -> Hit | None:
    """`am Wochenende`, `this weekend`, `next weekend`; `nach dem Wochenende` is the Monday."""
    shift = 1 if r.word(i) in NEXT else 0
    place = i + 1 if r.word(i) in THIS or shift else i
    if r.word(place) not in {"wochenende", "weekend"}:
        return None
    saturday = monday(r.today) + timedelta(days=5 + 7 * shift)
    before = {r.word(i - 1), r.word(i - 2)}
    if before & {"nach", "after"}:
        return Hit(place + 1, saturday + timedelta(days=2))
    opened = place > i or bool(before & {"am", "at", "over", "on", "uebers", "ueber", "zum", "vor", "before", "bis"})
    return Hit(place + 1, max(saturday, r.today), firm=opened)


def period_at(r: Reading, i: int) -> Hit | None:
    """Whatever this module knows, at place `i`."""
    if r.word(i) in COMPOUND_PERIODS:
        position, period = COMPOUND_PERIODS[r.word(i)]
        return Hit(i + 1, positioned(r.today, period, position, None))
    new_year = r.follow(i, "neuen", "jahr") or r.follow(i, "new", "year")
    if new_year and (r.word(i - 1) == "im" or (r.word(i - 1) == "the" and r.word(i - 2) in {"in", "after", "until"})):
        return Hit(new_year, make_date(r.today.year + 1, 1, 1))
    return _position(r, i) or _week_of_month(r, i) or _shifted(r, i) or _weekend(r, i) or _opened_quarter(r, i)


def _opened_quarter(r: Reading, i: int) -> Hit | None:
    """`im Q2`, `in Q1 2027`: the first day; the running quarter its last one."""
    hit = _quarter_at(r, i, START) if r.word(i - 1) in {"in", "im", "ab", "fuer", "for"} or not r.free else None
    return Hit(hit.end, hit.day) if hit else None
