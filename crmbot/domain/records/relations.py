"""What ties records to each other, to members and to other systems: tags, links, merged records, followers, foreign ids."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crmbot.domain.records.base import Base, Tracked


class Tag(Tracked, Base):
    """A word on a record. With an `owner` only that member sees it."""

    __tablename__ = "tags"
    __table_args__ = (Index("ix_tags_name_key", "name_key", "record_number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(60))  # folded
    owner: Mapped[str | None] = mapped_column(String(40))


class RecordLink(Tracked, Base):
    """Two records that belong together; shown at both."""

    __tablename__ = "record_links"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    from_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    to_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    kind: Mapped[str] = mapped_column(String(60), default="related")


class MergedRecord(Tracked, Base):
    """A number that was merged into another record: whoever names it means that one."""

    __tablename__ = "merged_records"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), unique=True)
    into_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)


class Watcher(Tracked, Base):
    """A member tied to a record: as `follower` he gets its news, as `collaborator` he may read it besides his rights."""

    __tablename__ = "watchers"
    __table_args__ = (UniqueConstraint("record_number", "member", "kind"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    member: Mapped[str] = mapped_column(String(40), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime]


class OutsideId(Tracked, Base):
    """The id that another system gives a record: whoever reads that system's files again finds the record by it.

    `system` names the program (hubspot, pipedrive, salesforce …), `kind` what the id counts there (person, company …).
    """

    __tablename__ = "outside_ids"
    __table_args__ = (UniqueConstraint("system", "kind", "outside_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    record_number: Mapped[int] = mapped_column(ForeignKey("record_numbers.number"), index=True)
    system: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(12))
    outside_id: Mapped[str] = mapped_column(String(100))
