"""Reading the change log: what was done to a record, by whom, through which channel; the history of one field."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Change, ChangeSet, Company, Deal, Person

_UNSAID = frozenset(
    {"name_key", "value_sources", "stage_since", "state", "closed_at", "last_activity_at"}
)  # follow from others


@dataclass(frozen=True, slots=True)
class LoggedAction:
    """One action with what it changed at the record, in the order in which it was written."""

    change_set: ChangeSet
    changes: list[Change]


def changes_of(
    session: Session, record: Deal | Person | Company, *, fields: Collection[str] | None = None, limit: int = 15
) -> list[LoggedAction]:
    """What was done to a record itself, newest first; with `fields` (columns) only what changed one of these."""
    mine: ColumnElement[bool] = and_(Change.table_name == record.__tablename__, Change.row_id == record.number)
    if fields is not None:
        mine = and_(mine, or_(Change.field.in_(fields), Change.field.is_(None)))
    ids = select(Change.change_set_id).where(mine).distinct()
    about: ColumnElement[bool] = ChangeSet.id.in_(ids)
    if fields is None:
        about = or_(about, ChangeSet.subject == record.number)
    sets = list(session.scalars(select(ChangeSet).where(about).order_by(ChangeSet.id.desc()).limit(limit)))
    said = select(Change).where(mine, Change.change_set_id.in_([one.id for one in sets])).order_by(Change.id)
    return _with_changes(sets, session.scalars(said))


def changes_by(session: Session, actor: str | None, *, limit: int = 15) -> list[LoggedAction]:
    """The latest actions of a member, or of everybody."""
    statement = select(ChangeSet).order_by(ChangeSet.id.desc()).limit(limit)
    if actor is not None:
        statement = statement.where(ChangeSet.actor == actor)
    return [LoggedAction(change_set, []) for change_set in session.scalars(statement)]


def _with_changes(sets: list[ChangeSet], changes: Iterable[Change]) -> list[LoggedAction]:
    by_set: dict[int, list[Change]] = {change_set.id: [] for change_set in sets}
    for change in changes:
        if change.field not in _UNSAID:
            by_set[change.change_set_id].append(change)
    return [LoggedAction(change_set, by_set[change_set.id]) for change_set in sets]
