"""Reading the history: the entries of a person, company or deal, and when there was contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from crmbot.domain.members.access import Access, visible
from crmbot.domain.records import Activity, ActivityPerson, Company, Deal, File, Followup, Person
from crmbot.domain.records.pages import skipped

Holder = Deal | Person | Company


@dataclass(frozen=True, slots=True)
class TimelineFilter:
    """Which entries are wanted; what is not set lets all pass. `since` is inclusive, `until` exclusive."""

    kinds: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    oldest_first: bool = False


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The entries of one page, and how many there are in all."""

    entries: list[Activity]
    count: int


@dataclass(frozen=True, slots=True)
class ContactDates:
    """The first and the last contact with somebody, and what is planned next."""

    first: Activity | None
    last: Activity | None
    next: Followup | None


EVERYTHING = TimelineFilter()


def timeline(session: Session, record: Holder, *, limit: int = 20, access: Access | None = None) -> list[Activity]:
    """The history of a record, newest first, what is pinned on top.

    A person's includes what was filed at his deals and as a further person, a company's that of its people.
    """
    entries = _entries(record, EVERYTHING, access)
    newest = (Activity.at.desc(), Activity.number.desc())
    pinned = list(session.scalars(entries.where(Activity.pinned).order_by(*newest).limit(limit)))
    latest = session.scalars(entries.where(Activity.pinned.is_(False)).order_by(*newest).limit(limit))
    return [*pinned, *latest][:limit]


def timeline_page(
    session: Session, record: Holder, wanted: TimelineFilter, *, limit: int, page: int = 1, access: Access | None = None
) -> TimelinePage:
    """One page of the entries that pass the filter; the last one where there are not so many."""
    statement = _entries(record, wanted, access)
    count = (
        session.scalar(select(func.count()).select_from(statement.with_only_columns(Activity.number).subquery())) or 0
    )
    order: tuple[Any, ...] = (
        (Activity.at, Activity.number) if wanted.oldest_first else (Activity.at.desc(), Activity.number.desc())
    )
    found = session.scalars(statement.order_by(*order).limit(limit).offset(skipped(page, count, limit)))
    return TimelinePage(list(found), count)


def contact_dates(
    session: Session, record: Holder, contact_kinds: Sequence[str], planned: Sequence[Followup]
) -> ContactDates:
    """When there was contact first and last, by whom; the first of what is `planned` with the record or one of its deals."""
    contacts = _entries(record, TimelineFilter(kinds=frozenset(contact_kinds)), None)
    last = session.scalars(contacts.order_by(Activity.at.desc(), Activity.number.desc()).limit(1)).first()
    first = last and session.scalars(contacts.order_by(Activity.at, Activity.number).limit(1)).first()
    return ContactDates(first, last, planned[0] if planned else None)


def files_of(
    session: Session, record: Holder, *, limit: int = 50, access: Access | None = None
) -> list[tuple[File, Activity]]:
    """The files in a record's history, newest first, each with the entry it came with."""
    numbers = _entries(record, EVERYTHING, access).with_only_columns(Activity.number)
    statement = (
        select(File, Activity)
        .join(Activity, Activity.number == File.activity_number)
        .where(File.activity_number.in_(numbers), File.inline.is_(False))
        .order_by(Activity.at.desc(), File.id.desc())
        .limit(limit)
    )
    return [(file, activity) for file, activity in session.execute(statement)]


def _entries(record: Holder, wanted: TimelineFilter, access: Access | None) -> Select[Any]:
    statement = select(Activity).where(_at(record))
    if wanted.kinds:
        statement = statement.where(Activity.kind.in_(sorted(wanted.kinds)))
    if wanted.since is not None:
        statement = statement.where(Activity.at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(Activity.at < wanted.until)
    return statement.where(*visible(access, Activity)) if access is not None else statement


def _at(record: Holder) -> ColumnElement[bool]:
    if isinstance(record, Deal):
        return Activity.deal_number == record.number
    if isinstance(record, Person):
        own = (
            Activity.__table__.alias().c
        )  # one list of numbers: PostgreSQL reads the whole history for an "or" over tables
        mine = select(own.number).where(own.person_number == record.number)
        shown_at = select(ActivityPerson.activity_number).where(ActivityPerson.person_number == record.number)
        return Activity.number.in_(mine.union_all(shown_at))
    return Activity.company_number == record.number
