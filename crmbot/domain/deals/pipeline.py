"""Which deals a view of the pipeline wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.products import product_key
from crmbot.domain.catalogue.sources import spellings
from crmbot.domain.deals.unattended import planned_for
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, DealProduct, Member, Product, SearchDetail, Tag
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search.hits import Wanted
from crmbot.domain.search.names import person_key
from crmbot.domain.search.query import hits
from crmbot.folding import fold


@dataclass(frozen=True, slots=True)
class PipelineFilter:
    """Which deals are wanted; a filter that is not set lets all pass. Amounts are inclusive, `idle_days` at least.

    Of won and lost ones `closing_from` and `closing_to` are about the day on which they were.
    `without` names what is missing: step (nothing planned), owner (in the team), amount, close or source. Without `stage`, `role` or `state` only open deals pass; the state `all` lets all pass, `closed` won and lost ones.
    """

    owner: str | None = None
    stage: str | None = None
    role: str | None = None
    source: str | None = None
    grade: str | None = None
    amount_min: Decimal | None = None
    amount_max: Decimal | None = None
    idle_days: int | None = None
    closing_from: date | None = None
    closing_to: date | None = None
    text: str = ""
    tag: str | None = None
    product: str | None = None
    process: str | None = None
    priority: int | None = None
    priority_or_more: bool = False
    state: str | None = None
    created_from: date | None = None
    created_to: date | None = None
    without: str | None = None

    @property
    def kept_in_sums(self) -> bool:
        """Whether the sums that the database keeps answer it, without a look at any deal."""
        looked_at = (
            self.amount_min, self.amount_max, self.idle_days, self.closing_from, self.closing_to, self.tag, self.product,
            self.priority, self.created_from, self.created_to, self.without,
        )  # fmt: skip
        return not self.text and all(value is None for value in looked_at)


def narrowed(session: Session, wanted: PipelineFilter, process: Process, now: datetime) -> list[Any]:
    """The conditions a deal has to meet. A stage or role asked for lets won ones pass too."""
    conditions = where_it_stands(session, wanted, process, Deal)
    if wanted.amount_min is not None:
        conditions.append(Deal.amount >= wanted.amount_min)
    if wanted.amount_max is not None:
        conditions.append(Deal.amount <= wanted.amount_max)
    if wanted.idle_days is not None:
        conditions.append(Deal.last_activity_at <= now - timedelta(days=wanted.idle_days))
    conditions += _between(Deal.created_at, wanted.created_from, wanted.created_to, now)
    if wanted.state in ("won", "lost", "closed"):
        conditions += _between(Deal.closed_at, wanted.closing_from, wanted.closing_to, now)
    elif wanted.closing_from is not None or wanted.closing_to is not None:
        conditions.append(Deal.expected_close.between(wanted.closing_from or date.min, wanted.closing_to or date.max))
    if wanted.priority is not None:
        at_least = Deal.priority >= wanted.priority
        conditions.append(at_least if wanted.priority_or_more else Deal.priority == wanted.priority)
    return [*conditions, *_missing(wanted, now), *_related(session, wanted)]


def _between(column: Any, first: date | None, last: date | None, now: datetime) -> list[Any]:
    """Moments within the days, both counted, as they are where `now` is told."""
    begin = [column >= datetime.combine(first, time(), now.tzinfo)] if first is not None else []
    return [*begin, *([column < datetime.combine(last + timedelta(days=1), time(), now.tzinfo)] if last else [])]


def _missing(wanted: PipelineFilter, now: datetime) -> list[ColumnElement[bool]]:
    if wanted.without == "step":
        return [~planned_for(Deal.number, now), ~planned_for(Deal.person_number, now)]
    if wanted.without == "owner":
        return [Deal.owner.not_in(select(Member.key).where(Member.active))]
    columns = {"amount": Deal.amount, "close": Deal.expected_close, "source": Deal.source}
    return [columns[wanted.without].is_(None)] if wanted.without in columns else []


def where_it_stands(session: Session, wanted: PipelineFilter, process: Process, table: Any) -> list[Any]:
    """The part of the conditions that the sums over the deals know too: state, stage, owner, source and grade."""
    conditions = []
    stages = _stages(wanted, process)
    if stages is not None:
        conditions.append(table.stage == stages[0] if len(stages) == 1 else table.stage.in_(stages))
    state = wanted.state or ("open" if wanted.stage is None and wanted.role is None else "all")
    if state != "all":
        conditions.append(table.state.in_(("won", "lost")) if state == "closed" else table.state == state)
    for column, value in ((table.owner, wanted.owner), (table.grade, wanted.grade)):
        if value is not None:
            conditions.append(column == value)
    if wanted.source is not None:
        conditions.append(table.source.in_(spellings(session, wanted.source) or [wanted.source]))
    return conditions


def _stages(wanted: PipelineFilter, process: Process) -> list[str] | None:
    """The stages that pass; None for all."""
    wanted_sets = []
    if wanted.stage is not None:
        wanted_sets.append({wanted.stage})
    if wanted.role is not None:
        wanted_sets.append(set(process.granting(wanted.role)))
    if wanted.process is not None:
        line = process.of(wanted.process)
        wanted_sets.append({stage.key for stage in (*line.stages, *line.former)})
    return sorted(set.intersection(*wanted_sets)) if wanted_sets else None


def _related(session: Session, wanted: PipelineFilter) -> list[ColumnElement[bool]]:
    """Tag, product and name: what stands at other records."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.tag is not None:
        tagged = select(Tag.record_number).where(Tag.name_key == fold(wanted.tag))
        places = (Deal.number, Deal.person_number, Deal.company_number)
        conditions.append(or_(*(place.in_(tagged) for place in places)))
    if wanted.product is not None:
        fits = or_(
            Product.key == product_key(wanted.product),
            Product.name_key.contains(person_key(wanted.product), autoescape=True),
        )
        sold = select(DealProduct.deal_number).join(Product, Product.number == DealProduct.product_number).where(fits)
        conditions.append(Deal.number.in_(sold))
    if wanted.text:
        conditions.append(_named(session, wanted.text))
    return conditions


def _named(session: Session, text: str) -> ColumnElement[bool]:
    """Every word stands in what is known of the deal, the names of its person and company among it."""
    query = Wanted(session, words_of(text)).query("within")
    if not query:
        return Deal.number.is_(None)
    fit = hits(session, SearchDetail, query)
    return Deal.number.in_(select(fit.order).select_from(fit.rows).where(fit.fits))
