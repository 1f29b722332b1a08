"""An appointment as a calendar file that every calendar takes up (RFC 5545); a cancelled one takes it out again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crmbot.domain.calendar.appointments import CANCELLED
from crmbot.domain.records import Appointment

_WIDTH = 74  # octets of a line without its end; more are folded (RFC 5545, 3.1)


def calendar_file(appointment: Appointment, *, zone: ZoneInfo, stamp: datetime) -> bytes:
    """The file. `zone` is where the days of an all-day one are counted, `stamp` when it is made.

    Other times stand in UTC, which every calendar shows in its own zone. It is no invitation: nobody is asked to answer.
    """
    method = "CANCEL" if appointment.state == CANCELLED else "PUBLISH"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//crmbot//crmbot//EN", f"METHOD:{method}", "BEGIN:VEVENT",
        *_event(appointment, zone, stamp), "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(one: Appointment, zone: ZoneInfo, stamp: datetime) -> Iterator[str]:
    yield f"UID:{_text(one.uid)}"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"SEQUENCE:{one.sequence}"
    if one.all_day:
        yield f"DTSTART;VALUE=DATE:{one.starts_at.astimezone(zone):%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{one.ends_at.astimezone(zone):%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(one.starts_at)}"
        yield f"DTEND:{_utc(one.ends_at)}"
    yield f"SUMMARY:{_text(one.title)}"
    if one.place:
        yield f"LOCATION:{_text(one.place)}"
    words = "\n".join(filter(None, (one.text, _guests(one))))
    if words:
        yield f"DESCRIPTION:{_text(words)}"
    yield f"STATUS:{'CANCELLED' if one.state == CANCELLED else 'CONFIRMED'}"


def _guests(one: Appointment) -> str:
    """Who takes part, in words: as attendees a calendar might write to them, and outsiders are never written to."""
    names = [guest.get("name") or guest.get("address") or "" for guest in one.attendees or ()]
    return ", ".join(filter(None, names))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    """Escaped as RFC 5545, 3.3.11 has it; control characters are none of it."""
    clean = "".join(sign for sign in value.replace("\r\n", "\n").replace("\r", "\n") if sign >= " " or sign in "\n\t")
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").replace("\x7f", "")


def _folded(line: str) -> str:
    """A long line in pieces, no character torn apart."""
    pieces, size = [""], 0
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > _WIDTH:
            pieces.append(" ")
            size = 1
        pieces[-1] += sign
        size += octets
    return "\r\n".join(pieces)
