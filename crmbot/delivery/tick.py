"""What is due at a moment: digests at each owner's local time on working days, reminders at their own hour.

Everything due becomes an outbox item under a key that is unique over all time, so that two clocks, a restart or
a second run queue nothing twice. What is due is found by reading; only where there is something new is it written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from crmbot.delivery.agenda import Agenda, Gathering, agendas
from crmbot.delivery.appointments import appointment_questions
from crmbot.delivery.days import Day, Team, waiting
from crmbot.delivery.digests import digest
from crmbot.delivery.due import Due, due_json, queue
from crmbot.delivery.offer_reminders import expired_offers
from crmbot.delivery.reminders import reminders
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.deals.next_steps import plan_next_steps, without_next_step
from crmbot.domain.followups.continuing import continue_series, series_to_continue
from crmbot.domain.leads.regrading import due_for_grading, regrade_due
from crmbot.domain.outbox.outbox import settle_empty
from crmbot.domain.process import Process
from crmbot.domain.records import Deal
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store

__all__ = ["Due", "due_json", "tick"]

_LATE = timedelta(hours=2)  # a digest this long after its hour says so
_MOST_ROUNDS, _AT_ONCE = 20, 25  # deals that one tick grades anew
_QUEUED_AT_ONCE = 100


def tick(
    store: Store, settings: DeliverySettings, process: Process, now: datetime, *, dry_run: bool = False
) -> list[Due]:
    """Queue what is due at `now`; with `dry_run` only say it. Raises StorageAway."""
    if not dry_run:
        _continue_series(store, settings, now)
    with _next_steps_planned(store, settings, process, now, dry_run=dry_run) as moment:
        session, team = moment.session, moment.team
        days = [day for day in moment.waiting if team.told(day).member.key == day.member.key]
        dues = digests(session, settings, process, team, days, now)
        empty = {day.digest_key for day in days} - {due.key for due in dues}
        dues += reminders(session, settings, process, team, now)
        dues += _expired(session, team)
        dues += appointment_questions(session, team, now)
        grades = due_for_grading(session, now, limit=1)
    if grades and not dry_run:
        _regrade(store, process, now)
    return dues if dry_run else _queued(store, dues, sorted(empty), now)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What one tick looks at: everybody's day, and those days whose digest is not settled yet."""

    session: Session
    team: Team
    waiting: Sequence[Day]

    @classmethod
    def of(cls, session: Session, settings: DeliverySettings, now: datetime) -> _Moment:
        team = Team.at(session, settings, now)
        return cls(session, team, waiting(session, team.days, now))


def _continue_series(store: Store, settings: DeliverySettings, now: datetime) -> None:
    """The next follow-ups of series that go on whether this one is done or not."""
    with store.read() as session:
        if not series_to_continue(session, settings.team, now):
            return
    with store.write(now, channel="clock", action="series") as work:
        one_at_a_time(work.session, ["tick"])
        continue_series(work, settings.team, now)


def _queued(store: Store, dues: Sequence[Due], empty: Sequence[str], now: datetime) -> list[Due]:
    """Some at a time, so that nobody waits long for the database; whoever dies in between has queued some. Digests that
    are `empty` are noted: whatever falls due later that day stands in the next one.
    """
    fresh: list[Due] = []
    for start in range(0, max(len(dues), len(empty)), _QUEUED_AT_ONCE):
        some = slice(start, start + _QUEUED_AT_ONCE)
        with store.write(now, channel="clock", action="tick") as work:
            one_at_a_time(work.session, ["tick"])
            fresh += queue(work, dues[some])
            settle_empty(work, empty[some])
    return fresh


@contextmanager
def _next_steps_planned(
    store: Store, settings: DeliverySettings, process: Process, now: datetime, *, dry_run: bool
) -> Iterator[_Moment]:
    """A moment at which every enquiry has a next step that stands in its owner's digest; on a dry run for the time being."""
    with store.read() as session:
        moment = _Moment.of(session, settings, now)
        if not _bare(moment, process, now):
            yield moment
            return
    with store.rehearse(now) if dry_run else store.write(now, channel="clock", action="next_step") as work:
        one_at_a_time(work.session, ["tick"])
        moment = _Moment.of(work.session, settings, now)
        bare = _bare(moment, process, now)
        plan_next_steps(
            work, process, [(deal, day.hour, day.member.language or settings.language) for day, deal in bare]
        )
        if dry_run:
            yield moment
            return
    with store.read() as session:
        yield _Moment.of(session, settings, now)


def _bare(moment: _Moment, process: Process, now: datetime) -> list[tuple[Day, Deal]]:
    """Enquiries from before today without a next step, of those whose digest is due."""
    days = {day.member.key: day for day in moment.waiting}
    befores = {key: day.schedule.begin_of(day.today) for key, day in days.items()}
    return [(days[deal.owner], deal) for deal in without_next_step(moment.session, process, befores, now)]


def _regrade(store: Store, process: Process, now: datetime) -> None:
    """Grades that passing time alone may have changed, a few at a time, so that nobody waits long for the database; the
    next tick goes on where there are very many.
    """
    for _ in range(_MOST_ROUNDS):
        with store.write(now, channel="clock", action="grade") as work:
            if regrade_due(work, process, limit=_AT_ONCE) < _AT_ONCE:
                return


def _expired(session: Session, team: Team) -> Iterator[Due]:
    """Offers that ran out, at the hour of the digest."""
    come = {day.member.key: day for day in team.days if day.come}
    for found in expired_offers(session, {key: day.today for key, day in come.items()}):
        told = team.told(come[found.owner]).member.key
        yield Due(found.key, "reminder", told, come[found.owner].date, found.count, found.content)


def digests(
    session: Session, settings: DeliverySettings, process: Process, team: Team, days: Sequence[Day], now: datetime
) -> list[Due]:
    """Those of these days on which there is something to tell; what falls on a free day stands in the next one's."""
    if not days:
        return []
    look = Gathering.of(session, settings, process, now, team)
    names = {day.member.key: day.member.name for day in team.days}
    return [
        Due(day.digest_key, "digest", day.member.key, day.date, agenda.due, digest(day, agenda, late=_late(day, agenda), names=names))
        for day, agenda in agendas(look, days)
        if worth_telling(day, agenda)
    ]  # fmt: skip


def worth_telling(day: Day, agenda: Agenda) -> bool:
    """Whether there is something due, or he wants to hear that there is nothing.

    What is planned for an hour of today after the digest's makes none: each is reminded at its hour.
    """
    if day.schedule.digest_when_empty or not agenda.empty(day):
        return True
    return any(pile.waited or pile.whole_day for pile in agenda.piles.values())


def _late(day: Day, agenda: Agenda) -> bool:
    waited = any(pile.waited for pile in agenda.piles.values())
    return waited and day.now.timestamp() - day.hour.timestamp() > _LATE.total_seconds()
