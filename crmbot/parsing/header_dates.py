"""Dates of header fields (RFC 5322, section 3.3) and the other forms that mailers write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?")
_GMT = re.compile(r"\b(?:GMT|UTC?)\s?([+-]\d{1,2}):?(\d\d)?\b")
_SHORT_ZONE = re.compile(r"([+-]\d\d):?(\d\d)\b(?!:)")
_MAX = 200  # characters of a date that are read


def parse_header_date(value: str) -> datetime | None:
    """The instant a Date field names, aware; UTC where the zone is missing or unknown. None if it is no date."""
    text = " ".join(value[:_MAX].split())
    if match := _ISO.match(text):
        return _iso(match)
    text = _GMT.sub(lambda found: f"{found[1][0]}{found[1][1:]:0>2}{found[2] or '00'}", text)
    text = re.sub(r"([+-]\d\d):(\d\d)(?!:)", r"\1\2", text).replace("(", " (")
    try:
        fields = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if fields is None:
        return None
    return _moment(fields[:6], fields[9])


def _iso(match: re.Match[str]) -> datetime | None:
    zone = match[7]
    offset = 0
    if zone and zone != "Z":
        digits = zone[1:].replace(":", "")
        offset = (int(digits[:2]) * 3600 + int(digits[2:]) * 60) * (-1 if zone[0] == "-" else 1)
    year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
    return _moment((year, month, day, hour, minute, second), offset)


def _moment(fields: tuple[int, ...], offset: int | None) -> datetime | None:
    year, month, day, hour, minute, second = fields
    zone = UTC if not offset or abs(offset) >= 24 * 3600 else timezone(timedelta(seconds=offset))
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)  # a leap second is cut
    except (ValueError, OverflowError):
        return None
