"""Which deals a view of the pipeline wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from crmbot.domain.process import Process
from crmbot.domain.records import Deal


@dataclass(frozen=True, slots=True)
class PipelineFilter:
    """Which deals are wanted; a filter that is not set lets all pass. Amounts are inclusive, `idle_days` at least."""

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


def narrowed(wanted: PipelineFilter, process: Process, now: datetime) -> list[Any]:
    """The conditions a deal has to meet, but for the text. A stage or role asked for lets won ones pass too."""
    conditions: list[Any] = []
    if wanted.stage is not None:
        conditions.append(Deal.stage == wanted.stage)
    elif wanted.role is not None:
        conditions.append(Deal.stage.in_([stage.key for stage in process.stages if wanted.role in stage.roles]))
    else:
        conditions.append(Deal.state == "open")
    for column, value in ((Deal.owner, wanted.owner), (Deal.source, wanted.source), (Deal.grade, wanted.grade)):
        if value is not None:
            conditions.append(column == value)
    if wanted.amount_min is not None:
        conditions.append(Deal.amount >= wanted.amount_min)
    if wanted.amount_max is not None:
        conditions.append(Deal.amount <= wanted.amount_max)
    if wanted.idle_days is not None:
        conditions.append(Deal.last_activity_at <= now - timedelta(days=wanted.idle_days))
    if wanted.closing_from is not None:
        conditions.append(Deal.expected_close >= wanted.closing_from)
    if wanted.closing_to is not None:
        conditions.append(Deal.expected_close <= wanted.closing_to)
    return conditions
