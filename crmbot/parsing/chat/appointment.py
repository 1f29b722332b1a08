"""An appointment in words: `thursday 14:00-15:00 in Munich with ben and Julia Brandt: product demo`, in any natural order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from crmbot.parsing.phrases.dates import FoundDate, find_date, leading_date

_LONGEST = 2_000  # characters
_CLOCK = r"(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d{{2}}))?\s{{0,2}}(?P<{0}x>uhr|h|am|pm|a\.m\.|p\.m\.)?(?:\s?(?P<{0}r>\d{{2}})(?!\d))?"
_RANGE = re.compile(
    _CLOCK.format("a") + r"\s{0,2}(?:-|–|—|bis|to|until|till)\s{0,2}" + _CLOCK.format("b"), re.IGNORECASE
)  # fmt: skip
_UNTIL = re.compile(r"\s{0,3}(?:-|–|—|bis|to|until|till)\s{1,2}" + _CLOCK.format("b"), re.IGNORECASE)
_LASTS = re.compile(
    r"[,;]?\s{0,3}\(?(?:\b(?:for|für|fuer|dauer|lasting|takes|about|ca\.?)\s{1,2})?(?<![\w:.])(?P<n>\d{1,3}(?:[.,]\d{1,2})?|an?|one|half an|eine|einer|eineinhalb|anderthalb|zwei|two)"
    r"\s{0,2}(?P<unit>minuten|minutes?|min|stunden?|std|hours?|hrs?|h|m)\b\.?\)?",
    re.IGNORECASE,
)
_WORDS = {
    "a": 1.0, "an": 1.0, "one": 1.0, "eine": 1.0, "einer": 1.0, "half an": 0.5, "eineinhalb": 1.5, "anderthalb": 1.5, "zwei": 2.0,
    "two": 2.0,
}  # fmt: skip
_ALL_DAY = re.compile(r"[,;]?\s{0,3}\b(?:all[ -]day|whole day|full day|ganztägig|ganztaegig|ganztags|den ganzen tag|ganzer tag)\b", re.IGNORECASE)  # fmt: skip
_WITH = re.compile(r"(?:^|[\s,;])(?:with|mit|teilnehmer:?|attendees:?)\s{1,3}(?=\S)", re.IGNORECASE)
_PLACE = re.compile(r"(?:^|[\s,;])(?:in|im|at|bei|beim|@|ort:|place:|location:|vor ort bei)\s{1,3}(?=[^\s\d])", re.IGNORECASE)  # fmt: skip
_ABOUT = re.compile(r"(?:^|[\s,;])(?:about|wegen|re|betreff|thema|topic|zum thema|zur|zum)[:\s]\s{0,3}", re.IGNORECASE)
_TITLE = re.compile(r"(?:^|\s{0,3}):\s{1,3}|\s[–—-]\s")
_ARTICLE = re.compile(r"^(?:der|dem|den|the|our|unserem|unserer)\s{1,3}", re.IGNORECASE)
_CUT = "\x1f"  # where something was taken out of the words
_MARK = re.compile(_CUT)
_BETWEEN = re.compile(r"\s{0,3}(?:,|&|\+|\band\b|\bund\b)\s{0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AppointmentWords:
    """`start` is None where no day was named; `timed` says whether an hour was. `guests` are names as written."""

    start: datetime | None = None
    end: datetime | None = None
    timed: bool = False
    all_day: bool = False
    place: str | None = None
    guests: tuple[str, ...] = ()
    title: str = ""


def read_appointment(text: str, *, now: datetime) -> AppointmentWords:
    """Take the words apart. `now` is in the zone of whoever speaks. Nothing is refused here."""
    words = " ".join(text[:_LONGEST].replace(_CUT, " ").split())
    title, words = _title(words)
    all_day = _ALL_DAY.search(words)
    if all_day is not None:
        words = _cut(words, all_day.start(), all_day.end())
    found = leading_date(words, now=now) or find_date(words, now=now)
    start = end = None
    timed = False
    if found is not None:
        start, timed = found.when.at, not found.when.day_only
        end, words = _end(words, found, all_day=all_day is not None or not timed)
    words, guests = _part(words, _WITH, (_PLACE, _ABOUT, _MARK))
    words, place = _part(words, _PLACE, (_WITH, _ABOUT, _MARK))
    if not title:
        title = _ABOUT.sub(" ", f" {words}", count=1).replace(_CUT, " ")
    place = _ARTICLE.sub("", place.strip(" ,;.")) if place else None
    names = tuple(name.strip(" .,;") for name in _BETWEEN.split(guests) if name.strip(" .,;")) if guests else ()
    shown = " ".join(title.split()).strip(" ,;:–-")
    return AppointmentWords(start, end, timed, all_day is not None, place or None, names, shown)


def _title(words: str) -> tuple[str, str]:
    """What stands behind a colon, and the words before it."""
    found = _TITLE.search(words)
    if found is None or not words[: found.start()].strip():
        return "", words
    before = words[: found.start()]
    if found[0].strip() in {"-", "–", "—"} and _RANGE.search(words[max(0, found.start() - 8) : found.end() + 8]):
        following = _TITLE.search(words, found.end())
        return (words[following.end() :], words[: following.start()]) if following is not None else ("", words)
    return words[found.end() :], before


def _end(words: str, found: FoundDate, *, all_day: bool) -> tuple[datetime | None, str]:
    """When it ends, as an hour or a duration tells, None where neither does; and the words without all that."""
    start = found.when.at
    phrase, rest = words[found.start : found.end], words[found.end :]
    if all_day:
        return None, f"{words[: found.start]} {_CUT} {rest}"
    span = _RANGE.search(phrase)
    until = _UNTIL.match(rest) if span is None else None
    end = _clock_after(start, span or until) if span or until else None
    if until is not None and end is not None:
        rest = rest[until.end() :]
    left = f"{words[: found.start]} {_CUT} {rest}"
    lasts = _LASTS.search(left)
    if end is None and lasts is not None:
        end = start + _duration(lasts)
        left = _cut(left, lasts.start(), lasts.end())
    return end, left


def _clock_after(start: datetime, found: re.Match[str] | None) -> datetime | None:
    """The hour named as the end, on the day of the start or, past midnight, on the next."""
    if found is None:
        return None
    hour, minute = int(found["bh"]), int(found["bm"] or found["br"] or 0)
    if (found["bx"] or "").lower().startswith("p") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    end = datetime.combine(start.date(), time(hour % 24, minute), start.tzinfo)
    if end <= start and hour <= 12 and start.hour >= 12 and hour + 12 > start.hour:
        end += timedelta(hours=12)
    return end if end > start else end + timedelta(days=1)


def _duration(found: re.Match[str]) -> timedelta:
    said = found["n"].lower()
    count = _WORDS[said] if said in _WORDS else float(said.replace(",", "."))
    unit = found["unit"].lower()
    return timedelta(minutes=count) if unit.startswith("m") else timedelta(hours=count)


def _part(words: str, head: re.Pattern[str], ends: tuple[re.Pattern[str], ...]) -> tuple[str, str | None]:
    """What stands behind `head`, up to where something else begins; and the words without it."""
    found = head.search(words)
    if found is None:
        return words, None
    behind = [end.start() for pattern in ends if (end := pattern.search(words, found.end())) is not None]
    stop = min(behind, default=len(words))
    return _cut(words, found.start(), stop), words[found.end() : stop]


def _cut(words: str, start: int, end: int) -> str:
    return f"{words[:start]} {_CUT} {words[end:]}"
