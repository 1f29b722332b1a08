"""What is due at a moment: digests at each owner's local time on working days, reminders at their own hour.

Everything due becomes an outbox item under a key that is unique over all time, so that two clocks, a restart or
a second run queue nothing twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crmbot.delivery.digests import digest, reminder
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.followups import due_followups, end_of_day, start_of_day
from crmbot.domain.lookup import by_number
from crmbot.domain.members import all_members
from crmbot.domain.outbox import enqueue
from crmbot.domain.process import Process
from crmbot.domain.records import Followup, Member, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.domain.views import view
from crmbot.shapes import Record, Reply
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store

_LATE = timedelta(hours=2)  # a digest this long after its hour says so
_REMINDER_WINDOW = timedelta(hours=12)  # later than that, the next digest has it


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that was queued, or on a dry run would be."""

    key: str
    kind: str
    recipient: str  # member key
    local_date: str
    items: int
    content: Reply


def tick(
    store: Store, settings: DeliverySettings, process: Process, now: datetime, *, dry_run: bool = False
) -> list[Due]:
    """Queue what is due at `now`; with `dry_run` only say it. Raises StorageAway."""
    with store.rehearse(now) if dry_run else store.write(now, channel="clock", action="tick") as work:
        one_at_a_time(work.session, ["tick"])
        queued: list[Due] = []
        for member in all_members(work.session, active_only=True):
            queued += [due for due in _due_for(work.session, settings, process, member, now) if _queue(work, due)]
        return queued


def due_json(due: Due, state: str) -> dict[str, Any]:
    """As in contracts, section 6."""
    return {
        "kind": due.kind,
        "recipient": due.recipient,
        "local_date": due.local_date,
        "items": due.items,
        "state": state,
    }


def _queue(work: Work, due: Due) -> bool:
    fresh = enqueue(
        work, key=due.key, kind=due.kind, recipient=due.recipient, content=due.content, local_date=due.local_date
    )
    if fresh and due.kind == "digest":
        _retire_older_digests(work, due)
    return fresh


def _retire_older_digests(work: Work, due: Due) -> None:
    """A digest that could not be sent on its day must not arrive beside today's, which holds all that it held."""
    older = (
        OutboxItem.kind == "digest",
        OutboxItem.recipient == due.recipient,
        OutboxItem.state == "waiting",
        OutboxItem.key != due.key,
    )
    work.session.execute(
        update(OutboxItem).where(*older).values(state="failed", error=f"replaced by the digest of {due.local_date}")
    )


def _due_for(
    session: Session, settings: DeliverySettings, process: Process, member: Member, now: datetime
) -> list[Due]:
    zone = ZoneInfo(member.timezone or settings.timezone)
    local = now.astimezone(zone)
    if not settings.calendar.works_on(local.date()):
        return []  # nothing is lost: it stands in the digest of the next working day
    hour = datetime.combine(local.date(), settings.digest_time_of(member), zone)
    dues = [_digest_due(session, process, member, now, zone, late=now - hour > _LATE)] if now >= hour else []
    return [due for due in dues if due is not None] + _reminders_due(session, process, member, now, zone)


def _digest_due(
    session: Session, process: Process, member: Member, now: datetime, zone: ZoneInfo, *, late: bool
) -> Due | None:
    day = now.astimezone(zone).date().isoformat()
    key = f"digest:{member.key}:{day}"
    if session.scalars(select(OutboxItem.id).where(OutboxItem.key == key)).first() is not None:
        return None
    followups = due_followups(session, member.key, end_of_day(now, zone))
    if not followups:
        return None
    content = digest(
        member.name.split(" ")[0], followups, start_of_day(now, zone), _about(session, process, followups), late=late
    )
    return Due(key, "digest", member.key, day, len(followups), content)


def _reminders_due(session: Session, process: Process, member: Member, now: datetime, zone: ZoneInfo) -> list[Due]:
    followups = [
        followup
        for followup in due_followups(session, member.key, now + timedelta(microseconds=1))
        if not followup.day_only and now - followup.due_at <= _REMINDER_WINDOW
    ]
    about = _about(session, process, followups)
    day = now.astimezone(zone).date().isoformat()
    return [
        Due(
            f"reminder:{followup.number}:{followup.due_at.isoformat()}",
            "reminder",
            member.key,
            day,
            1,
            reminder(followup, about),
        )
        for followup in followups
    ]


def _about(session: Session, process: Process, followups: list[Followup]) -> dict[int, Record]:
    numbers = {followup.record_number for followup in followups if followup.record_number}
    records = {number: by_number(session, number) for number in numbers}
    return {number: view(session, record, process) for number, record in records.items() if record is not None}
