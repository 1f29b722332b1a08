"""Feast days that people name instead of a date: `nach Ostern`, `vor Weihnachten`, `3. Advent`, `Silvester`, `after Christmas`.

`vor` means the day before the feast, `nach` the first working day after it.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.easter import easter

from crmbot.parsing.phrases.date_tokens import Reading
from crmbot.parsing.phrases.date_values import Hit

_FIXED: dict[str, tuple[int, int, int]] = {  # month, first day, length
    "weihnachten": (12, 24, 3), "christmas": (12, 24, 3), "heiligabend": (12, 24, 1), "silvester": (12, 31, 1),
    "neujahr": (1, 1, 1), "nikolaus": (12, 6, 1), "feiertagen": (12, 24, 3), "feiertage": (12, 24, 3),
    "holidays": (12, 24, 3),
}  # fmt: skip
_MOVABLE: dict[str, tuple[int, int]] = {  # days from Easter Sunday, length
    "ostern": (-2, 4), "easter": (-2, 4), "karfreitag": (-2, 1), "ostermontag": (1, 1), "pfingsten": (49, 2),
    "pfingstmontag": (50, 1), "himmelfahrt": (39, 1), "fronleichnam": (60, 1), "rosenmontag": (-48, 1),
}  # fmt: skip
_SPEAKS_FOR_ITSELF = frozenset({"heiligabend", "silvester", "neujahr", "karfreitag", "ostermontag", "pfingstmontag", "rosenmontag",
                                "fronleichnam"})  # fmt: skip
FEASTS = frozenset(_FIXED) | frozenset(_MOVABLE)
"""All words that name a feast, folded."""
_CHRISTMAS = {"eve": 24, "day": 25}
_OPENERS = frozenset(
    {"an", "am", "zu", "vor", "nach", "bis", "before", "after", "by", "until", "at", "over", "ueber", "kurz"}
)
_BEFORE, _AFTER = frozenset({"vor", "before"}), frozenset({"nach", "after"})


def _feast(year: int, word: str) -> tuple[date, int] | None:
    """First day and length of a feast in a year."""
    if word in _FIXED:
        month, day, length = _FIXED[word]
        return date(year, month, day), length
    if word in _MOVABLE:
        shift, length = _MOVABLE[word]
        return easter(year) + timedelta(days=shift), length
    return None


def _advent(year: int, number: int) -> date:
    """The first to fourth Sunday of Advent; the fourth is the last Sunday before 25 December."""
    fourth = date(year, 12, 24) - timedelta(days=(date(year, 12, 24).weekday() + 1) % 7)
    return fourth - timedelta(weeks=4 - number)


def _working_day_from(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def _meant(start: date, length: int, openers: set[str]) -> date:
    """The day that `vor`, `nach` or nothing before a feast points at."""
    if openers & _BEFORE:
        return start - timedelta(days=1)
    if openers & _AFTER:
        return _working_day_from(start + timedelta(days=length))
    return start


def feast_at(r: Reading, i: int) -> Hit | None:
    """A feast at place `i`; the words before it, already passed, say on which side of it."""
    number = r.number(i)
    if number and 1 <= number <= 4 and r.word(i + 1) == "." and r.word(i + 2) == "advent":
        day = next(found for year in (r.today.year, r.today.year + 1) if (found := _advent(year, number)) >= r.today)
        return Hit(i + 3, day)
    word = r.word(i)
    if word not in _FIXED and word not in _MOVABLE:
        return None
    if word == "christmas" and r.word(i + 1) in _CHRISTMAS:
        day = date(r.today.year, 12, _CHRISTMAS[r.word(i + 1)])
        return Hit(i + 2, day if day >= r.today else day.replace(year=day.year + 1))
    openers = {r.word(i - 1), r.word(i - 2) if r.word(i - 1) in {"den", "the", "dem"} else r.word(i - 1)}
    if word in {"feiertagen", "feiertage", "holidays"} and not openers & (_BEFORE | _AFTER):
        return None
    for year in range(r.today.year, r.today.year + 2):
        feast = _feast(year, word)
        if feast and (day := _meant(*feast, openers)) >= r.today:
            return Hit(i + 1, day, firm=bool(openers & _OPENERS) or word in _SPEAKS_FOR_ITSELF)
    return None
