"""Time zones as mail clients name them behind a time: `+0100`, `UTC+3`, `(GMT+01:00)`, `MEZ`, `EEST`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone

# Hours east of Greenwich. Names with several meanings (CST, IST …) are left out: the time is then naive, not wrong.
_HOURS = {
    "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEZ": 0, "Z": 0, "WEST": 1, "WESZ": 1, "BST": 1,
    "CET": 1, "MEZ": 1, "MET": 1, "SEČ": 1, "HNEC": 1, "CEST": 2, "MESZ": 2, "MEST": 2, "SELČ": 2, "HAEC": 2,
    "EET": 2, "OEZ": 2, "HNEE": 2, "SAST": 2, "EEST": 3, "OESZ": 3, "HAEE": 3, "MSK": 3, "МСК": 3, "TRT": 3, "TSİ": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3,
    "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "WIB": 7, "ICT": 7, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_NAMES = {
    "coordinated universal time": 0, "greenwich mean time": 0, "koordinierte weltzeit": 0,
    "central european standard time": 1, "central european time": 1, "mitteleuropäische zeit": 1, "mitteleuropäische normalzeit": 1,
    "central european summer time": 2, "mitteleuropäische sommerzeit": 2, "osteuropäische zeit": 2, "osteuropäische sommerzeit": 3,
    "eastern standard time": -5, "eastern daylight time": -4, "pacific standard time": -8, "pacific daylight time": -7,
    "heure normale d’europe centrale": 1, "heure d’été d’europe centrale": 2,
}  # fmt: skip
_OFFSET = re.compile(
    r"\(?\s?(?:UTC|GMT)?\s?(?P<sign>[+\-−–])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d|[./-]\d)\s?\)?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?<![\w.])|(?<=\d)(?=Z))(" + "|".join(sorted(_HOURS, key=len, reverse=True)) + r")(?![\w.+-]*\w)"
)
_MOST_HOURS = 14


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone found in a text and the places it takes there."""

    offset: timezone
    start: int
    end: int


def find_zone(text: str, start: int) -> Zone | None:
    """The zone named in `text` from `start` on, the end of the time; None where none is named for certain."""
    offset = _OFFSET.search(text, start)
    if offset is not None:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        if minutes <= _MOST_HOURS * 60:
            delta = timedelta(minutes=-minutes if offset["sign"] != "+" else minutes)
            return Zone(timezone(delta), offset.start(), offset.end())
    name = _NAME.search(text, start)
    if name is not None:
        return Zone(timezone(timedelta(hours=_HOURS[name[1]])), name.start(), name.end())
    lower = text.casefold().replace("'", "’")
    for words, hours in _NAMES.items():
        at = lower.find(words, start)
        if at >= 0:
            return Zone(timezone(timedelta(hours=hours)), at, at + len(words))
    return None
