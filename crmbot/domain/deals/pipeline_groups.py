"""The pipeline added up by owner, source, month, stage and the like."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.deals.pipeline import PipelineFilter, narrowed
from crmbot.domain.deals.pipeline_page import stage_sums
from crmbot.domain.deals.totals import StageSum, counted_sums, totals
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal

GROUPS = ("owner", "source", "month", "stage", "grade", "process", "role", "company", "currency")
_COLUMNS = frozenset({"owner", "source", "grade"})


@dataclass(frozen=True, slots=True)
class Group:
    """The deals with one value: `key` is it (a month as `2026-11`, a company's number), None for none; `totals` as for a
    page, of whose amounts each currency has its own.
    """

    key: Any
    totals: dict[str, Any]


def grouped(
    session: Session, process: Process, wanted: PipelineFilter, now: datetime, access: Access, by: str
) -> list[Group]:
    """A group for each value there is: stages and months in their order, the others by what they come to."""
    groups: defaultdict[Any, list[StageSum]] = defaultdict(list)
    for one in _sums(session, process, wanted, now, access, by):
        groups[_key(one, process, by)].append(one)
    found = [Group(key, totals(sums, process)) for key, sums in groups.items()]
    return sorted(found, key=lambda group: _place(group, process, by))


def _sums(
    session: Session, process: Process, wanted: PipelineFilter, now: datetime, access: Access, by: str
) -> list[StageSum]:
    if by not in ("month", "company"):
        return stage_sums(session, process, wanted, now, access, by if by in _COLUMNS else None)
    column: ColumnElement[Any] = month_of(Deal.expected_close) if by == "month" else Deal.company_number.expression
    return counted_sums(session, [*narrowed(session, wanted, process, now), *visible(access, Deal)], column)


def month_of(column: Any) -> ColumnElement[str]:
    """A date or moment as `2026-11`; of a moment the month in UTC."""
    return func.substr(cast(column, Text), 1, 7)


def _key(one: StageSum, process: Process, by: str) -> Any:
    if by in ("stage", "currency"):
        return getattr(one, by)
    if by in ("process", "role"):
        stage = process.stage(one.stage)
        return None if stage is None else stage.process if by == "process" else next(iter(stage.roles), None)
    return source_key(one.group) if by == "source" else one.group or None


def _place(group: Group, process: Process, by: str) -> tuple[Any, ...]:
    if by == "stage":
        places = [stage.key for stage in process.stages]
        return (places.index(group.key) if group.key in places else len(places), str(group.key))
    if by == "month":
        return (group.key is None, group.key or "")
    return (group.key is None, -amount_of(group.totals), str(group.key))


def amount_of(sums: dict[str, Any]) -> Decimal:
    """What a group comes to, whatever the currencies: for the order only."""
    if "by_currency" in sums:
        return sum((one["amount"] for one in sums["by_currency"].values()), Decimal())
    amount: Decimal = sums["amount"]
    return amount


def company_names(session: Session, numbers: list[int]) -> dict[int, str]:
    """The names of companies that may be seen."""
    rows = session.execute(select(Company.number, Company.name).where(Company.number.in_(numbers)))
    return {number: name for number, name in rows}  # noqa: C416 (rows are no tuples)
