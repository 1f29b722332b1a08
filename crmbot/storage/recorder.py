"""Writes the change log: after each flush, every change of a tracked record, in the same transaction.

Hooked to the session so that no action can forget it (design, invariant 5). Bulk statements pass it by:
tracked records are therefore written through the session only.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, Session, UOWTransaction

from crmbot.domain.records import Base, Change, ChangeSet, Tracked
from crmbot.domain.records.values import row_to_json, to_json, tracked_columns
from crmbot.domain.records.work import CHANGE_SET, Work

WORK = "crmbot.work"

_TABLE_ORDER = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def record_changes(session: Session, work: Work) -> None:
    """Log all tracked changes of `session` from now on in the name of `work`."""
    session.info[WORK] = work
    event.listen(session, "after_flush", _after_flush)


def _after_flush(session: Session, context: UOWTransaction) -> None:
    rows = _changes_of(session, context)
    if not rows:
        return
    change_set_id = session.info.get(CHANGE_SET) or _begin_change_set(session)
    session.execute(insert(Change), [{**row, "change_set_id": change_set_id} for row in rows])


def _begin_change_set(session: Session) -> int:
    work: Work = session.info[WORK]
    statement = (
        insert(ChangeSet)
        .values(at=work.now, actor=work.actor, channel=work.channel, action=work.action, group_id=work.group)
        .returning(ChangeSet.id)
    )
    change_set_id = session.execute(statement).scalar_one()
    session.info[CHANGE_SET] = change_set_id
    return change_set_id


def _changes_of(session: Session, context: UOWTransaction) -> list[dict[str, Any]]:
    """What this flush wrote. A row that left its collection is deleted with it, though the session was not told so."""
    gone = {state.obj() for state, (is_delete, only_listed) in context.states.items() if is_delete and not only_listed}
    inserts = sorted((row for row in session.new if isinstance(row, Tracked)), key=_place)
    updates = [row for row in session.dirty if isinstance(row, Tracked) and row not in gone]
    deletes = sorted((row for row in gone if isinstance(row, Tracked)), key=_place, reverse=True)
    return [
        *(_change(row, "insert", new=row_to_json(row, _mapper(row))) for row in inserts),
        *(change for row in updates for change in _updates(row)),
        *(_change(row, "delete", old=row_to_json(row, _mapper(row))) for row in deletes),
    ]


def _updates(row: Any) -> list[dict[str, Any]]:
    state = inspect(row)
    changes = []
    for attribute in tracked_columns(_mapper(row)):
        history = state.attrs[attribute.key].history
        if not history.has_changes():
            continue
        old = to_json(history.deleted[0]) if history.deleted else None
        new = to_json(history.added[0]) if history.added else None
        for field, before, after in _parts(attribute.key, old, new):
            if before != after:
                changes.append(_change(row, "update", field=field, old=before, new=after))
    return changes


def _parts(field: str, old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    """A column that holds a dictionary is logged key by key, so that two of its entries are undone independently."""
    if not (isinstance(old, dict) or isinstance(new, dict)):
        return [(field, old, new)]
    before, after = old or {}, new or {}
    return [(f"{field}.{key}", before.get(key), after.get(key)) for key in sorted({*before, *after})]


def _change(row: Any, op: str, *, field: str | None = None, old: Any = None, new: Any = None) -> dict[str, Any]:
    mapper = _mapper(row)
    (row_id,) = mapper.primary_key_from_instance(row)
    table_name = mapper.local_table.description
    return {"op": op, "table_name": table_name, "row_id": row_id, "field": field, "old": old, "new": new}


def _mapper(row: Any) -> Mapper[Any]:
    mapper: Mapper[Any] = inspect(row).mapper
    return mapper


def _place(row: Any) -> int:
    return _TABLE_ORDER[_mapper(row).local_table.description]
