"""The team."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json, Tracked


def is_away(first: date | None, last: date | None, day: date) -> bool:
    """Whether a day is one of an absence. The last day counts; a side that is not set is open, with neither there is none."""
    if first is None and last is None:
        return False
    return (first is None or first <= day) and (last is None or day <= last)


class Member(Tracked, Base):
    """Somebody of the team. `capture_token` is the secret of the personal capture address: no log holds it."""

    __tablename__ = "members"
    derived = frozenset({"capture_token"})

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    slack: Mapped[str | None] = mapped_column(String(40), index=True)
    timezone: Mapped[str | None] = mapped_column(String(60))  # None: the team's
    language: Mapped[str | None] = mapped_column(String(20))
    department: Mapped[str | None] = mapped_column(String(60))
    manager: Mapped[str | None] = mapped_column(String(40))
    rights: Mapped[str] = mapped_column(String(20), default="member")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    capture_token: Mapped[str] = mapped_column(String(40), unique=True)
    permissions: Mapped[dict[str, str] | None] = mapped_column(
        Json
    )  # right -> own, team or all; None: as `rights` says
    absent_from: Mapped[date | None] = mapped_column(Date)
    absent_until: Mapped[date | None] = mapped_column(Date)  # the last day of absence
    substitute: Mapped[str | None] = mapped_column(String(40))  # member key
    takes_leads: Mapped[bool] = mapped_column(Boolean, default=True)
    preferences: Mapped[dict[str, str] | None] = mapped_column(Json)  # own digest time, working days
    created_at: Mapped[datetime]

    emails: Mapped[list[MemberEmail]] = relationship(
        back_populates="member", cascade="all, delete-orphan", order_by="MemberEmail.id", lazy="selectin"
    )


class MemberEmail(Tracked, Base):
    """An address a member writes from; lower-case, of one member only."""

    __tablename__ = "member_emails"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_number: Mapped[int] = mapped_column(ForeignKey("members.number"), index=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)

    member: Mapped[Member] = relationship(back_populates="emails")
