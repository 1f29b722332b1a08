"""One thing that is due: queued once, under a key that is unique over all time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select, update

from crmbot import codec
from crmbot.domain.filing.processing import restored_unknowing
from crmbot.domain.outbox.outbox import settled_digests
from crmbot.domain.records import Appointment, OutboxItem
from crmbot.domain.records.outbox import REPEAT
from crmbot.domain.records.work import Work
from crmbot.shapes import Reply


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that was queued, or on a dry run would be; `asks_about` is the appointment of whose outcome it asks."""

    key: str
    kind: Literal["digest", "reminder", "question"]
    recipient: str  # member key
    local_date: str
    items: int
    content: Reply
    asks_about: int | None = None


def due_json(due: Due, state: str) -> dict[str, Any]:
    """As in contracts, section 6."""
    return {
        "kind": due.kind, "recipient": due.recipient, "local_date": due.local_date, "items": due.items, "state": state,
    }  # fmt: skip


def queue(work: Work, dues: Sequence[Due]) -> list[Due]:
    """Those of these that nobody has queued yet, queued; no digest of a day that another clock has found empty."""
    known = settled_digests(work.session, [due.key for due in dues])
    fresh = [due for due in {due.key: due for due in dues}.values() if due.key not in known]
    for date in sorted({due.local_date for due in fresh}):
        _retire_older_digests(work, [due for due in fresh if due.kind == "digest" and due.local_date == date], date)
    blind = {date: restored_unknowing(work.session, date) for date in {due.local_date for due in fresh}}
    work.session.add_all(_item(work, due, repeat=blind[due.local_date]) for due in fresh)
    _note_asked(work, [due.asks_about for due in dues if due.asks_about is not None])
    work.session.flush()
    return fresh


def _note_asked(work: Work, appointments: Sequence[int]) -> None:
    for one in work.session.scalars(select(Appointment).where(Appointment.number.in_(appointments))):
        one.asked_at = work.now


def _item(work: Work, due: Due, *, repeat: bool) -> OutboxItem:
    return OutboxItem(
        key=due.key, kind=due.kind, recipient=due.recipient, content=codec.dump(due.content), local_date=due.local_date,
        created_at=work.now, state="waiting", attempts=0, error=REPEAT if repeat else None,
    )  # fmt: skip


def _retire_older_digests(work: Work, dues: Sequence[Due], date: str) -> None:
    """A digest that could not be sent on its day must not arrive beside today's, which holds all that it held."""
    if dues:
        older = (
            OutboxItem.kind == "digest", OutboxItem.recipient.in_([due.recipient for due in dues]),
            OutboxItem.key.not_in([due.key for due in dues]), OutboxItem.state == "waiting",
        )  # fmt: skip
        replaced = {"state": "failed", "error": f"replaced by the digest of {date}"}
        work.session.execute(update(OutboxItem).where(*older).values(**replaced))
