"""Taking an action back: the inverse of its change set, or a reason why newer changes stand in the way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, literal, select, union_all
from sqlalchemy.orm import Mapper, Session, aliased, selectinload

from crmbot import codec
from crmbot.domain.changes.references import MAPPERS, pointing_to
from crmbot.domain.history.history import refresh_last_activity
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Change, ChangeSet, InboxItem
from crmbot.domain.records.values import from_json, to_json, tracked_columns
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict, NotFound
from crmbot.shapes import Text, Verbatim, t

_AT_ONCE = 400  # rows of one statement
_GROWN = t("This cannot be undone any more: newer records build on it.")
_FEW = 100  # changes that are looked through before a button is shown


def last_undoable(session: Session, actor: str) -> tuple[ChangeSet, bool]:
    """The newest action of a member that still stands and was not itself an undo; and whether a newer one was passed over,
    because what it was about has been erased. Raises NotFound.
    """
    erased = aliased(ChangeSet)
    part = and_(erased.group_id == ChangeSet.group_id, erased.erased_at.is_not(None))
    standing = (ChangeSet.actor == actor, ChangeSet.undone_by.is_(None), ChangeSet.undoes.is_(None))
    whole = (ChangeSet.erased_at.is_(None), ~select(erased.id).where(part).exists())
    newest = session.scalar(select(func.max(ChangeSet.id)).where(*standing))
    found = session.scalars(select(ChangeSet).where(*standing, *whole).order_by(ChangeSet.id.desc()).limit(1)).first()
    if found is None and newest is not None:
        raise NotFound(t("There is nothing of yours to undo: what was erased stays erased."))
    if found is None:
        raise NotFound(t("There is nothing of yours to undo."))
    return found, found.id != newest


def undo(work: Work, change_set_id: int) -> ChangeSet:
    """Restore every row as it was before that action, of one made in parts before all of them; also takes back an undo.

    Raises NotFound for a number that is none, Conflict when it was undone before or newer changes build on it.
    """
    target = _standing(work.session, change_set_id)
    parts = _parts(work.session, target)
    if any(part.erased_at is not None for part in parts):
        raise Conflict(t("Change {id} cannot be undone: what it was about has been erased.", id=target.id))
    for part in parts:
        _take_back(work, part)
    mine = work.change_set()
    if mine is not None and (own := work.session.get(ChangeSet, mine)) is not None:
        own.undoes, own.subject = target.id, target.subject
    _stand_again(work.session, target)
    return target


def stands_free(session: Session, change_set_id: int) -> bool:
    """Whether nothing newer builds on an action: a button to undo it can be offered. Of a large one it is not looked up."""
    found = select(Change).where(Change.change_set_id == change_set_id).order_by(Change.id.desc()).limit(_FEW + 1)
    target = session.get(ChangeSet, change_set_id)
    with unguarded(session):
        changes = list(session.scalars(found))
        if target is None or target.group_id is not None or len(changes) > _FEW:
            return True
        return not any(True for _ in _built_on(session, target, changes, own=None))


def _standing(session: Session, change_set_id: int) -> ChangeSet:
    """The change set, held until the end of the unit: of two who undo it, the second one sees it done."""
    target = session.get(ChangeSet, change_set_id, with_for_update=True)
    if target is None:
        raise NotFound(t("There is no change {id}.", id=change_set_id))
    if target.undone_by is not None:
        raise Conflict(t("Change {id} was already undone by change {by}.", id=target.id, by=target.undone_by))
    if target.erased_at is not None:
        raise Conflict(t("Change {id} cannot be undone: what it was about has been erased.", id=target.id))
    return target


def _parts(session: Session, target: ChangeSet) -> list[ChangeSet]:
    """All parts of a long action that still stand, newest first."""
    if target.group_id is None:
        return [target]
    group = select(ChangeSet).where(ChangeSet.group_id == target.group_id, ChangeSet.undone_by.is_(None))
    return list(session.scalars(group.order_by(ChangeSet.id.desc()).with_for_update()))


def _take_back(work: Work, part: ChangeSet) -> None:
    session = work.session
    changes = list(session.scalars(select(Change).where(Change.change_set_id == part.id).order_by(Change.id.desc())))
    for newer in _built_on(session, part, changes, own=work.change_set()):
        raise Conflict(_in_the_way(session, newer))
    for (table, together), run in groupby(changes, key=lambda change: (change.table_name, _goes_with_others(change))):
        if together:
            _take_away(session, MAPPERS[table], [change.row_id for change in run])
            continue
        for change in run:
            _apply_inverse(session, change)
    _mark_mail(work, changes)
    _refresh_deals(session, changes)
    part.undone_by = work.change_set()


def _stand_again(session: Session, undone: ChangeSet) -> None:
    """What an undo had taken back stands again when the undo is taken back."""
    if undone.undoes is None:
        return
    for restored in session.scalars(select(ChangeSet).where(ChangeSet.undone_by == undone.id)):
        restored.undone_by = None


def _built_on(
    session: Session, target: ChangeSet, changes: list[Change], *, own: int | None
) -> Iterator[ChangeSet | None]:
    """Whatever was written to the same rows since then, but by this very undo, and stands."""
    rows = {(change.table_name, change.row_id) for change in changes}
    fields = {(change.table_name, change.row_id, change.field) for change in changes}
    mine = aliased(Change)
    same_row = and_(mine.table_name == Change.table_name, mine.row_id == Change.row_id)
    later = session.execute(
        select(Change, ChangeSet)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .join(mine, and_(mine.change_set_id == target.id, same_row))
        .where(
            Change.change_set_id > target.id,
            Change.change_set_id != (own or 0),
            ChangeSet.undone_by.is_(None),
            ChangeSet.undoes.is_(None) | (ChangeSet.undoes == target.id),
        )
    ).all()
    whole = {(change.table_name, change.row_id) for change in changes if change.op != "update"}
    for change, change_set in later:
        row = (change.table_name, change.row_id)
        if row in whole or (*row, change.field) in fields or (row in rows and change.op == "delete"):
            yield change_set
    for table in dict.fromkeys(change.table_name for change in changes if change.op == "insert"):
        inserted = [change.row_id for change in changes if change.op == "insert" and change.table_name == table]
        yield from _pointing(session, table, inserted, rows)


def _pointing(
    session: Session, table: str, inserted: list[int], rows: set[tuple[str, int]]
) -> Iterator[ChangeSet | None]:
    """Rows that others now point to cannot be taken away under them: who made the others, where that is known."""
    pointing = pointing_to(table)
    for part in _some(inserted) if pointing else ():
        others = (
            select(literal(mapper.local_table.description), *mapper.primary_key).where(
                getattr(mapper.class_, name).in_(part)
            )
            for mapper, name in pointing
        )
        for other, row_id in session.execute(union_all(*others)):
            if (other, row_id) not in rows:
                yield _maker_of(session, other, row_id)


def _some(numbers: list[int]) -> Iterator[list[int]]:
    """Pieces that fit into one statement."""
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))


def _maker_of(session: Session, table_name: str, row_id: int) -> ChangeSet | None:
    statement = (
        select(ChangeSet)
        .join(Change, Change.change_set_id == ChangeSet.id)
        .where(Change.table_name == table_name, Change.row_id == row_id)
        .order_by(Change.id.desc())
        .limit(1)
    )
    return session.scalars(statement).first()


def _in_the_way(session: Session, change_set: ChangeSet | None) -> Text:
    if change_set is None:
        return _GROWN
    return t(
        "This cannot be undone any more: change {id} ({action}, by {actor}) builds on it. Undo that one first.",
        id=change_set.id,
        action=change_set.action,
        actor=_called(session, change_set.actor),
    )


def _called(session: Session, key: str | None) -> Verbatim:
    """What people call who did something; us, where nobody did it."""
    member = member_by_key(session, key) if key else None
    return Verbatim(member.name if member else key or "crmbot")


def _goes_with_others(change: Change) -> bool:
    """Whether a row that was made can be taken away together with others of its table; one that was made below another
    of them goes by itself, in the order of the log.
    """
    return change.op == "insert" and not any((change.new or {}).get(name) for name in _own_kind(change.table_name))


@cache
def _own_kind(table_name: str) -> tuple[str, ...]:
    """The columns that name another row of the same table."""
    mapper = MAPPERS[table_name]
    keys = (key.parent for key in mapper.local_table.foreign_keys if key.column.table is mapper.local_table)
    return tuple(mapper.get_property_by_column(column).key for column in keys)


def _take_away(session: Session, mapper: Mapper[Any], row_ids: list[int]) -> None:
    """Delete rows of one table that were made together, with what still hangs on them."""
    (primary,) = mapper.primary_key
    loads = [selectinload(one.class_attribute) for one in mapper.relationships if one.cascade.delete]
    for part in _some(row_ids):
        for row in session.scalars(select(mapper.class_).where(primary.in_(part)).options(*loads)).all():
            session.delete(row)
        session.flush()


def _apply_inverse(session: Session, change: Change) -> None:
    mapper = MAPPERS[change.table_name]
    row = session.get(mapper.class_, change.row_id)
    if change.op == "insert":
        if row is not None:
            session.delete(row)
    elif change.op == "delete":
        if row is None:
            session.add(mapper.class_(**_values(mapper, change.old or {})))
    elif row is not None and change.field is not None:
        _restore(row, mapper, change)
    session.flush()  # one by one: the log holds them in an order that satisfies every foreign key


def _restore(row: Any, mapper: Mapper[Any], change: Change) -> None:
    """Put one field back; of a column that holds a dictionary, one entry (`custom.size`)."""
    field, _, key = (change.field or "").partition(".")
    if field not in {attribute.key for attribute in tracked_columns(mapper)}:
        raise Conflict(_GROWN)  # a column that this version no longer has
    held = getattr(row, field)
    if (held or {}).get(key) != change.new if key else to_json(held) != change.new:
        raise Conflict(_GROWN)
    if not key:
        setattr(row, field, _values(mapper, {field: change.old})[field])
        return
    entries = {name: value for name, value in {**(held or {}), key: change.old}.items() if value is not None}
    setattr(row, field, entries or None)


def _values(mapper: Mapper[Any], stored: dict[str, Any]) -> dict[str, Any]:
    return {a.key: from_json(a, stored[a.key]) for a in tracked_columns(mapper) if a.key in stored}


def _mark_mail(work: Work, changes: list[Change]) -> None:
    """A mail whose filing was taken back is dropped, so that it may come again; if that is taken back, it is filed again."""
    ids = {row["inbox_id"]: change.op for change in changes if (row := _activity_row(change)).get("inbox_id")}
    for inbox_id, op in sorted(ids.items()):
        item = work.session.get(InboxItem, inbox_id)
        args = {"actor": _called(work.session, work.actor)}
        if item is not None and op == "insert" and item.state == "done":
            item.state, item.done_at = "dropped", work.now
            item.reason = codec.dump(t("filing undone by {actor}", **args))
        elif item is not None and op == "delete" and item.state == "dropped":
            item.state, item.done_at = "done", work.now
            item.reason = codec.dump(t("filed again by {actor}", **args))


def _activity_row(change: Change) -> dict[str, Any]:
    """The activity that a change made or took away."""
    return (change.new or change.old or {}) if change.table_name == "activities" and not change.field else {}


def _refresh_deals(session: Session, changes: list[Change]) -> None:
    """The date of the last contact, of deals that got or lost an activity."""
    numbers = {_activity_row(change).get("deal_number") for change in changes}
    for change in changes:
        if change.table_name == "activities" and change.field == "deal_number":
            numbers |= {change.old, change.new}
    for number in sorted(filter(None, numbers)):
        refresh_last_activity(session, number)
