"""How many of the leads come how far: from stage to stage, and from lead to qualified to won."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.process import Process
from crmbot.domain.records import Deal, StageEntry


@dataclass(frozen=True, slots=True)
class Funnel:
    """`reached` counts for each stage, in their order, the deals that came there or further; `won_amounts` is by currency."""

    leads: int
    qualified: int
    won: int
    lost: int
    reached: tuple[tuple[str, int], ...]
    won_amounts: dict[str, Decimal]


def funnel(session: Session, process: Process, conditions: list[Any]) -> Funnel:
    """Of all deals that meet the conditions. Who was qualified counts as such also when he was lost later."""
    first = [line.first.key for line in process.all]
    came_on = or_(Deal.qualified_at.is_not(None), and_(Deal.state != "lost", Deal.stage.not_in(first)))
    qualified = and_(came_on, Deal.disqualified.is_(False))
    counted = [func.sum(case((one, 1), else_=0)) for one in (qualified, Deal.state == "won", Deal.state == "lost")]
    row = session.execute(select(func.count(), *counted).select_from(Deal).where(*conditions)).one()
    leads, good, won, lost = (int(value or 0) for value in row)
    sums = select(Deal.currency, func.sum(Deal.amount)).where(Deal.state == "won", *conditions).group_by(Deal.currency)
    amounts = {currency: amount for currency, amount in session.execute(sums) if amount is not None}
    return Funnel(leads, good, won, lost, tuple(_reached(session, process, conditions)), amounts)


def _reached(session: Session, process: Process, conditions: list[Any]) -> list[tuple[str, int]]:
    """The furthest place of each deal, in its history or now, added up from behind; a lost deal keeps what it reached."""
    counts: list[tuple[str, int]] = []
    for line in process.all:
        stages = [stage.key for stage in line.stages if stage.state != "lost"]
        places = {key: place for place, key in enumerate(stages)}
        was = func.max(case(places, value=StageEntry.stage, else_=0))
        now = func.max(case(places, value=Deal.stage, else_=0))
        furthest = (
            select(Deal.number, was.label("was"), now.label("now"))
            .outerjoin(StageEntry, StageEntry.deal_number == Deal.number)
            .where(Deal.process == line.key, *conditions)
            .group_by(Deal.number)
            .subquery()
        )
        further = case((furthest.c.now > furthest.c.was, furthest.c.now), else_=furthest.c.was)
        ends: Counter[int] = Counter()
        for place, number in session.execute(select(further, func.count()).group_by(further)):
            ends[place] += number
        counts += [(key, sum(number for end, number in ends.items() if end >= place)) for key, place in places.items()]
    return counts
