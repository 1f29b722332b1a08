"""Who may take an action back: whoever may change every record that it changed, as it stands now.

What a member gave away himself he may fetch back, though it is another's now. Rights are never undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crmbot.domain.changes.references import in_pieces
from crmbot.domain.members.access import refusal
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.hanging import HOLDERS, ROOTS
from crmbot.domain.members.rights import Access
from crmbot.domain.members.visibility import EVERYBODY, Visible, visible
from crmbot.domain.records import Base, Change, ChangeSet, Member
from crmbot.errors import Conflict, NotAllowed, NotFound, RequestFault
from crmbot.shapes import t

_ROOTS: dict[str, Visible] = {model.__tablename__: model for model in ROOTS}
_HOLDERS = {model.__tablename__: (model, holders) for model, holders in HOLDERS.items()}
_OWN_AFFAIRS = frozenset({"absent_from", "absent_until", "substitute", "preferences", "timezone", "language"})


def require_undo(session: Session, access: Access, change_set_id: int) -> None:
    """Raises NotFound for a change of records that may not be seen, NotAllowed where the right to change them is missing."""
    target = session.get(ChangeSet, change_set_id)
    if target is None:
        raise _unknown(change_set_id)
    with unguarded(session):
        parts = _parts(session, target)
        _require_team(session, access, parts)
        if not access.limited and access.keys("write") is None:
            return
        changes = list(session.scalars(select(Change).where(Change.change_set_id.in_(parts))))
        given_away = _given_away(access, changes)
        touched: dict[tuple[Visible, ...], set[int]] = {}
        for models, number in (place for change in changes for place in _touched(session, change)):
            touched.setdefault(models, set()).add(number)
        for models, numbers in touched.items():
            _require(session, access, models, sorted(numbers - given_away), change_set_id)


def may_undo(session: Session, access: Access, change_set_id: int) -> bool:
    """Whether `require_undo` lets it pass. Whoever may change everything need not be asked. Erasure is final."""
    target = session.get(ChangeSet, change_set_id)
    if target is not None and target.erased_at is not None:
        return False
    if access.keys("write") is None and not access.limited:
        return True
    try:
        require_undo(session, access, change_set_id)
    except RequestFault:
        return False
    return True


def _unknown(change_set_id: int) -> NotFound:
    return NotFound(t("There is no change {id}.", id=change_set_id))


def _parts(session: Session, target: ChangeSet) -> list[int]:
    if target.group_id is None:
        return [target.id]
    standing = (ChangeSet.group_id == target.group_id, ChangeSet.undone_by.is_(None))
    return list(session.scalars(select(ChangeSet.id).where(*standing)))


def _require_team(session: Session, access: Access, parts: Collection[int]) -> None:
    """The team is an administrator's affair, but for a member's own absence; rights are outside undo."""
    said = (Change.change_set_id.in_(parts), Change.table_name.in_(("members", "member_emails")))
    rows = session.scalars(select(Change).where(*said)).all()
    if any(change.op != "update" or change.field in {"rights", "permissions"} for change in rows):
        raise Conflict(t("Who is in the team and with what rights cannot be undone: change it with crmbot member."))
    mine = session.scalar(select(Member.number).where(Member.key == access.member)) if rows else None
    foreign = [row for row in rows if row.row_id != mine or (row.field or "").partition(".")[0] not in _OWN_AFFAIRS]
    if foreign and not access.may("admin"):
        raise NotAllowed(refusal(access, "admin"))


def _given_away(access: Access, changes: Iterable[Change]) -> set[int]:
    """Records whose owner the action changed, from one whose records the member may change."""
    keys = access.keys("write")
    owners = [change for change in changes if change.table_name in _ROOTS and change.field == "owner"]
    return {change.row_id for change in owners if keys is None or change.old in keys}


def _touched(session: Session, change: Change) -> Iterable[tuple[tuple[Visible, ...], int]]:
    """The records that a change is about. Of a row that hangs on another, that one."""
    if change.table_name in _ROOTS:
        yield (_ROOTS[change.table_name],), change.row_id
    elif change.table_name in _HOLDERS:
        model, holders = _HOLDERS[change.table_name]
        stored = change.new or change.old if change.op != "update" else None
        for models, column in holders:
            number = _value(session, model, change.row_id, column, stored)
            if number is not None:
                yield models, number


def _value(session: Session, model: type[Base], row_id: int, column: str, stored: Any) -> int | None:
    if isinstance(stored, dict):
        number: int | None = stored.get(column)
        return number
    row = session.get(model, row_id)
    return getattr(row, column) if row is not None else None


def _require(
    session: Session, access: Access, models: tuple[Visible, ...], numbers: Sequence[int], change_set_id: int
) -> None:
    """Every record that is there; of one that is gone, what takes it back makes it again."""
    there, seen, writable = set[int](), set[int](), set[int]()
    for model in models:
        read = visible(access, model)
        there |= _among(session, model, numbers)
        seen |= _among(session, model, numbers, *read)
        if access.may("write"):
            writable |= _among(session, model, numbers, *read, *visible(access, model, "write"))
    if there - seen:
        raise _unknown(change_set_id)
    if there - writable:
        raise NotAllowed(refusal(access, "write"))


def _among(session: Session, model: Visible, numbers: Sequence[int], *conditions: ColumnElement[bool]) -> set[int]:
    """Those of the numbers that are of such records."""
    statements = (select(model.number).where(model.number.in_(part), *conditions) for part in in_pieces(numbers))
    return {number for statement in statements for number in session.scalars(statement, execution_options=EVERYBODY)}
