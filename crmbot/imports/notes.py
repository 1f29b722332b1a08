"""Notes that a file has about its records, written into their history; what stands there already is not written again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.records.work import Work
from crmbot.imports.known import parts


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted about a record, and when that was, where the file says so."""

    record: Any
    text: str
    at: datetime | None


def write_notes(work: Work, notes: Sequence[Note], *, new: Collection[Any]) -> None:
    """All of them, with numbers given at once; the `new` records have none yet."""
    known = _known(work.session, [note.record for note in notes if note.record not in new])
    wanted = [note for note in notes if (note.record.number, note.text) not in known]
    for note, number in zip(wanted, work.next_numbers("activity", len(wanted)), strict=True):
        work.session.add(_entry(work, note, number))


def _entry(work: Work, note: Note, number: int) -> Activity:
    record = note.record
    person = record if isinstance(record, Person) else getattr(record, "person", None)
    company = record if isinstance(record, Company) else getattr(record, "company", None)
    return Activity(
        number=number, kind="note", medium="note", direction="internal", at=note.at or work.now, author=work.actor,
        person_number=person.number if person else None, company_number=company.number if company else None,
        deal_number=record.number if isinstance(record, Deal) else None, text=note.text, created_at=work.now,
        private=False, pinned=False, people=[], files=[],
    )  # fmt: skip


def _known(session: Session, records: Collection[Any]) -> set[tuple[int, str]]:
    """The notes that these records have already."""
    found: set[tuple[int, str]] = set()
    for column, model in (
        (Activity.person_number, Person),
        (Activity.company_number, Company),
        (Activity.deal_number, Deal),
    ):
        numbers = {record.number for record in records if isinstance(record, model)}
        for part in parts(sorted(numbers)):
            rows = session.execute(select(column, Activity.text).where(column.in_(part), Activity.kind == "note"))
            found |= {(int(row[0] or 0), row[1]) for row in rows}
    return found
