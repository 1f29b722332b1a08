"""The change log after an erasure: who changed which field when stays, the values go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import String, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from crmbot.domain.changes.references import MAPPERS
from crmbot.domain.filing.traces import Traces
from crmbot.domain.records import Change, ChangeSet, MergedRecord

_AT_ONCE = 400
# What says nothing of a person: keys, dates, amounts, states, members.
_KEPT = frozenset({
    "number", "id", "person_number", "company_number", "deal_number", "activity_number", "record_number", "inbox_id",
    "from_number", "to_number", "file_id", "product_number", "kind", "medium", "direction", "at", "author", "owner",
    "created_at", "created_by", "due_at", "day_only", "done_at", "done_by", "snoozed", "origin", "stage", "state",
    "process", "amount", "currency", "budget", "probability", "expected_close", "source", "code", "version", "offered_on",
    "valid_until", "stage_since", "closed_at", "qualified_at", "assigned_by", "unnamed", "disqualified", "priority",
    "primary", "size", "sha256", "content_type", "inline", "minutes", "private", "pinned", "resolved_at", "resolved_by",
    "member", "since", "protected", "quantity", "price", "discount",
    "starts_at", "ends_at", "all_day", "sequence", "asked_at", "appointment_number", "what",
})  # fmt: skip
_HOLDERS = ("person_number", "record_number", "from_number", "to_number", "activity_number")


def redact_log(
    session: Session, traces: Traces, rows: Iterable[tuple[str, int]], now: datetime, change_set: int | None
) -> set[str]:
    """Take the values of these rows, of rows that hung on them and are gone, and all other traces, out of the log.

    Every action concerned is marked: it cannot be undone. Returns the hashes of files that were named.
    """
    whole = set(rows) | {("persons", number) for number in _merged(session, traces.numbers)}
    whole |= set(_gone(session, whole, traces.numbers))
    seen: set[int] = set()
    sets: set[int] = set() if change_set is None else {change_set}
    files: set[str] = set()
    for change in _of_rows(session, whole):
        files |= {
            value["sha256"] for value in (change.old, change.new) if isinstance(value, dict) and "sha256" in value
        }
        change.old, change.new = _kept(change, change.old), _kept(change, change.new)
        seen.add(change.id)
        sets.add(change.change_set_id)
    session.flush()
    for change in session.scalars(select(Change).where(traces.within(Change.old, Change.new))).all():
        if change.id not in seen and traces.found_in(f"{change.old}\n{change.new}"):
            change.old, change.new = traces.removed_from_value(change.old), traces.removed_from_value(change.new)
            sets.add(change.change_set_id)
    session.flush()
    for part in _parts(sets):
        session.execute(update(ChangeSet).where(ChangeSet.id.in_(part)).values(erased_at=now))
    return files


def _merged(session: Session, numbers: Iterable[int]) -> set[int]:
    """Records that were made one with these, in however many steps."""
    found: set[int] = set()
    fresh = set(numbers)
    while fresh:
        fresh = set(session.scalars(select(MergedRecord.number).where(MergedRecord.into_number.in_(fresh)))) - found
        found |= fresh
    return found


def _gone(session: Session, whole: set[tuple[str, int]], numbers: Iterable[int]) -> Iterator[tuple[str, int]]:
    """Rows that the log alone remembers: they hung on him, or on an entry of his history that is gone too."""
    named = {*numbers, *_merged(session, numbers)}
    found = set(_hanging_on(session, named, _HOLDERS)) - whole
    yield from found
    entries = {row_id for table, row_id in found if table == "activities"}
    yield from _hanging_on(session, entries, ("activity_number",))


def _hanging_on(session: Session, numbers: Iterable[int], columns: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """The rows that named one of these numbers and are there no more."""
    for number in sorted(numbers):
        named = f'_number":{number}'
        texts = [type_coerce(column, String).contains(named) for column in (Change.old, Change.new)]
        for change in session.scalars(select(Change).where(Change.op != "update", or_(*texts))):
            row = change.new or change.old or {}
            gone = session.get(MAPPERS[change.table_name].class_, change.row_id) is None
            if gone and any(row.get(column) == number for column in columns):
                yield change.table_name, change.row_id


def _of_rows(session: Session, rows: Iterable[tuple[str, int]]) -> Iterator[Change]:
    by_table: dict[str, list[int]] = {}
    for table, row_id in rows:
        by_table.setdefault(table, []).append(row_id)
    for table, ids in by_table.items():
        for part in _parts(ids):
            statement = select(Change).where(Change.table_name == table, Change.row_id.in_(part))
            yield from session.scalars(statement.order_by(Change.id)).all()


def _kept(change: Change, value: Any) -> Any:
    """What may stay of a logged value: of a whole row its keys and dates, of a field all or nothing."""
    if isinstance(value, dict) and change.field is None:
        return {key: held for key, held in value.items() if _may_stay(change.table_name, key)}
    return value if change.field is not None and _may_stay(change.table_name, change.field) else None


def _may_stay(table: str, field: str) -> bool:
    return field in _KEPT and not (field == "number" and table in ("person_phones", "company_phones"))


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
