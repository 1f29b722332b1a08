"""Follow-ups (reminders to do something about a record)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Tracked


class Followup(Tracked, Base):
    """Something its owner wants to be reminded of at `due_at`. With `day_only` it is due at any time of that local day.

    `record_number` is the deal, person or company it is about.
    """

    __tablename__ = "followups"
    __table_args__ = (Index("ix_followups_open", "done_at", "owner", "due_at"),)

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    due_at: Mapped[datetime]
    day_only: Mapped[bool] = mapped_column(Boolean, default=False)
    text: Mapped[str] = mapped_column(Text, default="")
    record_number: Mapped[int | None] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(40))
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(40))
    outcome: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[str | None] = mapped_column(String(60))  # the rule that made it, as `stage:offer`; None: a person
    snoozed: Mapped[int] = mapped_column(default=0)
