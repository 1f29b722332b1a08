"""Every digest and reminder of the day: sent, on its way, or why not. Names a clock that does not run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.app import App
from crmbot.delivery.tick import Due, tick
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.members import all_members
from crmbot.domain.records import Followup, Member, OutboxItem

_PATIENCE = timedelta(minutes=2)  # after its hour a digest is queued, where a clock runs
_CLOCK_OFF = (
    "the scheduler is off: run crmbot serve (with --only: clock among its parts), or crmbot tick every few minutes"
)


def reminders(app: App) -> Iterator[Finding]:
    """What is due and not queued, then each member's digest of today, then follow-ups that nobody is reminded of."""
    now = app.clock()
    dues = tick(app.store, app.delivery, app.process, now - _PATIENCE, dry_run=True)
    yield from _not_queued(dues)
    with app.store.read() as session:
        members = all_members(session, active_only=True)
        for member in members:
            yield _digest(app, session, member, now, {due.key for due in dues})
        yield from _nobodys(session, {member.key for member in members}, now)


def _not_queued(dues: list[Due]) -> Iterator[Finding]:
    if not dues:
        yield ok("clock", "whatever was due is queued")
        return
    each = ", ".join(f"{due.kind} of {due.recipient} for {due.local_date}" for due in dues[:10])
    more = f" and {len(dues) - 10} more" if len(dues) > 10 else ""
    yield error("clock", f"{len(dues)} due and not queued: {each}{more}", _CLOCK_OFF)


def _digest(app: App, session: Session, member: Member, now: datetime, late: set[str]) -> Finding:
    """Where a member's digest of today stands, or why there is none."""
    local = now.astimezone(app.delivery.zone_of(member))
    hour = app.delivery.digest_time_of(member)
    what, key = f"digest {member.key}", f"digest:{member.key}:{local.date().isoformat()}"
    item = session.scalars(select(OutboxItem).where(OutboxItem.key == key)).first()
    if item is not None:
        return _queued(app, what, item)
    if not app.delivery.calendar.works_on(local.date()):
        return ok(what, "none today: no working day (reminders.working_days, reminders.holidays)")
    if local.time().replace(tzinfo=None) < hour:
        return ok(what, f"comes at {hour:%H:%M} ({local.tzname()})")
    if key in late:
        return error(what, f"due since {hour:%H:%M} ({local.tzname()}) and not queued", _CLOCK_OFF)
    return ok(what, "none today: nothing is due")


def _queued(app: App, what: str, item: OutboxItem) -> Finding:
    if item.state == "sent" and item.sent_at is not None:
        local = item.sent_at.astimezone(app.delivery.zone_of(Member(timezone=None)))
        return ok(what, f"sent at {local:%H:%M} by {item.channel}")
    why = f": {item.error}" if item.error else ""
    mend = f"crmbot outbox show {item.id}; the lines on the outbox say what to do"
    return warning(what, f"{item.state} after {item.attempts} attempts{why}", mend)


def _nobodys(session: Session, members: set[str], now: datetime) -> Iterator[Finding]:
    """Follow-ups that are due, and those of people who are no members any more: nobody hears of them."""
    due = select(Followup).where(Followup.done_at.is_(None), Followup.due_at <= now).order_by(Followup.number)
    found = session.scalars(due).all()
    orphans = [one for one in found if one.owner not in members]
    if orphans:
        named = ", ".join(f"#{one.number} of {one.owner}" for one in orphans[:10])
        mend = "hand them over: crmbot member set KEY, or assign the deal to somebody in the chat"
        yield error("follow-ups", f"{len(orphans)} are due and their owner is no active member: {named}", mend)
    yield ok("follow-ups", f"{len(found)} due and not done")
