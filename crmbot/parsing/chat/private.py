"""Whether a note or call is private: `#private …`, `privat: …`. Then nothing of its words may be kept."""

from __future__ import annotations

import re

_TAG = re.compile(r"(?:^|(?<=[\s,;.(:]))[#＃](?:private?|vertraulich|confidential)\b", re.IGNORECASE)
_WORD = re.compile(
    r"\s*(?:private?|vertraulich|confidential)(?:\s*[:,;–—-]|\s*$|\s+(?!(?:equity|phone|mobile|number|e-?mail|mail|address|bank|"
    r"sector|label|customer|client|school|company|use|nummer|handy|telefon|mobil|adresse|kunde|bank|person|erreichbar)))",
    re.IGNORECASE,
)
_LONGEST = 20_000  # characters in which the tag is looked for


def is_private(text: str) -> bool:
    """Whether somebody wants only the fact of contact kept. `private phone 0711 …` speaks of a phone, not of secrecy."""
    return _WORD.match(text[:80]) is not None or _TAG.search(text[:_LONGEST]) is not None
