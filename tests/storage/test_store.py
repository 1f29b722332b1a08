"""Units of work: who waits to write gets his turn between the parts of a long action."""

from __future__ import annotations

import sqlite3
import time
from datetime import datetime
from threading import Event, Thread

from crmbot.domain.people.contacts import ContactFacts, add_person
from crmbot.storage.store import Store


def test_who_waits_writes_between_the_parts_of_a_long_action(sqlite_store: Store, now: datetime) -> None:
    begun, written = Event(), list[int]()

    def wait_for_a_turn() -> None:
        connection = sqlite3.connect(sqlite_store.engine.url.database or "", isolation_level=None, timeout=30)
        begun.set()
        connection.execute("BEGIN IMMEDIATE")
        written.append(len(parts))
        connection.execute("ROLLBACK")
        connection.close()

    parts: list[int] = []
    group: int | None = None
    waiting = Thread(target=wait_for_a_turn)
    for number in range(8):
        with sqlite_store.write(now, action="import", group=group) as work:
            add_person(work, ContactFacts(name=f"Eva {number}"))
            group = group or work.begin_group()
            if number == 0:
                waiting.start()
                assert begun.wait(10)
            time.sleep(0.25)  # as long as a part may take
        parts.append(number)
    waiting.join()
    assert written[0] <= 3
