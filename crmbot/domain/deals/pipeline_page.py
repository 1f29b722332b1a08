"""One page of the pipeline with the sums over all pages, both made by the database, whatever the number of deals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.deals.best_deals import chance_column
from crmbot.domain.deals.pipeline import PipelineFilter, narrowed, where_it_stands
from crmbot.domain.deals.totals import StageSum, counted_sums, kept_sums, totals
from crmbot.domain.members.access import EVERYTHING, Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.domain.records.pages import skipped, turned
from crmbot.domain.records.sums import DEAL_SUMS

Order: TypeAlias = Literal["stage", "amount", "priority", "close", "chance", "age", "idle"]
ORDERS: tuple[Order, ...] = ("stage", "amount", "priority", "close", "chance", "age", "idle")


@dataclass(frozen=True, slots=True)
class PipelinePage:
    """The deals to show, in the order of the stages, the largest first, or as asked for; `totals` has count, amount and
    weighted amount, by currency where there are several.
    """

    deals: list[Deal]
    totals: dict[str, Any]


def pipeline_page(
    session: Session, process: Process, wanted: PipelineFilter, now: datetime, *, limit: int, page: int = 1,
    access: Access = EVERYTHING, order: Order = "stage",
) -> PipelinePage:  # fmt: skip
    """The deals of one page, the last one if there are not so many, and the sums over all that pass the filter."""
    sums = stage_sums(session, process, wanted, now, access)
    over_all = totals(sums, process)
    shown, pages = turned(page, over_all["count"], limit)
    before = skipped(page, over_all["count"], limit)
    conditions = [*narrowed(session, wanted, process, now), *visible(access, Deal)]
    if order == "stage":
        deals = list(_stage_by_stage(session, process, sums, conditions, limit, before))
    else:
        statement = _deals(conditions).order_by(*_ordered(order, process)).limit(limit).offset(before)
        deals = list(session.scalars(statement))
    return PipelinePage(deals, {**over_all, "page": shown, "pages": pages})


def stage_sums(
    session: Session, process: Process, wanted: PipelineFilter, now: datetime, access: Access, group: str | None = None
) -> list[StageSum]:
    """The sums over all deals that pass and may be seen; by the values of a column where `group` names one."""
    seen = visible(access, Deal)
    if wanted.kept_in_sums and not seen and (group is None or group in DEAL_SUMS.c):
        kept = DEAL_SUMS.c
        conditions = where_it_stands(session, wanted, process, kept)
        return kept_sums(session, conditions, kept[group] if group else None)
    conditions = [*narrowed(session, wanted, process, now), *seen]
    return counted_sums(session, conditions, getattr(Deal, group) if group else None)


def _stage_by_stage(
    session: Session, process: Process, sums: Sequence[StageSum], conditions: Sequence[Any], limit: int, before: int
) -> Iterator[Deal]:
    """The stages in their order, each from its index, those that hold nothing of the page left out."""
    counts: Counter[str] = Counter()
    for one in sums:
        counts[one.stage] += one.deals
    places = {stage.key: place for place, stage in enumerate(process.stages)}
    for stage in sorted(counts, key=lambda key: (places.get(key, len(places)), key)):
        if before >= counts[stage]:
            before -= counts[stage]
            continue
        statement = _deals([Deal.stage == stage, *conditions]).order_by(
            Deal.amount.desc().nulls_last(), Deal.number.desc()
        )
        shown = session.scalars(statement.limit(limit).offset(before)).all()
        yield from shown
        limit, before = limit - len(shown), 0
        if limit <= 0:
            return


def _deals(conditions: Sequence[Any]) -> Any:
    return select(Deal).options(joinedload(Deal.person), joinedload(Deal.company)).where(*conditions)


def _ordered(order: Order, process: Process) -> tuple[ColumnElement[Any], ...]:
    """What goes first; of equals the larger deal."""
    first: dict[str, ColumnElement[Any]] = {
        "amount": Deal.amount.desc().nulls_last(), "priority": Deal.priority.desc(),
        "close": Deal.expected_close.asc().nulls_last(), "chance": chance_column(process).desc(),
        "age": Deal.created_at.asc(), "idle": func.coalesce(Deal.last_activity_at, Deal.created_at).asc(),
    }  # fmt: skip
    return (first[order], Deal.amount.desc().nulls_last(), Deal.number.desc())
