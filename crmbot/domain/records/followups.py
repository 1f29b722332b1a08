"""Follow-ups (reminders to do something about a record), and rhythms in which contact is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json, Tracked


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
    recurrence: Mapped[str | None] = mapped_column(String(300))  # a recurrence rule (RFC 5545, 3.3.10)
    series: Mapped[int | None] = mapped_column(index=True)  # number of the first follow-up of a series
    regardless: Mapped[bool] = mapped_column(Boolean, default=False)  # the next one comes though this one is not done
    lead_minutes: Mapped[list[int] | None] = mapped_column(Json)  # how long before the hour there is a reminder, too
    delegated_by: Mapped[str | None] = mapped_column(String(40))  # who handed it on and hears that it is done
    confirmed_at: Mapped[datetime | None]  # the one who handed it on agreed that it is done
    acknowledged_at: Mapped[datetime | None]  # its owner knows: it is not escalated further
    part_of: Mapped[int | None] = mapped_column(index=True)  # the follow-up of which this is a part
    closed_by: Mapped[int | None]  # the activity that closed it, or would: an answer that came in
    link: Mapped[str | None] = mapped_column(Text)  # to the message in the chat that it was made from

    members: Mapped[list[FollowupMember]] = relationship(cascade="all, delete-orphan", order_by="FollowupMember.id")


class FollowupMember(Tracked, Base):
    """A further member of a follow-up: `responsible` has a part of his own to do, `subscriber` hears of start and end."""

    __tablename__ = "followup_members"
    __table_args__ = (UniqueConstraint("followup_number", "member"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    followup_number: Mapped[int] = mapped_column(ForeignKey("followups.number"), index=True)
    member: Mapped[str] = mapped_column(String(40), index=True)
    part: Mapped[str] = mapped_column(String(12))


class TouchRhythm(Tracked, Base):
    """How often there should be contact with a record: a follow-up stands `days` after the last one."""

    __tablename__ = "touch_rhythms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), unique=True)
    owner: Mapped[str] = mapped_column(String(40), index=True)
    days: Mapped[int]
    timezone: Mapped[str] = mapped_column(
        String(60)
    )  # in which its days are counted where the owner has none of his own
    created_at: Mapped[datetime]
