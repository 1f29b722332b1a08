"""`appointment`: a meeting is planned, or shown; `appointments` lists what is to come."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.appointments import (
    appointment_actions,
    appointment_fields,
    ask_for_rest,
    clash_lines,
    guests_of,
    named_appointment,
    refuse_past,
    slot_of,
    unknown_guests,
    when_words,
)
from crmbot.assistant.forms.sheet import answers
from crmbot.assistant.placing import named_place
from crmbot.assistant.references import exactly_named, named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.calendar.appointments import NewAppointment, add_appointment, appointment_view
from crmbot.domain.deals.views import view
from crmbot.domain.filing.filing import filing_of
from crmbot.domain.records import Appointment
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.appointment import AppointmentWords, read_appointment
from crmbot.parsing.phrases.dates import leading_date
from crmbot.shapes import Reply, Text, Verbatim, t

_SHORTEST_NAME = 2


def handle(ask: Asking) -> Reply:
    """Make it; a number alone shows the appointment of that number. What is missing is asked for."""
    shown, rest = named_appointment(ask, ask.rest)
    if shown is not None and not rest:
        return shown_reply(ask, shown)
    place, said = _understood(ask)
    slot = slot_of(ask, said)
    if slot is None:
        place, said = _answered(ask, place, said)
        slot = slot_of(ask, said)
        if slot is None:
            raise RequestFault(t("When? Give day and hour: friday 10:00-11:30, or friday all day."))
    refuse_past(ask, slot)
    guests = guests_of(ask, said.guests, place)
    title = said.title or (said.guests[0] if said.guests else place.name if place is not None else "")
    if not title:
        raise RequestFault(t("What is it about? Write it behind a colon, or name whom you meet."))
    new = NewAppointment(title, slot, said.place, guests=guests)
    made = add_appointment(ask.work, new, owner=ask.member.key, record_number=place.number if place else None)
    return made_reply(ask, made, place, unknown_guests(guests))


def _understood(ask: Asking) -> tuple[Contactable | None, AppointmentWords]:
    """Whom it is about and the rest of the words: the record stands in front, or behind `with`."""
    text = ask.rest.strip()
    if not text:
        return None, AppointmentWords()
    first = text.split(maxsplit=1)[0].lower().strip(",:")
    place: Contactable | None = None
    if first not in {"with", "mit", "am", "on", "um", "at"} and leading_date(text, now=ask.now) is None:
        try:
            filing, text = named_place(ask, text, create=False)
            place = filing.record
        except NotFound:
            place = None
    said = read_appointment(text, now=ask.now)
    return (place, said) if place is not None else _about_guest(ask, said)


def _about_guest(ask: Asking, said: AppointmentWords) -> tuple[Contactable | None, AppointmentWords]:
    """Without a record of its own it is about the first guest who is one."""
    for name in said.guests:
        if len(name) < _SHORTEST_NAME:
            continue
        try:
            record = exactly_named(ask, name)
        except RequestFault:
            continue
        if record is not None:
            return filing_of(ask.session, ask.process, record).record, said
    return None, said


def _answered(
    ask: Asking, place: Contactable | None, said: AppointmentWords
) -> tuple[Contactable | None, AppointmentWords]:
    """What the form says."""
    found = answers(
        ask, ask_for_rest(said, place), t("When? Give day and hour: friday 10:00-11:30, or friday all day.")
    )
    when = read_appointment(found["when"] or "", now=ask.now)
    names = tuple(part.strip() for part in (found["with"] or "").split(",") if part.strip())
    if found["who"]:
        place = filing_of(ask.session, ask.process, named(ask, found["who"]).record).record
    title = found["title"] or when.title or said.title
    return place, replace(when, guests=names or when.guests, title=title, place=found["place"] or when.place)


def made_reply(ask: Asking, made: Appointment, place: Contactable | None, lines: tuple[Text, ...] = ()) -> Reply:
    """What stands now, with what it clashes with."""
    ask.session.flush()
    title = t("Appointment #{number}: {title}", number=made.number, title=Verbatim(made.title))
    if place is not None:
        title = t(
            "Appointment #{number} at {place}: {title}",
            number=made.number,
            place=called(place),
            title=Verbatim(made.title),
        )
    records = (appointment_view(made), *((view(ask.session, place, ask.process),) if place is not None else ()))
    return Reply(
        "done", title, understood=when_words(made), lines=(*clash_lines(ask, made), *lines),
        fields=tuple(appointment_fields(ask, made)), records=records, actions=appointment_actions(made),
    )  # fmt: skip


def shown_reply(ask: Asking, one: Appointment) -> Reply:
    """The appointment as it stands."""
    title = t("Appointment #{number}: {title}", number=one.number, title=Verbatim(one.title))
    lines = (Verbatim(one.text),) if one.text else ()
    return Reply(
        "card", title, fields=tuple(appointment_fields(ask, one)), lines=lines, records=(appointment_view(one),),
        actions=appointment_actions(one),
    )  # fmt: skip


COMMAND = Command(
    key="appointment",
    topic="plan",
    names={"en": ("appointment", "new appointment"), "de": ("termin", "neuer termin", "terminiere")},
    usage=t("appointment WHO WHEN [in PLACE] [with NAMES][: TITLE]"),
    summary=t("plan a meeting with time, place and people; a number shows the appointment"),
    examples={
        "en": ("appointment #1042 thursday 14:00-15:00 in Munich with ben and Julia Brandt: product demo",),
        "de": (
            "termin #1042 Donnerstag 14-15 Uhr in München mit ben: Vorführung",
            "termin Julia Brandt morgen 10 Uhr 90min",
        ),
    },
    writes=True,
    handler=handle,
)
