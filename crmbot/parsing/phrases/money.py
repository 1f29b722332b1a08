"""Money in text: the three questions other rooms ask. What counts as an amount stands in `amounts`, as a budget in `budget`."""

from __future__ import annotations

from crmbot.parsing.phrases.amounts import find_amount, parse_amount
from crmbot.parsing.phrases.budget import find_budget

__all__ = ["find_amount", "find_budget", "parse_amount"]
