"""The few words that stand for yes, no or a degree, folded, in both languages."""

from __future__ import annotations

from types import MappingProxyType

YES = frozenset({"yes", "y", "true", "t", "on", "1", "ja", "j", "wahr", "an", "x"})
NO = frozenset({"no", "n", "false", "f", "off", "0", "nein", "falsch", "aus"})
STARS = MappingProxyType(
    {
        "none": 0, "keine": 0, "low": 1, "niedrig": 1, "medium": 2, "normal": 2, "mittel": 2, "high": 3, "hoch": 3,
        "top": 3, "urgent": 3,
    }
)  # fmt: skip
