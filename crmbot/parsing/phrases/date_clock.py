"""Times of day: `16 Uhr`, `9:30`, `2pm`, `930am`, `halb drei`, `quarter past 3`, `noon`, `um 10`, `10-12 Uhr`.

An hour from 1 to 6 that says neither am nor pm is one of the afternoon: nobody calls a customer at three in the morning.
Of a range the beginning counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time

from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_words import COMPOUND_PARTS, MEASURES, PARTS
from crmbot.parsing.phrases.number_words import small_number

_UHR = frozenset({"uhr", "h"})
_ARTICLES = frozenset({"a", "an", "ein", "eine", "einen", "einem", "einer"})
_MERIDIEM = frozenset({"am", "pm"})
_RANGE_SIGNS = frozenset({"-", "–", "—", "bis", "to", "und", "and", "or", "oder"})


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as named. `open_half`: it may be meant twelve hours later. `firm`: it can be nothing but a time of day.

    `part` is the part of the day that was named, alone or with the hour.
    """

    end: int
    hour: int = 0
    minute: int = 0
    open_half: bool = False
    firm: bool = False
    bare: bool = False
    part: time | None = None
    only_part: bool = False

    def resolve(self) -> time:
        """The time of day that is meant."""
        if self.only_part and self.part:
            return self.part
        hour = self.hour
        if self.open_half and hour < 12:
            late_part = self.part is not None and self.part.hour >= 15
            if late_part or (self.part is None and 1 <= hour <= 6) or (self.part == time(12) and hour < 6):
                hour += 12
        return time(hour, self.minute)


def _made(
    end: int, hour: int, minute: int = 0, *, open_half: bool = False, firm: bool = False, bare: bool = False
) -> Clock | None:
    if hour == 24 and minute == 0:
        hour = 0
    return Clock(end, hour, minute, open_half, firm, bare) if 0 <= hour <= 23 and 0 <= minute <= 59 else None


def _meridiem(r: Reading, i: int) -> tuple[str, int] | None:
    """`am`, `pm`, `a.m.` at place `i` and the place behind it."""
    word = r.word(i)
    if word in _MERIDIEM:
        return word, i + 1
    if word in {"a", "p"} and r.word(i + 1) == "." and r.word(i + 2) == "m":
        return f"{word}m", i + 4 if r.word(i + 3) == "." and r.glued(i + 3) else i + 3
    return None


def _is_meridiem(r: Reading, i: int, end: int) -> bool:
    """Whether an `am` at `i` belongs to the hour before it: the German preposition stands apart and before a noun."""
    if r.word(i) != "am" or r.glued(i):
        return True
    following = r.at(end)
    return not following.is_word or following.word in {"on", "tomorrow", "today", "for", "to", "and", "sharp"}


def _with_meridiem(r: Reading, hour: int, minute: int, end: int) -> Clock | None:
    """The clock when a meridiem stands at `end`."""
    found = _meridiem(r, end)
    if found is None or not 1 <= hour <= 12 or not _is_meridiem(r, end, found[1]):
        return None
    return _made(found[1], hour % 12 + (12 if found[0] == "pm" else 0), minute, firm=True)


def _colon(r: Reading, i: int) -> Clock | None:
    """`14:30`, `9.30 Uhr`, `14:30:00`; a dot needs Uhr, am or pm."""
    hour, sign, minute = r.number(i), r.word(i + 1), r.number(i + 2)
    if hour is None or minute is None or sign not in {":", "."} or len(r.at(i).text) > 2 or len(r.at(i + 2).text) != 2:
        return None
    if not (r.glued(i + 1) and r.glued(i + 2)):
        return None
    end = i + 3
    if sign == ":" and r.word(end) == ":" and r.glued(end) and r.number(end + 1) is not None:
        end += 2
    if clock := _with_meridiem(r, hour, minute, end):
        return clock
    leading_zero = r.at(i).text.startswith("0")
    if r.word(end) in _UHR:
        return _made(end + 1, hour, minute, open_half=not leading_zero and hour < 7, firm=True)
    if sign == "." and (r.word(end) == "." or hour > 23):
        return None
    return _made(end, hour, minute, open_half=not leading_zero, firm=sign == ":", bare=sign == ".")


def _whole_hour(r: Reading, i: int) -> Clock | None:
    """`16 Uhr`, `14 Uhr 30`, `14h30`, `2pm`, `930am`, `9 o'clock`, a bare `10`."""
    hour = r.number(i)
    if hour is None:
        return _worded_hour(r, i)
    length = len(r.at(i).text)
    if length in {3, 4}:
        return _with_meridiem(r, hour // 100, hour % 100, i + 1) or _four_digits(r, i, hour)
    if length > 2:
        return None
    if clock := _with_meridiem(r, hour, 0, i + 1):
        return clock
    if r.word(i + 1) in _UHR:
        return _after_uhr(r, i, hour)
    if end := r.follow(i + 1, "o", "'", "clock") or r.follow(i + 1, "o", "’", "clock") or r.follow(i + 1, "oclock"):
        return _made(end, hour, open_half=True, firm=True)
    return _made(i + 1, hour, open_half=length == 1 or hour > 9, bare=True)


def _four_digits(r: Reading, i: int, number: int) -> Clock | None:
    """`1430 Uhr`, `at 1430`; a number alone is none, and no year is an hour."""
    if len(r.at(i).text) != 4:
        return None
    if r.word(i + 1) == "uhr":
        return _made(i + 2, number // 100, number % 100, firm=True)
    return None if 1900 <= number < 2100 else _made(i + 1, number // 100, number % 100, bare=True)


def _worded_hour(r: Reading, i: int) -> Clock | None:
    """`acht Uhr`, `ten o'clock`, and behind a preposition `acht`, `ten`."""
    hour = None if r.word(i) in _ARTICLES else small_number(r.word(i))
    if hour is None or not 1 <= hour <= 24:
        return None
    if r.word(i + 1) == "uhr":
        return _after_uhr(r, i, hour)
    if end := r.follow(i + 1, "o", "'", "clock") or r.follow(i + 1, "o", "’", "clock"):
        return _made(end, hour, open_half=True, firm=True)
    return _made(i + 1, hour, open_half=True, bare=True) if hour <= 12 else None


def _after_uhr(r: Reading, i: int, hour: int) -> Clock | None:
    minute, short = r.number(i + 2), r.word(i + 1) == "h"
    has_minutes = minute is not None and len(r.at(i + 2).text) == 2 and minute < 60 and (not short or r.glued(i + 2))
    end = i + 3 if has_minutes else i + 2
    return _made(end, hour, minute or 0 if has_minutes else 0, open_half=True, firm=not short)


def _spoken(r: Reading, i: int) -> Clock | None:
    """`halb drei`, `viertel nach vier`, `dreiviertel fünf`, `half past three`, `quarter to five`, `zehn vor drei`."""
    i = i + 1 if r.word(i) == "a" and r.word(i + 1) == "quarter" else i
    word, following = r.word(i), r.word(i + 1)
    if word == "halb":
        return _spoken_hour(r, i + 1, -30)
    if word == "half" and following in {"past", "after"}:
        return _spoken_hour(r, i + 2, 30)
    if word in {"viertel", "dreiviertel", "quarter"}:
        return _quarter(r, i, word, following)
    count = r.count(i)
    if count in {5, 10, 20, 25} and following in {"vor", "nach", "past", "to"}:
        clock = _spoken_hour(r, i + 2, count if following in {"nach", "past"} else -count)
        return replace(clock, firm=False, bare=True) if clock else None
    return None


def _quarter(r: Reading, i: int, word: str, following: str) -> Clock | None:
    if following in {"nach", "past", "after"}:
        return _spoken_hour(r, i + 2, 15)
    if following in {"vor", "to", "before"}:
        return _spoken_hour(r, i + 2, -15)
    if word == "quarter":
        return None
    return _spoken_hour(r, i + 1, -45 if word == "viertel" else -15)


def _spoken_hour(r: Reading, i: int, shift: int) -> Clock | None:
    """The hour at place `i`, moved by `shift` minutes."""
    hour = r.count(i)
    if hour is None or not 1 <= hour <= 12 or r.word(i) in _ARTICLES:
        return None
    end = i + 2 if r.word(i + 1) in _UHR else i + 1
    minutes = hour * 60 + shift
    clock = _made(end, minutes // 60 % 24, minutes % 60, open_half=True, firm=True)
    # `half past twelve` is no early hour, `viertel vor eins` is 12:45
    return replace(clock, open_half=minutes // 60 != 12) if clock else None


_PART_OPENERS = (
    ("in", "the"), ("in", "der"), ("am",), ("at",), ("by",), ("gegen",), ("around",), ("zu",), ("zum",), ("the",),
)  # fmt: skip
_DAY_ENDS = {
    ("first", "thing"): time(9), ("close", "of", "business"): time(17), ("end", "of", "day"): time(17),
    ("end", "of", "business"): time(17), ("ende", "des", "tages"): time(17), ("end", "of", "the", "day"): time(17),
    ("ende", "des", "arbeitstages"): time(17),
}  # fmt: skip


def _day_end(r: Reading, i: int) -> Clock | None:
    """`EOD` and `first thing` in words. `At the end of the day` alone is a figure of speech."""
    for words, hour in _DAY_ENDS.items():
        if end := r.follow(i, *words):
            end = r.follow(end, "in", "the", "morning") or end
            figure = words[0] in {"end", "ende"} and (r.word(i - 1) == "am" or r.word(i - 2) == "at")
            return Clock(end, part=hour, only_part=True, firm=not figure)
    return None


def day_part(r: Reading, i: int, *, after_day: bool) -> Clock | None:
    """`Nachmittag`, `in the morning`, `am Abend`, `EOD`, `close of business`, `first thing`; `Morgen` only behind a day."""
    i = next((end for opener in _PART_OPENERS if (end := r.follow(i, *opener))), i)
    if named := _day_end(r, i):
        return named
    part = PARTS.get(r.word(i)) or (COMPOUND_PARTS.get(r.word(i)) if after_day else None)
    return Clock(i + 1, part=part, only_part=True, firm=r.word(i) in {"noon", "midday", "eod", "cob"}) if part else None


def _explicit(r: Reading, i: int) -> Clock | None:
    return _colon(r, i) or _spoken(r, i) or _whole_hour(r, i)


def _with_range(r: Reading, clock: Clock) -> Clock:
    """The clock, with the upper end of a range taken along; a bare hour takes its unit from there."""
    sign = r.word(clock.end)
    upper = _colon(r, clock.end + 1) or _whole_hour(r, clock.end + 1) if sign in _RANGE_SIGNS else None
    if upper is None or (upper.bare and not (clock.firm and sign not in {"und", "and", "or", "oder"})):
        return clock
    if upper.bare and r.word(upper.end) in MEASURES:
        return clock
    if clock.bare and upper.firm:
        later = upper.hour >= 12 and clock.hour + 12 <= upper.hour and not upper.open_half
        return replace(
            clock, end=upper.end, hour=clock.hour + 12 * later, open_half=upper.open_half, firm=True, bare=False
        )
    return replace(clock, end=upper.end)


def clock_at(r: Reading, i: int) -> Clock | None:
    """The time of day that begins at place `i`, with a part of the day behind it: `9 Uhr morgens`."""
    clock = _explicit(r, i)
    if clock is None:
        return None
    clock = _with_range(r, clock)
    part = day_part(r, clock.end, after_day=False)
    if part is not None and not clock.bare and part.part and part.part.hour != 17:
        return replace(clock, end=part.end, part=part.part)
    return clock


def hour_may_end_here(r: Reading, i: int) -> bool:
    """Whether a bare number before place `i` can be an hour: nothing measured or counted follows."""
    token = r.at(i)
    return token.word not in MEASURES and not (
        token.glued and token.word in {"-", "/", ".", ",", ":", "x", "–"} and r.glued(i + 1)
    )
