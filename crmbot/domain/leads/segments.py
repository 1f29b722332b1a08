"""Saved segments of the team."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Segment
from crmbot.domain.records.work import Work
from crmbot.folding import fold

LONGEST_NAME = 100  # characters


def all_segments(session: Session) -> list[Segment]:
    """In the order of their names."""
    return list(session.scalars(select(Segment).order_by(Segment.name_key)))


def segment_named(session: Session, name: str) -> Segment | None:
    """The segment of that name, spelling of case and umlauts aside."""
    return session.scalars(select(Segment).where(Segment.name_key == fold(name)[:LONGEST_NAME])).first()


def save_segment(work: Work, name: str, words: str) -> tuple[Segment, bool]:
    """Keep these words under a name; also whether they replace older ones."""
    known = segment_named(work.session, name)
    if known is not None:
        known.words = words
        return known, True
    segment = Segment(
        name=name[:LONGEST_NAME],
        name_key=fold(name)[:LONGEST_NAME],
        words=words,
        owner=work.actor or "",
        created_at=work.now,
    )
    work.session.add(segment)
    work.session.flush()
    return segment, False
