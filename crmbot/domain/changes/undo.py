"""Taking an action back: the inverse of its change set, or a reason why newer changes stand in the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Mapper, Session, aliased, selectinload

from crmbot import codec
from crmbot.domain.changes.in_the_way import built_on, built_on_parts
from crmbot.domain.changes.references import MAPPERS, in_pieces
from crmbot.domain.history.history import refresh_last_activity
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Change, ChangeSet, InboxItem
from crmbot.domain.records.values import from_json, to_json, tracked_columns
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict, NotFound
from crmbot.shapes import Text, Verbatim, t

_GROWN = t("This cannot be undone any more: newer records build on it.")


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
    target, parts = _standing(work.session, change_set_id)
    for part in parts:
        _take_back(work, part)
    mine = work.change_set()
    if mine is not None and (own := work.session.get(ChangeSet, mine)) is not None:
        own.undoes, own.subject = target.id, target.subject
    return target


def parts_before(session: Session, change_set_id: int) -> list[int]:
    """Of a long action all its parts but the oldest, newest first: each may be undone in a unit of work of its own before
    `undo` does the rest. Raises as `undo` does, of all parts together.
    """
    _, parts = _standing(session, change_set_id, locked=False)
    if len(parts) > 1:
        for newer in built_on_parts(session, parts):
            raise Conflict(_in_the_way(session, newer))
    return [part.id for part in parts[:-1]]


def undo_part(work: Work, part_id: int) -> None:
    """Take back one of `parts_before`; nothing where somebody else has done so meanwhile."""
    part = work.session.get(ChangeSet, part_id, with_for_update=True)
    if part is None or part.undone_by is not None:
        return
    _take_back(work, part)
    mine = work.change_set()
    if mine is not None and (own := work.session.get(ChangeSet, mine)) is not None:
        own.undoes = part.id


def _standing(session: Session, change_set_id: int, *, locked: bool = True) -> tuple[ChangeSet, list[ChangeSet]]:
    """The change set, and all parts of it that still stand, newest first; `locked` until the end of the unit: of two who
    undo it, the second one sees it done.
    """
    target = session.get(ChangeSet, change_set_id, with_for_update=locked)
    if target is None:
        raise NotFound(t("There is no change {id}.", id=change_set_id))
    parts = _parts(session, target, locked=locked)
    if not parts:
        raise Conflict(t("Change {id} was already undone by change {by}.", id=target.id, by=target.undone_by))
    if any(part.erased_at is not None for part in parts):
        raise Conflict(t("Change {id} cannot be undone: what it was about has been erased.", id=target.id))
    return target, parts


def _parts(session: Session, target: ChangeSet, *, locked: bool) -> list[ChangeSet]:
    if target.group_id is None:
        return [target] if target.undone_by is None else []
    group = select(ChangeSet).where(ChangeSet.group_id == target.group_id, ChangeSet.undone_by.is_(None))
    group = group.order_by(ChangeSet.id.desc())
    return list(session.scalars(group.with_for_update() if locked else group))


def _take_back(work: Work, part: ChangeSet) -> None:
    session = work.session
    changes = list(session.scalars(select(Change).where(Change.change_set_id == part.id).order_by(Change.id.desc())))
    for newer in built_on(session, part, changes, beside=() if (own := work.change_set()) is None else (own,)):
        raise Conflict(_in_the_way(session, newer))
    for (table, op), run in groupby(changes, key=lambda change: (change.table_name, _with_others(change))):
        if op == "insert":
            _take_away(session, MAPPERS[table], [change.row_id for change in run])
        elif op == "delete":
            _bring_back(session, MAPPERS[table], {change.row_id: change.old or {} for change in run})
        else:
            for change in run:
                _apply_inverse(session, change)
    _mark_mail(work, changes)
    _refresh_deals(session, changes)
    _stand_again(session, part)
    part.undone_by = work.change_set()


def _stand_again(session: Session, undone: ChangeSet) -> None:
    """What an undo had taken back stands again when the undo is taken back."""
    if undone.undoes is None:
        return
    for restored in session.scalars(select(ChangeSet).where(ChangeSet.undone_by == undone.id)):
        restored.undone_by = None


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


def _with_others(change: Change) -> str | None:
    """`insert` or `delete` of a row that can be taken away or brought back together with others of its table; one that
    stands below another of them goes by itself, in the order of the log.
    """
    row = {"insert": change.new, "delete": change.old}.get(change.op)
    return change.op if row and not any(row.get(name) for name in _own_kind(change.table_name)) else None


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
    for part in in_pieces(row_ids):
        for row in session.scalars(select(mapper.class_).where(primary.in_(part)).options(*loads)).all():
            session.delete(row)
        session.flush()


def _bring_back(session: Session, mapper: Mapper[Any], rows: Mapping[int, dict[str, Any]]) -> None:
    """Make rows of one table again that went together."""
    (primary,) = mapper.primary_key
    for part in in_pieces(list(rows)):
        there = set(session.scalars(select(primary).where(primary.in_(part))))
        session.add_all(mapper.class_(**_values(mapper, rows[row_id])) for row_id in part if row_id not in there)
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
