"""Which records have to be indexed anew, from what a flush wrote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from crmbot.domain.records import (
    Activity,
    Base,
    Company,
    CompanyDomain,
    CompanyEmail,
    CompanyPhone,
    Competitor,
    Deal,
    File,
    Offer,
    Person,
    PersonEmail,
    PersonPhone,
    PostalAddress,
    Tag,
)

_TOUCHED = "crmbot.search_touched"  # key in Session.info


@dataclass(slots=True)
class Touched:
    """The numbers of records whose words may have changed, by kind. A tag does not know what it hangs on (`any`).

    Of a renamed person or company also those are touched that bear the name: `renamed`.
    """

    numbers: dict[str, set[int]] = field(default_factory=dict)
    renamed: dict[str, set[int]] = field(default_factory=dict)

    def add(self, kind: str, number: int | None) -> None:
        """One more."""
        if number is not None:
            self.numbers.setdefault(kind, set()).add(number)


@dataclass(frozen=True, slots=True)
class _Part:
    """How the rows of one table touch the index: the record they belong to, and the columns whose words count."""

    kind: str
    number: str
    columns: tuple[str, ...]
    other: tuple[str, str] | None = None  # a second column that may name the record instead, and that one's kind


_PARTS: Mapping[type[Base], _Part] = MappingProxyType(
    {
        Person: _Part(
            "person", "number",
            ("name", "company_number", "job_title", "department", "function", "website", "title", "custom"),
        ),
        PersonEmail: _Part("person", "person_number", ("email", "person_number")),
        PersonPhone: _Part("person", "person_number", ("number", "person_number")),
        PostalAddress: _Part(
            "person", "person_number", ("text", "street", "postcode", "city", "person_number", "company_number"),
            ("company_number", "company"),
        ),
        Company: _Part("company", "number", ("name", "website", "industry", "custom")),
        CompanyEmail: _Part("company", "company_number", ("email", "company_number")),
        CompanyDomain: _Part("company", "company_number", ("domain", "company_number")),
        CompanyPhone: _Part("company", "company_number", ("number", "company_number")),
        Deal: _Part(
            "deal", "number",
            ("name", "person_number", "company_number", "need", "lost_reason", "closing_note", "custom"),
        ),
        Competitor: _Part("deal", "deal_number", ("name", "strengths", "weaknesses", "deal_number")),
        Offer: _Part("deal", "deal_number", ("code", "note", "deal_number")),
        Activity: _Part("activity", "number", ("subject", "text", "full_text", "note", "reason", "link")),
        File: _Part("activity", "activity_number", ("filename", "activity_number")),
        Tag: _Part("any", "record_number", ("name", "owner", "record_number")),
    }
)  # fmt: skip


def watch(session: Session) -> None:
    """Note from now on which records `session` writes."""
    session.info[_TOUCHED] = Touched()
    event.listen(session, "after_flush", _after_flush)


def take(session: Session) -> Touched:
    """What was noted since the last time."""
    touched: Touched = session.info[_TOUCHED]
    session.info[_TOUCHED] = Touched()
    return touched


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    touched: Touched = session.info[_TOUCHED]
    for row in (*session.new, *session.deleted):
        _note(touched, row, whole=True)
    for row in session.dirty:
        _note(touched, row, whole=False)


def _note(touched: Touched, row: Any, *, whole: bool) -> None:
    part = _PARTS.get(type(row))
    if part is None:
        return
    changed = set(part.columns) if whole else set(_changed(row, part.columns))
    if not changed:
        return
    for kind, column in ((part.kind, part.number), *([(part.other[1], part.other[0])] if part.other else [])):
        for number in (getattr(row, column),) if whole else _values(row, column):
            touched.add(kind, number)
    if "name" in changed and not whole and part.kind in {"person", "company"}:
        touched.renamed.setdefault(part.kind, set()).add(row.number)


def _changed(row: Any, columns: tuple[str, ...]) -> Iterator[str]:
    state = inspect(row)
    return (column for column in columns if state.attrs[column].history.has_changes())


def _values(row: Any, column: str) -> Iterator[int | None]:
    """The record a row belongs to, and the one it belonged to before."""
    history = inspect(row).attrs[column].history
    yield from (*history.sum(), *([] if history.sum() else [getattr(row, column)]))
