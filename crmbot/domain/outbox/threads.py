"""One thread for each record in a channel: its later news answer below the first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.outbox.bundles import unsent
from crmbot.domain.records import RecordThread

ANNOUNCEMENT = "announcement"  # kind of outbox item


def thread_of(session: Session, number: int, channel: str) -> str | None:
    """The chat's id of the message below which the record's news belong; None before the first was sent."""
    wanted = (RecordThread.record_number == number, RecordThread.channel == channel)
    return session.scalars(select(RecordThread.reference).where(*wanted)).first()


def begun(session: Session, numbers: Collection[int], channel: str) -> set[int]:
    """Those of these records whose first news stand in the channel, or are on their way there and take no more lines."""
    mine = (RecordThread.record_number.in_(sorted(numbers)), RecordThread.channel == channel)
    found = set(session.scalars(select(RecordThread.record_number).where(*mine)))
    for item in unsent(session, ANNOUNCEMENT, channel):
        if item.state == "sending" or item.attempts > 0 or item.not_before is None:
            found |= {record.number for record in codec.load(item.content).records}
    return found.intersection(numbers)


def remember(session: Session, numbers: Iterable[int], channel: str, reference: str, at: datetime) -> None:
    """These records' first news stand there."""
    for number in dict.fromkeys(numbers):
        if thread_of(session, number, channel) is None:
            session.add(RecordThread(record_number=number, channel=channel, reference=reference, at=at))
