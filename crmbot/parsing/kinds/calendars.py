"""Invitations: time, place and people out of a calendar part (RFC 5545, RFC 5546)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from crmbot.parsing.parsed import Address

_MAX_SIZE = 500_000  # characters; more is no invitation
_MAX_EVENT = 60_000  # characters up to the end of the first event
_EVENT_END = re.compile(r"^END:(?:VEVENT|VTODO)[ \t]{0,20}$", re.MULTILINE | re.IGNORECASE)
_MAX_PEOPLE = 200
_METHOD = re.compile(r"^METHOD[^:\r\n]{0,200}:[ \t]{0,20}([A-Za-z-]{1,30})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar part says. `method` is REQUEST, REPLY, CANCEL, COUNTER … in lower case (RFC 5546)."""

    method: str | None
    summary: str | None = None
    start: date | None = None  # a datetime where the event has a time of day
    end: date | None = None
    location: str | None = None
    organizer: Address | None = None
    attendees: tuple[Address, ...] = ()
    answers: Mapping[str, str] | None = None  # address to accepted, declined, tentative
    uid: str | None = None
    sequence: int = 0  # a later word on the same event has a higher one (RFC 5545, 3.8.7.4)

    def as_fields(self) -> dict[str, Any]:
        """What is worth keeping in `ParsedMail.fields`."""
        known: dict[str, Any] = {
            "method": self.method,
            "summary": self.summary,
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "location": self.location,
            "organizer": _person(self.organizer) if self.organizer else None,
            "attendees": [_person(one) for one in self.attendees],
            "answers": dict(self.answers or {}),
            "uid": self.uid,
            "sequence": self.sequence,
        }
        return {name: value for name, value in known.items() if value}


def read_invitation(calendar: str) -> Invitation | None:
    """The first event of a calendar part; None where it holds none that can be read."""
    if len(calendar) > _MAX_SIZE or "BEGIN:VCALENDAR" not in calendar[:2000].upper():
        return None
    calendar = calendar.replace("\r\n", "\n").replace("\r", "\n")
    found = _METHOD.search(calendar[:20_000])
    method = found[1].lower() if found else None
    try:
        event = _first_event(_until_first_event_ends(calendar))
        return Invitation(method) if event is None else _invitation(event, method)
    except Exception:  # noqa: BLE001 (the library raises many kinds on broken calendars; the method is still known)
        return Invitation(method)


def _until_first_event_ends(calendar: str) -> str:
    """The calendar cut after its first event, which is the one that the mail is about; the rest costs time only."""
    found = _EVENT_END.search(calendar)
    kept = calendar[: found.end()] if found else calendar
    if len(kept) > _MAX_EVENT:
        lines = [line for line in kept[:_MAX_SIZE].split("\n") if len(line) < 1000]
        kept = "\n".join((*lines[:1000], found[0].strip() if found else ""))
    return f"{kept}\nEND:VCALENDAR\n"


def _first_event(calendar: str) -> Any:
    from icalendar import Calendar

    whole = Calendar.from_ical(calendar)
    return next((one for one in whole.walk() if one.name in {"VEVENT", "VTODO"}), None)


def _invitation(event: Any, method: str | None) -> Invitation:
    people = event.get("attendee", [])
    people = (people if isinstance(people, list) else [people])[:_MAX_PEOPLE]
    attendees = tuple(one for one in map(_mailbox, people) if one is not None)
    answers = {
        str(one.address): str(who.params.get("PARTSTAT", "")).lower()
        for who in people
        if (one := _mailbox(who)) is not None
        and str(who.params.get("PARTSTAT", "")).upper() not in {"", "NEEDS-ACTION"}
    }
    return Invitation(
        method,
        summary=_text(event.get("summary")),
        start=_moment(event.get("dtstart")),
        end=_moment(event.get("dtend")) or _end_by_duration(event),
        location=_text(event.get("location")),
        organizer=_mailbox(event.get("organizer")),
        attendees=attendees,
        answers=answers,
        uid=_text(event.get("uid")),
        sequence=_sequence(event.get("sequence")),
    )


def _sequence(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0


def _text(value: Any) -> str | None:
    text = " ".join(str(value).split())[:1000] if value is not None else ""
    return text or None


def _moment(value: Any) -> date | None:
    moment = getattr(value, "dt", None)
    return moment if isinstance(moment, date) else None


def _end_by_duration(event: Any) -> date | None:
    start, duration = _moment(event.get("dtstart")), getattr(event.get("duration"), "td", None)
    return start + duration if isinstance(start, datetime) and duration is not None else None


def _mailbox(value: Any) -> Address | None:
    if value is None:
        return None
    mailbox = re.sub(r"^mailto:", "", str(value).strip(), flags=re.IGNORECASE).strip().lower()
    name = _text(value.params.get("CN")) if hasattr(value, "params") else None
    if "@" not in mailbox:
        return Address(name or _text(value), None) if name else None
    return Address(None if name and name.lower() == mailbox else name, mailbox[:320])


def _person(address: Address) -> dict[str, str | None]:
    return {"name": address.name, "address": address.address}
