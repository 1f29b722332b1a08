"""What was done with personal data: the processing log, and the addresses that are not to come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Json


class ProcessingEntry(Base):
    """One export, erasure, run of retention, safety copy or restoration: who, when, how much. It names nobody by name.

    `actor` is a member key, or the login name of an administrator; None: crmbot itself.
    """

    __tablename__ = "processing_log"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(200))
    channel: Mapped[str] = mapped_column(String(20))  # cli, slack, say, clock …
    action: Mapped[str] = mapped_column(String(20))  # export, erase, retention, backup, restore
    subject: Mapped[int | None] = mapped_column(index=True)  # number of the person
    details: Mapped[dict[str, Any] | None] = mapped_column(Json)


class ErasedAddress(Base):
    """A mail address of somebody who was erased, as a hash: whether it comes again can be told, what it was cannot."""

    __tablename__ = "erased_addresses"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_number: Mapped[int] = mapped_column(index=True)
    erased_at: Mapped[datetime]
