"""Sentences that tell what happened with somebody, without any command: `hab mit Kolb telefoniert, will ein Angebot`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crmbot.folding import fold
from crmbot.parsing.chat.deeds import ASKING
from crmbot.parsing.phrases.dates import find_date

_CALLED = frozenset(
    {
        "called",
        "phoned",
        "rang",
        "spoke",
        "spoken",
        "talked",
        "telefoniert",
        "angerufen",
        "gesprochen",
        "zurueckgerufen",
    }
)
_MET = frozenset({"met", "visited", "getroffen", "besucht"})
_WON = frozenset({"zugesagt", "unterschrieben", "beauftragt", "gewonnen", "won", "signed", "accepted", "yes"})
_LOST = frozenset({"abgesagt", "abgelehnt", "verloren", "lost", "declined"})
_SAYS = frozenset(
    {
        "will", "moechte", "braucht", "sucht", "mag", "wuenscht", "sagt", "meint", "fragt", "plant", "bestellt", "ueberlegt", "wollen",
        "brauchen", "wants", "needs", "likes", "says", "asks", "plans", "thinks", "prefers", "requires", "said", "asked", "meinte", "sagte",
    }
)  # fmt: skip
_DEEDS = _CALLED | _MET | _WON | _LOST
_HELPERS = frozenset(
    {"hat", "haben", "has", "have", "had", "hatte", "hatten", "und", "and", "said", "der", "die", "the", "deal"}
)
_BEFORE = _DEEDS | _HELPERS | frozenset(
    {
        "ich", "hab", "habe", "wir", "gerade", "eben", "kurz", "just", "i", "i've", "ive", "we", "we've", "weve", "mit", "with", "to", "nochmal",
        "bei", "war", "was", "a", "an", "lange", "today", "heute", "again", "sehr", "nett", "herr", "frau", "mr", "mrs", "ms", "von",
    }
)  # fmt: skip
_DENIED = frozenset(
    {"nicht", "not", "kein", "keine", "keinen", "never", "nie", "noch", "hasnt", "hasn't", "didnt", "didn't"}
)
_DOUBT = frozenset(
    {
        "zuletzt",
        "last",
        "letzte",
        "letztes",
        "letzten",
        "letztens",
        "schon",
        "already",
        "ever",
        "jemals",
        "ob",
        "whether",
    }
)
_NEAR = 3  # words behind the name among which the deed stands
_LONGEST = 1000  # characters

Kind = Literal["call", "meeting", "won", "lost", "note"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells of somebody: the command that writes it down, and what to write."""

    kind: Kind
    text: str


def may_tell(text: str) -> bool:
    """Whether `text` may tell something of somebody; costs no look at anybody's name."""
    words = _words(text) if len(text) <= _LONGEST and not text.rstrip().endswith("?") else []
    if len(words) < _NEAR or words[0] in ASKING - {"have", "has", "hab", "habe", "haben"} or _DOUBT.intersection(words):
        return False
    return ":" in text or not (_DEEDS | _SAYS).isdisjoint(words)


def told(before: str, after: str, *, now: datetime) -> Told | None:
    """What is told of him whose name stands between the words `before` and `after`; None where it may be a question."""
    found = find_date(before, now=now)
    day = before[found.start : found.end].strip() if found is not None else ""
    first = _words(before.replace(day, " ", 1) if day else before)
    behind = _words(after)
    if not _BEFORE.issuperset(first) or (behind and behind[0] in ASKING - _SAYS - _HELPERS):
        return None
    near = {*first, *behind[:_NEAR]}
    kind = _kind(near) if not _DENIED & near else None
    if kind is not None:
        return Told(kind, " ".join(part for part in (day, _without_deed(after)) if part))
    if (
        first
        or not behind
        or not (after.lstrip().startswith(":") or behind[0] in _SAYS or _DENIED & near & set(behind[:2]))
    ):
        return None
    return Told("note", after.strip(" ,:;"))


def _kind(words: set[str]) -> Kind | None:
    kinds: tuple[tuple[frozenset[str], Kind], ...] = (
        (_WON, "won"),
        (_LOST, "lost"),
        (_CALLED, "call"),
        (_MET, "meeting"),
    )
    return next((kind for signs, kind in kinds if signs & words), None)


def _without_deed(after: str) -> str:
    """What was said besides that there was a call: `telefoniert, will ein Angebot` is `will ein Angebot`."""
    words = after.strip(" ,:;").split()
    while words and fold(words[0]).strip(" ,:;.!") in _DEEDS | _HELPERS:
        words.pop(0)
    return " ".join(words).strip(" ,:;.!")


def _words(text: str) -> list[str]:
    return [word for word in (one.strip(",:;.!()–—-") for one in fold(text).split()) if word]
