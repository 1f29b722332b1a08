"""One spelling for words that people type in many: case, umlauts, accents and white space do not count."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart, and the German umlauts, which are written out and not merely stripped.
_SPELLED_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "oe",
        "å": "aa",
        "ł": "l",
        "đ": "d",
        "ð": "d",
    }
)


def fold(text: str) -> str:
    """`text` for comparing: casefolded, ä ö ü ß as ae oe ue ss, accents stripped, white space squeezed and trimmed."""
    if text.isascii():
        return " ".join(text.lower().split())
    composed = unicodedata.normalize("NFKC", text).casefold()
    spelled = unicodedata.normalize("NFC", composed).translate(_SPELLED_OUT)
    stripped = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
    return " ".join(stripped.casefold().split())
