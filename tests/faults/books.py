"""The audit: what was accepted against what stands in the database, in counts that all have to be nought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Change, ChangeSet, InboxItem, InboxRaw, MailKey, OutboxItem
from crmbot.storage.store import Store


@dataclass(frozen=True)
class Audit:
    """`lost`: accepted but not stored. `half`: decisions of which a part is missing. `about` helps to find the cause."""

    lost: int = 0
    unfiled: int = 0
    filed_twice: int = 0
    half: int = 0
    unfinished: int = 0
    parked: int = 0
    receipts_doubled: int = 0
    receipts_missing: int = 0
    about: tuple[str, ...] = field(default=(), compare=False)


def audit(url: str, accepted: Iterable[str], arrived: Iterable[str]) -> Audit:
    """Of the Message-IDs that were `accepted` and the outbox keys that `arrived` on Slack."""
    store = Store.open(url)
    with store.read() as session:
        items = list(session.scalars(select(InboxItem)))
        found = _audit(session, items, set(accepted), Counter(arrived))
    store.close()
    return found


def _audit(session: Session, items: list[InboxItem], accepted: set[str], arrived: Counter[str]) -> Audit:
    kept = {item.message_id for item in items if session.get(InboxRaw, item.id) is not None}
    activities = list(session.scalars(select(Activity).where(Activity.inbox_id.is_not(None))))
    by_id = {item.id: item for item in items}
    times_filed = Counter(by_id[activity.inbox_id or 0].message_id for activity in activities)
    filed = [item for item in items if item.state == "done"]
    receipts = Counter(f"receipt:{item.id}:{item.attempts}" for item in filed)
    return Audit(
        lost=len(accepted - kept),
        unfiled=len(accepted - set(times_filed)),
        filed_twice=sum(count - 1 for count in times_filed.values()),
        half=sum(not _whole(session, item) for item in filed) + _orphans(activities, by_id),
        unfinished=sum(item.state == "received" for item in items) + _unsent(session),
        parked=sum(item.state == "parked" for item in items),
        receipts_doubled=sum(count - 1 for count in arrived.values()),
        receipts_missing=len(set(receipts) - set(arrived)),
        about=tuple(_line(item, activities) for item in items),
    )


def _line(item: InboxItem, activities: list[Activity]) -> str:
    made = [f"{activity.kind} {activity.number}" for activity in activities if activity.inbox_id == item.id]
    return f"{item.id} {item.state} {item.message_id} {item.source} attempts={item.attempts} {item.reason} {made}"


def _whole(session: Session, item: InboxItem) -> bool:
    """A mail that was filed has its activity, its keys and the change set in which all of it was written."""
    activity = session.get(Activity, item.activity_number) if item.activity_number else None
    change_set = session.get(ChangeSet, item.change_set_id) if item.change_set_id else None
    if activity is None or change_set is None or activity.inbox_id != item.id:
        return False
    logged = session.scalars(
        select(Change.row_id).where(
            Change.change_set_id == change_set.id, Change.table_name == "activities", Change.op == "insert"
        )
    ).all()
    keys = session.scalars(select(MailKey.kind).where(MailKey.inbox_id == item.id)).all()
    return activity.number in logged and "content" in keys


def _orphans(activities: list[Activity], by_id: dict[int, InboxItem]) -> int:
    """Activities of mails that are not marked as filed by them."""
    mails = [activity for activity in activities if activity.kind == "mail"]
    return sum(by_id[activity.inbox_id or 0].activity_number != activity.number for activity in mails)


def _unsent(session: Session) -> int:
    return len(session.scalars(select(OutboxItem.id).where(OutboxItem.state != "sent")).all())
