"""What becomes of appointments when a deal is deleted or a person is erased, and what is kept of him in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Appointment, AppointmentPerson, Base, Person, SenderRule


def about(session: Session, numbers: Collection[int]) -> list[Appointment]:
    """The appointments about these records."""
    mine = select(Appointment).where(Appointment.record_number.in_(sorted(numbers)))
    return list(session.scalars(mine.order_by(Appointment.number)))


def with_rows(session: Session, appointments: Collection[Appointment]) -> Iterator[Base]:
    """These and the rows of who takes part, in the order in which they can be deleted."""
    numbers = sorted(one.number for one in appointments)
    yield from session.scalars(select(AppointmentPerson).where(AppointmentPerson.appointment_number.in_(numbers)))
    yield from appointments


def delete_about(session: Session, numbers: Collection[int]) -> None:
    """Those about records that go."""
    rows = list(with_rows(session, about(session, numbers)))
    for row in rows:
        if isinstance(row, AppointmentPerson):
            session.delete(row)
    session.flush()
    for row in rows:
        if isinstance(row, Appointment):
            session.delete(row)


def personal(session: Session, person: Person) -> list[Base]:
    """What names him among the appointments and the rules about senders."""
    rows: list[Base] = [*about(session, [person.number])]
    rows += session.scalars(select(AppointmentPerson).where(AppointmentPerson.person_number == person.number))
    rows += session.scalars(select(SenderRule).where(SenderRule.address.in_([entry.email for entry in person.emails])))
    return rows


def attended(session: Session, person: Person) -> list[Appointment]:
    """The appointments in which he takes part."""
    mine = select(AppointmentPerson.appointment_number).where(AppointmentPerson.person_number == person.number)
    return list(session.scalars(select(Appointment).where(Appointment.number.in_(mine)).order_by(Appointment.number)))


def without_guest(appointment: Appointment, person: Person) -> None:
    """He is no longer named among the guests."""
    addresses = {entry.email for entry in person.emails}
    left = [
        guest
        for guest in appointment.attendees or ()
        if guest.get("person") != person.number and guest.get("address") not in addresses
    ]
    appointment.attendees = left or None
    if appointment.organizer in addresses:
        appointment.organizer = None


def empty(appointment: Appointment, placeholder: str) -> None:
    """That there was an appointment stays, at a deal of his; what it was about and with whom goes."""
    appointment.title, appointment.place, appointment.text = placeholder[:300], None, ""
    appointment.attendees = appointment.organizer = None
