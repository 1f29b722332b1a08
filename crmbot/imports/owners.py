"""Members as other programs name them, and who may import."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crmbot.domain.members.access import access_of, refusal
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Member
from crmbot.errors import NotAllowed
from crmbot.folding import fold


def words_for_members(session: Session) -> dict[str, str]:
    """Keys, mail addresses, full names and unmistakable first names, folded; those who left come last."""
    words: dict[str, str] = {}
    team = sorted(all_members(session), key=lambda member: not member.active)
    for member in team:
        last_first = ", ".join(reversed(member.name.rsplit(" ", 1)))
        for word in (member.key, member.name, last_first, *(row.email for row in member.emails)):
            words.setdefault(fold(word), member.key)
    first = [fold(member.name.split(" ")[0]) for member in team]
    for member, word in zip(team, first, strict=True):
        if first.count(word) == 1:
            words.setdefault(word, member.key)
    return words


def first_owner(session: Session, preferred: str) -> str:
    """Who gets deals whose owner nobody here is: the default owner of the settings, else the first member."""
    keys = [member.key for member in all_members(session, active_only=True)]
    return preferred if preferred in keys else (keys[0] if keys else preferred or "nobody")


def require_all(session: Session, member: Member) -> None:
    """Importing writes to records of all. Raises NotAllowed."""
    access = access_of(session, member)
    if access.scope("write") != "all":
        raise NotAllowed(refusal(access, "write"))
