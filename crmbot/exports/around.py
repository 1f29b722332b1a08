"""What hangs on the records of one page, looked up together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import (
    Activity,
    Company,
    Deal,
    Person,
    StageEntry,
    Tag,
)

T = TypeVar("T")


def tags_of_page(session: Session, page: Sequence[Any]) -> dict[int, list[str]]:
    """The words that everybody sees on these records."""
    numbers = [record.number for record in page]
    rows = session.scalars(
        select(Tag).where(Tag.record_number.in_(numbers), Tag.owner.is_(None)).order_by(Tag.name_key, Tag.id)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for tag in rows:
        found[tag.record_number].append(tag.name)
    return found


def notes_of_page(session: Session, page: Sequence[Person | Company]) -> dict[int, list[str]]:
    """The notes that stand at these contacts themselves, oldest first."""
    if not page:
        return {}
    column = Activity.person_number if isinstance(page[0], Person) else Activity.company_number
    statement = select(column, Activity.text).where(
        column.in_([record.number for record in page]), Activity.kind == "note", Activity.deal_number.is_(None),
        Activity.private.is_(False), Activity.text != "",
    )  # fmt: skip
    if not isinstance(page[0], Person):
        statement = statement.where(Activity.person_number.is_(None))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for number, text in session.execute(statement.order_by(Activity.at, Activity.number)):
        found[int(number or 0)].append(text)
    return found


def stages_of_page(session: Session, page: Sequence[Deal]) -> dict[int, list[StageEntry]]:
    """The stages that these deals went through."""
    return _by_deal(session, StageEntry, page)


def parts_of_page(session: Session, model: type[T], page: Sequence[Deal]) -> dict[int, list[T]]:
    """Products, stakeholders or competitors of these deals."""
    return _by_deal(session, model, page)


def _by_deal(session: Session, model: type[T], page: Sequence[Deal]) -> dict[int, list[T]]:
    table: Any = model
    statement = select(model).where(table.deal_number.in_([deal.number for deal in page])).order_by(table.id)
    found: defaultdict[int, list[T]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.deal_number].append(row)  # type: ignore[attr-defined]
    return found


def by_number(session: Session, model: type[T], numbers: Iterable[int | None]) -> dict[int, T]:
    """The records of these numbers."""
    wanted = sorted({number for number in numbers if number is not None})
    table: Any = model
    found: dict[int, T] = {}
    for start in range(0, len(wanted), 500):
        rows = session.scalars(select(model).where(table.number.in_(wanted[start : start + 500])))
        found |= {row.number: row for row in rows}  # type: ignore[attr-defined]
    return found
