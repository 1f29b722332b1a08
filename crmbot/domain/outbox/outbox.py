"""Putting something into the outbox, in the transaction that gives rise to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crmbot import codec
from crmbot.domain.records import EmptyDigest, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.shapes import Reply

_QUEUED = "crmbot.queued"
_REMEMBERED = timedelta(days=90)  # that a digest was empty


def enqueue(
    work: Work,
    *,
    key: str,
    kind: str,
    recipient: str,
    content: Reply,
    local_date: str | None = None,
    not_before: datetime | None = None,
    about: int | None = None,
    channel: str | None = None,
) -> bool:
    """Queue one message to a member (key) or Slack channel (`#name`). False when this key was queued before. `channel` is the
    first way that is tried; else it is the first that reaches him.
    """
    if work.session.scalars(select(OutboxItem.id).where(OutboxItem.key == key)).first() is not None:
        return False
    item = OutboxItem(
        key=key, kind=kind, recipient=recipient, content=codec.dump(content), local_date=local_date,
        created_at=work.now, not_before=not_before, state="waiting", attempts=0, about=about,
        channel=channel,
    )  # fmt: skip
    work.session.add(item)
    work.session.info.setdefault(_QUEUED, []).append(item)
    return True


def queued_now(work: Work) -> list[OutboxItem]:
    """What this unit of work has queued since it was last asked."""
    found: list[OutboxItem] = work.session.info.pop(_QUEUED, [])
    return found


def never_queued(work: Work, item: OutboxItem) -> None:
    """Take back what this unit of work has queued: nobody has seen it before the commit."""
    if item in work.session.new:
        work.session.expunge(item)
    else:
        work.session.delete(item)


def is_channel(recipient: str) -> bool:
    """Whether a message goes to a channel; all others go to members."""
    return recipient.startswith("#")


def queued_keys(session: Session, keys: Iterable[str]) -> set[str]:
    """Which of these keys were queued before."""
    return _known(session, OutboxItem.key, keys)


def settled_digests(session: Session, keys: Iterable[str]) -> set[str]:
    """Of which of these digests it is settled what becomes of them: queued, or nothing to tell at their hour."""
    wanted = list(keys)
    return queued_keys(session, wanted) | _known(session, EmptyDigest.key, wanted)


def settle_empty(work: Work, keys: Iterable[str]) -> None:
    """These digests had nothing to tell: there is none of their day any more. Old ones are forgotten."""
    wanted = set(keys)
    fresh = sorted(wanted - settled_digests(work.session, wanted))
    work.session.execute(delete(EmptyDigest).where(EmptyDigest.at < work.now - _REMEMBERED))
    work.session.add_all(EmptyDigest(key=key, at=work.now) for key in fresh)
    work.session.flush()


def _known(session: Session, column: InstrumentedAttribute[str], keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _batched(sorted(keys), 500):
        found |= set(session.scalars(select(column).where(column.in_(chunk))))
    return found


def _batched(values: list[str], size: int) -> Iterator[list[str]]:
    """Slices of at most `size`: databases bound the number of variables of a statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
