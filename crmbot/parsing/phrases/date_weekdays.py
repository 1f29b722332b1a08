"""Weekdays: `am Freitag`, `nächsten Dienstag`, `Mittwoch nächster Woche`, `Freitag in zwei Wochen`, `weds`, `wednesday week`.

How they are read: a weekday is the coming one, never today. `next friday` and `nächsten Freitag` are the coming one too;
the later one is said as `friday next week` or `nächste Woche Freitag`. `this friday` may be today.
People differ about this, which is why replies repeat the date with its weekday.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from crmbot.parsing.phrases.date_spans import span_at
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import Hit, add_days, monday
from crmbot.parsing.phrases.date_words import (
    AFTER_NEXT,
    COMPOUND_PARTS,
    DAY,
    GERMAN_SHORT,
    LAST,
    NEXT,
    PERIODS,
    RISKY_WEEKDAYS,
    SHORT_WEEKDAYS,
    THIS,
    WEEK,
    WEEKDAYS,
)  # fmt: skip

_RISKY_OPENERS = frozenset({"am", "on", "by", "until", "bis", "ab", "next", "this", "naechsten", "kommenden", "diesen", "coming",
                            "letzten", "last", "uebernaechsten", "spaetestens"})  # fmt: skip


def _compounds() -> dict[str, tuple[int, time]]:
    """`freitagnachmittag` and its like: weekday and hour."""
    return {day + part: (number, hour) for day, number in WEEKDAYS.items() for part, hour in COMPOUND_PARTS.items()}


COMPOUNDS = _compounds()


def weekday_number(r: Reading, i: int) -> int | None:
    """The weekday (Monday is 0) that the word at place `i` names, short forms included."""
    word = r.word(i)
    for table in (WEEKDAYS, SHORT_WEEKDAYS, RISKY_WEEKDAYS):
        if word in table:
            return table[word]
    compound = COMPOUNDS.get(word)
    return compound[0] if compound else None


def weekday_is_safe(r: Reading, i: int) -> bool:
    """Whether the word at `i` is a weekday in prose, judged by itself and the word before it."""
    word = r.word(i)
    if word not in RISKY_WEEKDAYS:
        return True
    if word in GERMAN_SHORT:
        dot_and_name = r.word(i + 1) == "." and r.at(i + 2).capital
        return r.at(i).capital and r.word(i - 1) in _RISKY_OPENERS - {"on", "by", "next"} and not dot_and_name
    return r.word(i - 1) in _RISKY_OPENERS - {"am"}


def coming_weekday(today: date, weekday: int) -> date:
    """The next such day after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def week_named(r: Reading, i: int) -> tuple[int, int] | None:
    """Weeks from this one that `nächster Woche`, `week after next` … at place `i` name, and the place behind."""
    i = r.follow(i, "of") or r.follow(i, "in") or r.follow(i, "in", "der") or r.follow(i, "der") or i
    if end := r.follow(i, "the", "week", "after", "next") or r.follow(i, "week", "after", "next"):
        return 2, end
    if r.word(i + 1) in {"week", "woche"}:
        for words, weeks in ((NEXT, 1), (THIS, 0), (AFTER_NEXT, 2), (LAST, -1)):
            if r.word(i) in words:
                return weeks, i + 2
    return None


def _weeks_more(r: Reading, i: int) -> tuple[int, int] | None:
    """Weeks that `in zwei Wochen`, `in acht Tagen`, `after next`, `week` (British) behind a weekday add, and the place behind."""
    if (end := r.follow(i, "after", "next")) and r.word(end) not in PERIODS:
        return 1, end
    if r.word(i) == "in" and (span := span_at(r, i + 1)):
        if span.unit == WEEK:
            return span.count, span.end
        if span.unit == DAY and span.count in {7, 8, 14, 15}:
            return (1 if span.count < 10 else 2), span.end
    if r.word(i) == "week" and r.word(i - 1) in WEEKDAYS:
        return 1, i + 1
    return None


def _modified(r: Reading, i: int) -> tuple[int, str]:
    """The place of the weekday and what stands before it: next, this, last, after_next or nothing."""
    for words, meaning in ((NEXT, "next"), (THIS, "this"), (LAST, "last"), (AFTER_NEXT, "after_next")):
        if r.word(i) in words:
            return i + 1, meaning
    return i, ""


def _day(r: Reading, weekday: int, meaning: str) -> date | None:
    today = r.today
    if meaning == "this" and weekday == today.weekday():
        return today
    if meaning == "last":
        return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    if meaning == "after_next":
        return add_days(coming_weekday(today, weekday), 7)
    return coming_weekday(today, weekday)


def weekday_at(r: Reading, i: int) -> Hit | None:
    """A weekday with what stands around it, at place `i`."""
    place, meaning = _modified(r, i)
    weekday = weekday_number(r, place)
    if weekday is None:
        return None
    firm, end = weekday_is_safe(r, place), place + 1
    if r.word(end) == "." and r.glued(end) and r.word(place) not in WEEKDAYS and len(r.word(place)) < 4:
        end += 1
    clock = COMPOUNDS[r.word(place)][1] if r.word(place) in COMPOUNDS else None
    name = not meaning and r.word(place) in WEEKDAYS
    if named := week_named(r, end):
        day = add_days(monday(r.today), named[0] * 7 + weekday)
        return Hit(named[1], day, clock=clock)
    day = _day(r, weekday, meaning)
    if day and (more := _weeks_more(r, end)):
        return Hit(more[1], add_days(day, more[0] * 7), clock=clock)
    return Hit(end, day, firm=firm, name=name, clock=clock)
