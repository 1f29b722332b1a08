"""Appointments: made, moved, called off, held; whose they are, what they clash with, and which of them are over."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, or_, select, type_coerce
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Appointment, AppointmentPerson, Person
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import Record, t

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"
LONGEST = timedelta(days=31, hours=1)  # a month in which the clock is put back
_ASKED_WITHIN = timedelta(days=7)  # what is over for longer nobody is asked about any more


@dataclass(frozen=True, slots=True)
class Slot:
    """From when to when; of an `all_day` one the local midnights, the last one after the last day."""

    start: datetime
    end: datetime
    all_day: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """Who takes part: a member of the team by key, a contact by number, or just a name or address."""

    name: str | None = None
    address: str | None = None
    member: str | None = None
    person: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As it is kept at the appointment."""
        known = {"name": self.name, "address": self.address, "member": self.member, "person": self.person}
        return {key: value for key, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """What is known of an appointment that is made. `uid` and `sequence` are those of an invitation."""

    title: str
    slot: Slot
    place: str | None = None
    text: str = ""
    guests: Sequence[Guest] = field(default_factory=tuple)
    uid: str | None = None
    sequence: int = 0
    organizer: str | None = None
    inbox_id: int | None = None


def add_appointment(work: Work, new: NewAppointment, *, owner: str, record_number: int | None) -> Appointment:
    """Plan it. Raises RequestFault for one that ends before it begins, or is longer than a month."""
    _refuse(new.slot)
    appointment = Appointment(
        number=work.next_number("appointment"), record_number=record_number, owner=owner, title=new.title[:300],
        place=new.place[:300] if new.place else None, text=new.text, starts_at=new.slot.start, ends_at=new.slot.end,
        all_day=new.slot.all_day, uid=(new.uid or f"{uuid.uuid4().hex}@crmbot")[:300], sequence=new.sequence,
        organizer=new.organizer, attendees=None, state=PLANNED, inbox_id=new.inbox_id, created_at=work.now,
        created_by=work.actor,
    )  # fmt: skip
    work.session.add(appointment)
    work.session.flush()
    set_guests(work, appointment, new.guests)
    return appointment


def set_guests(work: Work, appointment: Appointment, guests: Iterable[Guest]) -> None:
    """Who takes part, instead of whoever did."""
    kept = list(guests)
    appointment.attendees = [guest.as_json() for guest in kept] or None
    wanted = {guest.person for guest in kept if guest.person is not None}
    for row in people_rows(work.session, appointment):
        if row.person_number not in wanted:
            work.session.delete(row)
        wanted.discard(row.person_number)
    for number in sorted(wanted):
        work.session.add(AppointmentPerson(appointment_number=appointment.number, person_number=number))
    work.session.flush()


def people_rows(session: Session, appointment: Appointment) -> list[AppointmentPerson]:
    """The contacts who take part."""
    mine = select(AppointmentPerson).where(AppointmentPerson.appointment_number == appointment.number)
    return list(session.scalars(mine.order_by(AppointmentPerson.id)))


def people_of(session: Session, appointment: Appointment) -> list[Person]:
    """As `people_rows`, the persons themselves."""
    rows = people_rows(session, appointment)
    return [person for row in rows if (person := session.get(Person, row.person_number)) is not None]


def move_appointment(appointment: Appointment, slot: Slot) -> None:
    """Another time; calendars that have it know it by the higher sequence (RFC 5545, 3.8.7.4). It stands again."""
    _refuse(slot)
    appointment.sequence += 1
    stand(appointment, slot)


def stand(appointment: Appointment, slot: Slot) -> None:
    """It takes place at that time; how it was is asked afterwards, though it was asked of another time before."""
    appointment.starts_at, appointment.ends_at, appointment.all_day = slot.start, slot.end, slot.all_day
    appointment.state, appointment.asked_at = PLANNED, None


def slot_of(appointment: Appointment) -> Slot:
    """From when to when it is."""
    return Slot(appointment.starts_at, appointment.ends_at, appointment.all_day)


def cancel_appointment(appointment: Appointment) -> None:
    """It does not take place."""
    appointment.state = CANCELLED
    appointment.sequence += 1


def hold_appointment(appointment: Appointment, activity: Activity | None) -> None:
    """It took place; `activity` is what was logged of it."""
    appointment.state = HELD
    appointment.activity_number = activity.number if activity is not None else appointment.activity_number


def _refuse(slot: Slot) -> None:
    if slot.end < slot.start:
        raise RequestFault(t("It would end before it begins."))
    if slot.end - slot.start > LONGEST:
        raise RequestFault(t("It would last longer than a month: that is no appointment."))


def appointments_between(
    session: Session, members: Collection[str], begin: datetime, end: datetime
) -> dict[str, list[Appointment]]:
    """What each of these members has between two moments, also what he takes part in: planned or held, in its order."""
    of_colleagues = type_coerce(Appointment.attendees, Text).contains('"member":')
    statement = (
        select(Appointment)
        .where(or_(Appointment.owner.in_(sorted(members)), of_colleagues), Appointment.state != CANCELLED)
        .where(Appointment.starts_at < end, Appointment.starts_at > begin - LONGEST)
        .where(or_(Appointment.ends_at > begin, Appointment.starts_at >= begin))
        .order_by(Appointment.starts_at, Appointment.number)
    )
    found: dict[str, list[Appointment]] = {}
    for one in session.scalars(statement):
        for key in {one.owner, *members_of(one)}.intersection(members):
            found.setdefault(key, []).append(one)
    return found


def appointments_of(session: Session, owner: str, begin: datetime, end: datetime) -> list[Appointment]:
    """As `appointments_between`, of one member."""
    return appointments_between(session, {owner}, begin, end).get(owner, [])


def falls_into(appointment: Appointment, begin: datetime, end: datetime) -> bool:
    """Whether any of it is between two moments; what takes no time is where it begins."""
    return appointment.starts_at < end and (appointment.ends_at > begin or appointment.starts_at >= begin)


def members_of(appointment: Appointment) -> list[str]:
    """The colleagues who take part."""
    return [guest["member"] for guest in appointment.attendees or () if guest.get("member")]


def clashes(session: Session, appointment: Appointment) -> list[Appointment]:
    """What else its owner and colleagues have at that time; what lasts all day is in nobody's way."""
    if appointment.all_day:
        return []
    team = {appointment.owner, *members_of(appointment)}
    found = appointments_between(session, team, appointment.starts_at, appointment.ends_at)
    return [
        one
        for one in in_order(found.values())
        if one.number != appointment.number and one.state == PLANNED and not one.all_day
    ]


def in_order(found: Iterable[Iterable[Appointment]]) -> list[Appointment]:
    """Those of several members in one list, each once, by when they begin."""
    each = {one.number: one for some in found for one in some}
    return sorted(each.values(), key=lambda one: (one.starts_at, one.number))


def planned_at(session: Session, numbers: Sequence[int], after: datetime) -> list[Appointment]:
    """What is still to come about these records, or with these contacts, soonest first."""
    with_them = select(AppointmentPerson.appointment_number).where(AppointmentPerson.person_number.in_(numbers))
    statement = (
        select(Appointment)
        .where(or_(Appointment.record_number.in_(numbers), Appointment.number.in_(with_them)))
        .where(Appointment.state == PLANNED, Appointment.ends_at > after)
        .order_by(Appointment.starts_at, Appointment.number)
    )
    return list(session.scalars(statement))


def ended_unasked(session: Session, owners: Collection[str], now: datetime, *, limit: int = 200) -> list[Appointment]:
    """Appointments of these members that are over and about whose outcome nobody was asked yet."""
    statement = (
        select(Appointment)
        .where(Appointment.state == PLANNED, Appointment.asked_at.is_(None), Appointment.ends_at <= now)
        .where(Appointment.ends_at > now - _ASKED_WITHIN, Appointment.owner.in_(sorted(owners)))
        .order_by(Appointment.ends_at, Appointment.number)
        .limit(limit)
    )
    return list(session.scalars(statement))


def by_uid(session: Session, uid: str) -> Appointment | None:
    """The appointment that a calendar knows by this name."""
    return session.scalars(select(Appointment).where(Appointment.uid == uid[:300])).first()


def appointment_view(appointment: Appointment) -> Record:
    """An appointment; `due` is when it begins."""
    more = {"ends_at": appointment.ends_at.isoformat(), "all_day": appointment.all_day, "place": appointment.place}
    guests = [guest.get("name") or guest.get("address") for guest in appointment.attendees or ()]
    more = {key: value for key, value in {**more, "with": guests or None}.items() if value is not None}
    return Record(
        "appointment", appointment.number, appointment.title, owner=appointment.owner, due=appointment.starts_at,
        at=appointment.starts_at, state=appointment.state, done=appointment.state == HELD, text=appointment.text or None,
        created_at=appointment.created_at, fields=more,
    )  # fmt: skip
