"""The change log: what each action wrote, field by field. It is the audit log, and undo reads it backwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json


class ChangeSet(Base):
    """One action of one actor: everything in it commits together and is undone together."""

    __tablename__ = "change_sets"
    __table_args__ = (Index("ix_change_sets_actor", "actor", "id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str | None] = mapped_column(String(40))  # member key; None: crmbot itself
    channel: Mapped[str] = mapped_column(String(20))  # slack, console, say, mail, import, cli, clock
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[int | None]  # number of the record it was about
    undoes: Mapped[int | None]  # the change set this one took back
    undone_by: Mapped[int | None]
    group_id: Mapped[int | None] = mapped_column(index=True)  # the first change set of a long action made in parts
    erased_at: Mapped[datetime | None]  # its values, or some of them, were erased: it cannot be undone

    changes: Mapped[list[Change]] = relationship(order_by="Change.id", viewonly=True)


class Change(Base):
    """One field of one row: `old` to `new`. An insert has op `insert` and no old, a delete op `delete` and no new."""

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_row", "table_name", "row_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    change_set_id: Mapped[int] = mapped_column(ForeignKey("change_sets.id"), index=True)
    op: Mapped[str] = mapped_column(String(6))  # insert, update, delete
    table_name: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    field: Mapped[str | None] = mapped_column(String(60))  # None for insert and delete: the whole row in new or old
    old: Mapped[Any | None] = mapped_column(Json)
    new: Mapped[Any | None] = mapped_column(Json)
