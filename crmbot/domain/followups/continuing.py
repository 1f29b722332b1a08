"""The follow-ups of a series: the first one, the next one when it is its turn, and the end of all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from crmbot.domain.calendar.schedule import Schedule, TeamSchedule
from crmbot.domain.followups.making import add_followup
from crmbot.domain.followups.parts import copy_members
from crmbot.domain.followups.series import Series, load_series, over_since
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.records import Followup, Member
from crmbot.domain.records.work import Work

_MOST = 500  # turns that one run makes; the next run goes on
_OTHER_ZONES = timedelta(days=1)  # by which a local day may be ahead


def series_of(followup: Followup) -> Series | None:
    """The rule that a follow-up is a turn of; None for one that comes once."""
    return load_series(followup.recurrence) if followup.recurrence else None


def begin_series(followup: Followup, series: Series, schedule: Schedule, *, regardless: bool) -> None:
    """Make a follow-up a turn of a series from now on: the one that `series` names, else its first."""
    turn = series if series.turn is not None else series.first() or series
    _put(followup, turn, schedule)
    followup.regardless = regardless
    followup.series = followup.series or followup.number


def next_turn(work: Work, followup: Followup, team: TeamSchedule) -> Followup | None:
    """The next follow-up of the series, after this one was done or its turn is over; None where there is one or it ends.

    What was missed meanwhile is not made up for: the next one comes after today.
    """
    series = series_of(followup)
    if series is None or followup.series is None or _successor(work.session, followup):
        return None
    schedule = _schedule(member_by_key(work.session, followup.owner), team, series.zone)
    following = series.following(schedule.calendar, beyond=over_since(work.now, schedule.zone))
    if following is None:
        return None
    return _made(work, followup, following, schedule)


def continue_series(work: Work, team: TeamSchedule, until: datetime) -> list[Followup]:
    """The next ones of series that go on whether done or not, whose turn is due: to be called by the clock."""
    following = (next_turn(work, followup, team) for followup in series_to_continue(work.session, team, until))
    return [one for one in following if one is not None]


def series_to_continue(session: Session, team: TeamSchedule, until: datetime) -> list[Followup]:
    """Open follow-ups of such series that have no successor and whose turn came by then, wherever they were put off to;
    without the last ones of series that have ended.
    """
    other = aliased(Followup)
    later = select(other.number).where(other.series == Followup.series, other.number > Followup.number).exists()
    standing = session.execute(
        select(Followup.number, Followup.owner, Followup.recurrence).where(
            Followup.regardless, Followup.done_at.is_(None), Followup.recurrence.is_not(None), ~later
        )
    ).all()
    members = {one.key: one for one in all_members(session)} if standing else {}
    due = [
        number
        for number, owner, recurrence in standing
        if (series := load_series(recurrence or "")) is not None
        and _goes_on(series, _schedule(members.get(owner), team, series.zone), until)
    ]
    wanted = select(Followup).where(Followup.number.in_(sorted(due)[:_MOST])).order_by(Followup.number)
    return list(session.scalars(wanted)) if due else []


def _goes_on(series: Series, schedule: Schedule, until: datetime) -> bool:
    """Whether the turn of a series is due by then, and another one follows."""
    if (series.turn or series.start) > until.date() + _OTHER_ZONES:
        return False
    if series.due(schedule.calendar, schedule.zone, schedule.default_time) > until:
        return False
    return series.following(schedule.calendar, beyond=over_since(until, schedule.zone)) is not None


def open_of_series(session: Session, followup: Followup) -> list[Followup]:
    """Itself and all others of its series that are still to be done."""
    if followup.series is None:
        return [followup]
    mine = (Followup.series == followup.series, Followup.done_at.is_(None))
    return list(session.scalars(select(Followup).where(*mine).order_by(Followup.number)))


def end_series(work: Work, followup: Followup) -> int:
    """No more turns: what is still to be done goes, what was done stays. Returns how many went."""
    going = list(_with_parts(work.session, open_of_series(work.session, followup)))
    for one in going:
        work.session.delete(one)
    work.session.flush()
    return len(going)


def _with_parts(session: Session, followups: list[Followup]) -> Iterator[Followup]:
    yield from followups
    numbers = [followup.number for followup in followups]
    yield from session.scalars(select(Followup).where(Followup.part_of.in_(numbers), Followup.done_at.is_(None)))


def _schedule(owner: Member | None, team: TeamSchedule, zone: str) -> Schedule:
    """The working time of who has to do it; `zone` counts where neither he nor the team has one."""
    if owner is None or owner.timezone:
        return team.of(owner)
    return TeamSchedule(zone, team.calendar, team.hours, team.digest_time, team.default_time).of(owner)


def _successor(session: Session, followup: Followup) -> bool:
    later = select(Followup.number).where(Followup.series == followup.series, Followup.number > followup.number)
    return session.scalars(later.limit(1)).first() is not None


def _made(work: Work, before: Followup, series: Series, schedule: Schedule) -> Followup:
    followup = add_followup(
        work, owner=before.owner, due_at=before.due_at, day_only=before.day_only, text=before.text,
        record_number=before.record_number,
    )  # fmt: skip
    followup.created_by, followup.origin = before.created_by, before.origin
    followup.series, followup.regardless = before.series, before.regardless
    followup.lead_minutes, followup.delegated_by = before.lead_minutes, before.delegated_by
    _put(followup, series, schedule)
    copy_members(work, before, followup)
    work.session.flush()
    return followup


def _put(followup: Followup, series: Series, schedule: Schedule) -> None:
    followup.recurrence = series.dump()
    followup.due_at = series.due(schedule.calendar, schedule.zone, schedule.default_time)
    followup.day_only = series.clock is None
