"""A new enquiry for which nobody plans anything gets a next step by itself, so that it arrives in its owner's digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.unattended import planned_for
from crmbot.domain.followups.making import new_followup
from crmbot.domain.process import Process, name_in
from crmbot.domain.records import Deal
from crmbot.domain.records.work import Work

_MOST = 500  # at one go, so that nobody waits long for the database; the next morning has the others


def without_next_step(session: Session, process: Process, befores: Mapping[str, datetime], now: datetime) -> list[Deal]:
    """The owners' deals from before the moment given for each, in a stage that names a next step, for which none is
    planned.
    """
    stages = [stage.key for stage in process.stages if stage.next_step]
    if not (stages and befores):
        return []
    planned = or_(planned_for(Deal.number, now), planned_for(Deal.person_number, now))
    owners: dict[datetime, list[str]] = {}
    for owner, before in befores.items():
        owners.setdefault(before.astimezone(UTC), []).append(owner)
    theirs = or_(*((Deal.owner.in_(keys)) & (Deal.created_at < before) for before, keys in sorted(owners.items())))
    statement = (
        select(Deal)
        .where(theirs, Deal.state == "open", Deal.stage.in_(stages), not_(planned))
        .order_by(Deal.number)
        .limit(_MOST)
    )
    return list(session.scalars(statement))


def plan_next_steps(work: Work, process: Process, wanted: Iterable[tuple[Deal, datetime, str]]) -> None:
    """What the stage of each deal says is to be done, for its owner, on the day of that moment and in that language; all
    written at once.
    """
    steps = [
        (deal, stage, due_at, language) for deal, due_at, language in wanted if (stage := process.stage(deal.stage))
    ]
    for number, (deal, stage, due_at, language) in zip(work.next_numbers("followup", len(steps)), steps, strict=True):
        followup = new_followup(
            work, number, owner=deal.owner, due_at=due_at, day_only=True, text=name_in(stage.next_step, language),
            record_number=deal.number,
        )  # fmt: skip
        followup.origin = f"stage:{stage.short_key}:next"
    work.session.flush()
