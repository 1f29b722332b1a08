"""Handing a follow-up on: both are told, and who handed it on confirms that it is done, or returns it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.news import due, named, tell, who
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Followup
from crmbot.domain.records.work import Work
from crmbot.errors import Conflict, RequestFault
from crmbot.shapes import Value, Verbatim, t


def pass_to(session: Session, followups: Iterable[Followup], to: str, team: TeamSchedule) -> None:
    """They are another member's, who knows nothing of them yet. What is due by day only stays on its day, at his hour and in
    his zone.
    """
    schedule = cache(lambda key: team.of(member_by_key(session, key)))
    for followup in followups:
        before, after = schedule(followup.owner), schedule(to)
        followup.owner, followup.acknowledged_at = to, None
        if followup.day_only:
            followup.due_at = after.at(before.day(followup.due_at), after.default_time)


def delegate(work: Work, followup: Followup, to: str, team: TeamSchedule, note: str = "") -> None:
    """Give it to another member. Whoever gave it away first is the one who signs off; given back to him, he has it again.

    Raises RequestFault for somebody who has it already.
    """
    if followup.owner == to:
        raise RequestFault(t("{who} has it already.", who=who(work, to)))
    before = followup.owner
    giver = followup.delegated_by or before
    pass_to(work.session, [followup], to, team)
    followup.delegated_by = None if giver == to else giver
    followup.confirmed_at = None
    work.session.flush()
    lines: tuple[Value, ...] = (due(followup), *((Verbatim(note),) if note else ()))
    title = t("{who} hands you: {text}", who=who(work, work.actor), text=named(followup))
    tell(work, followup, to, "delegated", title, lines=lines, actions=followup_actions(followup), kind="handover")
    for key in dict.fromkeys((before, giver)):
        if key != to:
            gone = t("{to} now has: {text}", to=who(work, to), text=named(followup))
            tell(work, followup, key, "handed-on", gone, lines=lines, kind="handover")


def made_for(work: Work, followup: Followup) -> None:
    """A follow-up that was made for somebody else: he is told, and who made it signs it off."""
    followup.delegated_by = work.actor
    work.session.flush()
    title = t("{who} hands you: {text}", who=who(work, work.actor), text=named(followup))
    tell(
        work, followup, followup.owner, "delegated", title, lines=(due(followup),), actions=followup_actions(followup),
        kind="handover",
    )  # fmt: skip


def ask_to_confirm(work: Work, followup: Followup) -> None:
    """Who handed it on is asked, once for each time that it is done."""
    giver = followup.delegated_by
    if giver is None or giver == work.actor:
        followup.confirmed_at = work.now if giver is not None else followup.confirmed_at
        return
    title = t("{who} has done: {text}", who=who(work, followup.done_by), text=named(followup))
    lines: tuple[Value, ...] = ((Verbatim(followup.outcome),) if followup.outcome else ()) + (t("Is it all right?"),)
    tell(work, followup, giver, "confirm", title, lines=lines, actions=followup_actions(followup), kind="question")


def to_confirm(session: Session, member: str) -> list[Followup]:
    """What a member handed on, was done and waits for his word, longest waiting first."""
    statement = (
        select(Followup)
        .where(Followup.delegated_by == member, Followup.done_at.is_not(None), Followup.confirmed_at.is_(None))
        .order_by(Followup.done_at, Followup.number)
    )
    return list(session.scalars(statement))


def confirm(work: Work, followup: Followup) -> None:
    """It is done to the satisfaction of who handed it on. Raises Conflict where there is nothing to confirm."""
    if followup.delegated_by is None or followup.done_at is None:
        raise Conflict(t("#{number} does not wait for a confirmation.", number=followup.number))
    if followup.confirmed_at is not None:
        raise Conflict(t("#{number} was confirmed already.", number=followup.number))
    followup.confirmed_at = work.now
    title = t("{who} agrees: {text}", who=who(work, work.actor), text=named(followup))
    tell(work, followup, followup.owner, "confirmed", title)


def hand_back(work: Work, followup: Followup, team: TeamSchedule, note: str = "") -> None:
    """What is done and not well, back to who did it; what is still to be done, back to who handed it on.

    Raises Conflict for one that nobody handed on.
    """
    giver = followup.delegated_by
    if giver is None:
        raise Conflict(t("#{number} was not handed on by anybody.", number=followup.number))
    lines: tuple[Value, ...] = (due(followup), *((Verbatim(note),) if note else ()))
    if followup.done_at is not None:
        if followup.confirmed_at is not None:
            raise Conflict(t("#{number} was confirmed already.", number=followup.number))
        followup.done_at = followup.done_by = followup.outcome = None
        title = t("{who} returns to you: {text}", who=who(work, work.actor), text=named(followup))
        tell(
            work,
            followup,
            followup.owner,
            "returned",
            title,
            lines=lines,
            actions=followup_actions(followup),
            kind="handover",
        )
        return
    pass_to(work.session, [followup], giver, team)
    followup.delegated_by = None
    lines = (due(followup), *lines[1:])
    title = t("{who} hands back: {text}", who=who(work, work.actor), text=named(followup))
    tell(work, followup, giver, "refused", title, lines=lines, actions=followup_actions(followup), kind="handover")
