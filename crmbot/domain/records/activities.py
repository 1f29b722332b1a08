"""The history: what happened with whom, by which medium, in which direction; and the files that came with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json, Tracked


class Activity(Tracked, Base):
    """One entry of the history. `author` is the member who did or recorded it, None for an outsider's own mail.

    `text` is what was newly written, `full_text` the whole body where there is more. Of a `private` one nothing is kept
    but that there was contact. A complaint has an `owner` and stays open until `resolved_at`.
    """

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_deal_number_at", "deal_number", "at"),
        Index("ix_activities_person_number_at", "person_number", "at"),
        Index("ix_activities_company_number_at", "company_number", "at"),
    )

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # mail, call, note, meeting, change …
    medium: Mapped[str] = mapped_column(String(20))
    direction: Mapped[str | None] = mapped_column(String(10))
    at: Mapped[datetime]
    author: Mapped[str | None] = mapped_column(String(40))
    person_number: Mapped[int | None] = mapped_column(ForeignKey("persons.number"))
    company_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"))
    deal_number: Mapped[int | None] = mapped_column(ForeignKey("deals.number"))
    subject: Mapped[str | None] = mapped_column(String(1000))
    text: Mapped[str] = mapped_column(Text, default="")
    full_text: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)  # what the forwarder wrote above the mail
    minutes: Mapped[int | None]
    inbox_id: Mapped[int | None] = mapped_column(index=True)  # the mail it was made from
    reason: Mapped[str | None] = mapped_column(String(200))  # why there was contact
    touchpoint: Mapped[str | None] = mapped_column(String(60))  # where: fair, website, field sales …
    link: Mapped[str | None] = mapped_column(String(1000))
    private: Mapped[bool] = mapped_column(Boolean, default=False)
    pinned: Mapped[bool] = mapped_column(Boolean, default=False)
    owner: Mapped[str | None] = mapped_column(String(40))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]

    people: Mapped[list[ActivityPerson]] = relationship(cascade="all, delete-orphan")
    files: Mapped[list[File]] = relationship(cascade="all, delete-orphan", order_by="File.id")


class ActivityPerson(Tracked, Base):
    """A further person an activity is shown at, besides its main one."""

    __tablename__ = "activity_people"
    __table_args__ = (Index("ix_activity_people_person_number", "person_number", "activity_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_number: Mapped[int] = mapped_column(ForeignKey("activities.number"), index=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"))


class File(Tracked, Base):
    """A file of an activity; its bytes stand in `Blob` under their hash."""

    __tablename__ = "files"

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_number: Mapped[int] = mapped_column(ForeignKey("activities.number"), index=True)
    filename: Mapped[str] = mapped_column(String(300))
    content_type: Mapped[str] = mapped_column(String(150))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    inline: Mapped[bool] = mapped_column(Boolean, default=False)


class Blob(Base):
    """Bytes by their SHA-256: the same logo in a thousand signatures is kept once."""

    __tablename__ = "blobs"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
