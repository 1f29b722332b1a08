"""The processing log: who took personal data out, erased it or let it expire, and when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import ProcessingEntry
from crmbot.domain.records.work import Work


def note_processing(
    work: Work, action: str, *, by: str | None = None, subject: int | None = None, details: dict[str, Any] | None = None
) -> ProcessingEntry:
    """One line of the log. `by` is whoever did it, where no member did; `details` hold counts, never contents."""
    entry = ProcessingEntry(
        at=work.now, actor=by or work.actor, channel=work.channel, action=action, subject=subject, details=details
    )
    work.session.add(entry)
    return entry


def processing_log(
    session: Session, *, subject: int | None = None, action: str | None = None, limit: int | None = None
) -> list[ProcessingEntry]:
    """The newest `limit` lines in their order; of one person, or of one kind."""
    statement = select(ProcessingEntry).order_by(ProcessingEntry.id.desc())
    if subject is not None:
        statement = statement.where(ProcessingEntry.subject == subject)
    if action is not None:
        statement = statement.where(ProcessingEntry.action == action)
    return list(session.scalars(statement.limit(limit)))[::-1]


def restored_unknowing(session: Session, day: str) -> bool:
    """Whether on that day (ISO 8601, UTC) a safety copy was restored without knowing what had been sent since."""
    last = session.scalars(
        select(ProcessingEntry).where(ProcessingEntry.action == "restore").order_by(ProcessingEntry.id.desc()).limit(1)
    ).first()
    return last is not None and bool((last.details or {}).get("blind")) and last.at.date().isoformat() == day
