"""Several clocks in the same moment: each thing that is due is queued once, and nobody fails over it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import Due, tick
from crmbot.domain.process import builtin_process
from crmbot.storage.store import Store
from tests.faults.office import hire, outbox, plan
from tests.running import PATIENCE

MORNING = datetime.fromisoformat("2026-11-18T08:30+01:00")
CLOCKS = 6


def test_clocks_in_the_same_moment_queue_each_digest_once(database_url: str) -> None:
    owners = [f"member{letter}" for letter in "abcdefgh"]
    hire(database_url, *owners, now=MORNING)
    for owner in owners:
        plan(database_url, owner, MORNING.replace(hour=0))
    together = Barrier(CLOCKS)
    stores = [Store.open(database_url) for _ in range(CLOCKS)]

    def once(store: Store) -> list[Due]:
        with store.read() as session:
            session.connection()
        together.wait(PATIENCE)
        return tick(store, DeliverySettings(), builtin_process(), MORNING)

    with ThreadPoolExecutor(CLOCKS) as clocks:
        queued = [due.recipient for dues in clocks.map(once, stores) for due in dues]
    for store in stores:
        store.close()
    assert sorted(queued) == owners
    assert len(outbox(database_url)) == len(owners)
