"""Follow-ups that come by themselves when a deal enters a stage, or when another one of the stage was done."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.followups.followups import add_followup
from crmbot.domain.members.members import member_by_key
from crmbot.domain.process import Process, Stage, StageFollowup
from crmbot.domain.records import Change, ChangeSet, Deal, Followup
from crmbot.domain.records.work import Work

_ORIGIN = "stage:"
_BY_HAND = ("due_at", "text", "recurrence", "delegated_by", "lead_minutes")  # whoever changes these has made it his own


def change_stage_followups(work: Work, process: Process, deal: Deal, entered: Stage) -> None:
    """After a move: what nobody has touched and does not fit any more goes, what belongs to the new stage comes."""
    for followup in _untouched(work.session, deal):
        if not _still_fits(process, followup, entered):
            work.session.delete(followup)
    work.session.flush()
    for one in entered.followups:
        if one.once_done is None:
            _add(work, process, deal, entered, one)


def add_following(work: Work, process: Process, followup: Followup) -> list[Followup]:
    """After a follow-up of a stage was done: those that come next, while the deal still stands in that stage."""
    deal = (
        work.session.get(Deal, followup.record_number) if followup.record_number and _came_by_itself(followup) else None
    )
    stage = process.stage(deal.stage) if deal is not None else None
    if deal is None or stage is None or not _is_of(followup, stage):
        return []
    done = _key_of(followup)
    return [_add(work, process, deal, stage, one) for one in stage.followups if one.once_done == done]


def is_automatic(followup: Followup) -> bool:
    """Whether a stage made it, and not a person."""
    return _came_by_itself(followup)


def _add(work: Work, process: Process, deal: Deal, stage: Stage, one: StageFollowup) -> Followup:
    settings = process.settings
    owner = member_by_key(work.session, deal.owner)
    schedule = settings.team.of(owner)
    day = schedule.calendar.after(schedule.day(work.now), one.after)
    followup = add_followup(
        work, owner=deal.owner, due_at=schedule.at(day, schedule.default_time), day_only=True,
        text=one.text((owner.language if owner else None) or settings.language), record_number=deal.number,
    )  # fmt: skip
    followup.origin = f"{_ORIGIN}{stage.short_key}:{one.key}"
    return followup


def _untouched(session: Session, deal: Deal) -> list[Followup]:
    """What stages made and nobody has done, moved, worded anew or shared."""
    changed = (
        select(Change.id)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.table_name == Followup.__tablename__, Change.row_id == Followup.number, Change.op == "update")
        .where(Change.field.in_(_BY_HAND), ChangeSet.undone_by.is_(None), ChangeSet.undoes.is_(None))
        .where(ChangeSet.action != "settings")  # whoever changes his default hour means no single one
    )
    statement = select(Followup).where(
        Followup.record_number == deal.number, Followup.done_at.is_(None), Followup.snoozed == 0,
        Followup.origin.startswith(_ORIGIN), ~changed.exists(), ~Followup.members.any(),
    )  # fmt: skip
    return list(session.scalars(statement))


def _still_fits(process: Process, followup: Followup, entered: Stage) -> bool:
    """Of an earlier stage, while the deal is open and its new stage brings nothing of its own."""
    stages = process.line(entered).stages
    places = {stage.short_key: place for place, stage in enumerate(stages)}
    made = places.get(_stage_of(followup), len(stages))
    brings = any(one.once_done is None for one in entered.followups)
    return entered.state == "open" and not brings and made < places[entered.short_key]


def _came_by_itself(followup: Followup) -> bool:
    return (followup.origin or "").startswith(_ORIGIN)


def _is_of(followup: Followup, stage: Stage) -> bool:
    return _stage_of(followup) == stage.short_key


def _stage_of(followup: Followup) -> str:
    return (followup.origin or "").removeprefix(_ORIGIN).partition(":")[0]


def _key_of(followup: Followup) -> str:
    return (followup.origin or "").removeprefix(_ORIGIN).partition(":")[2]
