"""Text that a spreadsheet would run as a formula: marked on the way out, bared on the way in."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a formula begins with, also in full width (OWASP, CSV injection)."""


def defused(text: str) -> str:
    """With a quote in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def bared(text: str) -> str:
    """Without the quote that `defused` put there."""
    return text[1:] if text[:1] == "'" and text.lstrip("'").startswith(FORMULA) else text
