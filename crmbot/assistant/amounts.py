"""Amounts in requests, as money of ours."""

from __future__ import annotations

import re

from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import amount_at_start, first_amount
from crmbot.shapes import Money

_BEFORE = re.compile(r"(?:über|ueber|of|for|in höhe von|von|at|zu|mit|around|ca\.?|rund)\s+", re.IGNORECASE)


def money(amount: Amount) -> Money:
    """What was read, as money."""
    return Money(amount.amount, amount.currency)


def leading_amount(text: str, *, currency: str) -> tuple[Money | None, str]:
    """The amount at the beginning of `text`, a bare number included, else the first that is one beyond doubt."""
    words = _BEFORE.sub("", text.strip(), count=1) if _BEFORE.match(text.strip()) else text.strip()
    at_start = amount_at_start(words, currency=currency)
    if at_start is not None:
        amount, end = at_start
        return (money(amount), words[end:].strip()) if amount.amount > 0 else (None, text)
    found = first_amount(words[:500], currency=currency)
    if found is None or found.amount.amount <= 0:
        return None, text
    return money(found.amount), words[found.end :].strip()
