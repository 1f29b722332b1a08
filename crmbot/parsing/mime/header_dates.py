"""Dates of header fields (RFC 5322, section 3.3) and the other forms that mailers write."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MAX = 200  # characters of a date that are read
_YEARS = range(1900, 9000)  # others are faults of a clock

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan gen ene", "feb fév fev", "mar mär mrz mae", "apr avr abr", "may mai mag mei", "jun giu",
            "jul lug", "aug aoû ago", "sep set", "oct okt ott", "nov", "dec dez déc dic",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
# Minutes east of Greenwich. The names are those that mailers write; CST and its like are the American ones (RFC 5322, 4.3).
_ZONES = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "met": 60, "mest": 120,
    "eet": 120, "oez": 120, "eest": 180, "oesz": 180, "msk": 180, "ist": 330, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip

_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d\d)(?!\d)")
_DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})[ .-]{1,3}([^\W\d_]{3,12})\b\.?(?:[ ,.-]{1,3}(\d{2,4})(?![\d:]))?")
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12})\.? (\d{1,2})(?![\d:])")
_YEAR = re.compile(r"(?<![\d:+-])((?:19|20)\d\d)(?![\d:])")
_TIME = re.compile(
    r"(?<![\d:])(\d{1,2}) ?[:.] ?(\d{1,2})(?: ?[:.] ?(\d{1,2}))?(?:[.,]\d{1,9})?(?!\d)(?: ?([AaPp])\.?[Mm]\b)?"
)
_OFFSET = re.compile(r"([+-]) ?(\d{1,2}):?(\d\d)?(?!\d)|\A (0\d)(\d\d)(?!\d)")
_ZONE_NAME = re.compile(r"\b([A-Za-z]{1,4})\b")
_COMMENT = re.compile(r"\([^()]{0,100}\)")


def parse_header_date(value: str) -> datetime | None:
    """The instant a Date field names, aware; UTC where the zone is missing or unknown. None if it is no date."""
    text = " ".join(value[:_MAX].split())
    if compact := _COMPACT.match(text):
        return _moment([int(part) for part in compact.groups()], 0)
    bare = _COMMENT.sub(" ", text)
    day = _day(bare)
    if day is None:
        return None
    date, before = day
    time = _TIME.search(bare, before) or _TIME.search(bare)
    if time is None:
        return None
    offset = _offset(bare[time.end() :])
    if offset is None:
        offset = _offset(text[text.find("(") :]) if "(" in text else 0
    return _moment([*date, *_clock(time)], offset or 0)


def _day(text: str) -> tuple[list[int], int] | None:
    """Year, month and day, and the place behind them from where on the time is sought."""
    if match := _ISO.match(text):
        return [int(part) for part in match.groups()], match.end()
    for match in _DAY_MONTH.finditer(text):
        if month := _MONTHS.get(match[2][:3].lower()):
            return _with_year(text, match[3], month, int(match[1]), match.end())
    for match in _MONTH_DAY.finditer(text):
        if month := _MONTHS.get(match[1][:3].lower()):
            return _with_year(text, None, month, int(match[2]), match.end())
    if match := _DOTTED.search(text):
        return _with_year(text, match[3], int(match[2]), int(match[1]), match.end())
    return None


def _with_year(text: str, year: str | None, month: int, day: int, end: int) -> tuple[list[int], int] | None:
    if year is None:
        found = _YEAR.search(text)
        return ([int(found[1]), month, day], end) if found else None
    number = int(year)
    if len(year) < 4:  # RFC 5322, 4.3
        number += 2000 if len(year) == 2 and number < 50 else 1900
    return [number, month, day], end


def _clock(time: re.Match[str]) -> list[int]:
    hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
    if time[4] and hour <= 12:
        hour = hour % 12 + (12 if time[4] in "pP" else 0)
    return [hour, minute, min(second, 59) if second == 60 else second]  # a leap second is cut


def _offset(text: str) -> int | None:
    """Minutes east of Greenwich, None where the text names no zone."""
    if match := _OFFSET.search(text):
        sign = -1 if match[1] == "-" else 1
        return sign * (int(match[2] or match[4]) * 60 + int(match[3] or match[5] or 0))
    return next((_ZONES[name] for word in _ZONE_NAME.findall(text) if (name := word.lower()) in _ZONES), None)


def _moment(fields: list[int], offset: int) -> datetime | None:
    year, month, day, hour, minute, second = fields
    zone = UTC if offset == 0 or abs(offset) >= 24 * 60 else timezone(timedelta(minutes=offset))
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone) if year in _YEARS else None
    except ValueError:
        return None
