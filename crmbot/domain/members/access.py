"""Who may see and change what. One answer for lists, searches, cards, buttons, mail and reports.

A record that a member may not see is for him as if it did not exist. Besides the scope of his rights (own, team, all)
two things count: whoever is a collaborator of a record sees it, and a protected contact, with all that hangs on it, is
seen by its owner and its collaborators alone, whatever rights others have.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.members.absence import stood_in_for
from crmbot.domain.members.members import all_members
from crmbot.domain.members.process_teams import hidden_processes
from crmbot.domain.members.rights import EVERYTHING, RIGHTS, Access, Right, rights_of
from crmbot.domain.members.visibility import COLLABORATOR, EVERYBODY, FOLLOWER, Visible, VisibleRecord, visible
from crmbot.domain.records import Company, Member, Person
from crmbot.errors import NotAllowed, NotFound
from crmbot.folding import fold
from crmbot.shapes import Text, t

__all__ = [
    "COLLABORATOR",
    "EVERYTHING",
    "FOLLOWER",
    "Access",
    "access_of",
    "allows",
    "allows_number",
    "forget_access",
    "not_found",
    "refusal",
    "require",
    "require_right",
    "sees",
    "visible",
]

_T = TypeVar("_T")
_CACHE = "crmbot.access"
_COMMON = "crmbot.access.common"  # what the answers for all members rest upon


def access_of(session: Session, member: Member, day: date | None = None) -> Access:
    """The access of a member, read once in each unit of work; on a local `day` also as stand-in of who is away then."""
    known: dict[tuple[str, date | None], Access] = session.info.setdefault(_CACHE, {})
    if (member.key, day) not in known:
        known[member.key, day] = _read_access(session, member, day)
    return known[member.key, day]


def forget_access(session: Session) -> None:
    """Rights, departments or protection changed in this unit of work: the next question is answered anew."""
    session.info.pop(_CACHE, None)
    session.info.pop(_COMMON, None)


def _read_access(session: Session, member: Member, day: date | None) -> Access:
    rights = rights_of(member.rights, member.permissions)
    limited = {"own", "team"} & set(rights.values())
    people: list[Member] = _common(session, "people", lambda: all_members(session)) if limited else []
    stood_in = stood_in_for(people, member, day) if day is not None else []
    read, write, delete, export, admin = (rights[right] for right in RIGHTS)
    without = frozenset[str]()
    if admin == "none":
        department = member.department
        without = _common(session, ("without", department), lambda: hidden_processes(session, department))
    return Access(
        member.key, read, write, delete, export, admin, team=_team(member, people),
        hides=_common(session, "hides", lambda: _anything_protected(session)),
        stands_in_for=frozenset(one.key for one in stood_in), without=without,
    )  # fmt: skip


def _anything_protected(session: Session) -> bool:
    hidden = or_(exists().where(Person.protected), exists().where(Company.protected))
    return bool(session.scalar(select(hidden), execution_options=EVERYBODY))


def _common(session: Session, name: Hashable, read: Callable[[], _T]) -> _T:
    """Read once in each unit of work, for everybody who is asked about in it."""
    known: dict[Hashable, Any] = session.info.setdefault(_COMMON, {})
    if name not in known:
        known[name] = read()
    found: _T = known[name]
    return found


def _team(member: Member, people: Iterable[Member]) -> frozenset[str]:
    """The same department, and all whom the member leads, directly or through others."""
    everybody = list(people)
    team = {member.key}
    grown = True
    while grown:
        led = {one.key for one in everybody if one.manager in team and one.key not in team}
        team |= led
        grown = bool(led)
    if member.department:
        team |= {one.key for one in everybody if fold(one.department or "") == fold(member.department)}
    return frozenset(team)


def sees(session: Session, access: Access, record: VisibleRecord) -> bool:
    """Whether the member may know of a record at all."""
    return allows(session, access, "read", record)


def allows(session: Session, access: Access, right: Right, record: VisibleRecord) -> bool:
    """Whether the right reaches a record, which must be one that may be seen."""
    return allows_number(session, access, right, type(record), record.number)


def allows_number(session: Session, access: Access, right: Right, model: Visible, number: int) -> bool:
    """As `allows`, of the record of that kind and number."""
    if right != "read" and not access.may(right):
        return False
    conditions = visible(access, model)
    if right != "read":
        conditions += visible(access, model, right)
    if not conditions:
        return True
    wanted = select(exists().where(model.number == number, *conditions))
    return bool(session.scalar(wanted, execution_options=EVERYBODY))


def require(session: Session, access: Access, right: Right, record: VisibleRecord) -> None:
    """Raises NotFound for a record that may not be seen, as if there were none; NotAllowed where the right ends."""
    if not sees(session, access, record):
        raise not_found(record.number)
    if right != "read" and not allows(session, access, right, record):
        raise NotAllowed(refusal(access, right))


def require_right(access: Access, right: Right) -> None:
    """Raises NotAllowed for a right that the member has on nothing."""
    if not access.may(right):
        raise NotAllowed(refusal(access, right))


def not_found(number: int) -> NotFound:
    """What is said of a number that nobody has, or that may not be seen."""
    return NotFound(t("There is no person, company or deal {number}.", number=f"#{number}"))


def refusal(access: Access, right: Right) -> Text:
    """Why something is refused, in words."""
    scope = access.scope(right)
    if right == "admin":
        return t("Only an administrator may do that.")
    if scope == "none":
        return _NOTHING[right]
    return _OTHERS[right] if scope == "own" else _OTHER_TEAMS[right]


_NOTHING: Mapping[Right, Text] = MappingProxyType(
    {
        "read": t("You may not read here."),
        "write": t("You may read here, but not change anything."),
        "delete": t("You may not delete anything here."),
        "export": t("You may not take data out of here."),
    }
)
_OTHERS: Mapping[Right, Text] = MappingProxyType(
    {
        "read": t("You may read your own records only."),
        "write": t("That belongs to somebody else: you may change your own records only."),
        "delete": t("That belongs to somebody else: you may delete your own records only."),
        "export": t("That belongs to somebody else: you may take out your own records only."),
    }
)
_OTHER_TEAMS: Mapping[Right, Text] = MappingProxyType(
    {
        "read": t("You may read the records of your team only."),
        "write": t("That belongs to another team: you may change the records of your own team only."),
        "delete": t("That belongs to another team: you may delete the records of your own team only."),
        "export": t("That belongs to another team: you may take out the records of your own team only."),
    }
)
