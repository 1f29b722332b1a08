"""A unit of work in progress: the session with who acts, through which channel, doing what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from crmbot.domain.records.base import RecordNumber
from crmbot.domain.records.changes import ChangeSet

CHANGE_SET = "crmbot.change_set"  # key in Session.info; set by the recorder at the first tracked change


@dataclass(frozen=True, slots=True)
class Work:
    """What every action gets. `actor` is a member key, or None when crmbot acts by itself.

    A long action is written in several units of one `group`, the id of the first one's change set: undone, they are one.

    Nothing commits here: `Store.write` commits when the block is left without an error, else all is rolled back.
    """

    session: Session
    now: datetime
    actor: str | None
    channel: str
    action: str
    group: int | None = None

    def next_number(self, record_type: str) -> int:
        """A new record number; given numbers are never given again, also not after undo."""
        statement = insert(RecordNumber).values(type=record_type).returning(RecordNumber.number)
        return self.session.connection().execute(statement).scalar_one()  # not through the session: that would flush

    def next_numbers(self, record_type: str, count: int) -> list[int]:
        """As many new numbers at once, ascending: one by one they would take most of the time of an import."""
        if count == 0:
            return []
        statement = insert(RecordNumber).returning(RecordNumber.number)
        found = self.session.connection().execute(statement, [{"type": record_type}] * count)
        return sorted(found.scalars())

    def begin_group(self) -> int | None:
        """Make this unit the first part of a long action; the id is the group of the others. None: nothing was changed."""
        first = self.change_set()
        if first is not None and (found := self.session.get(ChangeSet, first)) is not None:
            found.group_id = first
        return first

    def change_set(self, subject: int | None = None) -> int | None:
        """The id of this unit's change set, for an undo button; None when nothing tracked was changed."""
        self.session.flush()
        change_set_id: int | None = self.session.info.get(CHANGE_SET)
        if change_set_id is not None and subject is not None:
            found = self.session.scalars(select(ChangeSet).where(ChangeSet.id == change_set_id)).one()
            found.subject = subject
        return change_set_id
