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
_ASKING = frozenset(
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
_DURATION = re.compile(
    r"\s\d{1,3}(?:[.,]\d{1,2})?\s?(?:h|hrs?|hours?|std|stunden?|min|minutes?|minuten?)\b", re.IGNORECASE
)
_LONGEST = 300  # characters
_FEWEST = 2  # words besides the day: whom, and what


def lies_ahead(text: str, *, now: datetime) -> When | None:
    """The day or hour to come that `text` is as a whole: what is said so has not happened yet."""
    when = parse_date(text, now=now)
    return when if when is not None and when.at > now else None


def is_to_be_done(text: str, *, now: datetime) -> bool:
    """Whether `text` names a day from today on, and something to do on it."""
    said = text.strip().rstrip("!. ")
    found = find_date(said, now=now) if len(said) <= _LONGEST and not said.endswith("?") else None
    if found is None or found.when.at.date() < now.date():
        return False
    words = fold(f"{said[: found.start]} {said[found.end :]}").replace(",", " ").split()
    if len(words) < _FEWEST or fold(said.split()[0]) in _ASKING:
        return False
    return words[0] in _FIRST or words[-1] in _LAST


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
