"""Which processes a member's department does not see: a team with its own pipeline keeps it to itself."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.records import ProcessVersion
from crmbot.folding import fold


def hidden_processes(session: Session, department: str | None) -> frozenset[str]:
    """The processes that only other departments see."""
    newest = select(func.max(ProcessVersion.id)).group_by(ProcessVersion.key)
    rows = session.execute(
        select(ProcessVersion.key, ProcessVersion.teams).where(
            ProcessVersion.teams.is_not(None), ProcessVersion.id.in_(newest)
        )
    )
    mine = fold(department) if department else None
    return frozenset(key for key, teams in rows if mine not in (teams or ()))
