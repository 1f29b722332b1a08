"""What newer changes build on an action, and so stand in the way of taking it back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from sqlalchemy import Row, and_, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from crmbot.domain.changes.references import in_pieces, pointing_to
from crmbot.domain.members.guard import unguarded
from crmbot.domain.records import Change, ChangeSet

_FEW = 100  # changes that are looked through before a button is shown
_Changed: TypeAlias = Change | Row[str, int, str, str | None]


def stands_free(session: Session, change_set_id: int) -> bool:
    """Whether nothing newer builds on an action: a button to undo it can be offered. Of a large one it is not looked up."""
    found = select(Change).where(Change.change_set_id == change_set_id).order_by(Change.id.desc()).limit(_FEW + 1)
    target = session.get(ChangeSet, change_set_id)
    with unguarded(session):
        changes = list(session.scalars(found))
        if target is None or target.group_id is not None or len(changes) > _FEW:
            return True
        return not any(True for _ in built_on(session, target, changes, beside=()))


def built_on_parts(session: Session, parts: Collection[ChangeSet]) -> Iterator[ChangeSet | None]:
    """As `built_on`, of all parts of a long action together."""
    said = select(Change.table_name, Change.row_id, Change.op, Change.field)
    each = {part.id: session.execute(said.where(Change.change_set_id == part.id)).all() for part in parts}
    rows = {(change.table_name, change.row_id) for changes in each.values() for change in changes}
    for part in parts:
        yield from built_on(session, part, each[part.id], beside=each, rows=rows)


def built_on(
    session: Session, target: ChangeSet, changes: Sequence[_Changed], *, beside: Collection[int],
    rows: Collection[tuple[str, int]] = (),
) -> Iterator[ChangeSet | None]:  # fmt: skip
    """Whatever was written to the same rows since then and stands, but by the change sets `beside`; and what points to rows
    that would go, but from its own rows or those named.
    """
    fields = {(change.table_name, change.row_id, change.field) for change in changes}
    whole = {(change.table_name, change.row_id) for change in changes if change.op != "update"}
    for change, change_set in _later(session, target, beside):
        row = (change.table_name, change.row_id)
        if row in whole or (*row, change.field) in fields or change.op == "delete":
            yield change_set
    own = rows or {(change.table_name, change.row_id) for change in changes}
    for table in dict.fromkeys(change.table_name for change in changes if change.op == "insert"):
        inserted = [change.row_id for change in changes if change.op == "insert" and change.table_name == table]
        yield from _pointing(session, table, inserted, own)


def _later(session: Session, target: ChangeSet, beside: Collection[int]) -> Sequence[Row[Change, ChangeSet]]:
    mine = aliased(Change)
    same_row = and_(mine.table_name == Change.table_name, mine.row_id == Change.row_id)
    return session.execute(
        select(Change, ChangeSet)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .join(mine, and_(mine.change_set_id == target.id, same_row))
        .where(
            Change.change_set_id > target.id,
            Change.change_set_id.not_in(sorted(beside)),
            ChangeSet.undone_by.is_(None),
            ChangeSet.undoes.is_(None) | (ChangeSet.undoes == target.id),
        )
    ).all()


def _pointing(
    session: Session, table: str, inserted: Sequence[int], own: Collection[tuple[str, int]]
) -> Iterator[ChangeSet | None]:
    """Rows that others now point to cannot be taken away under them: who made the others, where that is known."""
    pointing = pointing_to(table)
    for part in in_pieces(inserted) if pointing else ():
        others = (
            select(literal(mapper.local_table.description), *mapper.primary_key).where(
                getattr(mapper.class_, name).in_(part)
            )
            for mapper, name in pointing
        )
        for other, row_id in session.execute(union_all(*others)):
            if (other, row_id) not in own:
                yield _maker_of(session, other, row_id)


def _maker_of(session: Session, table_name: str, row_id: int) -> ChangeSet | None:
    statement = (
        select(ChangeSet)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.table_name == table_name, Change.row_id == row_id)
        .order_by(Change.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()
