"""Deals: one record from the first enquiry to the last invoice. A lead is a deal in an early stage."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Cents, Json, Tracked
from crmbot.domain.records.contacts import Company, Person


class Deal(Tracked, Base):
    """A sales project. Its `stage` names a stage of the process and thereby the role of its people.

    `state` follows from the stage (open, won, lost) and stands here for the index. `probability` is set only
    where somebody overrode the stage's. `last_activity_at` is derived from the activities. An `unnamed` deal carries the
    role of a contact where the project file is switched off. What the rules of qualification find is derived: `grade` with
    its reason (rule and facts, see `crmbot.domain.process.qualification`), `chance` (percent, where it is not the stage's) and
    the moment `regrade_at` at which time alone may change them. `assigned_by` names the rule that chose the first owner.
    """

    __tablename__ = "deals"
    __table_args__ = (Index("ix_deals_state_owner", "state", "owner"),)
    derived = frozenset({"last_activity_at", "grade", "grade_reason", "chance", "regrade_at"})

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
    grade_reason: Mapped[Any | None] = mapped_column(Json)
    chance: Mapped[int | None]
    regrade_at: Mapped[datetime | None] = mapped_column(index=True)
    assigned_by: Mapped[str | None] = mapped_column(String(60))
    process: Mapped[str] = mapped_column(String(40), default="sales", index=True)
    unnamed: Mapped[bool] = mapped_column(Boolean, default=False)
    need: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[int] = mapped_column(default=0)  # 0 to 3 stars
    steps_done: Mapped[dict[str, str] | None] = mapped_column(Json)  # step key -> ISO time
    custom: Mapped[dict[str, Any] | None] = mapped_column(Json)
    disqualified: Mapped[bool] = mapped_column(Boolean, default=False)  # ended before it was qualified
    lost_reason: Mapped[str | None] = mapped_column(Text)
    closing_note: Mapped[str | None] = mapped_column(Text)
    qualified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    stage_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    last_activity_at: Mapped[datetime | None] = mapped_column(index=True)

    person: Mapped[Person | None] = relationship()
    company: Mapped[Company | None] = relationship()


class StageEntry(Tracked, Base):
    """A deal entered a stage: the history of its roles is read from these rows.

    `version` is that of the process at the time.
    """

    __tablename__ = "stage_entries"
    __table_args__ = (Index("ix_stage_entries_deal_number_at", "deal_number", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    deal_number: Mapped[int] = mapped_column(ForeignKey("deals.number"))
    stage: Mapped[str] = mapped_column(String(60))
    process: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(40))


class Stakeholder(Tracked, Base):
    """Somebody who has a say in a deal: his function there, and his attitude (for, neutral, against)."""

    __tablename__ = "stakeholders"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    deal_number: Mapped[int] = mapped_column(ForeignKey("deals.number"), index=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"), index=True)
    function: Mapped[str | None] = mapped_column(String(100))
    attitude: Mapped[str | None] = mapped_column(String(10))


class Competitor(Tracked, Base):
    """Another firm that courts the same customer in a deal."""

    __tablename__ = "competitors"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    deal_number: Mapped[int] = mapped_column(ForeignKey("deals.number"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    strengths: Mapped[str | None] = mapped_column(Text)
    weaknesses: Mapped[str | None] = mapped_column(Text)
