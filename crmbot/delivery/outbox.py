"""Sending what waits in the outbox: the attempt is recorded before, the outcome after (design, section 5).

A process that dies in between leaves an item `sending`. The next one takes it over: a channel that can look sends it only
if it did not arrive, any other sends it again, marked as a repeat.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crmbot.delivery.announcements import NotWanted, content_for, follow_up, in_turn, thread_for
from crmbot.delivery.claims import Claim
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.announcing.record_channels import CHANNEL
from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.outbox import is_channel
from crmbot.domain.records import Member, OutboxItem
from crmbot.domain.records.outbox import REPEAT
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Notice, Outcome, t
from crmbot.storage.store import Store

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)  # longer than any single attempt may take
_LONGEST_PAUSE = timedelta(minutes=10)
_PATIENCE = 3  # attempts without an answer, one after the other


class Sender(Protocol):
    """One channel out."""

    @property
    def looks_first(self) -> bool:
        """Whether before a second attempt it looks if the first one arrived."""

    def address(self, member: Member) -> str | None:
        """Where this channel reaches a member; None when it does not. Asked within a transaction: it must not block."""

    def send(self, notice: Notice) -> Outcome:
        """Try once. May block for seconds; never raises."""


class OutboxWorker:
    """Delivers waiting items over the first channel in `senders` that reaches their recipient.

    `clock` may pretend another time (`tick --now`). Claims and pauses concern other processes too: they go by `wall`.
    `meter` is told the outcome of each attempt and its seconds.
    """

    def __init__(
        self,
        store: Store,
        settings: DeliverySettings,
        senders: Mapping[str, Sender],
        clock: Callable[[], datetime],
        wall: Callable[[], datetime] | None = None,
        meter: Callable[[str, float], None] = lambda _state, _seconds: None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._senders = senders
        self._clock = clock
        self._wall = wall or clock
        self._claim = Claim.mine()
        self._meter = meter

    def deliver(self, stopping: Callable[[], bool] = lambda: False) -> list[tuple[str, Outcome]]:
        """Send everything that waits and may be tried; returns key and outcome of each attempt. Raises StorageAway.

        It ends early when `stopping` says so, and when nobody answers: what is left waits for the next round.
        """
        self._recover()
        attempts: list[tuple[str, Outcome]] = []
        unanswered = 0
        while unanswered < _PATIENCE and not stopping() and (claimed := self._claim_next()) is not None:
            channel, notice = claimed
            begun = time.perf_counter()
            outcome = self._senders[channel].send(notice)
            seconds = time.perf_counter() - begun
            self._settle(channel, notice, outcome)
            self._tell(channel, notice, outcome, seconds)
            attempts.append((notice.key, outcome))
            unanswered = unanswered + 1 if outcome.retry and outcome.retry_after is None else 0
        return attempts

    def _tell(self, channel: str, notice: Notice, outcome: Outcome, seconds: float) -> None:
        state = "sent" if outcome.sent else "waiting" if outcome.retry else "failed"
        ids = {"outbox": notice.id, "key": notice.key, "channel": channel, "attempt": notice.attempt}
        if outcome.sent:
            _log.info("message sent", extra=ids)
        else:
            _log.warning("message %s: %s", state, outcome.error, extra=ids)
        self._meter(state, seconds)

    def _claim_next(self) -> tuple[str, Notice] | None:
        """The oldest waiting item, claimed by a conditional update: of two workers only one gets it."""
        while True:
            with self._store.write(self._clock()) as work:
                item = self._oldest_waiting(work.session)
                if item is None:
                    return None
                item.attempts += 1
                channel, address = self._route(work.session, item)
                try:
                    notice = self._notice(work.session, item, address)
                except NotWanted as why:
                    item.state, item.error = "failed", str(why)
                    continue
                except (KeyError, TypeError, ValueError) as error:
                    # Written by another version: one such item must not stop the others.
                    item.state, item.error = "failed", f"its content cannot be read: {type(error).__name__} {error}"
                    continue
                item.state, item.channel = "sending", channel
                item.claimed_at, item.claimed_by = self._wall(), str(self._claim)
                return channel, notice

    def _oldest_waiting(self, session: Session) -> OutboxItem | None:
        now = max(self._clock(), self._wall())
        pause_over = OutboxItem.not_before.is_(None) | (OutboxItem.not_before <= now)
        wanted = (OutboxItem.state == "waiting", pause_over, in_turn(now))
        statement = select(OutboxItem).where(*wanted).order_by(OutboxItem.id).limit(1)
        return session.scalars(statement.with_for_update(skip_locked=True)).first()

    def _route(self, session: Session, item: OutboxItem) -> tuple[str, str | None]:
        member = member_by_key(session, item.recipient)
        names = list(self._senders)
        first = names.index(item.channel) if item.channel in names else 0
        for channel, sender in list(self._senders.items())[first:]:
            if member is None and channel == "slack":
                return channel, item.recipient  # the name of a Slack channel
            if member is not None and (address := sender.address(member)) is not None:
                return channel, address
        return list(self._senders)[-1], None

    def _notice(self, session: Session, item: OutboxItem, address: str | None) -> Notice:
        reader = self._settings.reader(member_by_key(session, item.recipient))
        repeat = item.error == REPEAT
        return Notice(
            item.id,
            item.key,
            item.kind,
            item.recipient,
            address,
            content_for(session, item),
            reader,
            item.attempts,
            repeat,
            thread_for(session, item),
        )

    def _settle(self, channel: str, notice: Notice, outcome: Outcome) -> None:
        now = self._clock()
        values: dict[str, Any] = {"error": outcome.error, "reference": outcome.reference, "claimed_by": None}
        if outcome.sent:
            values |= {"state": "sent", "sent_at": now}
        elif outcome.retry:
            pause = _pause(notice.attempt, outcome.retry_after)
            values |= {"state": "waiting", "not_before": min(now, self._wall()) + pause}
        elif (following := self._after(channel)) is not None and not is_channel(notice.recipient):
            values |= {"state": "waiting", "channel": following, "not_before": None}
        else:
            values |= {"state": "failed"}
        mine = (OutboxItem.id == notice.id, OutboxItem.claimed_by == str(self._claim))
        with self._store.write(now) as work:
            settled: Any = work.session.execute(update(OutboxItem).where(*mine).values(**values))
            if settled.rowcount:
                follow_up(work, notice, outcome, values["state"])

    def _after(self, channel: str) -> str | None:
        """The channel to try when this one refused for good: somebody without Slack gets a mail."""
        names = list(self._senders)
        return next(iter(names[names.index(channel) + 1 :]), None)

    def _recover(self) -> None:
        """Items of a process that died while sending wait again."""
        now = self._wall()
        with self._store.write(now) as work:
            sending = select(OutboxItem).where(OutboxItem.state == "sending").with_for_update(skip_locked=True)
            for item in work.session.scalars(sending):
                expired = item.claimed_at is not None and item.claimed_at < now - LEASE
                if expired or self._claim.outlives(item.claimed_by or ""):
                    item.state, item.claimed_by = "waiting", None
                    item.error = None if self._looks(work.session, item) else REPEAT

    def _looks(self, session: Session, item: OutboxItem) -> bool:
        sender = self._senders.get(item.channel or "")
        knows = item.kind == CHANNEL or member_by_key(session, item.recipient) is not None
        return sender is not None and sender.looks_first and knows


def outbox_items(session: Session, *, state: str | None = None, limit: int | None = None) -> list[OutboxItem]:
    """The newest `limit` items in the order of their making."""
    statement = select(OutboxItem).order_by(OutboxItem.id.desc())
    if state is not None:
        statement = statement.where(OutboxItem.state == state)
    return list(session.scalars(statement.limit(limit)))[::-1]


def outbox_item(session: Session, item_id: int) -> OutboxItem:
    """One item. Raises NotFound."""
    item = session.get(OutboxItem, item_id)
    if item is None:
        raise NotFound(t("There is no outbox item {id}.", id=item_id))
    return item


def item_json(item: OutboxItem, *, text: str, channel: str) -> dict[str, Any]:
    """As in contracts, section 6. `channel` is the one an item would take that nobody has claimed yet."""
    return {
        "id": item.id, "state": item.state, "channel": item.channel or channel, "recipient": item.recipient,
        "kind": item.kind, "key": item.key, "text": text, "created_at": _time(item.created_at),
        "sent_at": _time(item.sent_at), "attempts": item.attempts, "error": item.error,
    }  # fmt: skip


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="milliseconds") if moment else None


def retry_item(session: Session, item_id: int) -> None:
    """Let a failed item be tried again at once. Raises NotFound, or RequestFault for one that did not fail."""
    item = outbox_item(session, item_id)
    if item.state not in ("failed", "waiting"):
        raise RequestFault(
            t(
                "Outbox item {id} is {state}; only failed and waiting ones can be tried again.",
                id=item.id,
                state=item.state,
            )
        )
    item.state, item.not_before, item.channel = "waiting", None, None


def _pause(attempt: int, retry_after: float | None) -> timedelta:
    if retry_after is not None:
        return timedelta(seconds=retry_after)
    return min(timedelta(seconds=5 * 2 ** min(attempt, 10)), _LONGEST_PAUSE)
