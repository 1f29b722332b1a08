"""Whole intake against a floor, with an empty database and with 100,000 contacts.

The floor is the least any such program must do for a mail: take it apart with the standard library's parser, insert two
rows and commit them durably in SQLite (WAL, synchronous=FULL). Intake is what crmbot does from raw bytes to committed
records: keep the mail, read it, decide, file person, company, deal, activity, change log and receipt.
"""

from __future__ import annotations

import resource
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser
from functools import partial
from pathlib import Path

from sqlalchemy import insert

from crmbot.domain.members.members import add_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Person, PersonEmail, RecordNumber
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import RawMail
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store

MAILS = 150
ROUNDS = 3
CONTACTS = 100_000
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))

BODY = """Guten Tag,

wir brauchen {count} Palettenregale für unser neues Lager in Altona und bitten um ein Angebot bis Ende der Woche.
Unser Budget liegt bei 20.000 €. Die Halle ist 6 m hoch, die Traglast soll 1.000 kg je Ebene betragen.

Mit freundlichen Grüßen
Person {number}
Leiterin Einkauf

Lagerbau {number} GmbH
Hafenstraße 12, 20457 Hamburg
Tel. +49 40 3344120
"""


def mails(run: str, count: int = MAILS) -> list[bytes]:
    """Enquiries of as many strangers."""
    return [
        (
            f"From: Person {n} <p{n}@lager-{run}-{n}.example>\nTo: crm@firma.example\nSubject: Anfrage {run} {n}\n"
            f"Date: Wed, 18 Nov 2026 09:12:00 +0100\nMessage-ID: <{run}.{n}@lager.example>\nMIME-Version: 1.0\n"
            f"Content-Type: text/plain; charset=utf-8\n\n{BODY.format(count=n, number=n)}"
        ).encode()
        for n in range(count)
    ]


def floor(path: Path, contents: list[bytes]) -> None:
    """Parse, insert two rows, commit durably."""
    parser = BytesParser(policy=policy.compat32)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS mail (id INTEGER PRIMARY KEY, subject TEXT, raw BLOB)")
        connection.execute("CREATE TABLE IF NOT EXISTS person (id INTEGER PRIMARY KEY, address TEXT)")
        for content in contents:
            message = parser.parsebytes(content)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO mail (subject, raw) VALUES (?, ?)", (message["Subject"], content))
            connection.execute("INSERT INTO person (address) VALUES (?)", (message["From"],))
            connection.execute("COMMIT")


def intake(store: Store, contents: list[bytes]) -> None:
    """From raw bytes to committed records."""
    process = builtin_process()
    worker = InboxWorker(store, SETTINGS, lambda: process)
    for content in contents:
        receive(store, SETTINGS, RawMail(content, "", ("crm@firma.example",), "smtp", NOW))
    worker.work_off(lambda: NOW)


def fill(store: Store, count: int) -> None:
    """So many contacts."""
    with store.write(NOW) as work:
        for start in range(0, count, 10_000):
            block = range(5_000_000 + start, 5_000_000 + min(start + 10_000, count))
            work.session.execute(insert(RecordNumber), [{"number": n, "type": "person"} for n in block])
            work.session.execute(
                insert(Person),
                [{"number": n, "name": f"Contact {n}", "name_key": f"contact {n}", "created_at": NOW} for n in block],
            )
            work.session.execute(
                insert(PersonEmail),
                [{"person_number": n, "email": f"c{n}@known-{n}.example", "primary": True} for n in block],
            )


def timed(work: Callable[[], None]) -> float:
    """Wall seconds."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def memory_mb() -> float:
    """Peak resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fresh_store(folder: Path, name: str) -> Store:
    """A migrated database with one member."""
    store = Store.open(f"sqlite:///{folder}/{name}.db")
    ensure_schema(store.engine)
    with store.write(NOW) as work:
        add_member(work, "anna", "Anna Adler", ["anna@firma.example"])
    return store


def bench_intake(folder: Path) -> None:
    """Print the ratios; floor and intake take turns, so that a drifting machine hits both."""
    empty, full = fresh_store(folder, "empty"), fresh_store(folder, "full")
    fill(full, CONTACTS)
    intake(empty, mails("warm", 10))
    seconds: dict[str, list[float]] = {"floor": [], "empty": [], "full": []}
    for number in range(ROUNDS):
        contents = {name: mails(f"{name}{number}") for name in seconds}
        seconds["floor"].append(timed(partial(floor, folder / "floor.db", contents["floor"])))
        seconds["empty"].append(timed(partial(intake, empty, contents["empty"])))
        seconds["full"].append(timed(partial(intake, full, contents["full"])))
    middle = {name: statistics.median(values) for name, values in seconds.items()}
    print(
        f"whole intake of {MAILS} enquiries of strangers, median of {ROUNDS} rounds, each mail committed twice (kept, filed)"
    )
    for name, label in (("floor", "floor"), ("empty", "no contacts"), ("full", f"{CONTACTS:,} contacts")):
        ratio = middle[name] / middle["floor"]
        print(
            f"  {label:<18} {MAILS / middle[name]:>7.0f} mails/s  {1000 * middle[name] / MAILS:>7.2f} ms/mail  {ratio:>6.1f} x floor"
        )
    print(f"  growth from none to {CONTACTS:,} contacts: {middle['full'] / middle['empty']:.2f}")
    print(f"  peak memory {memory_mb():.0f} MB")
