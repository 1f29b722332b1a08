"""The status of a lead in words, and the words by which a list of leads is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.folding import fold
from crmbot.shapes import Text, t

LEAD_STATUS: Mapping[str, Text] = MappingProxyType(
    {"new": t("new"), "contacted": t("contacted"), "qualified": t("qualified"), "disqualified": t("disqualified")}
)
_LISTED = {
    "open": {"open", "offen", "offene", "offenen"},
    "new": {"new", "neu", "neue", "neuen", "fresh", "untouched"},
    "contacted": {"contacted", "kontaktiert", "kontaktierte", "angesprochen", "angesprochene"},
    "qualified": {"qualified", "qualifiziert", "qualifizierte"},
    "converted": {"converted", "umgewandelt", "umgewandelte", "konvertiert", "konvertierte"},
    "disqualified": {"disqualified", "disqualifiziert", "disqualifizierte", "aussortiert", "aussortierte", "lost", "verloren"},
    "all": {"all", "alle", "alles"},
}  # fmt: skip
_BY_WORD = {word: status for status, words in _LISTED.items() for word in words}


def listed_status(word: str) -> str | None:
    """Which leads a word asks for."""
    return _BY_WORD.get(fold(word).strip(" .,!:").removeprefix("status:"))
