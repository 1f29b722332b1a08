"""The open deals that are most likely to be won: where to put one's strength."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Numeric, case, cast, func, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.process import Process
from crmbot.domain.records import Deal


def chance_column(process: Process) -> ColumnElement[int]:
    """The probability of a deal in SQL: by hand, else by the rules, else the stage's, else 0."""
    stages = {stage.key: stage.probability for stage in process.stages}
    return func.coalesce(Deal.probability, Deal.chance, case(stages, value=Deal.stage, else_=0))


def best_deals(
    session: Session, process: Process, seen: tuple[ColumnElement[bool], ...], *, limit: int, owner: str | None = None,
    by_value: bool = False,
) -> list[Deal]:  # fmt: skip
    """The most likely first, of equal ones the largest; `by_value` orders by amount times probability instead."""
    chance = chance_column(process)
    worth = func.coalesce(cast(Deal.amount, Numeric), 0)
    order = (worth * chance).desc() if by_value else chance.desc()
    conditions = [Deal.state == "open", *seen]
    if owner is not None:
        conditions.append(Deal.owner == owner)
    statement = select(Deal).options(joinedload(Deal.person), joinedload(Deal.company)).where(*conditions)
    return list(session.scalars(statement.order_by(order, worth.desc(), Deal.number).limit(limit)))
