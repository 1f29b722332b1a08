"""Words of lists that say how to show them: `by owner`, `nach Quelle`, `sorted by amount`, `priority 2`, `tagged vip`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from crmbot.folding import fold

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "owner": "owner", "owners": "owner", "besitzer": "owner", "verantwortlichen": "owner", "verantwortlichem": "owner",
        "verantwortlicher": "owner", "betreuer": "owner", "verkaeufer": "owner", "salesperson": "owner", "member": "owner",
        "mitarbeiter": "owner", "person": "owner", "rep": "owner", "colleague": "owner", "kollege": "owner",
        "source": "source", "sources": "source", "quelle": "source", "quellen": "source", "herkunft": "source",
        "month": "month", "months": "month", "monat": "month", "monaten": "month", "monate": "month", "stage": "stage",
        "stages": "stage", "phase": "stage", "phasen": "stage", "stufe": "stage", "stufen": "stage", "grade": "grade",
        "grades": "grade", "bewertung": "grade", "note": "grade", "process": "process", "prozess": "process",
        "role": "role", "rolle": "role", "rollen": "role", "company": "company", "companies": "company", "firma": "company",
        "firmen": "company", "unternehmen": "company", "kunde": "company", "customer": "company", "currency": "currency",
        "waehrung": "currency",
    }
)  # fmt: skip
"""By what a list can be added up, folded."""

ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "amount": "amount", "betrag": "amount", "value": "amount", "wert": "amount", "size": "amount", "groesse": "amount",
        "priority": "priority", "prioritaet": "priority", "prio": "priority", "stars": "priority", "sternen": "priority",
        "close": "close", "closing": "close", "close date": "close", "closing date": "close", "abschluss": "close",
        "abschlussdatum": "close", "date": "close", "datum": "close", "chance": "chance", "probability": "chance",
        "wahrscheinlichkeit": "chance", "abschlusswahrscheinlichkeit": "chance", "age": "age", "alter": "age",
        "created": "age", "idle": "idle", "activity": "idle", "last activity": "idle", "aktivitaet": "idle",
        "letzter aktivitaet": "idle", "stage": "stage", "phase": "stage",
    }
)  # fmt: skip
"""By what a list can be sorted, folded."""

STATES: Mapping[str, str] = MappingProxyType(
    {
        "won": "won", "gewonnen": "won", "gewonnene": "won", "gewonnenen": "won", "lost": "lost", "verloren": "lost",
        "verlorene": "lost", "verlorenen": "lost", "closed": "closed", "abgeschlossen": "closed", "abgeschlossene": "closed",
        "geschlossen": "closed", "geschlossene": "closed", "beendet": "closed", "beendete": "closed",
    }
)  # fmt: skip
"""What became of a deal, folded; without any of these words only open ones are meant."""

GRADES: Mapping[str, str] = MappingProxyType(
    {"heiss": "hot", "heisse": "hot", "heissen": "hot", "warme": "warm", "warmen": "warm", "lauwarm": "warm", "kalt": "cold",
     "kalte": "cold", "kalten": "cold"}
)  # fmt: skip
"""Grades in German, folded."""

SPACED = frozenset({"owner", "source", "role", "stage", "grade", "process", "product"})
"""Filters whose value may follow without a colon, where it means something: `Quelle Messe`."""

MISSING: Mapping[str, str] = MappingProxyType(
    {
        "step": "step", "next step": "step", "followup": "step", "follow-up": "step", "wiedervorlage": "step", "schritt": "step",
        "naechsten schritt": "step", "owner": "owner", "besitzer": "owner", "verantwortlichen": "owner", "betreuer": "owner",
        "amount": "amount", "value": "amount", "betrag": "amount", "wert": "amount", "close": "close", "closing": "close",
        "close date": "close", "abschluss": "close", "abschlussdatum": "close", "source": "source", "quelle": "source",
    }
)  # fmt: skip
"""What a deal may lack, folded: a next step, an owner who is in the team, an amount, a day of closing, a source."""

_STATE_VALUES = {"open": "open", "offen": "open", "all": "all", "alle": "all", "any": "all", **STATES}
_PRIORITIES = {
    "low": 1,
    "niedrig": 1,
    "gering": 1,
    "medium": 2,
    "normal": 2,
    "mittel": 2,
    "high": 3,
    "hoch": 3,
    "hohe": 3,
    "top": 3,
}
_BY = re.compile(
    r"(?:(?:grouped|group|gruppiert|summed|summen?|sums?|totals?|added up)\s+)?(?:by|per|nach|je|pro)\s+", re.IGNORECASE
)
_SORTED = re.compile(r"(?:sort(?:ed|iert)?|order(?:ed)?)\s+(?:by|nach)\s+", re.IGNORECASE)
_TWO_WORDS = re.compile(r"([^\W\d_]{2,20})(?:\s+([^\W\d_]{2,20}))?")
_STARS = re.compile(r"(?:(?:priority|priorität|prioritaet|prio)\s*[:=]?\s*)?([*★⭐]{1,3})(?=\s|$)")
_PRIORITY = re.compile(
    r"(?:priority|priorität|prioritaet|prio)\s*(?::|=)?\s*(>=?|ab|at least|mindestens)?\s*(\w+)(\+)?", re.IGNORECASE
)
_TAGGED = re.compile(
    r"(?:tagged|getaggt(?: mit)?|markiert(?: mit| als)?|with tag|mit (?:dem )?(?:tag|schlagwort))\s+(\S{1,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a list is to be shown, and how many characters said so."""

    kind: Literal["group", "order"]
    name: str
    length: int


def shown_at_start(text: str) -> Shown | None:
    """`by owner`, `nach Monat`, `sorted by priority`."""
    if match := _SORTED.match(text):
        return _named(text, match.end(), "order", ORDERS)
    match = _BY.match(text)
    if match is None:
        return None
    return _named(text, match.end(), "group", GROUPS) or _named(text, match.end(), "order", ORDERS)


def _named(text: str, start: int, kind: Literal["group", "order"], names: Mapping[str, str]) -> Shown | None:
    match = _TWO_WORDS.match(text, start)
    if match is None:
        return None
    both = f"{fold(match[1])} {fold(match[2])}" if match[2] else ""
    if both in names:
        return Shown(kind, names[both], match.end())
    name = names.get(fold(match[1]))
    return Shown(kind, name, match.end(1)) if name else None


def state_of(word: str) -> str | None:
    """The value of `state:`."""
    return _STATE_VALUES.get(fold(word))


def priority_at_start(text: str) -> tuple[int, bool, int] | None:
    """Stars, whether more will do, and the length: `priority 2`, `priority:high`, `prio >= 1`, `**`."""
    if match := _STARS.match(text):
        return len(match[1]), False, match.end()
    match = _PRIORITY.match(text)
    if match is None:
        return None
    word = fold(match[2])
    stars = int(word) if word in {"0", "1", "2", "3"} else _PRIORITIES.get(word)
    if stars is None:
        return None
    more = match[1] == ">"
    return min(stars + more, 4), match[1] is not None or match[3] is not None, match.end()


def tag_at_start(text: str) -> tuple[str, int] | None:
    """`tagged vip`, `mit Schlagwort Messe`, and the length."""
    match = _TAGGED.match(text)
    return (match[1].strip("„“\"',.;"), match.end()) if match else None
