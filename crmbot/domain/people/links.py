"""Links: two records that belong together, shown at both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, Deal, Followup, Person, RecordLink
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import record_type

RELATED = "related"
LONGEST_KIND = 60  # characters
Linkable: TypeAlias = Deal | Person | Company | Activity | Followup


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as seen from one end: `other` is the record at the other one."""

    link: RecordLink
    other: Linkable


def linkable(session: Session, number: int) -> Linkable | None:
    """The record of that number, of whatever kind; None for one that cannot be linked or is gone."""
    kinds: dict[str, type[Any]] = {
        "deal": Deal, "person": Person, "company": Company, "activity": Activity, "followup": Followup,
    }  # fmt: skip
    kind = kinds.get(record_type(session, number) or "")
    found: Linkable | None = session.get(kind, number) if kind else None
    return found


def link(work: Work, one: Linkable, other: Linkable, kind: str = RELATED) -> bool:
    """Tie two records together. False where they are tied like that already."""
    if any(found.kind == kind for found in _between(work.session, one.number, other.number)):
        return False
    work.session.add(RecordLink(from_number=one.number, to_number=other.number, kind=kind[:LONGEST_KIND]))
    return True


def unlink(work: Work, one: Linkable, other: Linkable) -> bool:
    """Take every link between two records away. False where there is none."""
    found = _between(work.session, one.number, other.number)
    for row in found:
        work.session.delete(row)
    return bool(found)


def links_of(session: Session, number: int, *, limit: int = 20) -> list[Linked]:
    """What a record is tied to, oldest first. Both columns have an index."""
    statement = select(RecordLink).where(or_(RecordLink.from_number == number, RecordLink.to_number == number))
    found = []
    for row in session.scalars(statement.order_by(RecordLink.id).limit(limit)):
        other = linkable(session, row.to_number if row.from_number == number else row.from_number)
        if other is not None:
            found.append(Linked(row, other))
    return found


def _between(session: Session, one: int, other: int) -> list[RecordLink]:
    there = and_(RecordLink.from_number == one, RecordLink.to_number == other)
    back = and_(RecordLink.from_number == other, RecordLink.to_number == one)
    return list(session.scalars(select(RecordLink).where(or_(there, back))))
