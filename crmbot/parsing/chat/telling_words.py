"""Words by which somebody says how he wants to be told, and what becomes of a channel. Data of both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from crmbot.folding import fold

ALL = "all"
_CHANNEL_ID = re.compile(r"[CG][A-Z0-9]{7,30}")

# What can be chosen, and what always comes, by the words people have for it; the longest that fits counts.
_WHAT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "receipts": ("receipts", "receipt", "mail", "mails", "quittungen", "quittung", "belege", "empfangsbestätigungen", "eingangsbestätigungen"),
        "news": ("news", "updates", "follow news", "neuigkeiten", "neues", "nachrichten"),
        "mentions": ("mentions", "mention", "erwähnungen", "erwähnung", "nennungen"),
        "announcements": ("announcements", "announcement", "ankündigungen", "ankündigung", "bekanntmachungen", "ansagen"),
        "digest": ("digest", "morning digest", "daily digest", "tagesübersicht", "übersicht", "morgenübersicht", "zusammenfassung"),
        "reminders": ("reminders", "reminder", "follow-ups", "followups", "erinnerungen", "erinnerung", "wiedervorlagen"),
        "questions": ("questions", "question", "rückfragen", "fragen", "frage"),
        "handovers": ("handovers", "handover", "assignments", "übergaben", "übergabe", "zuweisungen"),
        ALL: ("all", "everything", "alles", "alle"),
    }
)  # fmt: skip
_HOW: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "direct": ("direct", "direct message", "directly", "dm", "at once", "immediately", "now", "on", "yes", "direkt", "sofort", "gleich", "einzeln", "an", "ein", "ja", "direktnachricht"),
        "digest": ("digest", "daily", "collected", "once a day", "summary", "in the digest", "gesammelt", "sammeln", "täglich", "einmal am tag", "übersicht", "morgens", "zusammenfassung"),
        "off": ("off", "none", "never", "no", "mute", "stop", "aus", "nie", "nein", "nicht", "stumm", "abschalten", "ausschalten"),
        "team": ("default", "standard", "team", "reset", "usual", "wie üblich", "zurücksetzen", "vorgabe"),
    }
)  # fmt: skip
_LINK = frozenset({"link", "use", "to", "with", "verknüpfen", "verknüpfe", "verbinden", "verbinde", "mit", "nutze"})
_OFF = frozenset({"off", "unlink", "remove", "close", "leave", "aus", "lösen", "trennen", "entfernen", "weg", "nein"})


def _by_word(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    return MappingProxyType({fold(word): key for key, several in words.items() for word in several})


_WHAT_BY_WORD, _HOW_BY_WORD = _by_word(_WHAT), _by_word(_HOW)
_LINK_WORDS, _OFF_WORDS = ({fold(word) for word in words} for words in (_LINK, _OFF))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of how; each None where no word says it."""

    what: str | None
    how: str | None
    unknown: str = ""  # the words that say neither


def read_wish(text: str) -> Wish:
    """`receipts off`, `neuigkeiten gesammelt`: what comes first, then how."""
    words = [word.strip(",;.!:=") for word in text.split()[:8]]
    words = [word for word in words if word]
    what, rest = _longest(words, _WHAT_BY_WORD)
    if what is None and words:
        how, rest = _longest(words, _HOW_BY_WORD)
        return Wish(ALL if how is not None and not rest else None, how, " ".join(rest))
    how, left = _longest(rest, _HOW_BY_WORD)
    return Wish(what, how, " ".join(left))


def _longest(words: list[str], known: Mapping[str, str]) -> tuple[str | None, list[str]]:
    for count in range(min(3, len(words)), 0, -1):
        if (found := known.get(fold(" ".join(words[:count])))) is not None:
            return found, words[count:]
    return None, words


@dataclass(frozen=True, slots=True)
class ChannelWish:
    """What is to become of a record's channel; `name` without its sign, empty where none is given."""

    do: Literal["make", "link", "off"]
    name: str = ""


def read_channel_wish(text: str) -> ChannelWish | None:
    """The words behind the record: none, `off`, `link #sales` or `#sales`; None for others."""
    words = text.strip().strip(".!").split()
    if not words:
        return ChannelWish("make")
    if len(words) == 1 and fold(words[0]) in _OFF_WORDS:
        return ChannelWish("off")
    while words and fold(words[0]) in _LINK_WORDS:
        words = words[1:]
    if len(words) != 1:
        return None
    name = words[0].strip("<>").lstrip("#").partition("|")[0]
    fits = _CHANNEL_ID.fullmatch(name) or (words[0].startswith("#") and name and len(name) <= 80)
    return ChannelWish("link", name if _CHANNEL_ID.fullmatch(name) else name.lower()) if fits else None
