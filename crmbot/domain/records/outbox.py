"""What goes out, and which chat requests were carried out already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Json

REPEAT = "repeat: the fate of an earlier attempt is unknown"  # an item's error, until it has gone out marked as such


class OutboxItem(Base):
    """One message to one recipient. `key` is unique over all time: whatever happens, it is sent at most once.

    States: waiting, sending, sent, failed. `content` is a `Reply` in JSON, keys and values, no words yet.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_id", "state", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(30))
    recipient: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    channel: Mapped[str | None] = mapped_column(String(10))  # settled when it is claimed
    content: Mapped[Any] = mapped_column(Json)
    local_date: Mapped[str | None] = mapped_column(String(10))  # of a digest: the recipient's day
    created_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]  # wall clock of the process that sends
    claimed_by: Mapped[str | None] = mapped_column(String(120))  # host:pid:start
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[str | None] = mapped_column(String(200), index=True)  # the channel's own id
    about: Mapped[int | None] = mapped_column(Integer, index=True)  # the record that it tells of


class EmptyDigest(Base):
    """A digest that had nothing to tell at its hour, by the key that its message would have had: the day is settled."""

    __tablename__ = "empty_digests"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime]


class HandledRequest(Base):
    """A chat request that was carried out, by its channel's key, with its answer: a repeat gets the same answer."""

    __tablename__ = "handled_requests"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[Any | None] = mapped_column(Json)


class Conversation(Base):
    """The numbers of the last answer of a conversation, so that `1`, `2` … name its records."""

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    numbers: Mapped[list[int]] = mapped_column(Json)
    at: Mapped[datetime]
