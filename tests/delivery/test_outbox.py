"""Sending: claimed once, the outcome kept, a dead sender's work taken over."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from crmbot.delivery import claims
from crmbot.delivery.claims import Claim
from crmbot.delivery.outbox import LEASE, OutboxWorker, outbox_items, retry_item
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Member, OutboxItem
from crmbot.domain.records.outbox import REPEAT
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Notice, Outcome, Reply, t
from crmbot.storage.store import Store


@dataclass
class RecordingSender:
    """A far end that remembers what arrived and answers as it is told."""

    outcomes: list[Outcome] = field(default_factory=list)
    looks_first: bool = False
    arrived: list[Notice] = field(default_factory=list)

    def address(self, member: Member) -> str | None:
        return member.key

    def send(self, notice: Notice) -> Outcome:
        self.arrived.append(notice)
        return self.outcomes.pop(0) if self.outcomes else Outcome(sent=True, reference="ref")


@pytest.fixture(autouse=True)
def _members(team: dict[str, Member]) -> None:
    assert team


@dataclass
class Desk:
    store: Store
    now: datetime
    sender: RecordingSender

    def worker(self, name: str = "slack") -> OutboxWorker:
        return OutboxWorker(self.store, DeliverySettings(), {name: self.sender}, lambda: self.now)

    def queue(self, key: str, recipient: str = "anna") -> bool:
        with self.store.write(self.now) as work:
            return enqueue(work, key=key, kind="receipt", recipient=recipient, content=Reply("done", t("Done")))

    def items(self) -> list[OutboxItem]:
        with self.store.read() as session:
            return outbox_items(session)


@pytest.fixture
def desk(store: Store, now: datetime) -> Desk:
    return Desk(store, now, RecordingSender())


def test_what_waits_is_sent_once(desk: Desk) -> None:
    desk.queue("a")
    assert [key for key, _ in desk.worker().deliver()] == ["a"]
    assert desk.worker().deliver() == []
    (item,) = desk.items()
    assert (item.state, item.channel, item.attempts, item.reference, item.sent_at) == (
        "sent",
        "slack",
        1,
        "ref",
        desk.now,
    )


def test_a_key_is_queued_once(desk: Desk) -> None:
    assert [desk.queue("a"), desk.queue("a")] == [True, False]


def test_a_passing_failure_waits_and_is_tried_again(desk: Desk) -> None:
    desk.queue("a")
    desk.sender.outcomes = [Outcome(sent=False, error="busy", retry=True, retry_after=30)]
    desk.worker().deliver()
    assert desk.worker().deliver() == []
    desk.now += timedelta(seconds=30)
    desk.worker().deliver()
    assert [(item.state, item.attempts) for item in desk.items()] == [("sent", 2)]


def test_a_failure_for_good_is_kept_with_its_error_and_can_be_retried(desk: Desk) -> None:
    desk.queue("a")
    desk.sender.outcomes = [Outcome(sent=False, error="user_not_found")]
    desk.worker().deliver()
    (item,) = desk.items()
    assert (item.state, item.error) == ("failed", "user_not_found")
    with desk.store.write(desk.now) as work:
        retry_item(work.session, item.id)
    desk.worker().deliver()
    assert desk.items()[0].state == "sent"


def test_what_was_sent_cannot_be_retried(desk: Desk) -> None:
    desk.queue("a")
    desk.worker().deliver()
    with pytest.raises(RequestFault), desk.store.write(desk.now) as work:
        retry_item(work.session, desk.items()[0].id)
    with pytest.raises(NotFound), desk.store.write(desk.now) as work:
        retry_item(work.session, 999)


def _die_while_sending(desk: Desk, claimed_by: str) -> None:
    desk.queue("a")
    with desk.store.write(desk.now) as work:
        item = work.session.query(OutboxItem).one()
        item.state, item.claimed_by, item.claimed_at, item.channel, item.attempts = (
            "sending",
            claimed_by,
            desk.now,
            "slack",
            1,
        )


def _dead_claim() -> str:
    mine = Claim.mine()
    return f"{mine.host}:{2**22 + 1}:dead"


def test_the_work_of_a_dead_process_is_taken_over_at_once(desk: Desk) -> None:
    _die_while_sending(desk, _dead_claim())
    desk.worker().deliver()
    assert [(notice.key, notice.attempt, notice.repeat) for notice in desk.sender.arrived] == [("a", 2, True)]


def test_a_channel_that_looks_first_is_not_told_to_mark_a_repeat(desk: Desk) -> None:
    desk.sender.looks_first = True
    _die_while_sending(desk, _dead_claim())
    desk.worker().deliver()
    assert [(notice.attempt, notice.repeat) for notice in desk.sender.arrived] == [(2, False)]


def test_the_work_of_a_process_on_another_machine_is_left_until_its_lease_ends(desk: Desk) -> None:
    _die_while_sending(desk, "elsewhere:1:x")
    assert desk.worker().deliver() == []
    desk.now += LEASE + timedelta(seconds=1)
    assert [key for key, _ in desk.worker().deliver()] == ["a"]
    assert desk.items()[0].error is None or desk.items()[0].error == REPEAT


def test_many_workers_at_once_send_each_item_once(desk: Desk) -> None:
    for number in range(40):
        desk.queue(f"k{number}")
    workers = [desk.worker() for _ in range(4)]
    threads = [threading.Thread(target=worker.deliver) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(notice.key for notice in desk.sender.arrived) == sorted(f"k{number}" for number in range(40))


def test_all_threads_of_a_process_have_one_name() -> None:
    claims._claim.cache_clear()  # as in a process that has just begun
    names: list[str] = []
    threads = [threading.Thread(target=lambda: names.append(str(Claim.mine()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(names)) == 1


def test_when_nobody_answers_the_others_wait_for_the_next_round(desk: Desk) -> None:
    for number in range(10):
        desk.queue(f"k{number}")
    desk.sender.outcomes = [Outcome(sent=False, error="no answer", retry=True)] * 3
    assert len(desk.worker().deliver()) == 3
    assert [key for key, _ in desk.worker().deliver()] == [f"k{number}" for number in range(3, 10)]


def test_a_stop_leaves_what_waits(desk: Desk) -> None:
    desk.queue("a")
    desk.queue("b")
    assert [key for key, _ in desk.worker().deliver(lambda: bool(desk.sender.arrived))] == ["a"]
    assert [item.state for item in desk.items()] == ["sent", "waiting"]


def test_one_item_that_cannot_be_read_does_not_stop_the_others(desk: Desk) -> None:
    desk.queue("a")
    desk.queue("b")
    with desk.store.write(desk.now) as work:
        work.session.query(OutboxItem).filter_by(key="a").one().content = {"@": "FromTheFuture"}
    assert [key for key, _ in desk.worker().deliver()] == ["b"]
    assert [(item.state, bool(item.error)) for item in desk.items()] == [("failed", True), ("sent", False)]


def test_whom_the_first_channel_refuses_for_good_gets_it_by_the_next(desk: Desk) -> None:
    desk.queue("a")
    desk.sender.outcomes = [Outcome(sent=False, error="users_not_found")]
    mailer = RecordingSender()
    worker = OutboxWorker(desk.store, DeliverySettings(), {"slack": desk.sender, "mail": mailer}, lambda: desk.now)
    worker.deliver()
    (item,) = desk.items()
    assert (item.state, item.channel, [notice.key for notice in mailer.arrived]) == ("sent", "mail", ["a"])
