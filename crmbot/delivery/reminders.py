"""Reminders at an hour that a person named, and before it; again while nobody has acknowledged them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from crmbot.delivery.concerned import concerned
from crmbot.delivery.days import Day, Team
from crmbot.delivery.digests import reminder
from crmbot.delivery.due import Due
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.followups.due import unacknowledged
from crmbot.domain.followups.followups import due_reminders
from crmbot.domain.outbox.outbox import queued_keys
from crmbot.domain.process import Process
from crmbot.domain.records import Followup

_WINDOW = timedelta(hours=12)  # later than that, the next digest has it
_NAGGED = timedelta(days=7)  # older than that, only digests have it


@dataclass(frozen=True, slots=True)
class _Wanted:
    key: str
    followup: Followup
    minutes: int = 0
    again: bool = False


def reminders(session: Session, settings: DeliverySettings, process: Process, team: Team, now: datetime) -> list[Due]:
    """Whoever names an hour is reminded then, on whatever day it is; again only in his working time."""
    found = [_Wanted(one.key, one.followup, one.minutes) for one in due_reminders(session, now - _WINDOW, now)]
    found += _again(session, settings, team, now)
    wanted = [one for one in found if one.followup.owner in team.by_key]
    sent = queued_keys(session, [one.key for one in wanted])
    return _dues(session, process, team, [one for one in wanted if one.key not in sent])


def _again(session: Session, settings: DeliverySettings, team: Team, now: datetime) -> Iterable[_Wanted]:
    """What was due so many working hours ago and nobody has done or acknowledged; after a pause once, not as often as
    missed.
    """
    if not settings.nag_hours:
        return
    every = timedelta(hours=settings.nag_hours)
    schedules = {key: team.told(day).schedule for key, day in team.by_key.items()}
    at_work = {key: schedule for key, schedule in schedules.items() if schedule.within_hours(now)}
    for followup in unacknowledged(session, at_work, now - _NAGGED, now - every):
        if turn := at_work[followup.owner].worked(followup.due_at, now) // every:
            yield _Wanted(f"reminder:{followup.number}:{followup.due_at.isoformat()}:again{turn}", followup, again=True)


def _dues(session: Session, process: Process, team: Team, wanted: list[_Wanted]) -> list[Due]:
    told = [team.told(team.by_key[one.followup.owner]) for one in wanted]
    by_day: dict[str, tuple[Day, list[Followup]]] = {}
    for day, one in zip(told, wanted, strict=True):
        by_day.setdefault(day.member.key, (day, []))[1].append(one.followup)
    about = concerned(session, process, [(day, followups, ()) for day, followups in by_day.values()])
    dues = []
    for day, one in zip(told, wanted, strict=True):
        own = team.by_key[one.followup.owner]
        away = own.member if own is not day else None
        content = reminder(one.followup, about[day.member.key], away, minutes=one.minutes, again=one.again)
        dues.append(Due(one.key, "reminder", day.member.key, own.date, 1, content))
    return dues
