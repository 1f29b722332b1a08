"""The country whose customs a signature follows, so that its national phone numbers can be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TOP_LEVELS: Final = {
    "de": "DE", "at": "AT", "ch": "CH", "li": "LI", "uk": "GB", "us": "US", "fr": "FR", "it": "IT", "nl": "NL", "be": "BE", "lu": "LU", "pl": "PL", "cz": "CZ",
    "sk": "SK", "hu": "HU", "es": "ES", "pt": "PT", "dk": "DK", "se": "SE", "no": "NO", "fi": "FI", "ie": "IE", "ro": "RO", "bg": "BG", "hr": "HR", "si": "SI",
    "gr": "GR", "tr": "TR", "ca": "CA", "au": "AU", "nz": "NZ", "in": "IN", "jp": "JP", "cn": "CN", "br": "BR", "mx": "MX", "za": "ZA", "il": "IL", "ae": "AE",
    "ru": "RU", "ua": "UA", "ee": "EE", "lv": "LV", "lt": "LT",
}  # fmt: skip
_HINTS: Final = (
    ("AT", re.compile(r"\bA-\d{4}\b|\bÖsterreich\b|\bAustria\b|\bWien\b|\bATU\d|\bGes\.?m\.?b\.?H|\bFN \d|\+43\b|\b06(?:50|60|64|76|77|78|80|81|88|99)[ /-]?\d", re.IGNORECASE)),
    ("NL", re.compile(r"\b\d{4} ?[A-Z]{2}\b(?= [A-Z])|\bNederland\b|\bNetherlands\b|\bKvK\b|\bB\.?V\.?(?!\w)|\+31\b|\b06[- ]\d{8}\b")),
    ("CH", re.compile(r"\bCH-\d{4}\b|\bSchweiz\b|\bSuisse\b|\bSvizzera\b|\bSwitzerland\b|\bCHE-\d|\bNatel\b|\bZürich\b|\+41\b|\b0[2-9]\d \d{3} \d\d \d\d\b", re.IGNORECASE)),
    ("GB", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b|\bUnited Kingdom\b|\bEngland\b|\bScotland\b|\bWales\b|\bLondon\b|\b020 \d{4} \d{4}\b|\bU\.?K\.?\b|\+44\b")),
    ("FR", re.compile(r"\b0[1-9](?:[ .]\d\d){4}\b|\bF-\d{5}\b|\bFrance\b|\bSIRET\b|\bParis\b|\bCedex\b|\+33\b")),
    ("IT", re.compile(r"\bI-\d{5}\b|\bItal(?:y|ia)\b|\bP\. ?IVA\b|\bMilano\b|\bRoma\b|\+39\b")),
    ("PL", re.compile(r"\b\d{2}-\d{3} [^\W\d_]|\bPolska\b|\bPoland\b|\bNIP\b|\+48\b")),
    ("US", re.compile(r"\b[A-Z]{2}\.?,?\s+\d{5}(?:-\d{4})?\b|\bUSA\b|\bU\.S\.A\.|\(?\b[2-9]\d\d\)?[-. ]\d{3}[-.]\d{4}\b|\+1[ -.(]")),
    ("DE", re.compile(r"\bD-\d{5}\b|\bDeutschland\b|\bGermany\b|\bHRB\b|\bHRA\b|\bUSt|\bGmbH\b|\+49\b")),
)  # fmt: skip


def region_of(lines: Sequence[str], domain: str | None, default: str = "DE") -> str:
    """ISO 3166 code of the country, from what the lines say, then from the top level of the domain."""
    text = "\n".join(lines)[:6000]
    top = _TOP_LEVELS.get((domain or "").rpartition(".")[2])
    hinted = [region for region, hint in _HINTS if hint.search(text)]
    if top and (top in hinted or not hinted):
        return top
    if hinted:
        return hinted[0]
    return top or default
