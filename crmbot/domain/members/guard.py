"""Keeps a session to what one member may see and change, whatever statement runs in it and whoever wrote it.

Every query over records leaves out what the member may not see, also where it counts, joins or follows a relationship;
every flush refuses to write what he may not change. So a command that forgets to ask cannot give anything away.
Look-ups that have to know of hidden records, in order not to make them twice, say so with `EVERYBODY` or `unguarded`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, event, inspect, or_
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql import visitors

from crmbot.domain.members.access import allows_number, refusal
from crmbot.domain.members.hanging import HOLDERS, ROOTS, held_by
from crmbot.domain.members.rights import Access, Right
from crmbot.domain.members.visibility import EVERYBODY, FOLLOWER, Visible, visible_at, within
from crmbot.domain.records import Base, ChangeSet, Member, Tag, Watcher
from crmbot.errors import NotAllowed

_GUARD = "crmbot.guard"
_GUARDED: tuple[type[Base], ...] = (*ROOTS, *HOLDERS, ChangeSet)


@dataclass(slots=True)
class _Guard:
    """`granted` are the records that this unit of work made, or was found to have the right to."""

    access: Access
    granted: set[tuple[int, Right]] = field(default_factory=set)
    lifted: int = 0


def guard(session: Session, access: Access) -> None:
    """From now on `session` shows and writes what `access` allows."""
    fresh = _GUARD not in session.info
    session.info[_GUARD] = _Guard(access)
    if fresh:
        event.listen(session, "do_orm_execute", _restrict)
        event.listen(session, "before_flush", _refuse)


@contextmanager
def unguarded(session: Session) -> Iterator[None]:
    """For the time being everything can be found and written: the caller answers for what comes of it."""
    held: _Guard | None = session.info.get(_GUARD)
    if held is None:
        yield
        return
    _flush(session)  # what was changed before is asked for
    held.lifted += 1
    try:
        yield
        _flush(session)  # while it may
    finally:
        held.lifted -= 1


def _flush(session: Session) -> None:
    if session.new or session.dirty or session.deleted:
        session.flush()


@lru_cache(maxsize=2_000)
def _option(access: Access, model: type[Base]) -> Any | None:
    """What every query over a class gets, made once for each member and class; None where everything may be seen."""
    return _criteria(access, model, model)


def _criteria(access: Access, model: type[Base], at: Any) -> Any | None:
    """The criteria of `at`, which is the class itself or an alias of it."""
    conditions = list(_conditions(access, model, at))
    return with_loader_criteria(at, and_(*conditions)) if conditions else None


def _conditions(access: Access, model: type[Base], at: Any) -> Iterator[ColumnElement[bool]]:
    if model is Tag:
        yield or_(at.owner.is_(None), at.owner == access.member)  # a private tag is its owner's alone
    if not access.limited:
        return
    if model in HOLDERS:
        yield from _held(access, model, at)
    elif model is ChangeSet:
        seen = (condition for root in ROOTS for condition in within(access, root, at.subject))
        yield or_(at.actor == access.member, at.subject.is_(None), *seen)
    else:
        yield from visible_at(access, next(root for root in ROOTS if root is model), at)


def _held(access: Access, child: type[Base], at: Any) -> Iterator[ColumnElement[bool]]:
    """That whatever a row hangs on may be seen. An own tie to a record shows nothing of it."""
    for models, name in HOLDERS[child] if child is not Watcher else ():
        column = getattr(at, name)
        ways = [and_(*within(access, model, column)) for model in models if within(access, model, column)]
        if ways:
            yield or_(column.is_(None), *ways)


def _restrict(state: ORMExecuteState) -> None:
    held: _Guard = state.session.info[_GUARD]
    if not state.is_select or state.is_column_load or held.lifted or state.execution_options.keys() >= EVERYBODY.keys():
        return
    if state.session._flushing:  # noqa: SLF001 (what a flush looks up for itself nobody gets to see)
        return
    statement: Any = state.statement
    entities = _entities(statement)
    named = {entity.mapper.class_ for entity in entities}
    if statement._with_options:  # noqa: SLF001 (what is loaded along is not named)
        named.update(_GUARDED)
    options = [_option(held.access, model) for model in _GUARDED if model in named]
    options += [
        _criteria(held.access, entity.mapper.class_, entity.entity)
        for entity in entities
        if entity.is_aliased_class and entity.mapper.class_ in _GUARDED
    ]
    if found := [option for option in options if option is not None]:
        state.statement = statement.options(*found)


def _entities(statement: Any) -> list[Any]:
    """The classes, and the aliases of classes, that stand anywhere in a statement; each once, in their order."""
    named = (element._annotations.get("parententity") for element in visitors.iterate(statement))  # noqa: SLF001
    return list(dict.fromkeys(entity for entity in named if entity is not None))


def _refuse(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    held: _Guard = session.info[_GUARD]
    held.granted |= {(row.number, "write") for row in session.new if isinstance(row, ROOTS)}
    held.granted |= {(row.number, "delete") for row in session.new if isinstance(row, ROOTS)}
    if held.lifted:
        return
    for row in [*session.deleted, *session.new, *session.dirty]:
        if row in session.deleted or row in session.new or _changed(session, row):
            _check(session, held, row)


def _changed(session: Session, row: Any) -> bool:
    """Whether more of a row was changed than what is computed from others."""
    if not session.is_modified(row):
        return False
    state = inspect(row)
    derived: frozenset[str] = getattr(type(row), "derived", frozenset())
    return any(attribute.history.has_changes() for attribute in state.attrs if attribute.key not in derived)


def _check(session: Session, held: _Guard, row: Any) -> None:
    """Raises NotAllowed for a row that may not be written."""
    if isinstance(row, Member) and row.key != held.access.member and not held.access.may("admin"):
        raise NotAllowed(refusal(held.access, "admin"))
    if _personal(held.access, row):
        return
    if isinstance(row, ROOTS) and row not in session.new:
        right: Right = "delete" if row in session.deleted else "write"
        _demand(session, held, [((type(row),), row.number)], right)
    elif places := held_by(row):
        _demand(session, held, places, "write")


def _personal(access: Access, row: Any) -> bool:
    """A member's own tags and follows are his, whatever record they are on."""
    if isinstance(row, Tag):
        return row.owner is not None and row.owner == access.member
    return isinstance(row, Watcher) and row.kind == FOLLOWER and row.member == access.member


def _demand(session: Session, held: _Guard, places: list[tuple[tuple[Visible, ...], int]], right: Right) -> None:
    """Raises NotAllowed unless the right reaches one of the places."""
    if any((number, right) in held.granted for _, number in places):
        return
    for models, number in places:
        if any(allows_number(session, held.access, right, model, number) for model in models):
            held.granted.add((number, right))
            return
    raise NotAllowed(refusal(held.access, right))
