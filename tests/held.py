"""A mail that waits for somebody's decision, for tests of what may be said about it."""

from __future__ import annotations

from datetime import datetime

from crmbot.domain.records import InboxItem
from crmbot.storage.store import Store


def wait_for_decision(store: Store, now: datetime, inbox_id: int) -> None:
    """A mail of that number in Anna's name, which nothing proves."""
    with store.write(now) as work:
        item = InboxItem(
            id=inbox_id, state="held", source="smtp", sender="", recipients=[], sha256="", size=0, received_at=now,
            from_address="anna@firma.example", subject="WG: Anfrage Regale",
        )  # fmt: skip
        work.session.add(item)
