"""What a customer's mail means for the follow-ups about him: those that waited for it close by themselves, others are
offered to be closed; an absence moves them to the day on which he is back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.deals.views import deals_of
from crmbot.domain.followups.followups import complete_followup, move_followup, open_followups_of
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Activity, Followup, Person
from crmbot.domain.records.work import Work

ANSWER = "answer"  # origin of a follow-up that waits for the answer to a mail
_LONGEST_ABSENCE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Closing:
    """The follow-ups that a mail closed, and those of which somebody has to say whether they are done."""

    closed: tuple[Followup, ...] = ()
    offered: tuple[Followup, ...] = ()


def close_answered(
    work: Work, activity: Activity, numbers: Iterable[int], *, awaits: Callable[[str], bool], team: TeamSchedule,
    certain: bool = True,
) -> Closing:  # fmt: skip
    """Close what waited for this mail at the records of these numbers; `awaits` tells by the words of a follow-up. Where it
    is not `certain` who wrote the mail, all is only offered.

    Only what was planned before the mail was written: an old mail that comes in late answers nothing.
    """
    closed, offered = [], []
    for followup in open_followups_of(work.session, sorted(set(numbers))):
        if followup.created_at > activity.at or followup.part_of is not None:
            continue
        if certain and (followup.origin == ANSWER or awaits(followup.text)):
            complete_followup(work, followup, team=team)
            followup.closed_by = activity.number
            closed.append(followup)
        else:
            offered.append(followup)
    work.session.flush()
    return Closing(tuple(closed), tuple(offered[:5]))


def reopen_followup(followup: Followup) -> None:
    """It is still to be done after all."""
    followup.done_at = followup.done_by = followup.outcome = followup.closed_by = None
    followup.confirmed_at = None  # who handed it on is asked anew once it is done


def move_to_return(work: Work, person: Person, back: date, team: TeamSchedule) -> list[Followup]:
    """Everything that is planned with somebody before he is back falls due on that day, or on its owner's next working
    day, at the hour it had.
    """
    numbers = [person.number, *(deal.number for deal in deals_of(work.session, person))]
    if back - work.now.date() > _LONGEST_ABSENCE:
        return []
    moved = []
    for followup in open_followups_of(work.session, numbers):
        schedule = team.of(member_by_key(work.session, followup.owner))
        due = schedule.local(followup.due_at)
        if due.date() >= back or back <= schedule.day(work.now):
            continue
        move_followup(
            followup, schedule.at(schedule.next_working(back), due.time()), day_only=followup.day_only, now=work.now
        )
        moved.append(followup)
    work.session.flush()
    return moved
