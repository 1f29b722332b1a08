"""Putting something into the outbox, in the transaction that gives rise to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from crmbot import codec
from crmbot.domain.records import OutboxItem
from crmbot.domain.records.work import Work
from crmbot.shapes import Reply


def enqueue(
    work: Work,
    *,
    key: str,
    kind: str,
    recipient: str,
    content: Reply,
    local_date: str | None = None,
    not_before: datetime | None = None,
) -> bool:
    """Queue one message to a member (key) or Slack channel (name). False when this key was queued before."""
    if work.session.scalars(select(OutboxItem.id).where(OutboxItem.key == key)).first() is not None:
        return False
    work.session.add(
        OutboxItem(
            key=key,
            kind=kind,
            recipient=recipient,
            content=codec.dump(content),
            local_date=local_date,
            created_at=work.now,
            not_before=not_before,
            state="waiting",
            attempts=0,
        )
    )
    return True
