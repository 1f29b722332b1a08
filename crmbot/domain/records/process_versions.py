"""The processes that were accepted, each version as it was written: several machines agree, old records keep their meaning."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Json


class ProcessVersion(Base):
    """One accepted text of a process. The newest of a `key` is in force; `version` counts from 1."""

    __tablename__ = "process_versions"
    __table_args__ = (UniqueConstraint("key", "version"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[str | None] = mapped_column(String(40))
    teams: Mapped[list[str] | None] = mapped_column(Json)  # folded names of the departments that see it; None: all do
