"""`appointments`: what is to come, by day, owner and record."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.appointments import appointment_line, may_know
from crmbot.assistant.followups.asked import Asked, read_asked
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.words import joined
from crmbot.domain.calendar.appointments import appointment_view, appointments_between, in_order
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Appointment
from crmbot.shapes import Reply, Section, t, tn

PER_PAGE = 20
_AHEAD, _FURTHER = timedelta(days=31), timedelta(days=366)


def handle(ask: Asking) -> Reply:
    """One page of them; the member's own of the month to come, unless other days, others or a record are named."""
    page, text = asked_page(ask.rest)
    asked = read_asked(ask, text, "planned")
    found = _found(ask, asked)
    page, pages = turned(page, len(found), PER_PAGE)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    title = tn("{n} appointment", "{n} appointments", len(found)) if found else t("No appointments.")
    rows = tuple(appointment_line(ask, one) for one in shown)
    return Reply(
        "list", paged_title(title, page, pages), understood=joined(asked.said) if text else None,
        sections=(Section(None, rows),) if rows else (), records=tuple(map(appointment_view, shown)),
        totals={"count": len(found), "page": page, "pages": pages},
        actions=page_buttons("appointments", text, page, pages),
    )  # fmt: skip


def _found(ask: Asking, asked: Asked) -> list[Appointment]:
    """Of appointments about no record those that concern the member."""
    first = asked.first or ask.now.date()
    end = first + (_FURTHER if asked.numbers else _AHEAD)
    last = asked.last or end
    members = [asked.owner] if asked.owner else [one.key for one in all_members(ask.session)]
    begin, until = (datetime.combine(day, time(), ask.zone) for day in (first, last + timedelta(days=1)))
    every = in_order(appointments_between(ask.session, members, begin, until).values())
    return [one for one in every if may_know(ask, one) and (asked.numbers is None or _about(one, asked.numbers))]


def _about(one: Appointment, numbers: tuple[int, ...]) -> bool:
    return one.record_number in numbers or any(guest.get("person") in numbers for guest in one.attendees or ())


COMMAND = Command(
    key="appointments",
    topic="plan",
    names={"en": ("appointments", "my appointments", "calendar"), "de": ("termine", "meine termine", "kalender")},
    usage=t("appointments [PERIOD] [owner:MEMBER|all] [WHO]"),
    summary=t("appointments of the month to come, or by day, owner and record"),
    examples={
        "en": ("appointments", "appointments next week", "appointments until friday owner:ben"),
        "de": ("termine", "termine nächste Woche", "termine bis Freitag owner:ben"),
    },
    writes=False,
    handler=handle,
)
