"""Between two moments, of which each may be missing: one condition for all reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def between(column: Any, since: datetime | None, until: datetime | None) -> list[Any]:
    """The conditions for a moment from `since` on and before `until`."""
    return [*([column >= since] if since is not None else []), *([column < until] if until is not None else [])]
