"""What a recurring date opens with: how often, and on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from crmbot.parsing.chat import recurrence_words as w
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import make_date
from crmbot.parsing.phrases.date_words import MONTHS, ORDINAL_WORDS

_MOST = 400  # of anything that is counted
_WORKWEEK = tuple((0, day) for day in range(5))


@dataclass(frozen=True, slots=True)
class Parts:
    """What was read up to token `end`. `days` are (which one of the month or 0, weekday); `length` a frequency and how
    many of them it lasts; `nth_workday` counts working days of a month.
    """

    end: int
    freq: str
    interval: int = 1
    days: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    month: int = 0
    nth_workday: int = 0
    clock: time | None = None
    start: date | None = None
    until: date | None = None
    length: tuple[str, int] | None = None
    count: int = 0
    workdays: bool = False
    regardless: bool = False


def head_at(r: Reading, i: int, *, adverbs: bool = True) -> Parts | None:
    """What a recurrence opens with at token `i`: `every 2 weeks`, `jeden ersten Montag im Monat`, `monthly`."""
    i = i + 1 if r.word(i) in {"immer", "always", "jeweils"} else i
    if r.word(i) in w.EVERY:
        return _every(r, i + 1)
    return (_adverb(r, i) if adverbs else None) or _so_often(r, i) or _of_every(r, i)


def _adverb(r: Reading, i: int) -> Parts | None:
    word = r.word(i)
    if word in {"half", "semi", "bi"} and r.word(i + 1) == "-":
        freq, interval = w.ADVERBS.get(r.word(i + 2), ("", 0))
        return Parts(i + 3, w.MONTHLY, 6) if freq == w.YEARLY else Parts(i + 3, freq, interval * 2) if freq else None
    if r.number(i) == 14 and r.word(i + 1 + (r.word(i + 1) == "-")) in {"taegig", "taeglich"}:
        return Parts(i + 2 + (r.word(i + 1) == "-"), w.WEEKLY, 2)
    if word in w.WORKDAY_ADVERBS:
        return Parts(i + 1, w.WEEKLY, days=_WORKWEEK)
    if word in w.ADVERBS:
        return Parts(i + 1, *w.ADVERBS[word])
    place = i + 1 if word in {"on", "am"} else i
    if r.word(place) == "weekdays":
        return Parts(place + 1, w.WEEKLY, days=_WORKWEEK)
    days, end = _general_days(r, place)
    return Parts(end, w.WEEKLY, days=days) if days else None


def _general_days(r: Reading, i: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """`montags und mittwochs`, `tuesdays`."""
    days: list[tuple[int, int]] = []
    place = i
    while r.word(place) in w.DAYS_IN_GENERAL:
        days.append((0, w.DAYS_IN_GENERAL[r.word(place)]))
        i = place + 1
        place = i + 1 if r.word(i) in w.AND else i
    return tuple(days), i


def _so_often(r: Reading, i: int) -> Parts | None:
    """`einmal im Monat`, `twice a year`."""
    if r.word(i) not in w.ONCE or r.word(i + 1) not in w.PER:
        return None
    freq, interval = w.UNITS.get(r.word(i + 2), ("", 0))
    months = {w.YEARLY: 12, w.MONTHLY: interval}.get(freq, 0)
    often = w.ONCE[r.word(i)]
    if often == 1 and freq:
        return Parts(i + 3, freq, interval)
    return Parts(i + 3, w.MONTHLY, months // often) if months and months % often == 0 else None


def _of_every(r: Reading, i: int) -> Parts | None:
    """`first monday of every month`, `am letzten Tag jeden Monats`."""
    while r.word(i) in w.AT_DAY:
        i += 1
    number, place = ordinal(r, i)
    found = counted_day(r, place, number) if number else None
    said = r.tokens[place : found.end] if found is not None else []
    return found if any(token.word in w.OF_EVERY for token in said) else None


def _every(r: Reading, i: int) -> Parts | None:
    """What stands behind `every`."""
    if r.word(i) in {"half", "halbe", "halben", "halbes"}:
        place = i + 2 if r.word(i + 1) == "a" else i + 1
        return Parts(place + 1, w.MONTHLY, 6) if w.UNITS.get(r.word(place), ("",))[0] == w.YEARLY else None
    if r.word(i) in w.WORKDAYS:
        return Parts(i + 1, w.WEEKLY, days=_WORKWEEK)
    if r.word(i) in {"working", "business", "work"} and r.word(i + 1) in {"day", "days"}:
        return Parts(i + 2, w.WEEKLY, days=_WORKWEEK)
    if parts := dated(r, i):
        return parts
    number, place = ordinal(r, i)
    if number:
        return counted_day(r, place, number)
    count = r.count(i) if r.word(i) not in w.UNITS else None
    if count and count <= _MOST and r.word(i + 1) in w.UNITS:
        freq, interval = w.UNITS[r.word(i + 1)]
        return Parts(i + 2, freq, interval * count)
    if r.word(i) in w.UNITS:
        return Parts(i + 1, *w.UNITS[r.word(i)])
    days, end = weekdays(r, i)
    return Parts(end, w.WEEKLY, days=days) if days else None


def ordinal(r: Reading, i: int) -> tuple[int, int]:
    """Which one, and the place behind it: `first`, `2.`, `2nd`, `other`, `last`."""
    if r.word(i) in w.OTHER:
        return 2, i + 1
    if r.word(i) in w.ORDINALS:
        return w.ORDINALS[r.word(i)], i + 1
    number = r.number(i)
    if number and number <= 5 and r.glued(i + 1) and (r.word(i + 1) in {".", "st", "nd", "rd", "th"}):
        return number, i + 2
    return 0, i


def counted_day(r: Reading, i: int, number: int) -> Parts | None:
    """Behind an ordinal: a day of the month, or with the second, third … the so-many-th of all."""
    if r.word(i) in w.UNITS:
        freq, interval = w.UNITS[r.word(i)]
        if freq == w.DAILY and (end := of_month(r, i + 1)):
            return Parts(end, w.MONTHLY, month_days=(31 if number < 0 else number,))
        return Parts(i + 1, freq, interval * number) if number > 0 else None
    workday = r.word(i) in w.WORKDAYS or (r.word(i) in {"working", "business"} and r.word(i + 1) == "day")
    if workday:
        end = i + 1 if r.word(i) in w.WORKDAYS else i + 2
        return Parts(of_month(r, end) or end, w.MONTHLY, nth_workday=number)
    days, end = weekdays(r, i)
    if not days:
        return None
    nth = tuple((number, day) for _, day in days)
    if (month := _named_month(r, end)) is not None:
        return Parts(month[1], w.YEARLY, days=nth, month=month[0])
    if behind := of_month(r, end):
        return Parts(behind, w.MONTHLY, days=nth)
    if number in (1, -1):
        return Parts(end, w.MONTHLY, days=nth)
    return Parts(end, w.WEEKLY, number, days)


def of_month(r: Reading, i: int) -> int | None:
    """The place behind `of the month`, `im Monat`, `des Monats`, `jeden Monats`."""
    place = i
    while place < i + 3 and r.word(place) in w.OF:
        place += 1
    return place + 1 if r.word(place) in {"month", "monat", "monats", "monates"} and place > i else None


def _named_month(r: Reading, i: int) -> tuple[int, int] | None:
    """The month behind `in`, `im`, `of`, and the place behind it."""
    place = i + 1 if r.word(i) in {"in", "im", "of", "des"} else i
    return (MONTHS[r.word(place)], place + 1) if place > i and r.word(place) in MONTHS else None


def weekdays(r: Reading, i: int) -> tuple[tuple[tuple[int, int], ...], int]:
    """Weekdays in a row, and the place behind them: `mon, wed and fri`, `Dienstag und Donnerstag`."""
    days: list[tuple[int, int]] = []
    place = i
    while (word := r.word(place)) in w.DAYS or word in w.DAYS_IN_GENERAL:
        days.append((0, w.DAYS[word] if word in w.DAYS else w.DAYS_IN_GENERAL[word]))
        i = place + 1 + (r.word(place + 1) == "." and r.glued(place + 1))
        place = i + 1 if r.word(i) in w.AND else i
        place = place + 1 if r.word(place) in {"on", "am", "jeden", "every"} and place > i else place
    return tuple(days), i


def day_number(r: Reading, i: int) -> tuple[int, int]:
    """A day of the month with its sign (`31.`, `31st`, `fifteenth`), and the place behind it; 0 for none."""
    number = r.number(i)
    if number and number <= 31:
        if r.glued(i + 1) and r.word(i + 1) in {".", "st", "nd", "rd", "th"}:
            return number, i + 2
        return number, i + 1
    return (ORDINAL_WORDS[r.word(i)], i + 1) if r.word(i) in ORDINAL_WORDS else (0, i)


def dated(r: Reading, i: int) -> Parts | None:
    """A day of the month or of the year behind `every` or `on`: `31st`, `3. März`, `March 3`, `last day of the month`."""
    if r.word(i) in MONTHS and r.word(i) not in w.DAYS:
        number, end = day_number(r, i + 1)
        return Parts(end, w.YEARLY, month_days=(number,), month=MONTHS[r.word(i)]) if number else None
    number, end = day_number(r, i)
    if not number or r.word(end) in w.UNITS or r.word(end) in w.DAYS or r.word(end) in w.WORKDAYS:
        return None
    month = end + 1 if r.word(end) == "of" else end
    if r.word(month) in MONTHS:
        return Parts(month + 1, w.YEARLY, month_days=(number,), month=MONTHS[r.word(month)])
    if r.number(end) and r.number(end - 2) and end == i + 2 and r.word(i + 1) == ".":
        return _numeric(r, i, number)
    if r.word(i) in ORDINAL_WORDS or end > i + 1 or of_month(r, end):
        return Parts(of_month(r, end) or end, w.MONTHLY, month_days=(number,))
    return None


def _numeric(r: Reading, i: int, day: int) -> Parts | None:
    """`3.3.`: a day of the year."""
    month = r.number(i + 2)
    if not month or month > 12 or make_date(2028, month, day) is None:
        return None
    end = i + 4 if r.word(i + 3) == "." and r.glued(i + 3) else i + 3
    return Parts(end, w.YEARLY, month_days=(day,), month=month)
