"""The country whose customs a signature follows, so that its national phone numbers can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

_TOP_LEVELS: Final = {
    "de": "DE", "at": "AT", "ch": "CH", "li": "LI", "uk": "GB", "us": "US", "fr": "FR", "it": "IT", "nl": "NL", "be": "BE", "lu": "LU", "pl": "PL", "cz": "CZ",
    "sk": "SK", "hu": "HU", "es": "ES", "pt": "PT", "dk": "DK", "se": "SE", "no": "NO", "fi": "FI", "ie": "IE", "ro": "RO", "bg": "BG", "hr": "HR", "si": "SI",
    "gr": "GR", "tr": "TR", "ca": "CA", "au": "AU", "nz": "NZ", "in": "IN", "jp": "JP", "cn": "CN", "br": "BR", "mx": "MX", "za": "ZA", "il": "IL", "ae": "AE",
    "ru": "RU", "ua": "UA", "ee": "EE", "lv": "LV", "lt": "LT",
}  # fmt: skip


_BEFORE: Final = 40  # characters before a mark or figure at which what it belongs to may begin


class _Hint(NamedTuple):
    """What shows a country. The pattern is dear; what it fits begins at, or shortly before, one of the marks (in lower
    case) or the figures."""

    region: str
    marks: tuple[str, ...]
    figures: re.Pattern[str] | None
    pattern: re.Pattern[str]

    def fits(self, text: str, lowered: str) -> bool:
        places = [place for mark in self.marks if (place := lowered.find(mark)) >= 0]
        if self.figures is not None and (found := self.figures.search(text)):
            places.append(found.start())
        return bool(places) and self.pattern.search(text, max(0, min(places) - _BEFORE)) is not None


_HINTS: Final = (
    _Hint("AT", ("a-", "österreich", "austria", "wien", "atu", "gesm", "ges.m", "fn ", "+43"), re.compile(r"06(?:[5-9]0|6[04]|7[678]|8[18]|99)[ /-]?\d"), re.compile(r"\bA-\d{4}\b|\bÖsterreich\b|\bAustria\b|\bWien\b|\bATU\d|\bGes\.?m\.?b\.?H|\bFN \d|\+43\b|\b06(?:50|60|64|76|77|78|80|81|88|99)[ /-]?\d", re.IGNORECASE)),
    _Hint("NL", ("nederland", "netherlands", "kvk", "bv", "b.v", "+31"), re.compile(r"\d(?<!\w\d)(?:\d{3} ?[A-Z]{2} |6[- ]\d{8})"), re.compile(r"\b\d{4} ?[A-Z]{2}\b(?= [A-Z])|\bNederland\b|\bNetherlands\b|\bKvK\b|\bB\.?V\.?(?!\w)|\+31\b|\b06[- ]\d{8}\b")),
    _Hint("CH", ("ch-", "schweiz", "suisse", "svizzera", "switzerland", "che-", "natel", "zürich", "+41"), re.compile(r"0[2-9]\d \d{3} \d\d \d\d"), re.compile(r"\bCH-\d{4}\b|\bSchweiz\b|\bSuisse\b|\bSvizzera\b|\bSwitzerland\b|\bCHE-\d|\bNatel\b|\bZürich\b|\+41\b|\b0[2-9]\d \d{3} \d\d \d\d\b", re.IGNORECASE)),
    _Hint("GB", ("united kingdom", "england", "scotland", "wales", "london", "020 ", "uk", "u.k", "+44"), re.compile(r"\d[A-Z\d]?\s\d[A-Z]{2}"), re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\bUnited Kingdom\b|\bEngland\b|\bScotland\b|\bWales\b|\bLondon\b|\b020 \d{4} \d{4}\b|\bU\.?K\.?\b|\+44\b")),
    _Hint("FR", ("f-", "france", "siret", "paris", "cedex", "+33"), re.compile(r"0[1-9][ .]\d\d[ .]\d\d[ .]"), re.compile(r"\b0[1-9](?:[ .]\d\d){4}\b|\bF-\d{5}\b|\bFrance\b|\bSIRET\b|\bParis\b|\bCedex\b|\+33\b")),
    _Hint("IT", ("i-", "ital", "iva", "milano", "roma", "+39"), None, re.compile(r"\bI-\d{5}\b|\bItal(?:y|ia)\b|\bP\. ?IVA\b|\bMilano\b|\bRoma\b|\+39\b")),
    _Hint("PL", ("polska", "poland", "nip", "+48"), re.compile(r"\d(?<!\w\d)\d-\d{3} "), re.compile(r"\b\d{2}-\d{3} [^\W\d_]|\bPolska\b|\bPoland\b|\bNIP\b|\+48\b")),
    _Hint("US", ("usa", "u.s.a.", "+1"), re.compile(r"\d(?<!\w\d)\d\d(?:\)?[-. ]\d{3}[-.]\d{4}|\d\d(?:(?<=\b[A-Z]{2}\s\d{5})|(?<=[A-Z][.,]\s\d{5})|(?<=\.,\s\d{5})|(?<=\s\s\d{5})))"), re.compile(r"\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b|\bUSA\b|\bU\.S\.A\.|\(?\b[2-9]\d\d\)?[-. ]\d{3}[-.]\d{4}\b|\+1[ -.(]")),
    _Hint("DE", ("d-", "deutschland", "germany", "hrb", "hra", "ust", "gmbh", "+49"), None, re.compile(r"\bD-\d{5}\b|\bDeutschland\b|\bGermany\b|\bHRB\b|\bHRA\b|\bUSt|\bGmbH\b|\+49\b")),
)  # fmt: skip


def region_of(lines: Sequence[str], domain: str | None, default: str = "DE") -> str:
    """ISO 3166 code of the country, from what the lines say, then from the top level of the domain."""
    text = "\n".join(lines)[:6000]
    top = _TOP_LEVELS.get((domain or "").rpartition(".")[2])
    lowered = text.lower()
    if top and any(hint.region == top and hint.fits(text, lowered) for hint in _HINTS):
        return top
    return next((hint.region for hint in _HINTS if hint.fits(text, lowered)), top or default)
