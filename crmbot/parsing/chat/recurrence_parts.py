"""What is said behind the head of a recurring date: on which days, at what hour, from when, until when or how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crmbot.parsing.chat import recurrence_words as w
from crmbot.parsing.chat.recurrence_heads import Parts, counted_day, dated, day_number, of_month, ordinal, weekdays
from crmbot.parsing.phrases.date_clock import clock_at, day_part
from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import add_months, make_date
from crmbot.parsing.phrases.date_words import MONTHS
from crmbot.parsing.phrases.dates import leading_date

_MOST = 400  # of anything that is counted


def more_at(r: Reading, parts: Parts) -> Parts:
    """The recurrence with all that says more about it behind it, in any order."""
    while True:
        place = parts.end + 1 if r.word(parts.end) in {",", ";"} else parts.end
        found = next((more for read in _MORE if (more := read(r, parts, place)) is not None), None)
        if found is None:
            return parts
        parts = found


def _said(r: Reading, i: int, phrases: tuple[str, ...]) -> int | None:
    """The place behind the longest of these phrases, if one stands at `i`."""
    ends = [end for phrase in phrases if (end := r.follow(i, *phrase.split()))]
    return max(ends, default=None)


def _flags(r: Reading, parts: Parts, i: int) -> Parts | None:
    if end := _said(r, i, w.WORKDAY_SHIFTS):
        return replace(parts, end=end, workdays=True)
    if end := _said(r, i, w.REGARDLESS):
        return replace(parts, end=end, regardless=True)
    if end := _said(r, i, w.WHEN_DONE):
        return replace(parts, end=end, regardless=False)
    if end := _said(r, i, w.FROM_NOW_ON):
        return replace(parts, end=end)
    return None


def _on_days(r: Reading, parts: Parts, i: int) -> Parts | None:
    """`on tue and thu`, `am ersten Montag`, `am 31.`, `on 3 March`, `am letzten Tag`."""
    if parts.days or parts.month_days or parts.nth_workday:
        return None
    place = i
    while r.word(place) in w.AT_DAY:
        place += 1
    if parts.freq in (w.DAILY, w.WEEKLY):
        days, end = weekdays(r, place)
        return replace(parts, end=end, days=days) if days and parts.freq == w.WEEKLY else None
    if place == i:
        return None
    number, behind = ordinal(r, place)
    if number and (found := counted_day(r, behind, number)) is not None and found.freq != w.DAILY:
        found = found if found.freq != w.WEEKLY else replace(found, days=tuple((number, d) for _, d in found.days))
        return _joined(parts, found)
    found = dated(r, place) or _bare_day(r, place)
    return _several(r, _joined(parts, found)) if found is not None else None


def _bare_day(r: Reading, i: int) -> Parts | None:
    """`on day 15`, `am 15`, `on the last day`."""
    if r.word(i) in {"last", "letzten"} and r.word(i + 1) in {"day", "tag"}:
        return Parts(of_month(r, i + 2) or i + 2, w.MONTHLY, month_days=(31,))
    number, end = day_number(r, i)
    if not number or r.word(end) == ":" or r.word(end) in {"uhr", "am", "pm"}:
        return None
    return Parts(of_month(r, end) or end, w.MONTHLY, month_days=(number,))


def _joined(parts: Parts, found: Parts) -> Parts:
    freq = w.YEARLY if w.YEARLY in (parts.freq, found.freq) else w.MONTHLY
    return replace(
        parts, end=found.end, freq=freq, days=found.days, month_days=found.month_days, month=found.month,
        nth_workday=found.nth_workday,
    )  # fmt: skip


def _several(r: Reading, parts: Parts) -> Parts:
    """`am 1. und 15.`: further days of the month."""
    while parts.month_days and len(parts.month_days) < 6 and r.word(parts.end) in w.AND:
        place = parts.end + 1
        while r.word(place) in w.AT_DAY:
            place += 1
        number, end = day_number(r, place)
        if not number or end == place + 1 or r.word(end) in MONTHS:
            break
        parts = replace(parts, end=of_month(r, end) or end, month_days=(*parts.month_days, number))
    return parts


def _hour(r: Reading, parts: Parts, i: int) -> Parts | None:
    """`at 9`, `um halb drei`, `9:30`, `nachmittags`."""
    if parts.clock is not None:
        return None
    introduced = r.word(i) in {"at", "um", "@", "gegen"}
    clock = clock_at(r, i + introduced)
    if clock is not None and (introduced or not clock.bare):
        return replace(parts, end=clock.end, clock=clock.resolve())
    part = day_part(r, i, after_day=True)
    return replace(parts, end=part.end, clock=part.resolve()) if part is not None and not introduced else None


def _times(r: Reading, parts: Parts, i: int) -> Parts | None:
    """`5 times`, `fünfmal`, `for 6 months`, `3 Wochen lang`."""
    place = i
    while r.word(place) in w.IN_ALL:
        place += 1
    if r.word(place) in w.COUNTED:
        return replace(parts, end=place + 1, count=w.COUNTED[r.word(place)])
    count = r.count(place)
    if not count or count > _MOST:
        return None
    unit = place + 1 + (r.word(place + 1) == "-")
    if r.word(unit) in w.TIMES:
        return replace(parts, end=unit + 1, count=count)
    freq, interval = w.UNITS.get(r.word(place + 1), ("", 0))
    lasting = r.word(place + 2) == "lang"
    if freq and (lasting or r.word(place - 1) in {"for", "fuer"}):
        return replace(parts, end=place + 2 + lasting, length=(freq, interval * count))
    return None


def _until(r: Reading, parts: Parts, i: int) -> Parts | None:
    """`until june`, `bis 30.6.`, `bis Ende März`; a month alone reaches to its end."""
    if r.word(i) not in w.UNTIL or parts.until is not None:
        return None
    place = i + 1
    while r.word(place) in {"the", "zum", "zur", "einschliesslich", "inklusive", "including", "end", "ende", "of"}:
        place += 1
    if r.word(place) in MONTHS and not _is_day(r, place + 1):
        return _end_of_month(r, parts, place)
    found, end = _date_at(r, i + 1)
    return replace(parts, end=end, until=found) if found is not None else None


def _is_day(r: Reading, i: int) -> bool:
    number = r.number(i)
    return number is not None and number <= 31 and r.word(i + 1) not in w.TIMES


def _end_of_month(r: Reading, parts: Parts, i: int) -> Parts | None:
    month, year = MONTHS[r.word(i)], r.number(i + 1)
    named = year is not None and 2000 <= year < 2200
    end = i + 2 if named else i + 1
    begin = make_date(year if named and year else r.today.year + (month < r.today.month), month, 1)
    over = add_months(begin, 1) if begin is not None else None
    return replace(parts, end=end, until=over - timedelta(days=1)) if over is not None else None


def _from(r: Reading, parts: Parts, i: int) -> Parts | None:
    """`from monday`, `ab 1. Dezember`, `starting tomorrow`."""
    if r.word(i) not in w.FROM or parts.start is not None:
        return None
    found, end = _date_at(r, i + 1)
    return replace(parts, end=end, start=found) if found is not None else None


def _date_at(r: Reading, i: int) -> tuple[date | None, int]:
    """The date phrase that stands at token `i`, and the place behind it."""
    while r.word(i) in {"on", "dem", "den", "the", "am"}:
        i += 1
    last = next((n for n in range(i + 1, len(r.tokens)) if r.word(n) in w.UNTIL), len(r.tokens))
    tokens = r.tokens[i:last]
    text = "".join((" " if not token.glued and n else "") + token.text for n, token in enumerate(tokens))
    found = leading_date(text, now=r.now)
    if found is None:
        return None, i
    place, end = 0, i
    for n, token in enumerate(tokens):
        place += len(token.text) + (not token.glued and n > 0)
        if place > found.end:
            break
        end = i + n + 1
    return found.when.at.date(), end


_MORE = (_flags, _on_days, _times, _until, _from, _hour)
