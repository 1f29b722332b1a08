"""What is due at a moment: digests at each owner's local time on working days, reminders at their own hour.

Everything due becomes an outbox item under a key that is unique over all time, so that two clocks, a restart or
a second run queue nothing twice. What is due is found by reading; only where there is something new is it written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from crmbot.delivery.agenda import Neglect, agenda, neglect
from crmbot.delivery.digests import Concerned, digest, reminder
from crmbot.delivery.offer_reminders import expired_offers
from crmbot.delivery.outbox import REPEAT
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.absence import stand_in, stood_in_for
from crmbot.domain.access import access_of, sees
from crmbot.domain.followups import end_of_day, start_of_day, timed_followups
from crmbot.domain.lookup import Contactable, by_number
from crmbot.domain.members import all_members
from crmbot.domain.next_steps import plan_next_step, without_next_step
from crmbot.domain.outbox import enqueue, queued_keys
from crmbot.domain.process import Process
from crmbot.domain.processing import restored_unknowing
from crmbot.domain.records import Deal, Followup, Member, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.domain.regrading import due_for_grading, regrade_due
from crmbot.domain.views import view
from crmbot.shapes import Reply, Worded
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store

_LATE = timedelta(hours=2)  # a digest this long after its hour says so
_MOST_ROUNDS, _AT_ONCE = 20, 25  # deals that one tick grades anew
_REMINDER_WINDOW = timedelta(hours=12)  # later than that, the next digest has it


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that was queued, or on a dry run would be."""

    key: str
    kind: Literal["digest", "reminder"]
    recipient: str  # member key
    local_date: str
    items: int
    content: Reply


@dataclass(frozen=True, slots=True)
class _Local:
    """A member's day: `hour` is when his digest comes."""

    member: Member
    zone: ZoneInfo
    now: datetime
    hour: datetime

    @property
    def date(self) -> str:
        return self.now.date().isoformat()

    @property
    def digest_key(self) -> str:
        return f"digest:{self.member.key}:{self.date}"


def tick(
    store: Store, settings: DeliverySettings, process: Process, now: datetime, *, dry_run: bool = False
) -> list[Due]:
    """Queue what is due at `now`; with `dry_run` only say it. Raises StorageAway."""
    with _next_steps_planned(store, settings, process, now, dry_run=dry_run) as session:
        days = _days(session, settings, now)
        dues = [*_digests(session, settings, process, days, now), *_reminders(session, process, days, now)]
        dues += _expired(session, settings, days)
        grades = due_for_grading(session, now, limit=1)
    if grades and not dry_run:
        _regrade(store, process, now)
    if dry_run or not dues:
        return dues
    with store.write(now, channel="clock", action="tick") as work:
        one_at_a_time(work.session, ["tick"])
        return [due for due in dues if _queue(work, due)]


@contextmanager
def _next_steps_planned(
    store: Store, settings: DeliverySettings, process: Process, now: datetime, *, dry_run: bool
) -> Iterator[Session]:
    """A session in which every enquiry has a next step that stands in its owner's digest; on a dry run for the time being."""
    with store.read() as session:
        bare = bool(_bare(session, settings, process, now))
        if not bare:
            yield session
            return
    with store.rehearse(now) if dry_run else store.write(now, channel="clock", action="next_step") as work:
        one_at_a_time(work.session, ["tick"])
        for day, deal in _bare(work.session, settings, process, now):
            plan_next_step(work, process, deal, day.hour, day.member.language or settings.language)
        if dry_run:
            yield work.session
            return
    with store.read() as session:
        yield session


def _bare(session: Session, settings: DeliverySettings, process: Process, now: datetime) -> list[tuple[_Local, Deal]]:
    """Enquiries from before today without a next step, of those whose digest is due."""
    waiting = _waiting(session, settings, _days(session, settings, now))
    return [
        (day, deal)
        for day in waiting
        for deal in without_next_step(session, process, day.member.key, start_of_day(day.now, day.zone))
    ]


def _days(session: Session, settings: DeliverySettings, now: datetime) -> list[_Local]:
    return [_local(settings, member, now) for member in all_members(session, active_only=True)]


def _regrade(store: Store, process: Process, now: datetime) -> None:
    """Grades that passing time alone may have changed, a few at a time, so that nobody waits long for the database; the
    next tick goes on where there are very many.
    """
    for _ in range(_MOST_ROUNDS):
        with store.write(now, channel="clock", action="grade") as work:
            if regrade_due(work, process, limit=_AT_ONCE) < _AT_ONCE:
                return


def _expired(session: Session, settings: DeliverySettings, days: list[_Local]) -> Iterator[Due]:
    """Offers that ran out, at the hour of the digest."""
    come = {day.member.key: day for day in days if day.now >= day.hour and settings.calendar.works_on(day.now.date())}
    for found in expired_offers(session, {key: day.now.date() for key, day in come.items()}):
        told = _told(days, come[found.owner]).member.key
        yield Due(found.key, "reminder", told, come[found.owner].date, found.count, found.content)


def _told(days: list[_Local], day: _Local) -> _Local:
    """Whoever gets what is a member's on his day: himself, or while he is away who stands in."""
    other = stand_in([one.member for one in days], day.member, day.now.date())
    return next((one for one in days if other is not None and one.member.key == other.key), day)


def due_json(due: Due, state: str) -> dict[str, Any]:
    """As in contracts, section 6."""
    return {
        "kind": due.kind, "recipient": due.recipient, "local_date": due.local_date, "items": due.items, "state": state,
    }  # fmt: skip


def _queue(work: Work, due: Due) -> bool:
    fresh = enqueue(
        work, key=due.key, kind=due.kind, recipient=due.recipient, content=due.content, local_date=due.local_date
    )
    if fresh and due.kind == "digest":
        _retire_older_digests(work, due)
    if fresh and restored_unknowing(work.session, due.local_date):
        work.session.execute(update(OutboxItem).where(OutboxItem.key == due.key).values(error=REPEAT))
    return fresh


def _retire_older_digests(work: Work, due: Due) -> None:
    """A digest that could not be sent on its day must not arrive beside today's, which holds all that it held."""
    mine = (OutboxItem.kind == "digest", OutboxItem.recipient == due.recipient, OutboxItem.key != due.key)
    work.session.execute(
        update(OutboxItem)
        .where(*mine, OutboxItem.state == "waiting")
        .values(state="failed", error=f"replaced by the digest of {due.local_date}")
    )


def _local(settings: DeliverySettings, member: Member, now: datetime) -> _Local:
    zone = settings.zone_of(member)
    local = now.astimezone(zone)
    return _Local(member, zone, local, datetime.combine(local.date(), settings.digest_time_of(member), zone))


def _waiting(session: Session, settings: DeliverySettings, days: list[_Local]) -> list[_Local]:
    """Those whose hour has come on a working day and who have no digest yet."""
    come = [day for day in days if day.now >= day.hour and settings.calendar.works_on(day.now.date())]
    sent = queued_keys(session, [day.digest_key for day in come])
    return [day for day in come if day.digest_key not in sent]


def _digests(
    session: Session, settings: DeliverySettings, process: Process, days: list[_Local], now: datetime
) -> list[Due]:
    """Of everybody whose hour has come on a working day; what falls on a free day stands in the next one's."""
    waiting = [day for day in _waiting(session, settings, days) if _told(days, day) is day]
    if not waiting:
        return []
    team = [day.member for day in days]
    left = neglect(session, settings, process, now)
    led = {day.member.key: [one.member.key for one in days if one.member.manager == day.member.key] for day in waiting}
    dues = (
        _digest(
            session, settings, process, day, led[day.member.key], left,
            stood_in_for(team, day.member, day.now.date()),
        )
        for day in waiting
    )  # fmt: skip
    return [due for due in dues if due is not None]


def _digest(
    session: Session, settings: DeliverySettings, process: Process, day: _Local, led: list[str], left: Neglect,
    away: list[Member],
) -> Due | None:  # fmt: skip
    found = agenda(
        session, settings, process, day.member, led, left, until=end_of_day(day.now, day.zone), away=away,
        day=day.now.date(),
    )  # fmt: skip
    waited = [followup for followup in found.followups if followup.created_at < day.hour]
    lying = replace(found, followups=[])
    if lying.empty and not waited and not any(followup.day_only for followup in found.followups):
        return None  # planned for an hour of today after the digest's: each is reminded at its hour
    content = digest(
        day.member.name.split(" ")[0], found, _about(session, process, day, [*found.followups, *found.overdue]), now=day.now,
        today_begins=start_of_day(day.now, day.zone), late=bool(waited) and day.now - day.hour > _LATE,
    )  # fmt: skip
    return Due(day.digest_key, "digest", day.member.key, day.date, len(found.followups), content)


def _reminders(session: Session, process: Process, days: list[_Local], now: datetime) -> list[Due]:
    """Whoever names an hour is reminded then, on whatever day it is."""
    by_owner = {day.member.key: day for day in days}
    found = [f for f in timed_followups(session, now - _REMINDER_WINDOW, now) if f.owner in by_owner]
    keys = {followup.number: f"reminder:{followup.number}:{followup.due_at.isoformat()}" for followup in found}
    sent = queued_keys(session, keys.values())
    fresh = [followup for followup in found if keys[followup.number] not in sent]
    return [_reminder(session, process, days, by_owner[f.owner], f, keys[f.number]) for f in fresh]


def _reminder(
    session: Session, process: Process, days: list[_Local], day: _Local, followup: Followup, key: str
) -> Due:  # fmt: skip
    told = _told(days, day)
    away = day.member if told is not day else None
    content = reminder(followup, _about(session, process, told, [followup]), away)
    return Due(key, "reminder", told.member.key, day.date, 1, content)


def _about(session: Session, process: Process, day: _Local, followups: Iterable[Followup]) -> dict[int, Concerned]:
    """The records that follow-ups are about, as far as the reader may see them, with what their stage suggests."""
    access = access_of(session, day.member, day.now.date())
    numbers = {followup.record_number for followup in followups if followup.record_number}
    records = {number: by_number(session, number) for number in numbers}
    return {
        number: Concerned(view(session, record, process), _hint(process, record))
        for number, record in records.items()
        if record is not None and sees(session, access, record)
    }


def _hint(process: Process, record: Contactable) -> Worded | None:
    """What the administrator suggests for the stage a deal stands in."""
    stage = process.stage(record.stage) if isinstance(record, Deal) else None
    return Worded(stage.suggestions[0].texts) if stage is not None and stage.suggestions else None
