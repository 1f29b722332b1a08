"""The inbox as people see it: lists, and what a person may do with a mail that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import InboxItem
from crmbot.domain.records.work import Work
from crmbot.errors import NotFound, RequestFault
from crmbot.intake.reasons import dump_reason, load_reason
from crmbot.shapes import Value, t


def inbox_items(session: Session, *, state: str | None = None, limit: int | None = None) -> list[InboxItem]:
    """The newest `limit` items in the order of arrival."""
    statement = select(InboxItem).order_by(InboxItem.id.desc())
    if state is not None:
        statement = statement.where(InboxItem.state == state)
    return list(session.scalars(statement.limit(limit)))[::-1]


def inbox_item(session: Session, inbox_id: int) -> InboxItem:
    """One item. Raises NotFound."""
    item = session.get(InboxItem, inbox_id)
    if item is None:
        raise NotFound(t("There is no inbox item {id}.", id=inbox_id))
    return item


def release(work: Work, inbox_id: int, by: str) -> None:
    """A person vouches for a held mail: it is handled again as if its sender were proven."""
    item = inbox_item(work.session, inbox_id)
    _require(item, "held")
    item.state, item.released_by, item.attempts = "received", by, item.attempts + 1
    item.not_before = None


def retry(work: Work, inbox_id: int) -> None:
    """Handle a parked or held mail again, under the rules as they are now."""
    item = inbox_item(work.session, inbox_id)
    _require(item, "parked", "held")
    item.state, item.attempts, item.not_before = "received", item.attempts + 1, None


def drop(work: Work, inbox_id: int, by: str) -> None:
    """Put a waiting mail away for good; its bytes stay."""
    item = inbox_item(work.session, inbox_id)
    _require(item, "held", "parked", "received")
    item.state, item.done_at = "dropped", work.now
    item.reason = dump_reason(t("dropped by {name}", name=by))


def _require(item: InboxItem, *states: str) -> None:
    if item.state not in states:
        raise RequestFault(
            t(
                "Inbox item {id} is {state}; only {wanted} ones can be changed this way.",
                id=item.id,
                state=item.state,
                wanted=" / ".join(states),
            )
        )


def item_json(item: InboxItem, words: Callable[[Value], str]) -> dict[str, Any]:
    """As in contracts, section 6."""
    return {
        "id": item.id, "state": item.state, "message_id": item.message_id, "sender": item.from_address or item.sender,
        "recipient": item.recipients[0] if item.recipients else None, "subject": item.subject,
        "received_at": _time(item.received_at), "done_at": _time(item.done_at),
        "reason": words(load_reason(item.reason)) or None, "deal": item.deal_number, "attempts": item.attempts,
    }  # fmt: skip


def _time(moment: Any) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None
