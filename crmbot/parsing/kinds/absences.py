"""What an out-of-office note says: when its writer is back and who stands in for him."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crmbot.parsing.kinds.auto_replies import disposition
from crmbot.parsing.parsed import Message

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan january jänner", "februar feb february feber", "märz mär mrz march mar maerz", "april apr", "mai may", "juni jun june",
            "juli jul july", "august aug", "september sep sept", "oktober okt october oct", "november nov", "dezember dez december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = (
    r"(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<day>\d{1,2})\.[ \t]?(?P<month>\d{1,2})\.?[ \t]?(?P<year>\d{4}|\d{2}(?!\d))?"
    rf"|(?P<day2>\d{{1,2}})(?:\.|st|nd|rd|th)?(?:[ \t]of)?[ \t]{{1,3}}(?P<name2>{_MONTH})\.?,?(?:[ \t]{{1,3}}(?P<year2>\d{{4}}))?"
    rf"|(?P<name3>{_MONTH})\.?[ \t]{{1,3}}(?P<day3>\d{{1,2}})(?:st|nd|rd|th)?,?(?:[ \t]{{1,3}}(?P<year3>\d{{4}}))?"
    r"|(?P<slash1>\d{1,2})/(?P<slash2>\d{1,2})/(?P<year4>\d{4}|\d{2})"
)
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so)[.,]{0,2}[ \t]{0,3}"
)
_LEAD_IN = rf"(?:(?:dem|den|zum|the|einschließlich|einschl\.|inkl\.|incl\.|including|and including|am|on|approx\.|ca\.)[ \t]{{1,3}}){{0,3}}(?:{_WEEKDAY})?(?:(?:dem|den|the)[ \t]{{1,3}})?"
_BACK = re.compile(
    rf"(?:(?:wieder|zurück|erreichbar|back|return(?:ing)?|available)[^\n.!?]{{0,40}}?[ \t](?:ab|am|on|from|as of|the)|ab|return(?:ing)?(?:[ \t]to[ \t](?:the[ \t]office|work))?(?:[ \t]on)?"
    rf"|back(?:[ \t]in[ \t]the[ \t]office|[ \t]at[ \t](?:work|my[ \t]desk))?(?:[ \t]on)?|as of|rückkehr(?:[ \t]am)?:?)[ \t]{{1,3}}{_LEAD_IN}(?:{_DATE})",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"(?:bis|until|till|through|thru|up to|-|–|to)[ \t]{{1,3}}{_LEAD_IN}(?:{_DATE})", re.IGNORECASE)

_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_STAND_IN = re.compile(
    r"(?:meine|unsere|die|als)?[ \t]?(?:urlaubs)?vertretung(?:[ \t](?:übernimmt|erfolgt durch|ist|hat|macht))?(?:[ \t]in dieser zeit)?[ \t]?:?"
    r"|vertritt mich|vertreten (?:mich|durch)|(?:werde ich von|von) (?=[^\n]{1,60} vertreten)"
    r"|(?:wenden sie sich|wende dich|kontaktieren sie|kontaktiere|melden sie sich|schreiben sie|richten sie[^\n.]{0,60}?)[^\n.:]{0,80}?[ \t]?(?:an|bei)?(?=[ \t:])"
    r"|(?:please[ \t])?(?:contact|reach out to|get in touch with|turn to|write to|speak to|e-?mail)(?=[ \t:])|deputy[ \t]?(?:is)?:?|my colleague|in my absence,?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Dipl)\.(?:-Ing\.)?[ \t]){0,3}[A-ZÄÖÜÉÈ][\w'’-]{1,30}(?:[ \t](?:von|van|de|zu|der|den|[A-ZÄÖÜ]\.)){0,2}(?:[ \t][A-ZÄÖÜÉÈ][\w'’-]{1,30}){0,3}"
)
_NOT_A_NAME = frozenset(
    ["an", "and", "at", "bei", "bitte", "das", "dem", "den", "der", "die", "dringenden", "during", "e-mail", "email", "for", "frau", "fällen", "her", "herr", "herren", "herrn", "him", "i", "if", "im", "in", "info", "kollege", "kollegen", "kollegin", "mail", "me", "mein", "meine", "meinen", "meiner", "miss", "mobil", "mr", "mrs", "ms", "my", "notfall", "oder", "or", "our", "please", "sekretariat", "service", "sie", "support", "team", "tel", "telefon", "the", "und", "unser", "unsere", "unseren", "unter", "urgent", "us", "vertrieb", "via", "while", "your", "zeit", "zentrale"]
)  # fmt: skip
_COURTESY = re.compile(r"\b(?:frau|herrn?|ms\.?|mrs\.?|mr\.?)[ \t]{1,3}", re.IGNORECASE)
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
    return Absence(find_return(text, message.header.date), name, mailbox, disposition(message))


def find_return(text: str, written: datetime | None) -> date | None:
    """The day its writer is back: the one named for that, else the day until which he is away.

    A date without year is the next one after the mail was `written`; without that date it is not guessed.
    """
    for pattern in (_BACK, _UNTIL):
        days = [day for found in pattern.finditer(text) if (day := _day(found, written)) is not None]
        if days:
            return days[0]
    return None


def find_substitute(text: str, *, sender: str | None = None) -> tuple[str | None, str | None]:
    """The name and address of the person to turn to instead."""
    for found in _STAND_IN.finditer(text):
        rest = text[found.end() : found.end() + 220]
        boxes = [box.lower().rstrip(".") for box in _MAILBOX.findall(rest)]
        box = next((one for one in boxes if one != sender), None)
        name = _person(rest)
        if name or box:
            return name, box
    return None, None


def _person(rest: str) -> str | None:
    """The name at the start of what follows `wenden Sie sich an`; words like `Frau` and `my colleague` are passed over."""
    rest = _COURTESY.sub("", rest[:90])
    for found in _NAME.finditer(rest):
        words = found[0].split()
        while words and words[0].lower().strip(".,") in _NOT_A_NAME:
            words = words[1:]
        kept = [word for word in words if word.lower().strip(".,") not in _NOT_A_NAME]
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
        month = int(parts["month"] or 0) or _MONTHS[(parts["name2"] or parts["name3"] or "").lower()]
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
