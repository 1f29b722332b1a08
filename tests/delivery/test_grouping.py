"""Events of a minute are one message; none is dropped or told twice, whoever writes and sends at once (row G15)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from crmbot import codec
from crmbot.delivery.outbox import LEASE, OutboxWorker, outbox_items
from crmbot.delivery.settings import DeliverySettings
from crmbot.domain.announcing.announcing import announce
from crmbot.domain.announcing.rules import Telling, default_rule
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.outbox.bundles import rows_of
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Member, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.shapes import Notice, Outcome
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store
from tests.delivery.test_outbox import RecordingSender


@pytest.fixture(autouse=True)
def _told(store: Store, team: dict[str, Member]) -> Iterator[None]:
    assert team
    telling = Telling((default_rule("#sales"),), builtin_process, one_at_a_time=one_at_a_time)
    store.before_commit = (lambda work: announce(work, telling),)
    yield
    store.before_commit = ()


def enquiry(store: Store, now: datetime, name: str) -> None:
    with store.write(now, actor="anna", channel="slack", action="lead") as work:
        open_lead(work, builtin_process(), name=name, owner="anna")


def worker(store: Store, sender: RecordingSender, clock: Callable[[], datetime]) -> OutboxWorker:
    return OutboxWorker(store, DeliverySettings(), {"slack": sender}, clock, clock)


def told(notices: list[Notice]) -> Counter[str]:
    """How often each enquiry stands in a message."""
    rows = [row for notice in notices for row in rows_of(notice.content)]
    return Counter(str(row.text.args["record"].args["name"].text) for row in rows)  # type: ignore[union-attr]


def test_events_of_many_at_once_are_each_told_once_while_two_workers_send(store: Store, now: datetime) -> None:
    sender, names = RecordingSender(), [f"E{number}" for number in range(24)]
    minutes = iter(range(1000))

    def write(mine: list[str]) -> None:
        for name in mine:
            enquiry(store, now + timedelta(seconds=next(minutes)), name)

    def send(stop: threading.Event) -> None:
        while not stop.wait(0.005):  # who writes gets the lock of the file too
            worker(store, sender, lambda: now + timedelta(minutes=2)).deliver()

    stop = threading.Event()
    senders = [threading.Thread(target=send, args=(stop,)) for _ in range(2)]
    writers = [threading.Thread(target=write, args=(names[place::3],)) for place in range(3)]
    for thread in (*senders, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in senders:
        thread.join()
    worker(store, sender, lambda: now + timedelta(hours=1)).deliver()
    assert told(sender.arrived) == Counter(names)


def test_written_by_many_within_a_minute_they_are_one_message(store: Store, now: datetime) -> None:
    names = [f"E{number}" for number in range(12)]

    def write(mine: list[str]) -> None:
        for name in mine:
            enquiry(store, now, name)

    threads = [threading.Thread(target=write, args=(names[place::4],)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        (item,) = outbox_items(session)
    assert len(rows_of(codec.load(item.content))) == 12


@pytest.mark.parametrize("arrived", [True, False])
def test_killed_while_it_sends_nothing_is_dropped(store: Store, now: datetime, arrived: bool) -> None:
    class Killed(RecordingSender):
        def send(self, notice: Notice) -> Outcome:
            if arrived:
                super().send(notice)
            raise KeyboardInterrupt

    dying, living = Killed(), RecordingSender()
    for name in ("A", "B"):
        enquiry(store, now, name)
    later = now + timedelta(minutes=1)
    with pytest.raises(KeyboardInterrupt):
        worker(store, dying, lambda: later).deliver()
    enquiry(store, now, "C")  # while its fate is unknown, nothing is added to the message
    worker(store, living, lambda: later + LEASE + timedelta(seconds=1)).deliver()
    repeated, fresh = living.arrived
    assert (told([repeated]), told([fresh])) == (Counter("AB"), Counter("C"))
    assert (repeated.key == (dying.arrived or [repeated])[0].key, repeated.repeat) == (True, True)


def test_rolled_back_with_its_event_an_announcement_never_was(store: Store, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError):
        _broken_off(store, now)
    with store.read() as session:
        assert session.query(OutboxItem).all() == []


def _broken_off(store: Store, now: datetime) -> None:
    telling = store.before_commit

    def fail(_work: Work) -> None:
        raise ZeroDivisionError

    store.before_commit = (*telling, fail)
    enquiry(store, now, "A")
