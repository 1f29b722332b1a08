"""Staying in touch: a follow-up stands so many days after the last contact with a record, and moves at each contact."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import Schedule, TeamSchedule
from crmbot.domain.catalogue.activity_kinds import ALL_BUILT_IN
from crmbot.domain.followups.making import add_followup
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Activity, ActivityPerson, Followup, TouchRhythm
from crmbot.domain.records.work import Work

ORIGIN = "touch"
_BUILT_IN, _CONTACTS = tuple(kind.key for kind in ALL_BUILT_IN.kinds), tuple(ALL_BUILT_IN.contact_keys())


def set_rhythm(work: Work, record_number: int, owner: str, days: int, team: TeamSchedule) -> Followup:
    """From now on there should be contact every so many days. The follow-up for it, on its day but not before today."""
    rhythm = rhythm_of(work.session, record_number)
    if rhythm is None:
        rhythm = TouchRhythm(
            record_number=record_number, owner=owner, days=days, timezone=team.timezone, created_at=work.now
        )
        work.session.add(rhythm)
    rhythm.days, rhythm.owner = days, owner
    schedule = _schedule(work.session, rhythm)
    today = schedule.day(work.now)
    last = last_contact(work.session, record_number)
    day = (schedule.day(last) if last is not None else today) + timedelta(days=days)
    followup = standing(work.session, record_number) or _stand(work, rhythm, schedule, owner)
    followup.owner = owner
    _put(followup, schedule, max(day, today))
    work.session.flush()
    return followup


def end_rhythm(work: Work, record_number: int) -> bool:
    """No more reminders to stay in touch. False where there was no rhythm."""
    rhythm = rhythm_of(work.session, record_number)
    if rhythm is None:
        return False
    work.session.delete(rhythm)
    if (followup := standing(work.session, record_number)) is not None:
        work.session.delete(followup)
    work.session.flush()
    return True


def rhythm_of(session: Session, record_number: int) -> TouchRhythm | None:
    """The rhythm of a record."""
    return session.scalars(select(TouchRhythm).where(TouchRhythm.record_number == record_number)).first()


def standing(session: Session, record_number: int) -> Followup | None:
    """The open follow-up of a record's rhythm."""
    mine = (Followup.record_number == record_number, Followup.origin == ORIGIN, Followup.done_at.is_(None))
    return session.scalars(select(Followup).where(*mine).order_by(Followup.number)).first()


def _is_contact() -> ColumnElement[bool]:
    """Of queries over entries: those that are contact with the customer; of the team's own kinds, those with a direction."""
    own = Activity.kind.not_in(_BUILT_IN) & Activity.direction.in_(("in", "out"))
    return Activity.kind.in_(_CONTACTS) | own


def touched(work: Work, activity: Activity) -> None:
    """There was contact: the follow-ups of the rhythms of all whom it concerns move on. Never back."""
    numbers = {activity.deal_number, activity.person_number, activity.company_number}
    numbers |= {one.person_number for one in activity.people}
    concerned = TouchRhythm.record_number.in_([number for number in numbers if number is not None])
    contact = select(Activity.number).where(Activity.number == activity.number, _is_contact()).exists()
    with unguarded(work.session):
        for rhythm in work.session.scalars(select(TouchRhythm).where(concerned, contact)).all():
            _move_on(work, rhythm, activity.at)


def after_touch(work: Work, followup: Followup) -> Followup | None:
    """After the follow-up of a rhythm was done, the next one."""
    if followup.origin != ORIGIN or followup.record_number is None:
        return None
    rhythm = rhythm_of(work.session, followup.record_number)
    if rhythm is None or standing(work.session, followup.record_number) is not None:
        return None
    schedule = _schedule(work.session, rhythm)
    following = _stand(work, rhythm, schedule, followup.owner)
    _put(following, schedule, schedule.day(work.now) + timedelta(days=rhythm.days))
    return following


def last_contact(session: Session, record_number: int) -> datetime | None:
    """When there was contact with a record, or with somebody of the company; also where others were in it."""
    among = select(ActivityPerson.activity_number).where(ActivityPerson.person_number == record_number)
    places = or_(
        Activity.deal_number == record_number, Activity.person_number == record_number,
        Activity.company_number == record_number, Activity.number.in_(among),
    )  # fmt: skip
    return session.scalar(select(func.max(Activity.at)).where(places, _is_contact()))


def settle_rhythms(session: Session, record_number: int) -> None:
    """Of two records that were made one, only one follow-up of a rhythm stays: the one that comes first."""
    mine = (Followup.record_number == record_number, Followup.origin == ORIGIN, Followup.done_at.is_(None))
    for surplus in session.scalars(select(Followup).where(*mine).order_by(Followup.due_at, Followup.number)).all()[1:]:
        session.delete(surplus)


def _move_on(work: Work, rhythm: TouchRhythm, at: datetime) -> None:
    schedule = _schedule(work.session, rhythm)
    followup = standing(work.session, rhythm.record_number)
    if followup is None:
        followup = _stand(work, rhythm, schedule, rhythm.owner)
    day = schedule.day(at) + timedelta(days=rhythm.days)
    if day > schedule.day(followup.due_at):
        _put(followup, schedule, day)
        followup.acknowledged_at = None


def _stand(work: Work, rhythm: TouchRhythm, schedule: Schedule, owner: str) -> Followup:
    followup = add_followup(
        work, owner=owner, due_at=schedule.at(schedule.day(work.now), schedule.default_time), day_only=True, text="",
        record_number=rhythm.record_number,
    )  # fmt: skip
    followup.origin = ORIGIN
    return followup


def _put(followup: Followup, schedule: Schedule, day: date) -> None:
    followup.due_at, followup.day_only = schedule.at(day, schedule.default_time), True


def _schedule(session: Session, rhythm: TouchRhythm) -> Schedule:
    return TeamSchedule(rhythm.timezone).of(member_by_key(session, rhythm.owner))
