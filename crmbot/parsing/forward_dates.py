"""Dates as mail clients write them over a forwarded message, in their languages."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime


def parse_forward_date(text: str, language: str | None) -> datetime | None:
    """The instant that `text` names: aware where it names a zone, naive where it does not, None where it cannot be read."""
    del language
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
