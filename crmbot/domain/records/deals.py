"""Deals: one record from the first enquiry to the last invoice. A lead is a deal in an early stage."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Cents, Tracked
from crmbot.domain.records.contacts import Company, Person


class Deal(Tracked, Base):
    """A sales project. Its `stage` names a stage of the process and thereby the role of its people.

    `state` follows from the stage (open, won, lost) and stands here for the index. `probability` is set only
    where somebody overrode the stage's. `last_activity_at` is derived from the activities.
    """

    __tablename__ = "deals"
    __table_args__ = (Index("ix_deals_state_owner", "state", "owner"),)
    derived = frozenset({"last_activity_at"})

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    person_number: Mapped[int | None] = mapped_column(ForeignKey("persons.number"), index=True)
    company_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"), index=True)
    stage: Mapped[str] = mapped_column(String(60), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    owner: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Cents)
    currency: Mapped[str] = mapped_column(String(3))
    budget: Mapped[Decimal | None] = mapped_column(Cents)
    probability: Mapped[int | None]
    expected_close: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(60))
    grade: Mapped[str | None] = mapped_column(String(10))
    lost_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    stage_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person | None] = relationship()
    company: Mapped[Company | None] = relationship()
