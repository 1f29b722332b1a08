"""The inbox as people see it: lists, and what a person may do with a mail that waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.filing.held_mail import drop, inbox_item, release, require_state
from crmbot.domain.records import InboxItem
from crmbot.domain.records.work import Work
from crmbot.intake.reasons import load_reason
from crmbot.shapes import Value

__all__ = ["drop", "inbox_item", "inbox_items", "item_json", "release", "retry"]


def inbox_items(session: Session, *, state: str | None = None, limit: int | None = None) -> list[InboxItem]:
    """The newest `limit` items in the order of arrival."""
    statement = select(InboxItem).order_by(InboxItem.id.desc())
    if state is not None:
        statement = statement.where(InboxItem.state == state)
    return list(session.scalars(statement.limit(limit)))[::-1]


def retry(work: Work, inbox_id: int) -> None:
    """Handle a parked or held mail again, under the rules as they are now."""
    item = inbox_item(work.session, inbox_id)
    require_state(item, "parked", "held")
    item.state, item.attempts, item.not_before = "received", item.attempts + 1, None


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
