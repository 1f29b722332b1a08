"""Members tied to a record: collaborators, who may read it besides their rights, and followers, who get its news."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.members.access import access_of, forget_access, sees
from crmbot.domain.members.members import all_members
from crmbot.domain.members.visibility import COLLABORATOR, FOLLOWER
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, Company, Member, Person, Watcher
from crmbot.domain.records.work import Work
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Reply


def tie(work: Work, record: Contactable, member: str, kind: str) -> bool:
    """Make a member follower or collaborator of a record. False where he is one already."""
    if _ties(work.session, record.number, kind, member):
        return False
    work.session.add(Watcher(record_number=record.number, member=member, kind=kind, since=work.now))
    forget_access(work.session)
    return True


def untie(work: Work, record: Contactable, member: str, kind: str) -> bool:
    """Take it back. False where he was none."""
    found = _ties(work.session, record.number, kind, member)
    for watcher in found:
        work.session.delete(watcher)
    forget_access(work.session)
    return bool(found)


def tied(session: Session, number: int, kind: str) -> list[str]:
    """The keys of the followers or collaborators of a record, in the order in which they came."""
    return [watcher.member for watcher in _ties(session, number, kind)]


def ties_of(session: Session, number: int) -> list[Watcher]:
    """All followers and collaborators of a record, in the order in which they came."""
    return list(session.scalars(select(Watcher).where(Watcher.record_number == number).order_by(Watcher.id)))


def _ties(session: Session, number: int, kind: str, member: str | None = None) -> list[Watcher]:
    statement = select(Watcher).where(Watcher.record_number == number, Watcher.kind == kind).order_by(Watcher.id)
    return list(session.scalars(statement if member is None else statement.where(Watcher.member == member)))


def protect(work: Work, contact: Person | Company, member: str, *, protected: bool) -> bool:
    """Show a contact to its owner and collaborators alone, or to all again. False where it is so already.

    One without an owner becomes the acting member's, or nobody would see it any more.
    """
    if contact.protected is protected:
        return False
    contact.protected = protected
    if protected and contact.owner is None:
        contact.owner = member
    forget_access(work.session)
    return True


def followers_of(session: Session, numbers: Iterable[int]) -> list[str]:
    """Who follows any of these records and is still in the team."""
    statement = (
        select(Watcher.member)
        .join(Member, Member.key == Watcher.member)
        .where(Watcher.record_number.in_(list(numbers)), Watcher.kind == FOLLOWER, Member.active)
    )
    return list(dict.fromkeys(session.scalars(statement.order_by(Watcher.id))))


def tell_followers(work: Work, activity: Activity, content: Reply, *, but: Iterable[str] = ()) -> list[str]:
    """One message to each follower of what an entry was filed at, as far as he may read it; returns who was told."""
    numbers = {n for n in (activity.deal_number, activity.person_number, activity.company_number) if n}
    followers = followers_of(work.session, numbers)
    team = {member.key: member for member in all_members(work.session, active_only=True)} if followers else {}
    told = [key for key in followers if key not in but and _reads(work.session, team[key], activity)]
    for key in told:
        enqueue(work, key=f"news:{activity.number}:{key}", kind="news", recipient=key, content=content)
    return told


def _reads(session: Session, member: Member, activity: Activity) -> bool:
    return sees(session, access_of(session, member), activity)


__all__ = [
    "COLLABORATOR",
    "FOLLOWER",
    "followers_of",
    "protect",
    "tell_followers",
    "tie",
    "tied",
    "ties_of",
    "untie",
]
