"""Appointments: planned activities with a time, a place and people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Json, Tracked


class Appointment(Tracked, Base):
    """A meeting to come, or that was. States: planned, held, cancelled.

    `uid` and `sequence` are those of the calendar entry (RFC 5545, 3.8.4.7 and 3.8.7.4): an invitation that comes again with
    a higher sequence changes the same appointment. `record_number` is the deal, person or company it is about.
    """

    __tablename__ = "appointments"
    __table_args__ = (Index("ix_appointments_owner_starts_at", "owner", "starts_at"),)
    derived = frozenset({"asked_at"})

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    record_number: Mapped[int | None] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    owner: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    all_day: Mapped[bool] = mapped_column(Boolean, default=False)
    uid: Mapped[str] = mapped_column(String(300), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    organizer: Mapped[str | None] = mapped_column(String(320))  # mail address of who invited
    attendees: Mapped[list[dict[str, Any]] | None] = mapped_column(Json)  # name, address, member of each
    state: Mapped[str] = mapped_column(String(10), default="planned")
    asked_at: Mapped[datetime | None]  # when its owner was asked how it went
    activity_number: Mapped[int | None] = mapped_column(ForeignKey("activities.number"))  # what was logged of it
    inbox_id: Mapped[int | None]  # the mail it came by
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(40))


class AppointmentPerson(Tracked, Base):
    """A contact who takes part in an appointment."""

    __tablename__ = "appointment_people"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    appointment_number: Mapped[int] = mapped_column(ForeignKey("appointments.number"), index=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"), index=True)
