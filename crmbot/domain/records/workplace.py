"""What ties records and members to the chat: channels and threads of records, codes that link people, what was learned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Tracked


class RecordChannel(Tracked, Base):
    """A channel of the chat that belongs to a record; its news are posted there. `made`: by us, for this record."""

    __tablename__ = "record_channels"
    __table_args__ = (UniqueConstraint("record_number", "channel"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    channel: Mapped[str] = mapped_column(String(40), index=True)  # the chat's id
    name: Mapped[str] = mapped_column(String(100))
    made: Mapped[bool] = mapped_column(default=False)
    pinned: Mapped[str | None] = mapped_column(String(40))  # the message that shows the card
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(40))


class RecordThread(Base):
    """Where the first news of a record stands in a channel: later ones answer there."""

    __tablename__ = "record_threads"
    __table_args__ = (UniqueConstraint("record_number", "channel"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    channel: Mapped[str] = mapped_column(String(100))  # as the rule names it
    reference: Mapped[str] = mapped_column(String(200))  # the chat's id of channel and message
    at: Mapped[datetime]


class LinkCode(Base):
    """A code by which somebody whom the chat does not know by mail address proves to be a member; kept as a hash."""

    __tablename__ = "link_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(40), index=True)  # the chat's id of who asked for it
    member: Mapped[str | None] = mapped_column(String(40))  # for whom it is meant
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SenderRule(Tracked, Base):
    """What a correction taught about the mails of an address or a domain: whose they are, or that they are no leads.

    `what`: owner (member key), record (number), no_lead, never_log.
    """

    __tablename__ = "sender_rules"
    __table_args__ = (UniqueConstraint("address", "what"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    address: Mapped[str] = mapped_column(String(320), index=True)
    what: Mapped[str] = mapped_column(String(12))
    value: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(40))
