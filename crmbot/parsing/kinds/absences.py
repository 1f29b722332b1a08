"""What an out-of-office note says: when its writer is back and who stands in for him."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crmbot.parsing.kinds.absence_words import (
    BACK,
    BACK_AFTER,
    COURTESY,
    GOES_ON,
    MONTHS,
    NAME,
    NOT_A_NAME,
    STAND_IN,
    UNTIL,
)
from crmbot.parsing.kinds.auto_replies import disposition
from crmbot.parsing.parsed import Message

_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_LOOK_AT = 4000  # characters


@dataclass(frozen=True, slots=True)
class Absence:
    """What is known of an auto-reply; all None where it says nothing of the kind."""

    returns: date | None = None
    substitute: str | None = None
    substitute_email: str | None = None
    receipt: str | None = None  # of a read receipt: displayed, deleted …

    def as_fields(self) -> dict[str, Any]:
        """What is worth keeping in `ParsedMail.fields`."""
        known = {
            "return_date": self.returns.isoformat() if self.returns else None,
            "substitute": self.substitute,
            "substitute_email": self.substitute_email,
            "receipt": self.receipt,
        }
        return {name: value for name, value in known.items() if value}


def read_absence(message: Message) -> Absence:
    """Return date, substitute and receipt of an auto-reply."""
    text = message.text[:_LOOK_AT]
    sender = message.header.from_.address if message.header.from_ else None
    name, mailbox = find_substitute(text, sender=sender)
    written = message.header.date
    returns = find_return(text, written) or find_return((message.header.subject or "")[:500], written)
    return Absence(returns, name, mailbox, disposition(message))


def find_return(text: str, written: datetime | None) -> date | None:
    """The day its writer is back: the one named for that, else the day until which he is away.

    A date without year is the next one after the mail was `written`; without that date it is not guessed.
    """
    for pattern in (BACK, BACK_AFTER, UNTIL):
        for found in pattern.finditer(text):
            day = _day(found, written)
            if day is not None and not GOES_ON.match(text, found.end()):
                return day
    return None


def find_substitute(text: str, *, sender: str | None = None) -> tuple[str | None, str | None]:
    """The name and address of the person to turn to instead."""
    for found in STAND_IN.finditer(text):
        rest = text[found.end() : found.end() + 220]
        boxes = [box.lower().rstrip(".") for box in _MAILBOX.findall(rest)]
        box = next((one for one in boxes if one != sender), None)
        name = _person(rest)
        if name or box:
            return name, box
    return None, None


def _person(rest: str) -> str | None:
    """The name at the start of what follows `wenden Sie sich an`; words like `Frau` and `my colleague` are passed over."""
    rest = COURTESY.sub("", rest[:90])
    for found in NAME.finditer(rest):
        words = found[0].split()
        while words and words[0].lower().strip(".,") in NOT_A_NAME:
            words = words[1:]
        kept = [word for word in words if word.lower().strip(".,") not in NOT_A_NAME]
        if kept and kept == words and "@" not in rest[: found.end() + 1].rpartition(" ")[2]:
            return " ".join(words)
    return None


def _day(found: re.Match[str], written: datetime | None) -> date | None:
    parts = found.groupdict()
    try:
        if parts["iso"]:
            return date.fromisoformat(parts["iso"])
        if parts["slash1"]:
            return _slashed(int(parts["slash1"]), int(parts["slash2"]), _year(parts["year4"]))
        day = int(parts["day"] or parts["day2"] or parts["day3"])
        month = int(parts["month"] or 0) or MONTHS[(parts["name2"] or parts["name3"] or "").lower()]
        year = _year(parts["year"] or parts["year2"] or parts["year3"])
        return date(year, month, day) if year else _next(day, month, written)
    except (ValueError, KeyError):
        return None


def _year(text: str | None) -> int:
    return 0 if not text else int(text) + (2000 if len(text) == 2 else 0)


def _slashed(first: int, second: int, year: int) -> date:
    """`25/12/2026` and `12/25/2026`; the day comes first where both would do, as in Europe."""
    return date(year, first, second) if second > 12 else date(year, second, first)


def _next(day: int, month: int, written: datetime | None) -> date | None:
    if written is None:
        return None
    this_year = date(written.year, month, day)
    return this_year if this_year >= written.date() else date(written.year + 1, month, day)
