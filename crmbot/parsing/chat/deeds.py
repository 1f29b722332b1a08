"""Sentences that say what is to be done and when, without any command: `morgen Kolb anrufen`, `tomorrow call Kolb`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from crmbot.folding import fold
from crmbot.parsing.phrases.dates import When, find_date, leading_date, parse_date

# German has the deed at the end, English at the beginning.
_LAST = frozenset(
    {
        "anrufen", "zurueckrufen", "durchrufen", "anklingeln", "telefonieren", "anschreiben", "schreiben", "mailen", "anmailen", "besuchen",
        "treffen", "kontaktieren", "nachfassen", "nachhaken", "nachfragen", "fragen", "erinnern", "schicken", "senden", "zuschicken",
        "zusenden", "klaeren", "besprechen", "pruefen", "melden", "vorbereiten", "nachtelefonieren", "anbieten", "bestellen",
    }
)  # fmt: skip
_FIRST = frozenset(
    {
        "call", "ring", "phone", "email", "mail", "write", "visit", "meet", "contact", "ping", "chase", "send", "ask", "remind", "check",
        "text", "prepare", "discuss", "nudge",
    }
)  # fmt: skip
ASKING = frozenset(
    {
        "wer", "wen", "wem", "was", "wann", "wo", "wie", "wieviel", "wieviele", "warum", "wozu", "welche", "welcher", "welches", "welchen",
        "soll", "sollte", "sollen", "muss", "muessen", "kann", "kannst", "koennte", "hat", "habe", "haben", "ist", "sind", "wird", "werden",
        "who", "whom", "what", "when", "where", "which", "how", "why", "shall", "should", "must", "can", "could", "do", "does", "did", "has",
        "have", "is", "are", "were", "will", "would", "show", "zeig", "zeige", "list", "liste",
    }
)  # fmt: skip
_PERIOD = re.compile(
    r"\b(?:last|past|letzte\w?|vergangene\w?|vorige\w?)\s(?:week|month|year|woche|monat|jahr)", re.IGNORECASE
)
_INTRO = re.compile(
    r"(?:(?:please )?(?:don'?t|do not) forget to|remember to|(?:i|we) (?:need|have|want|ought) to|(?:i|we) (?:must|should|will)|to-?do:?"
    r"|(?:bitte )?nicht vergessen[:,]?|(?:denk|denke) (?:daran|dran)[:,]?|(?:ich|wir) (?:muss|müssen|soll|sollen|sollte|will|werde))\s+",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\s\d{1,3}(?:[.,]\d{1,2})?\s?(?:h|hrs?|hours?|std|stunden?|min|minutes?|minuten?)\b", re.IGNORECASE
)
_LONGEST = 300  # characters
_FEWEST = 2  # words besides the day: whom, and what


def lies_ahead(text: str, *, now: datetime) -> When | None:
    """The day or hour to come that `text` is as a whole: what is said so has not happened yet."""
    when = parse_date(text, now=now)
    return when if when is not None and when.at > now else None


def begins_with_deed(text: str) -> bool:
    """Whether the first word says what is to be done: `call Sarah on Friday`."""
    words = fold(text[:_LONGEST]).split(maxsplit=1)
    return bool(words) and words[0] in _FIRST


def to_be_done(text: str, *, now: datetime) -> str | None:
    """What `text` says is to be done, where it names a day from today on: without `don't forget to` and the like."""
    said = _INTRO.sub("", text.strip().rstrip("!. "), count=1)
    found = find_date(said, now=now) if len(said) <= _LONGEST and not said.endswith("?") else None
    if found is None or found.when.at.date() < now.date():
        return None
    words = fold(f"{said[: found.start]} {said[found.end :]}").replace(",", " ").split()
    if len(words) < _FEWEST or fold(said.split()[0]) in ASKING:
        return None
    return said if words[0] in _FIRST or words[-1] in _LAST else None


def leading_past(text: str, *, now: datetime) -> tuple[datetime | None, str]:
    """When something was, where `text` begins with a day or hour gone by, and the rest; at noon where no hour is named. A week or
    month as a whole is no time at which something was.
    """
    length = _DURATION.search(text)
    found = leading_date(text[: length.start()] if length else text, now=now)
    if found is None or found.when.at > now or (found.when.day_only and found.when.at.date() == now.date()):
        return None, text
    if _PERIOD.search(found.when.text):
        return None, text
    at = found.when.at
    return (at + timedelta(hours=12) if found.when.day_only else at), text[found.end :].lstrip(" ,:–—-")
