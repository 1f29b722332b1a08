"""Stretches of days in questions: `over the last six months`, `bis Jahresende`, `erstes Quartal 2027`, `since January`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from crmbot.parsing.chat.past import in_the_past, past_stretch
from crmbot.parsing.chat.periods import PARTS_OF_A_DAY, Stretch
from crmbot.parsing.chat.question_spelling import Word
from crmbot.parsing.phrases.date_values import add_months
from crmbot.parsing.phrases.date_words import (
    COMPOUND_PERIODS,
    END,
    LAST,
    MONTHS,
    NEXT,
    PERIODS,
    SHORT_WEEKDAYS,
    THIS,
    WEEKDAYS,
)  # fmt: skip

_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d\S*|q[1-4]|(?:19|20)\d\d")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_NOT_ALONE = re.compile(
    r"[^\w]|\d|(?:may|march|mai|mi|do|so|sa|fr|di|mo|in|by|ab|von|vom|from|for|an|am|mit|zwischen|between|unter|under|ueber|over|noch|gleich|erst|wieder|"
    r"kurz|direkt|dann|early|late|later|sometime|um|at|on|circa|ca|gegen|mar|dec|sun|sat|wed|around|about|soon|bald|morning|second|first|start|end|mid|weekly|daily)$"
)
_UNTIL = frozenset({"by", "until", "till", "til", "bis", "before", "vor"})
_SINCE = frozenset({"since", "seit", "ab", "after", "nach"})
_FROM_THEN_TO_NOW = frozenset({"since", "seit"})
_LEADS_IN = frozenset(
    {"in", "im", "on", "am", "an", "during", "for", "fuer", "over", "within", "the", "der", "die", "das", "den", "dem", "des", "of", "zum", "zu",
     "von", "from", "waehrend", "innerhalb", "aus", "ueber", "at", "noch", "mit", "late", "around", "um"}
)  # fmt: skip
_ARTICLES = frozenset({"the", "der", "die", "das", "den", "dem", "des", "of"})
_AND = frozenset({"and", "und", "bis", "to", "until", "-", "–"})
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "ein": 1, "eine": 1, "einen": 1, "einer": 1, "einem": 1, "two": 2, "zwei": 2, "three": 3, "drei": 3,
    "four": 4, "vier": 4, "five": 5, "fuenf": 5, "six": 6, "sechs": 6, "seven": 7, "sieben": 7, "eight": 8, "acht": 8, "nine": 9,
    "neun": 9, "ten": 10, "zehn": 10, "twelve": 12, "zwoelf": 12, "twenty": 20, "zwanzig": 20, "thirty": 30, "dreissig": 30,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "erste": 1, "erstes": 1, "ersten": 1, "1.": 1, "second": 2, "zweite": 2, "zweites": 2, "zweiten": 2, "third": 3,
    "dritte": 3, "drittes": 3, "dritten": 3, "fourth": 4, "vierte": 4, "viertes": 4, "vierten": 4, "2.": 2, "3.": 3, "4.": 4,
}  # fmt: skip
_QUARTERS = frozenset({"quarter", "quartal", "quartals"})
_PAST = LAST | {"past", "previous", "vergangenen", "vergangene", "vorherigen", "zurueckliegenden"}
_WITHIN_A_DAY = frozenset({"minute", "minutes", "minuten", "min", "hour", "hours", "stunde", "stunden"})
_BEGINS_NO_DAY = frozenset(
    {*PARTS_OF_A_DAY, "mornings", "evenings", "wieder", "erst", "gleich", "dann", "direkt", "again"}
)
_WEEKDAYS = frozenset({*WEEKDAYS, *SHORT_WEEKDAYS})
_HOUR = re.compile(r"\d{1,2}(?::\d\d)?(?:am|pm|h|uhr)|\d{1,2}:\d\d|uhr|o'clock")
_STARTS = frozenset({"start", "beginning", "anfang", "beginn"})
_REST = frozenset({"rest", "remainder"})
_LONGEST = 8  # words


@dataclass(frozen=True, slots=True)
class Days:
    """The days, the place behind them, and whether they were named as those to come or as those that were."""

    stretch: Stretch
    end: int
    ahead: bool = False
    behind: bool = False
    weekday: bool = False

    def that_were(self, now: datetime) -> Stretch:
        """The same days where those that passed are meant: the last Monday, January of this year."""
        stretch = self.stretch
        if stretch.first is None or stretch.first <= now.date():
            return stretch
        if self.weekday:
            week = timedelta(days=7)
            return replace(stretch, first=stretch.first - week, last=stretch.last and stretch.last - week)
        return in_the_past(stretch, now)


def period_at(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """The days that begin at a word, and the place of the word after it."""
    if (found := _between(words, place, now)) is not None:
        return found
    start, side = place, ""
    while start < len(words) and start - place < 6:
        if (ago := ago_at(words, start)) is not None:
            day = now.date() - timedelta(days=ago.days or 0)
            return Days(Stretch(day, day, 0), ago.end, behind=True) if ago.days else None
        folded = words[start].folded
        if folded in _UNTIL | _SINCE:
            side = side or ("until" if folded in _UNTIL else "since")
        elif side == "since" and folded in _STARTS:
            pass
        elif folded not in _LEADS_IN:
            break
        start += 1
    if start >= len(words) or (start == place and not _may_begin(words[place].folded)):
        return None
    if (
        start > place
        and _is_amount(words[start].folded)
        and not (_is_unit(words, start + 1) or _is_month(words, start + 1))
    ):
        return None
    found = _named(words, start, now)
    if found and any(word.folded in _FROM_THEN_TO_NOW for word in words[place:start]):
        found = replace(found, stretch=found.that_were(now))
    return _sided(found, side) if found else None


@dataclass(frozen=True, slots=True)
class Ago:
    """So many days ago; weeks and months ago are no `days` that could be meant exactly."""

    days: int | None
    end: int


def ago_at(words: tuple[Word, ...], place: int) -> Ago | None:
    """`2 days ago`, `vor 3 Tagen`, `von vor 2 Monaten`."""
    start = place
    while start < len(words) and words[start].folded in {"von", "from", "vor"}:
        start += 1
    german = start > place and words[start - 1].folded == "vor"
    end = start + (2 if german else 3)
    if end > len(words) or words[start + 1].folded not in UNITS or not (german or words[end - 1].folded == "ago"):
        return None
    count = words[start].folded
    number = int(count) if count.isdecimal() and len(count) < 4 else NUMBERS.get(count)
    if number is None:
        return None
    return Ago(number if UNITS[words[start + 1].folded] == 1 else None, end)


def _sided(days: Days, side: str) -> Days:
    stretch = days.stretch
    if side == "until":
        return replace(days, stretch=replace(stretch, first=None))
    return replace(days, stretch=replace(stretch, last=None), behind=True) if side == "since" else days


def _may_begin(folded: str) -> bool:
    return bool(_DATE.fullmatch(folded)) or not _NOT_ALONE.search(folded)


def _is_month(words: tuple[Word, ...], place: int) -> bool:
    return place < len(words) and words[place].folded in MONTHS


def _is_amount(folded: str) -> bool:
    """Whether digits are no date and no year."""
    digits = folded.rstrip("k€$").replace(".", "").replace(",", "")
    return digits.isdecimal() and not _DATE.fullmatch(folded)


def _is_unit(words: tuple[Word, ...], place: int) -> bool:
    return place < len(words) and words[place].folded in UNITS


UNITS = {
    "day": 1, "days": 1, "tag": 1, "tage": 1, "tagen": 1, "week": 7, "weeks": 7, "woche": 7, "wochen": 7, "month": 30, "months": 30,
    "monat": 30, "monate": 30, "monaten": 30, "year": 365, "years": 365, "jahr": 365, "jahre": 365, "jahren": 365,
}  # fmt: skip


def _named(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    for reader in (_day_of, _quarter, _rest_of, _end_of, _counted):
        if found := reader(words, place, now):
            return found
    folded = words[place].folded
    if folded in _ARTICLES or folded in _BEGINS_NO_DAY:
        return None
    text = " ".join(word.written for word in words[place : place + _LONGEST])
    stretch = past_stretch(text, now)
    if stretch is None or not stretch.end:
        return None
    end = place + len(text[: stretch.end].split())
    said = [word.folded for word in words[place:end]]
    if not _WITHIN_A_DAY.isdisjoint(said) or any(_HOUR.fullmatch(word) for word in said):
        return None
    weekday = not _WEEKDAYS.isdisjoint(said)
    end = place + next(
        (at for at, word in enumerate(said) if word in PARTS_OF_A_DAY), len(said)
    )  # lists know days, no hours
    return (
        Days(stretch, end, folded in NEXT, folded in _PAST or _before(stretch, now), weekday) if end > place else None
    )


def _before(stretch: Stretch, now: datetime) -> bool:
    return stretch.last is not None and stretch.last < now.date()


def _day_of(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`3 March`, `March 3rd`, `1 June 2027`: the next one where no year is named."""
    said = tuple(word.folded for word in words[place : place + 3])
    month = next((MONTHS[one] for one in said[:2] if one in MONTHS), None)
    number = next((match[1] for one in said[:2] if (match := _DAY_OF_MONTH.fullmatch(one))), None)
    if month is None or number is None:
        return None
    year = int(said[2]) if len(said) > 2 and re.fullmatch(r"20\d\d", said[2]) else None
    try:
        day = date(year or now.year, month, int(number))
        day = day if year or day >= now.date() else date(now.year + 1, month, int(number))
    except ValueError:
        return None
    return Days(Stretch(day, day, 0), place + (3 if year else 2))


def _quarter(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`first quarter of 2027`, `4. Quartal`, `Q3 2026`."""
    folded = words[place].folded
    short = re.fullmatch(r"q[1-4]", folded) is not None
    number = int(folded[1]) if short else _ORDINALS.get(folded)
    end = place + (1 if short else 2)
    if number is None or folded in LAST or (not short and (end > len(words) or words[end - 1].folded not in _QUARTERS)):
        return None
    behind = end + (end < len(words) and words[end].folded in _ARTICLES)
    year = int(words[behind].folded) if behind < len(words) and re.fullmatch(r"20\d\d", words[behind].folded) else None
    first = date(year or now.year, number * 3 - 2, 1)
    last = _last_day(PERIODS["quarter"], first)
    if last is None or (year is None and last < now.date()):
        first, last = date(now.year + 1, first.month, 1), last and date(now.year + 1, last.month, last.day)
    return Days(Stretch(first, last, 0), behind + 1 if year else end)


def _rest_of(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`rest of the year`, `Rest des Monats`, `remainder of this quarter`."""
    if words[place].folded not in _REST:
        return None
    found = _end_of(words, place, now)
    return Days(Stretch(now.date(), found.stretch.last, 0), found.end, ahead=True) if found else None


def _end_of(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`the end of the year`, `Jahresende`, `Ende des Monats`: the last day, read as `until then` by whoever is to be done."""
    folded, end = words[place].folded, place + 1
    period = COMPOUND_PERIODS[folded][1] if folded in COMPOUND_PERIODS and COMPOUND_PERIODS[folded][0] == END else None
    period = PERIODS["year"] if folded == "year-end" else period
    if period is None and (folded in {"end", "ende"} or folded in _REST):
        while end < len(words) and (words[end].folded in _ARTICLES or words[end].folded in THIS):
            end += 1
        period = PERIODS.get(words[end].folded) if end < len(words) else None
        end += 1
    if period is None:
        return None
    last = _last_day(period, now.date())
    return Days(Stretch(last, last, 0), end) if last else None


def _last_day(period: str, today: date) -> date | None:
    if period == PERIODS["week"]:
        return today + timedelta(days=6 - today.weekday())
    size = {PERIODS["month"]: 1, PERIODS["quarter"]: 3}.get(period, 12)
    first = today.replace(day=1, month=(today.month - 1) // size * size + 1)
    following = add_months(first, size)
    return following - timedelta(days=1) if following else None


def _counted(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`last six months`, `die nächsten zwei Wochen`, `past 30 days`."""
    folded = words[place].folded
    if folded not in _PAST | NEXT or place + 2 >= len(words):
        return None
    count, unit = words[place + 1].folded, words[place + 2].folded
    number = int(count) if count.isdecimal() and len(count) < 4 else NUMBERS.get(count)
    if number is None or unit not in UNITS:
        return None
    sign = 1 if folded in NEXT else -1
    months = {30: number, 365: 12 * number}.get(UNITS[unit])
    far = add_months(now.date(), sign * months) if months else now.date() + timedelta(days=sign * number * UNITS[unit])
    if far is None:
        return None
    stretch = Stretch(now.date(), far, 0) if sign > 0 else Stretch(far, None, 0)
    return Days(stretch, place + 3, ahead=sign > 0, behind=sign < 0)


def _between(words: tuple[Word, ...], place: int, now: datetime) -> Days | None:
    """`between March and May`, `von Januar bis März`, `from 1.10. to 31.10.`."""
    if words[place].folded not in {"between", "zwischen", "from", "von", "vom"} or place + 3 >= len(words):
        return None
    start = place + 1 + (words[place + 1].folded in _ARTICLES)
    if _is_amount(words[start].folded) and not _is_month(words, start + 1):
        return None
    first = _named(words, start, now)
    if first is None or first.end + 1 >= len(words) or words[first.end].folded not in _AND:
        return None
    behind = first.end + 1 + (words[first.end + 1].folded in _ARTICLES | _LEADS_IN)
    last = _named(words, behind, now) if behind < len(words) else None
    if last is None or first.stretch.first is None or last.stretch.last is None:
        return None
    ends = last.stretch.last
    if ends < first.stretch.first:  # the first day of `between 10 November and 3 December` has passed
        first = replace(first, stretch=in_the_past(first.stretch, now))
    return Days(Stretch(first.stretch.first, ends, 0), last.end)
