"""Recurring dates in plain words: `every first Monday of the month at 9`, `alle 2 Wochen dienstags bis Juni`, `monatlich am 31.`.

Read where they open the words, stand right behind a date (which is then the first one), or end the words without a date.
What a month does not have (the 31st, 29 February) falls on its last day. `until june` reaches to the end of June.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from crmbot.parsing.chat import recurrence_words as w
from crmbot.parsing.chat.recurrence_heads import Parts, head_at
from crmbot.parsing.chat.recurrence_parts import more_at
from crmbot.parsing.phrases.date_tokens import Reading, tokenise
from crmbot.parsing.phrases.date_values import add_months
from crmbot.parsing.phrases.dates import FoundDate, leading_date

__all__ = ["Recurrence", "find_recurrence"]

_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONGEST = 400  # characters that are looked at
_SEPARATORS = " \t\n,;:–-."


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule (RFC 5545, 3.3.10) over local days from `start` on; the hour is `clock`, or none.

    `rest` are the words without it. `workdays`: what falls on a free day comes on the next working day; `regardless`: the
    next one comes though this one is not done. `begins` says that the first day was named, `on_days` that the rule names
    days of a week, month or year.
    """

    rule: str
    start: date
    clock: time | None
    rest: str
    workdays: bool = False
    regardless: bool = False
    begins: bool = False
    on_days: bool = False


def find_recurrence(text: str, *, now: datetime) -> Recurrence | None:
    """The recurrence in the words of a request; None where there is none. `now` stands in the zone of who asks."""
    words = text.strip()
    r = Reading(tokenise(words[:_LONGEST]), now, free=False)
    first = None if head_at(r, 0) else leading_date(words[:_LONGEST], now=now)
    begin = _behind(r, first.end) if first is not None else 0
    parts = head_at(r, begin)
    if parts is None:
        return _at_the_end(r, words, now) if first is None else None
    parts = more_at(r, parts)
    return _made(parts, first, words[r.at(parts.end - 1).end :].strip(_SEPARATORS), now)


def _behind(r: Reading, place: int) -> int:
    """The first token behind a date that ends at `place` of the text, signs and joints aside."""
    begin = next((i for i, token in enumerate(r.tokens) if token.start >= place), len(r.tokens))
    while r.word(begin) in {",", ";", ":", "-", "–", "and", "und", "then", "dann"}:
        begin += 1
    return begin


def _at_the_end(r: Reading, words: str, now: datetime) -> Recurrence | None:
    """One that closes the words: `call him every monday at 9`."""
    if len(words) > _LONGEST:
        return None
    for i in range(1, len(r.tokens)):
        parts = head_at(r, i, adverbs=i > len(r.tokens) - 8)
        if parts is None:
            continue
        parts = more_at(r, parts)
        if not words[r.at(parts.end - 1).end :].strip(" .!"):
            return _made(parts, None, words[: r.at(i).start].strip(_SEPARATORS), now)
    return None


def _made(parts: Parts, first: FoundDate | None, rest: str, now: datetime) -> Recurrence | None:
    begins = parts.start is not None or first is not None
    if first is not None:
        clock = parts.clock if first.when.day_only else first.when.at.time()
        parts = replace(parts, clock=clock, start=parts.start or first.when.at.date())
    start = parts.start or _unsaid_start(parts, now)
    rule = _rule(parts, start)
    if rule is None:
        return None
    on_days = bool(parts.days or parts.month_days or parts.month or parts.nth_workday)
    return Recurrence(rule, start, parts.clock, rest, parts.workdays, parts.regardless, begins, on_days)


def _unsaid_start(parts: Parts, now: datetime) -> date:
    """Of a bare interval (`every 2 weeks`) one interval from today; where a day is named, it is found from tomorrow on,
    or today while its hour is still to come.
    """
    today = now.date()
    if parts.days or parts.month_days or parts.month:
        later = parts.clock is not None and parts.clock > now.time()
        return _first_named(parts, today if later else today + timedelta(days=1))
    if parts.freq in (w.DAILY, w.WEEKLY):
        return today + timedelta(days=parts.interval * (7 if parts.freq == w.WEEKLY else 1))
    return add_months(today, parts.interval * (12 if parts.freq == w.YEARLY else 1)) or today


def _first_named(parts: Parts, begin: date) -> date:
    """Where an interval of several weeks or months is counted from: the first day that is one of those named."""
    if parts.interval == 1 or parts.nth_workday or parts.month:
        return begin
    coming = (begin + timedelta(days=n) for n in range(62))
    return next((day for day in coming if _is_named(parts, day)), begin)


def _is_named(parts: Parts, day: date) -> bool:
    last = (day + timedelta(days=1)).day == 1
    if parts.month_days:
        return day.day in parts.month_days or (last and max(parts.month_days) > day.day)
    place = (day.day - 1) // 7 + 1
    return any(weekday == day.weekday() and nth in (0, place) for nth, weekday in parts.days)


def _rule(parts: Parts, start: date) -> str | None:
    fields = [f"FREQ={parts.freq}"]
    if parts.interval > 1:
        fields.append(f"INTERVAL={parts.interval}")
    if parts.month and parts.freq == w.YEARLY:
        fields.append(f"BYMONTH={parts.month}")
    fields += _days(parts, start)
    until = _until(parts, start)
    if until is not None and until < start:
        return None
    if until is not None:
        fields.append(f"UNTIL={until:%Y%m%d}T000000")
    elif parts.count:
        fields.append(f"COUNT={parts.count}")
    return ";".join(fields)


def _days(parts: Parts, start: date) -> list[str]:
    if parts.nth_workday:
        return ["BYDAY=MO,TU,WE,TH,FR", f"BYSETPOS={parts.nth_workday}"]
    if parts.days:
        said = dict.fromkeys(f"{nth or ''}{_NAMES[day]}" for nth, day in parts.days)
        return [f"BYDAY={','.join(said)}"]
    if parts.freq == w.MONTHLY:
        return _month_days(parts.month_days or (start.day,))
    if parts.freq == w.YEARLY:
        fields = [] if parts.month else [f"BYMONTH={start.month}"]
        return fields + _month_days(parts.month_days or (start.day,), february=(parts.month or start.month) == 2)
    return []


def _month_days(days: tuple[int, ...], *, february: bool = False) -> list[str]:
    """What a month does not have is its last day."""
    if len(days) == 1 and (days[0] in (29, 30) or (february and days[0] > 28)):
        return [f"BYMONTHDAY={','.join(str(day) for day in range(28, days[0] + 1))}", "BYSETPOS=-1"]
    return [f"BYMONTHDAY={','.join('-1' if day == 31 else str(day) for day in days)}"]


def _until(parts: Parts, start: date) -> date | None:
    """The last day; of a length of time, the day before it is over."""
    if parts.length is None:
        return parts.until
    freq, count = parts.length
    if freq in (w.DAILY, w.WEEKLY):
        return start + timedelta(days=count * (7 if freq == w.WEEKLY else 1) - 1)
    over = add_months(start, count * (12 if freq == w.YEARLY else 1))
    return over - timedelta(days=1) if over is not None else None
