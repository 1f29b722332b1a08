"""An offer in chat: `12.5k valid until friday`, `Entwurf 12.500 €, Nr. AN-2026-17, gültig 30 Tage, per Post`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.folding import fold

_LONGEST = 2_000  # characters
_VALID = re.compile(
    r"(?:\b(?:valid|good|open|gültig|gueltig|gilt|bindend|binding|befristet)\b[ :]{0,2}"
    r"(?:(?:until|till|thru|through|to|for|up to|bis einschließlich|bis zum|bis|für|noch)\b[ :]{0,2})?"
    r"|\b(?:expires?|expiring|läuft ab|ablauf|until|till|bis zum|bis)\b[ :]{0,2}(?:on |am )?)",
    re.IGNORECASE,
)
_SPAN = re.compile(r"(?=\d{1,4}\s?(?:days?|tagen?|tage|weeks?|wochen?|months?|monaten?|d\b|w\b))", re.IGNORECASE)
_CODE = re.compile(
    r"[,;]?\s*\b(?:offer |quote |angebots?)?(?:number|nummer|no|nr|num)\b[.: ]{0,3}(?P<code>(?=[\w/.-]{0,39}\d)[\w/-][\w/.-]{0,39}[\w/-]|\d)",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"^(?:as |als )?(?:a )?(?:draft|entwurf)\b[:, ]{0,3}|[,; ]{1,3}(?:as |als )?(?:draft|entwurf)\s*$", re.IGNORECASE
)
_STATES = {
    "accepted": {"accepted", "accept", "angenommen", "annehmen", "agreed", "akzeptiert"},
    "rejected": {"rejected", "reject", "declined", "abgelehnt", "ablehnen", "refused"},
    "withdrawn": {"withdraw", "withdrawn", "zurueckgezogen", "zurueckziehen", "retracted", "cancel", "cancelled", "storniert"},
    "sent": {"sent", "send", "verschickt", "versendet", "gesendet", "issued", "raus", "abgeschickt"},
}  # fmt: skip
_STATE_BY_WORD = {word: state for state, words in _STATES.items() for word in words}


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What a line says of an offer. `rest` begins with the amount, `valid` is a date phrase; None: nothing is said of it."""

    rest: str
    valid: str | None = None
    code: str | None = None
    draft: bool = False


def read_offer(text: str) -> OfferWords:
    """The offer in `text`; its amount and date are left to whoever knows currency and clock."""
    rest = text[:_LONGEST].strip()
    draft = _DRAFT.search(rest)
    if draft is not None:
        rest = f"{rest[: draft.start()]}{rest[draft.end() :]}"
    match = _CODE.search(rest)
    if match is not None:
        rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    valid = _VALID.search(rest)
    phrase = None
    if valid is not None:
        phrase = rest[valid.end() :].strip(" ,;.")
        phrase = f"in {phrase}" if _SPAN.match(phrase) else phrase
        rest = rest[: valid.start()]
    return OfferWords(rest.strip(" ,;"), phrase or None, match["code"] if match else None, draft is not None)


def offer_state(text: str) -> str | None:
    """The state that a single word names: accepted, rejected, withdrawn or sent."""
    return _STATE_BY_WORD.get(fold(text).strip(" .!"))


_LISTED = {
    "expired": {"expired", "abgelaufen", "abgelaufene", "overdue", "ueberfaellig", "ueberfaellige", "verfallen"},
    "all": {"all", "alle", "alles", "history", "historie"},
    "draft": {"draft", "drafts", "entwurf", "entwuerfe"},
    "sent": {"sent", "open", "offen", "offene", "offenen", "verschickt", "verschickte", "gesendet"},
    "accepted": {"accepted", "angenommen", "angenommene", "won", "gewonnen", "gewonnene"},
    "rejected": {"rejected", "abgelehnt", "abgelehnte", "lost", "verloren", "verlorene"},
    "replaced": {"replaced", "ersetzt", "ersetzte"},
    "withdrawn": {"withdrawn", "zurueckgezogen", "zurueckgezogene"},
}  # fmt: skip
_LIST_WORDS = {word: kind for kind, words in _LISTED.items() for word in words}


def listed_state(word: str) -> str | None:
    """Which offers a word of a list asks for: a state, `expired` or `all`."""
    return _LIST_WORDS.get(fold(word).strip(" .,!"))
