"""A member's own settings in words: which one is named, and its value in the form in which it is kept."""

from __future__ import annotations

import re

from crmbot.folding import fold
from crmbot.parsing.phrases.date_words import RISKY_WEEKDAYS, SHORT_WEEKDAYS, WEEKDAYS

DIGEST, DEFAULT, DAYS, HOURS = "digest_time", "default_time", "working_days", "working_hours"
HOLIDAYS, EMPTY, ZONE, LANGUAGE = "holidays", "digest_when_empty", "timezone", "language"

_NAMES: dict[str, tuple[str, ...]] = {
    DIGEST: ("digest time", "digest", "daily digest", "morning digest", "tagesueberblick", "ueberblick", "digest zeit", "digestzeit", "morgenmail"),
    DEFAULT: (
        "default time", "default hour", "usual time", "usual hour", "followup time", "default", "standardzeit",
        "standarduhrzeit", "uebliche uhrzeit", "uebliche zeit", "uhrzeit", "wiedervorlagezeit", "standard uhrzeit", "time",
    ),
    DAYS: ("working days", "workdays", "work days", "days", "arbeitstage", "arbeitstag", "tage"),
    HOURS: ("working hours", "work hours", "working time", "hours", "arbeitszeit", "arbeitszeiten", "arbeitsstunden", "stunden"),
    ZONE: ("time zone", "timezone", "zone", "tz", "zeitzone"),
    LANGUAGE: ("language", "lang", "sprache"),
    HOLIDAYS: ("public holidays", "holidays", "holiday", "feiertage", "feiertag"),
    EMPTY: ("digest when empty", "empty digest", "digest even if empty", "digest wenn leer", "digest auch wenn leer", "leerer digest", "leer"),
}  # fmt: skip
_BY_NAME = sorted(((name, key) for key, names in _NAMES.items() for name in names), key=lambda one: -len(one[0]))
_TO = re.compile(r"(?:to|auf|at|um|is|ist|=|:|of|->|→)\s+|[=:]\s*", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s?(uhr|h|am|pm|o'clock)?", re.IGNORECASE)
_DAYS = {**RISKY_WEEKDAYS, **SHORT_WEEKDAYS, **WEEKDAYS}
_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_YES = frozenset({"yes", "ja", "on", "an", "true", "always", "immer", "1"})
_NO = frozenset({"no", "nein", "off", "aus", "false", "never", "nie", "0", "none", "keine", "keiner"})
_LANGUAGES = {"de": "de", "deutsch": "de", "german": "de", "en": "en", "english": "en", "englisch": "en"}
_RANGE = re.compile(r"\s*(?:-|–|—|bis|to|until)\s*", re.IGNORECASE)


def named_setting(text: str) -> tuple[str | None, str]:
    """The setting that the first words name, and the words for its value; None for no setting of ours."""
    words = " ".join(text.split())
    for name, key in _BY_NAME:
        count = name.count(" ") + 1
        said = words.split(" ")
        if fold(" ".join(said[:count])).rstrip(":=") == name:
            value = " ".join(said[count:])
            opening = _TO.match(value)
            return key, value[opening.end() if opening else 0 :].strip()
    return None, words


def read_setting(key: str, words: str) -> str | None:
    """The value as it is kept; empty for the team's again. None for words that are no such value.

    Zones and regions are looked up by whoever knows them.
    """
    said = words.strip(" .!")
    if fold(said) in {"default", "standard", "team", "wie das team", "reset", "-"}:
        return ""
    readers = {DIGEST: _digest, DEFAULT: _time, DAYS: _days, HOURS: _hours, EMPTY: _yes_or_no, HOLIDAYS: _region}
    if key == LANGUAGE:
        return _LANGUAGES.get(fold(said))
    reader = readers.get(key)
    return reader(said) if reader is not None else said or None


def _time(said: str) -> str | None:
    match = _TIME.fullmatch(said)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _digest(said: str) -> str | None:
    if fold(said) in _NO:
        return "off"
    return _time(said)


def _days(said: str) -> str | None:
    words = [part for part in re.split(r"\s*(?:,|&|\+|\band\b|\bund\b|\s)\s*", _RANGE.sub("-", said)) if part]
    found: set[int] = set()
    for word in words:
        first, _, last = word.partition("-")
        begin, end = _DAYS.get(fold(first).rstrip(".")), _DAYS.get(fold(last or first).rstrip("."))
        if begin is None or end is None:
            return None
        found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return ",".join(_SHORT[day] for day in sorted(found)) or None


def _hours(said: str) -> str | None:
    parts = _RANGE.split(said.removeprefix("von ").removeprefix("from ").removesuffix(" Uhr").removesuffix(" uhr"))
    times = [_time(part) for part in parts]
    if len(times) != 2 or times[0] is None or times[1] is None or times[0] >= times[1]:
        return None
    return f"{times[0]}-{times[1]}"


def _yes_or_no(said: str) -> str | None:
    word = fold(said)
    return "yes" if word in _YES or not word else "no" if word in _NO else None


def _region(said: str) -> str | None:
    return "none" if fold(said) in _NO else said.upper() or None
