"""A thousand members' digests of one morning, computed and queued, in a CRM of 100,000 deals with 20 follow-ups each.

The measuring runs in a process of its own, so that its memory is that of a clock and not that of the loading.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, func, insert, literal, select, update

from benchmarks.crm_data import NOW, fill
from benchmarks.databases import DATABASES
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import add_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, Followup, Member, OutboxItem, Person, RecordNumber
from crmbot.storage.deal_sums import fill_deal_sums
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store

PEOPLE, EACH = 1_000, 20  # members, and follow-ups of each
CONTACTS, DEALS, ACTIVITIES = 100_000, 100_000, 200_000
LED = 10  # every tenth member leads the nine after him
BAR_SECONDS, BAR_MB = 15, 200
MORNING = NOW.replace(hour=8)  # nine o'clock in Berlin


def bench_digests(folder: Path) -> None:
    """Print seconds and memory of the first tick of the morning, and of the next one, on both databases."""
    for name, opened in DATABASES:
        with opened(folder, "digests") as url:
            _load(url)
            print(f"{name}:", flush=True)
            subprocess.run([sys.executable, "-m", "benchmarks.digests", url], check=True)


def measure(url: str) -> None:
    """The clock's work of one morning."""
    store, process, settings = Store.open(url), builtin_process(), DeliverySettings()
    for label, moment in (("the morning", MORNING), ("the next round", MORNING + timedelta(seconds=15))):
        begin, own = time.perf_counter(), time.process_time()
        dues = tick(store, settings, process, moment)
        wall, cpu = time.perf_counter() - begin, time.process_time() - own
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        verdict = "" if wall < BAR_SECONDS and peak < BAR_MB else "  <- beyond"
        print(
            f"  {label}: {len(dues)} digests and reminders in {wall:.1f} s ({cpu:.1f} s our CPU), "
            f"peak memory {peak:.0f} MB (bars: {BAR_SECONDS} s, {BAR_MB} MB){verdict}",
            flush=True,
        )
    with store.read() as session:
        count = session.scalar(select(func.count()).select_from(OutboxItem).where(OutboxItem.kind == "digest"))
    assert count == PEOPLE, count


def _load(url: str) -> None:
    store = Store.open(url)
    ensure_schema(store.engine)
    fill(store, CONTACTS, DEALS, ACTIVITIES)
    with store.write(NOW - timedelta(days=400)) as work:
        for number in range(PEOPLE):
            key = f"p{number}"
            member = add_member(work, key, f"Person {number}", [f"{key}@firma.example"])
            member.manager = f"p{number - number % LED}" if number % LED else None
    with store.engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        for model in (Deal, Person):
            owner = literal("p").concat(cast(model.number % PEOPLE, String))
            connection.execute(update(model).values(owner=owner), execution_options={"synchronize_session": False})
        connection.execute(update(Member).where(Member.key.like("m%")).values(active=False))
        _followups(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                "SELECT setval(pg_get_serial_sequence('record_numbers', 'number'), (SELECT max(number) FROM record_numbers))"
            )
        fill_deal_sums(connection)
    with store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE" if store.engine.dialect.name == "sqlite" else "VACUUM ANALYZE")
    store.close()


def _followups(connection: Any) -> None:
    """A quarter is overdue, half is due today, the others later; on open deals."""
    deals: dict[str, list[int]] = {}
    for number, owner in connection.execute(
        select(Deal.number, Deal.owner).where(Deal.state == "open").order_by(Deal.stage)
    ):
        deals.setdefault(owner, []).append(number)
    first = connection.scalar(select(func.max(RecordNumber.number))) + 1
    wanted = [(owner, place, mine[place % len(mine)]) for owner, mine in sorted(deals.items()) for place in range(EACH)]
    numbers = [{"number": first + at, "type": "followup"} for at in range(len(wanted))]
    rows = [
        {
            "number": first + at, "owner": owner, "due_at": MORNING + timedelta(days=(place % 4) - 1), "day_only": True,
            "text": f"Ring about offer {at}", "record_number": deal, "created_at": NOW - timedelta(days=20), "snoozed": 0,
            "regardless": False,
        }
        for at, (owner, place, deal) in enumerate(wanted)
    ]  # fmt: skip
    for start in range(0, len(rows), 5_000):
        connection.execute(insert(RecordNumber), numbers[start : start + 5_000])
        connection.execute(insert(Followup), rows[start : start + 5_000])


if __name__ == "__main__":
    measure(sys.argv[1])
