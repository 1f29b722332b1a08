"""Dates as mail clients write them over a forwarded message, in their languages.

A small grammar: take out the time and its zone, then read a date in figures or with the name of a month. What it does
not understand for certain is None: a wrong instant is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from itertools import pairwise
from typing import TypeAlias

from crmbot.parsing.forwarding.date_words import date_words, fold_word
from crmbot.parsing.forwarding.zones import find_zone
from crmbot.parsing.quoting.quoted_lines import plain

_LONGEST = 160
_YEARS = range(1980, 2100)
_BUDDHIST = 543  # years by which Thai calendars run ahead
_MONTH_FIRST_ZONES = re.compile(r"\b(?:[ECMP][SD]T|AK[SD]T|HST)\b")
_YEAR_FIRST = frozenset(("hu", "lt", "sv", "ko", "ja", "zh", "eu", "fa"))
_ANY_ORDER = frozenset(("en", "ko", "ja", "zh"))  # 4/3/2026 may be March or April

_TIME = re.compile(
    r"(?<![\d.:/])(?<!\d-)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)(?::(?P<second>\d{2})(?:[.,]\d{1,6})?)?(?!\d)"
)
_TIME_T = re.compile(r"(?<=\dT)(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?")
_TIME_WORDS = re.compile(
    r"(?P<hour>\d{1,2})\s?[時时點点시]\s?(?P<minute>\d{1,2})\s?[分분](?:\s?(?P<second>\d{1,2})\s?[秒초])?"
)
_TIME_H = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})\s?[hH]\s?(?P<minute>\d{2})(?:\s?(?:m|min)?\s?(?P<second>\d{2})\s?s?)?(?!\d)"
)
_TIME_DOTS = re.compile(r"(?<![\d.:/-])(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?(?![\d.]*\d)")
_TIME_BARE = re.compile(r"(?<![\d.:/-])(?P<hour>\d{1,2})(?=\s?[ap]\.?\s?m\b)(?P<minute>)(?P<second>)", re.IGNORECASE)
_TIMES = (_TIME, _TIME_T, _TIME_WORDS, _TIME_H, _TIME_DOTS, _TIME_BARE)

_NUMBERS = re.compile(r"(?<![\d:])(\d{1,4})(\s?[-./]\s?)(\d{1,2})\s?[-./]\s?(\d{1,4})(?![\d:])")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?")
_VIETNAMESE = re.compile(r"(\d{1,2})\s*,?\s*(?:tháng|thg)\.?\s*(\d{1,2})\s*,?\s*(?:năm)?\s*(\d{4})", re.IGNORECASE)
_PIECE = re.compile(r"\d+|[^\d\s,،;:()\[\]/\-–]+")


@dataclass(frozen=True, slots=True)
class _Clock:
    """The time of day in a text, its zone, and the text without both."""

    at: time
    zone: tzinfo | None
    rest: str
    halves: bool  # the day was counted in two halves of twelve hours


_Day: TypeAlias = tuple[int, int, int]  # year, month, day


def parse_forward_date(text: str, language: str | None) -> datetime | None:
    """The instant that a mail client's date line names: aware where it names a zone, naive where it does not.

    `language` (a code such as `de`) decides where the same figures or names mean different dates. None where the
    text has no date and time that are certain.
    """
    return read_forward_date(text, (language,) if language else ())


def read_forward_date(text: str, languages: Iterable[str]) -> datetime | None:
    """The same with the several languages that the labels around the date may be in."""
    text = _figures(plain(text[: _LONGEST + 1])).strip()
    if len(text) > _LONGEST:
        return None
    for month_named in (True, False):
        clock = _clock(text, dots=month_named)
        if clock is None:
            continue
        found = _named(clock, languages) if month_named else _numeric(clock, text, languages)
        if found is not None:
            return found
    return None


def _figures(text: str) -> str:
    """`text` with the digits of every script as ASCII."""
    if text.isascii():
        return text
    return "".join(str(int(char)) if char.isdecimal() and not char.isascii() else char for char in text)


def _clock(text: str, *, dots: bool) -> _Clock | None:
    """The time in `text`. With `dots`, `14.25` may be one; else it is looked for behind a date in figures."""
    start = 0
    if not dots:
        day = _CJK.search(text) or _NUMBERS.search(text)
        start = day.end() if day else 0
    for pattern in _TIMES:
        match = pattern.search(text, start) or (pattern.search(text) if pattern is not _TIME_DOTS or dots else None)
        if match is not None:
            return _with_zone(text, match)
    return None


def _with_zone(text: str, match: re.Match[str]) -> _Clock | None:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), int(match["second"] or 0)
    start, end, half = _half(text, match.start(), match.end())
    if half is not None:
        if not 1 <= hour <= 12 and not (half and 12 < hour < 24):
            return None
        hour = hour % 12 + 12 * half if hour <= 12 else hour
    if hour > 23 or minute > 59 or second > 60:
        return None
    zone = find_zone(text, end)
    rest = f"{text[:start]} {text[end : zone.start]} {text[zone.end :]}" if zone else f"{text[:start]} {text[end:]}"
    return _Clock(time(hour, minute, min(second, 59)), zone.offset if zone else None, rest, half is not None)


_AFTER = re.compile(r"\s?([^\s\d,;()]{1,12}(?:\s[mμ]\b\.?)?)")
_BEFORE = re.compile(r"([^\s\d,;:()]{1,12}(?:\s[mμ]\.)?)\s?\Z")


def _half(text: str, start: int, end: int) -> tuple[int, int, int | None]:
    """Whether a word next to the time says before (0) or after noon (1), and the places of both; None: neither."""
    words = date_words()
    for match in (_AFTER.match(text, end), _BEFORE.search(text[:start])):
        if match is None:
            continue
        for word in _halves(match[1]):
            vietnamese = match.start() >= end and match[1] in ("SA", "CH")
            if word in words.am or word in words.pm or vietnamese:
                behind = match.start() >= end
                after_noon = word in words.pm or (vietnamese and word == "ch")
                return min(start, match.start()), match.end() if behind else end, int(after_noon)
    return start, end, None


def _halves(written: str) -> tuple[str, ...]:
    """What may be looked up of the word next to a time; Chinese and Japanese write it right behind the day."""
    whole = fold_word(written)
    first = fold_word(written.split(" ", 1)[0])
    return (whole, first) if whole.isascii() else (whole, first, whole[-2:])


def _named(clock: _Clock, languages: Iterable[str]) -> datetime | None:
    """A date with the name of its month: `27. Okt. 2026`, `October 27th, 2026`, `2026. november 2.`."""
    match = _VIETNAMESE.search(clock.rest) or _CJK.search(clock.rest)
    if match is not None:
        day, month, year = (int(part) for part in (match.groups() if match.re is _VIETNAMESE else match.groups()[::-1]))
        return _instant(clock, year, month, day)
    pieces = _PIECE.findall(clock.rest)
    months = _months([piece for piece in pieces if not piece.isdigit()], languages)
    figures = [piece for piece in pieces if piece.isdigit()]
    if not months or len(figures) != 2:
        return None
    return _agreed(clock, [(_year(year), month, int(day)) for month in months for year, day in _year_and_day(figures)])


def _year_and_day(figures: list[str]) -> list[tuple[str, str]]:
    first, second = figures
    if len(first) == 4 and len(second) <= 2:
        return [(first, second)]
    return [(second, first)] if len(first) <= 2 and len(second) in (2, 4) else []


def _year(figure: str) -> int:
    number = int(figure)
    if len(figure) == 2:
        return 2000 + number if number < 80 else 1900 + number
    return number - _BUDDHIST if number - _BUDDHIST in range(1990, 2090) and number > 2500 else number


def _months(words: list[str], languages: Iterable[str]) -> set[int]:
    """The months that the words may name; a word that is also a weekday counts only where no other is a month."""
    table = date_words()
    named: list[tuple[str, set[int]]] = []
    for word in _with_neighbours(words):
        meanings = table.months.get(word)
        if meanings:
            wanted = {number for number, spoken in meanings.items() if spoken & set(languages)}
            named.append((word, wanted or set(meanings)))
    certain = [numbers for word, numbers in named if word not in table.weekdays] or [numbers for _, numbers in named]
    return set.union(*certain) if certain else set()


def _with_neighbours(words: list[str]) -> Iterable[str]:
    """Each word folded, without a prefix before an apostrophe (`d'octubre`), and each pair of neighbours."""
    folded = [fold_word(word) for word in words]
    yield from folded
    yield from (fold_word(re.split("['’]", word)[-1]) for word in words if "'" in word or "’" in word)
    yield from (f"{first} {second}" for first, second in pairwise(folded))


def _numeric(clock: _Clock, text: str, languages: Iterable[str]) -> datetime | None:
    """A date in figures: `27.10.2026`, `2026-10-27`, `10/27/2026`. Where the order is open, the weekday, American
    habits (halves of the day, zones) and the language decide; else it is None."""
    match = _CJK.search(clock.rest) or _NUMBERS.search(clock.rest)
    if match is None:
        return None
    if match.re is _CJK:
        return _agreed(clock, [(_year(match[1]), int(match[2]), int(match[3]))])
    first, separator, second, third = match[1], match[2].strip(), match[3], match[4]
    if len(first) == 4:
        return _agreed(clock, [(_year(first), int(second), int(third))]) if len(third) <= 2 else None
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    day_first, month_first = (_year(third), int(second), int(first)), (_year(third), int(first), int(second))
    options = [day_first] if separator == "." else [day_first, month_first]
    if len(third) == 2 and set(languages) & _YEAR_FIRST:
        options.append((_year(first), int(second), int(third)))
    valid = [option for option in options if _instant(clock, *option) is not None]
    if len(set(valid)) > 1:
        valid = _by_habit(
            clock, text, valid, set(languages), undecided=_ANY_ORDER if len(third) == 4 else _ANY_ORDER | _YEAR_FIRST
        )
    return _agreed(clock, valid)


def _by_habit(
    clock: _Clock, text: str, valid: list[_Day], languages: set[str], *, undecided: frozenset[str]
) -> list[_Day]:
    """Of several readings those that fit the weekday, American habits, or languages that are not `undecided`."""
    named = _weekdays(text)
    if named:
        matching = [option for option in valid if _weekday(option) in named]
        if len(matching) == 1:
            return matching
    if _MONTH_FIRST_ZONES.search(text) or (clock.halves and ("AM" in text or "PM" in text) and not languages - {"en"}):
        return valid[1:2]
    if languages and not languages & undecided:
        return valid[:1]
    return valid


def _weekdays(text: str) -> set[int]:
    table = date_words().weekdays
    return {number for word in _PIECE.findall(text) for number in table.get(fold_word(word), ())}


def _weekday(option: _Day) -> int:
    return datetime(*option).weekday()  # noqa: DTZ001 - only the day counts


def _agreed(clock: _Clock, options: list[_Day]) -> datetime | None:
    """The one instant the options leave; where several remain, the one that fits the weekday written."""
    valid = {option: found for option in options if (found := _instant(clock, *option)) is not None}
    if len(valid) > 1:
        named = _weekdays(clock.rest)
        valid = {option: found for option, found in valid.items() if _weekday(option) in named}
    return next(iter(valid.values())) if len(valid) == 1 else None


def _instant(clock: _Clock, year: int, month: int, day: int) -> datetime | None:
    if year not in _YEARS:
        return None
    try:
        return datetime(year, month, day, clock.at.hour, clock.at.minute, clock.at.second, tzinfo=clock.zone)
    except ValueError:
        return None
