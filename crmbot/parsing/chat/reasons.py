"""Why an enquiry or deal ends: the usual reasons in both languages, and words that ask for more than the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from crmbot.folding import fold

_REASONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "lost": ("lost", "verloren"),
        "unreachable": (
            "unreachable", "cannot contact", "can't contact", "cannot be reached", "not reachable", "no contact",
            "no answer", "nicht erreichbar", "nicht zu erreichen", "keine antwort", "kein kontakt", "meldet sich nicht",
        ),
        "no longer interested": (
            "no longer interested", "not interested", "no interest", "kein interesse", "kein interesse mehr",
            "nicht mehr interessiert", "nicht interessiert", "interesse verloren",
        ),
        "cancelled": ("cancelled", "canceled", "withdrawn", "storniert", "abgesagt", "zurueckgezogen", "abgebrochen"),
        "no budget": ("no budget", "budget", "kein budget", "kein geld", "no money", "zu wenig budget"),
        "too expensive": ("too expensive", "price", "zu teuer", "preis", "preis zu hoch", "price too high"),
        "competitor": ("competitor", "competition", "wettbewerb", "wettbewerber", "konkurrenz", "mitbewerber"),
        "no need": ("no need", "kein bedarf", "bedarf entfallen", "not needed"),
        "not now": ("not now", "later", "bad timing", "jetzt nicht", "nicht jetzt", "spaeter", "falscher zeitpunkt"),
        "spam": ("spam", "junk", "unserioes", "werbung"),
        "duplicate": ("duplicate", "double", "dublette", "doppelt"),
    }
)  # fmt: skip
_BY_WORDS = {fold(word): key for key, words in _REASONS.items() for word in words}
_COMPANY = re.compile(
    r"[,;]?\s*\b(?:(?:and |und |but |aber )?(?:create|keep|with|add|make)(?: the| a| an)? (?:company|account|firm)(?: only)?"
    r"|(?:mit|samt|und|aber)\s+(?:der )?(?:firma|unternehmen|account)(?:\s+(?:anlegen|behalten|erstellen|erfassen))?"
    r"|(?:firma|unternehmen)\s+(?:anlegen|behalten|erstellen|erfassen))\b[.!]?",
    re.IGNORECASE,
)
OFFERED = ("unreachable", "no longer interested", "no budget", "cancelled", "not now")


def reason_key(text: str) -> str:
    """The usual reason that these words are, in whatever language; any other words folded, so that equal ones meet."""
    folded = " ".join(fold(text).split()).strip(" .!,;")
    return _BY_WORDS.get(folded, folded)


def wants_company(text: str) -> tuple[bool, str]:
    """Whether the words ask to keep the company all the same, and the words without that."""
    match = _COMPANY.search(text)
    if match is None:
        return False, text.strip()
    return True, f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;")
