"""Appointments in a conversation: whom the words name, how one is shown, and the form that asks for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import words
from crmbot.assistant.forms.sheet import Sheet
from crmbot.assistant.references import exactly_named, number_of
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.calendar.appointments import CANCELLED, HELD, PLANNED, Guest, Slot, clashes, members_of
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Appointment, Deal, Person
from crmbot.domain.search.lookup import Contactable, by_number
from crmbot.errors import NotAllowed, NotFound, RequestFault
from crmbot.parsing.chat.appointment import AppointmentWords
from crmbot.shapes import Action, Field, Moment, Row, Text, Value, Verbatim, t

_STATES = {PLANNED: t("planned"), HELD: t("held"), CANCELLED: t("called off")}


def slot_of(ask: Asking, said: AppointmentWords) -> Slot | None:
    """The time that was named; None where the day is missing, or the hour of one that does not last all day."""
    if said.start is None or not (said.timed or said.all_day):
        return None
    if said.all_day:
        day = said.start.astimezone(ask.zone).date()
        begin = datetime.combine(day, time(), ask.zone)
        return Slot(_real(begin), _real(datetime.combine(day + timedelta(days=1), time(), ask.zone)), all_day=True)
    return Slot(said.start, said.end or said.start + timedelta(hours=1))


def _real(wall: datetime) -> datetime:
    return wall.astimezone(UTC)


def refuse_past(ask: Asking, slot: Slot) -> None:
    """Raises RequestFault for what is over already."""
    if slot.end <= ask.now:
        raise RequestFault(
            t("{when} is already over. What has been is logged with “meeting”.", when=Moment(slot.start, slot.all_day))
        )


def guest_of(ask: Asking, name: str) -> Guest:
    """A colleague, a contact, or just a name."""
    if name.lower() in {"me", "mir", "ich"}:
        return Guest(ask.member.name, member=ask.member.key)
    try:
        member = require_member(ask.session, name.lstrip("@"))
        return Guest(member.name, member=member.key)
    except NotFound:
        pass
    try:
        found = exactly_named(ask, name)
    except RequestFault:
        found = None
    if isinstance(found, Person):
        return Guest(found.name, next((entry.email for entry in found.emails), None), person=found.number)
    return Guest(name, name.lower() if "@" in name else None)


def guests_of(ask: Asking, names: tuple[str, ...], place: Contactable | None) -> list[Guest]:
    """Everybody named, and the contact that it is about."""
    guests = [guest_of(ask, name) for name in names]
    main = place if isinstance(place, Person) else place.person if isinstance(place, Deal) else None
    if main is not None and main.number not in {guest.person for guest in guests}:
        guests.insert(0, Guest(main.name, next((entry.email for entry in main.emails), None), person=main.number))
    return guests


def unknown_guests(guests: list[Guest]) -> tuple[Text, ...]:
    """Who is taken down by name only."""
    names = [guest.name for guest in guests if guest.member is None and guest.person is None and not guest.address]
    return tuple(t("I do not know {name}: only the name is noted.", name=Verbatim(name or "")) for name in names)


def named_appointment(ask: Asking, text: str) -> tuple[Appointment | None, str]:
    """The appointment that the first word names by number or place, and the words after it.

    Raises NotFound for one that concerns only others: without a record it is its owner's and its members' alone.
    """
    first, _, rest = text.strip().partition(" ")
    word = first.rstrip(":,.")
    try:
        number = number_of(ask, word) if word else None
    except NotFound:
        return None, text
    found = ask.session.get(Appointment, number) if number is not None else None
    if found is None:
        return None, text
    if not may_know(ask, found):
        raise NotFound(t("There is no appointment {number}.", number=Verbatim(word)))
    return found, rest.strip()


def required_appointment(ask: Asking) -> tuple[Appointment, str]:
    """As `named_appointment`. Raises NotFound where there is none."""
    found, rest = named_appointment(ask, ask.rest)
    if found is None:
        raise NotFound(t("Which appointment? Give its number; “appointments” lists yours."))
    return found, rest


def may_know(ask: Asking, one: Appointment) -> bool:
    """Whether the member may know what it is; one about no record concerns its owner and its members alone."""
    key = ask.member.key
    return (
        one.record_number is not None or key in (one.owner, one.created_by, *members_of(one)) or ask.access.may("admin")
    )


def require_own(ask: Asking, one: Appointment) -> None:
    """Raises NotAllowed for who may not change an appointment that is about no record; else the record decides."""
    if one.record_number is None and ask.member.key not in (one.owner, one.created_by) and not ask.access.may("admin"):
        raise NotAllowed(t("This appointment is {name}’s.", name=ask.member_name(one.owner)))


def when_words(one: Appointment) -> Text:
    """From when to when."""
    begin = Moment(one.starts_at, day_only=one.all_day)
    if one.all_day:
        return t("{begin}, all day", begin=begin)
    minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
    return t("{begin}, {n} min", begin=begin, n=minutes)


def appointment_fields(ask: Asking, one: Appointment) -> Iterator[Field]:
    """When, where, with whom, about what."""
    yield Field(t("When"), when_words(one))
    if one.place:
        yield Field(t("Place"), Verbatim(one.place))
    names = [guest.get("name") or guest.get("address") or "?" for guest in one.attendees or ()]
    if names:
        yield Field(t("With"), Verbatim(", ".join(names)))
    record = by_number(ask.session, one.record_number) if one.record_number else None
    if record is not None:
        yield Field(t("About"), called(record))
    if one.state != PLANNED:
        yield Field(t("State"), _STATES[one.state])
    if one.owner != ask.member.key:
        yield Field(t("Owner"), ask.member_name(one.owner))


def appointment_line(ask: Asking, one: Appointment) -> Row:
    """An appointment in one line of a list or card."""
    place: Value = Verbatim(one.place) if one.place else None
    owner = None if one.owner == ask.member.key else ask.member_name(one.owner)
    state = None if one.state == PLANNED else _STATES[one.state]
    return Row(
        t("#{number} {title}", number=one.number, title=Verbatim(one.title)),
        joined([when_words(one), place, owner, state]),
        (Action(t("Show it"), f"appointment #{one.number}"),),
    )


def clash_lines(ask: Asking, one: Appointment) -> tuple[Text, ...]:
    """What else there is at that time; of what its reader may not see only that it is so."""
    lines = []
    for other in clashes(ask.session, one):
        title: Value = Verbatim(other.title) if may_know(ask, other) else t("another appointment")
        name = ask.member_name(other.owner)
        lines.append(t("Clash: {name} has “{title}” then, {when}.", name=name, title=title, when=when_words(other)))
    return tuple(lines)


def appointment_actions(one: Appointment) -> tuple[Action, ...]:
    """What can be done with it."""
    if one.state != PLANNED:
        return ()
    return (
        Action(t("For my calendar"), f"ics #{one.number}"),
        Action(t("Move it"), f"move appointment #{one.number}", dialog=True),
        Action(t("How was it?"), f"held #{one.number}", dialog=True),
        Action(t("Call it off"), f"cancel appointment #{one.number}", "danger"),
    )


def ask_for_rest(said: AppointmentWords, place: Contactable | None) -> Sheet:
    """The form for what was not said."""
    when = f"{said.start:%Y-%m-%d}" if said.start is not None else None
    asked = [
        words("who", t("With whom, or about which deal?"), initial=f"#{place.number}" if place else None),
        words(
            "when", t("When?"), required=True, initial=when, hint=t("for example friday 10:00-11:30, or friday all day")
        ),
        words("title", t("What is it about?"), initial=said.title or None),
        words("place", t("Where?"), initial=said.place),
        words("with", t("Who else takes part?"), initial=", ".join(said.guests) or None),
    ]
    return Sheet(
        t("New appointment"), t("Plan"), "appointment", tuple(asked),
        typed=t("appointment #1042 friday 10:00-11:00 in Munich with ben: product demo"),
    )  # fmt: skip
