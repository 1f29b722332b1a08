"""How long before its hour somebody wants to be reminded: `remind 1 day and 1 hour before`, `30 Minuten vorher erinnern`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.folding import fold
from crmbot.parsing.phrases.number_words import small_number

_MINUTE, _HOUR, _DAY, _WEEK = 1, 60, 24 * 60, 7 * 24 * 60
_UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden"), _HOUR),
    **dict.fromkeys(("d", "day", "days", "tag", "tage", "tagen"), _DAY),
    **dict.fromkeys(("w", "wk", "week", "weeks", "woche", "wochen"), _WEEK),
}
_HALVES = {"half": 0.5, "halbe": 0.5, "halben": 0.5, "anderthalb": 1.5, "eineinhalb": 1.5, "viertel": 0.25}
_LONGEST = 366 * _DAY
_MOST = 8  # reminders of one follow-up

_SPAN = r"(?:(?:\d{1,4}(?:[.,]\d)?|an?|one|eine?n?|[a-zäöüß]{3,14})[ ]?(?:an?[ ])?(?:halbe[n]?[ ]|viertel)?[a-zäöü]{1,8}\.?)"
_BEFORE = r"(?:before(?:hand)?|ahead|in advance|earlier|prior|vorher|davor|zuvor|im voraus|vorab)"
_LIST = rf"{_SPAN}(?:(?:[ ]{_BEFORE})?(?:[ ]?,[ ]?|[ ](?:and|und|sowie)[ ]){_SPAN}){{0,7}}"
_REMIND = r"(?:(?:with|mit|and|und)[ ])?(?:remind(?:ers?)?|erinnere|erinner|erinnerung(?:en)?|notify|alert|alarm)(?:[ ](?:me|mich|him|us|uns))?[ :]{1,2}(?:jeweils[ ])?"
_AT_IT = r"(?:[ ](?:and|und)[ ](?:at the time|on time|zum termin|zur zeit|pünktlich))?"
_PHRASES = (
    re.compile(rf"[ ,;(]*\b{_REMIND}(?P<list>{_LIST})[ ]{_BEFORE}\b(?P<hour>{_AT_IT})\)?", re.IGNORECASE),
    re.compile(
        rf"[ ,;(]*\b(?P<list>{_LIST})[ ]{_BEFORE}(?P<hour>{_AT_IT})[ ](?:remind(?:er)?|erinnern|erinnere|erinnerung)\b(?:[ ](?:me|mich))?\)?",
        re.IGNORECASE,
    ),
)
_JOINTS = re.compile(r"[ ]?,[ ]?|[ ](?:and|und|sowie)[ ]", re.IGNORECASE)
_SAID_BEFORE = re.compile(rf"[ ]{_BEFORE}$", re.IGNORECASE)
_COUNT = re.compile(r"(\d{1,4}(?:[.,]\d)?)[ ]?([a-zäöü]{1,8})\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leads:
    """The minutes before the hour, and the words without the phrase."""

    minutes: tuple[int, ...]
    rest: str


def find_leads(text: str) -> Leads | None:
    """The lead times in the words of a request; None without, or where one of them is no time."""
    words = " ".join(text[:1000].split()) if len(text) <= 1000 else text
    for phrase in _PHRASES:
        found = phrase.search(words[:1000])
        if found is None:
            continue
        spans = [_minutes(_SAID_BEFORE.sub("", span)) for span in _JOINTS.split(found["list"])]
        minutes = [span for span in spans if span is not None]
        if len(minutes) != len(spans) or not all(0 < span <= _LONGEST for span in minutes):
            continue
        said = sorted({*minutes, *([0] if found["hour"] else [])}, reverse=True)[:_MOST]
        rest = f"{words[: found.start()].rstrip(' ,;')} {words[found.end() :].lstrip(' ,;')}".strip()
        return Leads(tuple(said), rest)
    return None


def _minutes(span: str) -> int | None:
    """One length of time: `1 day`, `eine Stunde`, `30min`, `half an hour`, `anderthalb Stunden`."""
    if counted := _COUNT.fullmatch(span.strip()):
        unit = _UNITS.get(fold(counted[2]))
        return round(float(counted[1].replace(",", ".")) * unit) if unit else None
    words = [fold(word) for word in span.replace(".", "").split()]
    unit = _UNITS.get(words[-1]) if words else None
    if unit is None:
        return 15 if words[-1:] == ["viertelstunde"] else 45 if words[-1:] == ["dreiviertelstunde"] else None
    half = next((_HALVES[word] for word in words[:-1] if word in _HALVES), None)
    if half is not None:
        return round(half * unit)
    number = small_number(words[0]) if len(words) == 2 else None
    return number * unit if number else None
