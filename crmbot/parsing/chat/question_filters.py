"""Filters in the form in which lists read them: `owner:ben`, `>=5000`, `2026-11-01..2026-11-30`."""

from __future__ import annotations

from crmbot.parsing.chat.filters import Filters
from crmbot.parsing.chat.periods import Stretch


def range_words(stretch: Stretch) -> str:
    """Days as filters take them: `2026-11-01..2026-11-30`."""
    return f"{stretch.first or ''}..{stretch.last or ''}"


def pairs(filters: Filters, but: tuple[str, ...] = ()) -> list[str]:
    """The plain filters as `key:value`."""
    found = []
    for key in ("owner", "stage", "role", "source", "grade", "tag", "product", "process", "name"):
        value = getattr(filters, key)
        if value and key not in but:
            found.append(f'{key}:"{value}"' if " " in value else f"{key}:{value}")
    if filters.priority is not None and "priority" not in but:
        found.append(f"priority:{filters.priority}{'+' if filters.priority_or_more else ''}")
    if filters.idle_days is not None:
        found.append(f"idle:{filters.idle_days}")
    if filters.group:
        found.append(f"by {filters.group}")
    return found


def amounts(filters: Filters) -> list[str]:
    """The bounds of the amount."""
    low, high = filters.amount_min, filters.amount_max
    return [
        *([f">={low.normalize():f}"] if low is not None else []),
        *([f"<={high.normalize():f}"] if high is not None else []),
    ]
