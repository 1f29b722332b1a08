"""Every digest and reminder of the day: sent, on its way, or why not. Names a clock that does not run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.app import App
from crmbot.delivery.days import Day, Team, apart
from crmbot.delivery.tick import Due, tick
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.records import Followup, OutboxItem

_LATELY, _MOST = timedelta(days=3), 20
_PATIENCE = timedelta(minutes=2)  # after its hour a digest is queued, where a clock runs
_CLOCK_OFF = (
    "the scheduler is off: run crmbot serve (with --only: clock among its parts), or crmbot tick every few minutes"
)


def reminders(app: App) -> Iterator[Finding]:
    """What is due and not queued, then each member's digest of today, reminders that wait or failed, and follow-ups that
    nobody is reminded of.
    """
    now = app.clock()
    dues = tick(app.store, app.delivery, app.process, now - _PATIENCE, dry_run=True)
    yield from _not_queued(dues)
    with app.store.read() as session:
        team = Team.at(session, app.delivery, now)
        for day in team.days:
            yield _digest(session, team, day, {due.key for due in dues})
        yield from _reminders(session, now)
        yield from _nobodys(session, set(team.by_key), now)


def _not_queued(dues: list[Due]) -> Iterator[Finding]:
    if not dues:
        yield ok("clock", "whatever was due is queued")
        return
    each = ", ".join(f"{due.kind} of {due.recipient} for {due.local_date}" for due in dues[:10])
    more = f" and {len(dues) - 10} more" if len(dues) > 10 else ""
    yield error("clock", f"{len(dues)} due and not queued: {each}{more}", _CLOCK_OFF)


def _digest(session: Session, team: Team, day: Day, late: set[str]) -> Finding:
    """Where a member's digest of today stands, or why there is none."""
    what = f"digest {day.member.key}"
    item = session.scalars(select(OutboxItem).where(OutboxItem.key == day.digest_key)).first()
    if item is not None:
        return _queued(what, item, day.now.tzinfo)
    if (reason := _silent(team, day)) is not None:
        return ok(what, reason)
    if not day.come:
        return ok(what, f"comes at {day.hour:%H:%M} ({day.now.tzname()})")
    if day.digest_key in late:
        return error(what, f"due since {day.hour:%H:%M} ({day.now.tzname()}) and not queued", _CLOCK_OFF)
    held = apart(session, day)
    if held is not None:
        return ok(what, f"comes at {held:%H:%M} ({held.tzname()}): some hours after the last one, for he has moved")
    return ok(what, "none today: nothing is due")


def _silent(team: Team, day: Day) -> str | None:
    """Why there is no digest of this day, whatever is due; None: there may be one."""
    schedule = day.schedule
    if not schedule.digest_wanted:
        return "none: switched off by the member (notify digest direct switches it on)"
    told = team.told(day)
    if told is not day:
        return f"none: away, {told.member.key} stands in and gets it"
    if schedule.works_on(day.today):
        return None
    return f"none today: no working day ({_why_free(schedule.calendar, day.today)})"


def _why_free(calendar: WorkCalendar, day: date) -> str:
    if day in calendar.free:
        return "reminders.free_days"
    if (name := calendar.holiday_name(day)) is not None:
        return f"{name}: reminders.holidays, or the member's own"
    return "reminders.working_days, or the member's own"


def _reminders(session: Session, now: datetime) -> Iterator[Finding]:
    """Every reminder of the last days that has not arrived, with its reason."""
    lately = (OutboxItem.kind == "reminder", OutboxItem.state != "sent", OutboxItem.created_at > now - _LATELY)
    for item in session.scalars(select(OutboxItem).where(*lately).order_by(OutboxItem.id).limit(_MOST)):
        mend = f"crmbot outbox show {item.id}; the lines on the outbox say what to do"
        found = f"{item.key} is {item.state}{f': {item.error}' if item.error else ''}"
        what = f"reminder {item.recipient}"
        yield ok(what, found) if _by_wish(item) else warning(what, found, mend)


def _by_wish(item: OutboxItem) -> bool:
    """Whether a message waits only because its reader does not want to be disturbed."""
    return item.state == "waiting" and (item.error is None or item.error.startswith("waits: "))


def _queued(what: str, item: OutboxItem, zone: tzinfo | None) -> Finding:
    """How far the digest has come, in the time of whom it is for."""
    if item.state == "sent" and item.sent_at is not None:
        return ok(what, f"sent at {_clock(item.sent_at, zone)} by {item.channel}")
    if item.error and _by_wish(item):
        return ok(what, f"{item.error} until {_clock(item.not_before, zone)}" if item.not_before else item.error)
    why = f": {item.error}" if item.error else ""
    mend = f"crmbot outbox show {item.id}; the lines on the outbox say what to do"
    return warning(what, f"{item.state} after {item.attempts} attempts{why}", mend)


def _clock(moment: datetime, zone: tzinfo | None) -> str:
    local = moment.astimezone(zone)
    return f"{local:%H:%M} ({local.tzname()})"


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
