"""Roles in SQL: who holds one, how many do, and which deals belong to somebody who buys from us already.

A contact is counted once: by its person, or by its company where a deal names no person. Numbers are unique over all
records, so both stand in one column.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from crmbot.domain.deals.roles import LEADING_ORDER
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal, Person, StageEntry

HOLDER = func.coalesce(Deal.person_number, Deal.company_number)  # the contact a deal counts for
_BUYING = ("customer", "debtor")


def entries_of(session: Session, deals: Collection[int]) -> list[StageEntry]:
    """The stage history of these deals, in its order."""
    statement = select(StageEntry).where(StageEntry.deal_number.in_(deals)).order_by(StageEntry.at, StageEntry.id)
    return list(session.scalars(statement)) if deals else []


def stage_condition(process: Process, role: str) -> ColumnElement[bool]:
    """That a deal stands where its people hold this role."""
    return and_(Deal.stage.in_(process.granting(role)), Deal.state != "lost")


def holds(process: Process, role: str, model: type[Person | Company]) -> ColumnElement[bool]:
    """That a person or company holds this role at one of its deals."""
    deal = aliased(Deal)
    column = deal.person_number if model is Person else deal.company_number
    return exists().where(column == model.number, deal.stage.in_(process.granting(role)), deal.state != "lost")


def existing_customer(process: Process) -> ColumnElement[bool]:
    """That another deal makes the person or company of this one a customer (`Bestandskunde`)."""
    other, keys = aliased(Deal), [key for role in _BUYING for key in process.granting(role)]
    if not keys:
        return false()
    same = or_(other.person_number == Deal.person_number, other.company_number == Deal.company_number)
    return exists().where(same, other.number != Deal.number, other.stage.in_(keys), other.state != "lost")


def existing_customers(session: Session, process: Process, deals: Collection[int]) -> frozenset[int]:
    """Which of these deals belong to existing customers."""
    if not deals:
        return frozenset()
    return frozenset(session.scalars(select(Deal.number).where(Deal.number.in_(deals), existing_customer(process))))


def role_counts(session: Session, process: Process, access: Access) -> dict[str, int]:
    """How many contacts hold each role, and under `all` how many hold any: whoever holds several counts once there."""
    counts: dict[str, int] = {}
    seen: list[Any] = list(visible(access, Deal))
    for role in LEADING_ORDER:
        counts[role] = _distinct(session, [stage_condition(process, role), *seen])
    anywhere = or_(*(stage_condition(process, role) for role in LEADING_ORDER))
    return {**counts, "all": _distinct(session, [anywhere, *seen])}


def _distinct(session: Session, conditions: list[Any]) -> int:
    return session.scalar(select(func.count(HOLDER.distinct())).where(*conditions)) or 0
