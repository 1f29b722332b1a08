"""Lists of leads by how far they have come, those that were converted or disqualified among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Deal
from crmbot.domain.records.pages import skipped


def leads(
    session: Session, process: Process, wanted: str, seen: tuple[ColumnElement[bool], ...], *, limit: int, page: int = 1,
    further: Iterable[Any] = (),
) -> tuple[int, list[Deal]]:  # fmt: skip
    """How many there are and one page of them, newest first. `open`: everything that is a lead now."""
    conditions = [_condition(process, wanted), *seen, *further]
    count = session.scalar(select(func.count()).select_from(Deal).where(*conditions)) or 0
    statement = select(Deal).options(joinedload(Deal.person), joinedload(Deal.company)).where(*conditions)
    rows = session.scalars(
        statement.order_by(Deal.created_at.desc(), Deal.number.desc()).limit(limit).offset(skipped(page, count, limit))
    )
    return count, list(rows)


def _condition(process: Process, wanted: str) -> ColumnElement[bool]:
    first = [line.first.key for line in process.all]
    fresh = and_(Deal.stage.in_(first), Deal.qualified_at.is_(None), Deal.state == "open")
    lead = and_(Deal.stage.in_(process.granting("lead")), Deal.state == "open")
    qualified = or_(Deal.qualified_at.is_not(None), and_(Deal.state != "lost", Deal.stage.not_in(first)))
    conditions = {
        "open": lead,
        "new": and_(fresh, ~_talked()),
        "contacted": and_(fresh, _talked()),
        "qualified": and_(qualified, Deal.disqualified.is_(False)),
        "converted": and_(qualified, Deal.disqualified.is_(False)),
        "disqualified": or_(Deal.disqualified, and_(Deal.state == "lost", Deal.qualified_at.is_(None))),
        "all": Deal.number.is_not(None),
    }
    return conditions[wanted]


def _talked() -> ColumnElement[bool]:
    return exists().where(
        Activity.deal_number == Deal.number, or_(Activity.direction == "out", Activity.kind.in_(("call", "meeting")))
    )


def existing_customers(session: Session, deals: Iterable[Deal]) -> set[int]:
    """The deals whose person or company has bought before, by number."""
    rows = list(deals)
    people = {deal.person_number for deal in rows if deal.person_number}
    companies = {deal.company_number for deal in rows if deal.company_number}
    won = session.execute(
        select(Deal.number, Deal.person_number, Deal.company_number).where(
            Deal.state == "won", or_(Deal.person_number.in_(people), Deal.company_number.in_(companies))
        )
    ).all()
    return {
        deal.number
        for deal in rows
        if any(
            number != deal.number and (_same(person, deal.person_number) or _same(company, deal.company_number))
            for number, person, company in won
        )
    }


def _same(left: int | None, right: int | None) -> bool:
    return left is not None and left == right
