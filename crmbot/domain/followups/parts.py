"""Follow-ups of several people: each responsible one has a part of his own, which is a follow-up below the main one.

The main one is done when all its parts are; until then only the parts fall due. Subscribers hear of start and end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from crmbot.domain.followups.making import add_followup
from crmbot.domain.followups.news import due, named, tell, who
from crmbot.domain.records import Followup, FollowupMember
from crmbot.domain.records.work import Work
from crmbot.shapes import Action, t

RESPONSIBLE, SUBSCRIBER = "responsible", "subscriber"


def share(work: Work, followup: Followup, responsible: Iterable[str], subscribers: Iterable[str] = ()) -> None:
    """Let others have a part in a follow-up, its owner among them, and further ones hear of start and end. Who had no part
    in it before is told.
    """
    keys = list(dict.fromkeys(responsible))
    before = {one.member for one in followup.members}
    if keys:
        for key in dict.fromkeys((followup.owner, *keys)):
            if key not in before:
                followup.members.append(FollowupMember(member=key, part=RESPONSIBLE))
                add_part(work, followup, key)
    there = {one.member for one in followup.members}
    for key in dict.fromkeys(subscribers):
        if key not in there:
            followup.members.append(FollowupMember(member=key, part=SUBSCRIBER))
    work.session.flush()
    _tell_start(work, followup, before)


def add_part(work: Work, followup: Followup, owner: str, text: str | None = None) -> Followup:
    """A part of a follow-up, due with it unless it is moved."""
    part = add_followup(
        work, owner=owner, due_at=followup.due_at, day_only=followup.day_only, text=text or followup.text,
        record_number=followup.record_number,
    )  # fmt: skip
    part.part_of, part.lead_minutes = followup.number, followup.lead_minutes
    work.session.flush()
    return part


def give_part(
    work: Work, followup: Followup, member: str, text: str, due: tuple[datetime, bool] | None = None
) -> Followup:
    """One more part, of a member who may have others; he is told. `due`: its own date, and whether that is a day only."""
    if all(one.member != member for one in followup.members):
        followup.members.append(FollowupMember(member=member, part=RESPONSIBLE))
    part = add_part(work, followup, member, text)
    if due is not None:
        part.due_at, part.day_only = due
    _tell_part(work, followup, part)
    return part


def parts_of(session: Session, followup: Followup, *, still_open: bool = False) -> list[Followup]:
    """Its parts, in their order."""
    statement = select(Followup).where(Followup.part_of == followup.number).order_by(Followup.number)
    return list(session.scalars(statement.where(Followup.done_at.is_(None)) if still_open else statement))


def part_for(session: Session, followup: Followup, member: str) -> Followup | None:
    """The part that a member still has to do."""
    return next((part for part in parts_of(session, followup, still_open=True) if part.owner == member), None)


def main_of(session: Session, followup: Followup) -> Followup | None:
    """The follow-up of which this is a part."""
    return session.get(Followup, followup.part_of) if followup.part_of is not None else None


def whole() -> ColumnElement[bool]:
    """Of queries over follow-ups: those that are to be done themselves, and not by their parts."""
    part = aliased(Followup)
    return ~select(part.number).where(part.part_of == Followup.number, part.done_at.is_(None)).exists()


def move_parts(session: Session, followup: Followup) -> None:
    """Open parts fall due with the main one when that is moved."""
    for part in parts_of(session, followup, still_open=True):
        part.due_at, part.day_only = followup.due_at, followup.day_only


def copy_members(work: Work, before: Followup, followup: Followup) -> None:
    """The next turn of a series has the same people; nobody is told again that it starts."""
    for one in before.members:
        followup.members.append(FollowupMember(member=one.member, part=one.part))
        if one.part == RESPONSIBLE:
            add_part(work, followup, one.member)


def tell_end(work: Work, followup: Followup) -> None:
    """Its owner, if others did it, and whoever subscribed to it hear that it is done."""
    subscribers = [one.member for one in followup.members if one.part == SUBSCRIBER]
    others = [followup.owner] if followup.members and followup.delegated_by is None else []
    for key in dict.fromkeys((*others, *subscribers)):
        tell(work, followup, key, "end", t("All done: {text}", text=named(followup)))


def _tell_start(work: Work, followup: Followup, before: set[str]) -> None:
    for one in followup.members:
        if one.member in before:
            continue
        if one.part == SUBSCRIBER:
            title = t("{who} keeps you informed: {text}", who=who(work, work.actor), text=named(followup))
            lines = (due(followup), t("You hear again when it is done."))
            tell(work, followup, one.member, "start", title, lines=lines)
        elif (part := part_for(work.session, followup, one.member)) is not None:
            _tell_part(work, followup, part)


def _tell_part(work: Work, followup: Followup, part: Followup) -> None:
    title = t("{who} has a task for you and others: {text}", who=who(work, work.actor), text=named(part))
    done = Action(t("Done"), f"done #{part.number}", "primary")
    shown = Action(t("Show"), f"show #{followup.record_number or followup.number}")
    tell(work, followup, part.owner, "part", title, lines=(due(part),), actions=(done, shown))
