"""Which deals a unit of work touched, read from its change log, and their grades anew; and those whose time has come."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from crmbot.domain.process import Process
from crmbot.domain.process.qualification import regrade
from crmbot.domain.records import Change, Deal
from crmbot.domain.records.work import Work

MOST = 100  # deals that one unit of work grades anew; the clock comes to the others
_MOST_NAMED = 10_000  # in one statement
_BY_DEAL = frozenset({"activities", "deal_products", "stakeholders", "competitors", "offers"})
_BY_CONTACT = frozenset({"person_emails", "person_phones", "postal_addresses"})
_KEYS = ("deal_number", "person_number", "company_number", "record_number")


@dataclass(frozen=True, slots=True)
class Regraded:
    """A deal whose grade or chance is another than before."""

    deal: Deal
    before: str | None


def regrade_changed(work: Work, process: Process) -> list[Regraded]:
    """Grade every open deal anew on which something changed in this unit of work; those that came out different."""
    change_set = work.change_set()
    if change_set is None:
        return []
    touched = _touched(work.session, change_set, work.now)
    return [found for deal in touched if (found := _graded(work, process, deal)) is not None]


def regrade_due(work: Work, process: Process, *, limit: int = MOST) -> int:
    """Grade anew what passing time may have changed, longest due first; returns how many deals were looked at."""
    due = due_for_grading(work.session, work.now, limit=limit)
    for deal in due:
        _graded(work, process, deal)
    return len(due)


def due_for_grading(session: Session, now: datetime, *, limit: int = MOST) -> list[Deal]:
    """The open deals whose grade may have changed by the clock alone, or that nobody has graded yet."""
    statement = select(Deal).where(Deal.regrade_at <= now, Deal.state == "open").order_by(Deal.regrade_at).limit(limit)
    return list(session.scalars(statement))


def _graded(work: Work, process: Process, deal: Deal) -> Regraded | None:
    before, chance = deal.grade, deal.chance
    regrade(work.session, process, deal, work.now)
    return Regraded(deal, before) if (deal.grade, deal.chance) != (before, chance) else None


def _touched(session: Session, change_set: int, now: datetime) -> list[Deal]:
    changes = session.execute(
        select(Change.table_name, Change.row_id, Change.field, Change.old, Change.new)
        .where(Change.change_set_id == change_set)
        .order_by(Change.id)
    ).all()
    found: dict[str, set[int]] = {"deals": set(), "persons": set(), "companies": set()}
    for table, row_id, field, old, new in changes:
        if table in found:
            found[table].add(row_id)
        for name, number in _named(table, field, (old, new)):
            found[_TABLES[name]].add(number)
    found["deals"] |= _updated(session, [(table, row_id) for table, row_id, field, *_ in changes if field is not None])
    return _deals(session, found, now)


_TABLES = {"deal_number": "deals", "record_number": "deals", "person_number": "persons", "company_number": "companies"}


def _named(table: str, field: str | None, values: Iterable[Any]) -> Iterator[tuple[str, int]]:
    """Deals, persons and companies that a changed row belongs to, as far as the log itself says so."""
    keys = (
        ("deal_number",) if table in _BY_DEAL else _KEYS[1:3] if table in _BY_CONTACT else _KEYS[3:] * (table == "tags")
    )
    for value in values:
        row = {field: value} if field is not None else value if isinstance(value, dict) else {}
        yield from ((key, row[key]) for key in keys if isinstance(row.get(key), int))


def _updated(session: Session, rows: Collection[tuple[str, int]]) -> set[int]:
    """The deals of rows of which single fields changed."""
    found: set[int] = set()
    for mapper in Deal.registry.mappers:
        table = mapper.local_table.name if hasattr(mapper.local_table, "name") else ""
        if table in _BY_DEAL:
            loaded = (session.get(mapper.class_, row_id) for name, row_id in rows if name == table)
            found |= {row.deal_number for row in loaded if row is not None and row.deal_number}
    return found


def _deals(session: Session, found: dict[str, set[int]], now: datetime) -> list[Deal]:
    conditions = [
        column.in_(sorted(numbers)[:_MOST_NAMED])
        for column, numbers in (
            (Deal.number, found["deals"]), (Deal.person_number, found["persons"]), (Deal.company_number, found["companies"]),
        )
        if numbers
    ]  # fmt: skip
    if not conditions:
        return []
    deals = list(session.scalars(select(Deal).where(or_(*conditions)).order_by(Deal.number).limit(MOST + 1)))
    if len(deals) > MOST:  # a bulk change: the clock grades them, this request need not wait for it
        session.execute(update(Deal).where(or_(*conditions), Deal.state == "open").values(regrade_at=now))
        return []
    return deals
