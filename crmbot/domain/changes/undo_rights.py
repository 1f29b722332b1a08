"""Who may take an action back: whoever may change every record that it changed, as it stands now.

What a member gave away himself he may fetch back, though it is another's now. Rights are never undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.members.access import allows_number, refusal
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.hanging import HOLDERS, ROOTS
from crmbot.domain.members.rights import Access
from crmbot.domain.members.visibility import Visible
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
        changes = list(session.scalars(select(Change).where(Change.change_set_id.in_(_parts(session, target)))))
        _require_team(session, access, changes)
        given_away = _given_away(access, changes)
        touched = {place for change in changes for place in _touched(session, change)}
        for models, number in touched:
            _require(session, access, models, number, change_set_id, given_away)


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
    return list(session.scalars(select(ChangeSet.id).where(ChangeSet.group_id == target.group_id)))


def _require_team(session: Session, access: Access, changes: Iterable[Change]) -> None:
    """The team is an administrator's affair, but for a member's own absence; rights are outside undo."""
    rows = [change for change in changes if change.table_name in {"members", "member_emails"}]
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
    session: Session, access: Access, models: tuple[Visible, ...], number: int, change_set_id: int, given_away: set[int]
) -> None:
    there = [model for model in models if session.get(model, number) is not None]
    if not there or number in given_away:
        return  # gone: what takes it back makes it again
    if not any(allows_number(session, access, "read", model, number) for model in there):
        raise _unknown(change_set_id)
    if not any(allows_number(session, access, "write", model, number) for model in there):
        raise NotAllowed(refusal(access, "write"))
