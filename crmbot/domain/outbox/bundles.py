"""Messages that wait a while so that what follows goes with them: one message, a line for each piece of news.

A line is added to a waiting message in the transaction of its event, under that message's row lock: it is sent with it,
or, where the message is being sent already, in the next one. So nothing is dropped and nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import OutboxItem
from crmbot.domain.records.work import Work
from crmbot.shapes import Record, Reply, Row, Section, Text, t, tn

MOST_ROWS = 20  # in one message; Slack shows at most 50 blocks
_UNSENT = ("waiting", "sending")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of news for one recipient. `about` is set where it belongs below the record's earlier news."""

    key: str
    kind: str
    recipient: str
    row: Row
    record: Record | None = None
    about: int | None = None
    not_before: datetime | None = None


def put(work: Work, piece: Piece) -> None:
    """Add the piece to the message that waits for this recipient, or queue a new one."""
    item = _waiting(work.session, piece) if piece.not_before is not None else None
    if item is not None:
        item.content = codec.dump(_with_row(codec.load(item.content), piece))
        return
    if enqueue(
        work, key=piece.key[:200], kind=piece.kind, recipient=piece.recipient, content=_with_row(None, piece),
        not_before=piece.not_before, about=piece.about,
    ):  # fmt: skip
        work.session.flush()


def unsent(session: Session, kind: str, recipient: str) -> list[OutboxItem]:
    """The messages of that kind that are still to be sent to the recipient, the first one first."""
    mine = (OutboxItem.kind == kind, OutboxItem.recipient == recipient, OutboxItem.state.in_(_UNSENT))
    return list(session.scalars(select(OutboxItem).where(*mine).order_by(OutboxItem.id)))


def rows_of(content: Reply) -> tuple[Row, ...]:
    """The lines of a message, of which a single one stands as its title."""
    if content.sections:
        return content.sections[0].rows
    note = content.lines[0] if content.lines else None
    return (Row(content.title, note, content.actions),)


def without(content: Reply, records: Collection[int]) -> Reply | None:
    """What is left of a message without what it tells of these records; None for nothing."""
    shown = {f"show #{number}" for number in records}
    rows = [row for row in rows_of(content) if shown.isdisjoint(action.command for action in row.actions)]
    return _message(rows, [one for one in content.records if one.number not in records]) if rows else None


def _waiting(session: Session, piece: Piece) -> OutboxItem | None:
    """A message that nobody has tried to send yet and that has room; locked until the transaction ends."""
    about = OutboxItem.about.is_(None) if piece.about is None else OutboxItem.about == piece.about
    untried = (OutboxItem.state == "waiting", OutboxItem.attempts == 0, OutboxItem.not_before.is_not(None))
    mine = (OutboxItem.kind == piece.kind, OutboxItem.recipient == piece.recipient, about)
    statement = select(OutboxItem).where(*mine, *untried).order_by(OutboxItem.id).with_for_update()
    for item in session.scalars(statement.execution_options(populate_existing=True)):
        # A message that is due later than this piece (a day's) must not hold it up.
        assert item.not_before is not None
        if piece.not_before is not None and item.not_before <= piece.not_before and _has_room(item):
            return item
    return None


def _has_room(item: OutboxItem) -> bool:
    return len(rows_of(codec.load(item.content))) < MOST_ROWS


def _with_row(content: Reply | None, piece: Piece) -> Reply:
    rows, records = (rows_of(content), content.records) if content is not None else ((), ())
    known = {record.number for record in records}
    fresh = (piece.record,) if piece.record is not None and piece.record.number not in known else ()
    return _message((*rows, piece.row), (*records, *fresh))


def _message(rows: Sequence[Row], records: Sequence[Record]) -> Reply:
    """One line stands as the title, several below the number of them."""
    if len(rows) > 1:
        title = tn("{n} piece of news", "{n} pieces of news", len(rows))
        return Reply("list", title, sections=(Section(None, tuple(rows)),), records=tuple(records))
    (row,) = rows
    title = row.text if isinstance(row.text, Text) else t("{value}", value=row.text)
    lines = (row.note,) if row.note is not None else ()
    return Reply("done", title, lines=lines, records=tuple(records), actions=row.actions)
