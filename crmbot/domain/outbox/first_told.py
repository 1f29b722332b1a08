"""When members were first told of a follow-up, and where: what is put off leads back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crmbot.domain.outbox.outbox import is_channel
from crmbot.domain.outbox.threads import remember
from crmbot.domain.records import RecordThread
from crmbot.domain.records.work import Work
from crmbot.shapes import Notice, Outcome

_TELL = frozenset({"digest", "reminder"})  # kinds of outbox items that tell of follow-ups
_IN_ONE = 500  # numbers in one statement


@dataclass(frozen=True, slots=True)
class FirstTold:
    """When somebody was told, and by member's key the address of the message; it opens for that member alone."""

    at: datetime
    links: Mapping[str, str] = field(default_factory=dict)


def remember_told(work: Work, notice: Notice, outcome: Outcome) -> None:
    """A message has arrived. By mail it has no address."""
    if notice.kind not in _TELL or is_channel(notice.recipient):
        return
    for record in notice.content.records:
        if record.type == "followup":
            # Another process may tell of it at this very moment; that the message has arrived counts all the same.
            with suppress(IntegrityError), work.session.begin_nested():
                remember(work.session, [record.number], notice.recipient, outcome.link or "", work.now)


def first_told(session: Session, numbers: Iterable[int]) -> Mapping[int, FirstTold]:
    """By number of the follow-up; those of which nobody was told yet are left out."""
    wanted = list(dict.fromkeys(numbers))
    found: dict[int, FirstTold] = {}
    for start in range(0, len(wanted), _IN_ONE):
        some = RecordThread.record_number.in_(wanted[start : start + _IN_ONE])
        told = select(RecordThread).where(some, RecordThread.channel.not_like("#%")).order_by(RecordThread.id)
        for one in session.scalars(told):
            first = found.get(one.record_number) or FirstTold(one.at)
            own = {one.channel: one.reference} if one.reference else {}
            found[one.record_number] = FirstTold(first.at, {**first.links, **own})
    return found
