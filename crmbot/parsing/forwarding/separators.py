"""Lines that announce a message passed on: dashes with words between them, underscores, `Begin forwarded message:`."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from crmbot.parsing.forwarding.labels import fold, vocabulary

Separator: TypeAlias = Literal["forward", "original", "dashed", "rule"]

_LONGEST = 160
_RULE_CHARS = "-_=*~#+—–·. "
_RULE = re.compile(r"[-_=*~#+—–·]{5}[-_=*~#+—–·\s]*\Z")
_DASHED = re.compile(r"[-_=*~+—–]{2,}\s*(.{1,100}?)\s*[-_=*~+—–]{2,}\Z")
_INNER_DASHES = re.compile(r"\s*[-_=*~/|]{2,}\s*|\s/\s")
_BY = re.compile(
    r"(?:forwarded by|forwarded message from|weitergeleitet von|transféré par|reenviado por|inoltrato da|doorgestuurd door|transmis par|encaminhado por)\b",
    re.IGNORECASE,
)


def separator_kind(words: str) -> Separator | None:
    """What a line (without quote marks) announces: `forward` a forwarded message for certain, `original` a message
    forwarded or answered, `dashed` words of an unknown language between dashes, `rule` a bare line of dashes."""
    if not words or len(words) > _LONGEST:
        return None
    if _RULE.match(words):
        return "rule"
    dashed = _DASHED.match(words)
    inner = dashed.group(1) if dashed else words.strip(_RULE_CHARS)
    kind = _phrase_kind(inner)
    if kind is not None and (dashed or kind == "forward" or words[0] in _RULE_CHARS):
        return kind
    return "dashed" if dashed and any(char.isalpha() for char in inner) else None


def _phrase_kind(inner: str) -> Separator | None:
    known = vocabulary()
    for part in (inner, *_INNER_DASHES.split(inner)):
        phrase = fold(part).rstrip(":：. ").strip()
        if phrase in known.forwarded or _BY.match(phrase):
            return "forward"
        if phrase in known.original:
            return "original"
    return None
