"""The database: schema, wholeness, search index, room on its disk, its clock, the age of the safety copy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import exists, func, make_url, select, text

from crmbot.app import App, wall_clock
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.records import Company, Deal, Person, SearchName
from crmbot.errors import SchemaMismatch, StorageAway
from crmbot.storage.check import check

_LITTLE_ROOM = 1_000_000_000  # bytes
_NO_ROOM = 100_000_000
_NAMED = 20  # numbers on one line
_SKEW = 30.0  # seconds between two clocks


def database(app: App) -> Iterator[Finding]:
    """Everything about the store; errors here keep the examinations of records from being made."""
    yield from _room(app)
    try:
        faults = check(app.store.engine)
    except SchemaMismatch as fault:
        yield error("database", str(fault), "crmbot db backup, then crmbot db upgrade")
        return
    except StorageAway as away:
        file = make_url(app.settings.database.url).get_backend_name() == "sqlite"
        mend = "see that its disk has room and its folder can be written" if file else "start it, free it"
        yield error("database", str(away), f"{mend}, or correct database.url")
        return
    if faults:
        yield from (error("database", fault, "restore a copy: docs/operations.md, Backup") for fault in faults)
        return
    yield ok("database", f"whole, at this version's schema ({app.store.engine.dialect.name})")
    yield from _search_index(app)
    yield from _clock(app)


def _search_index(app: App) -> Iterator[Finding]:
    """Each named record has its line in the index; what is missing there is not found."""
    missing: list[int] = []
    with app.store.read() as session:
        for kind in (Person, Company, Deal):
            bare = select(kind.number).where(~exists().where(SearchName.number == kind.number))
            missing += session.scalars(bare.order_by(kind.number)).all()
        indexed = session.scalar(select(func.count()).select_from(SearchName)) or 0
    if missing:
        named = ", ".join(f"#{number}" for number in missing[:_NAMED])
        yield warning(
            "search", f"{len(missing)} records are not in the index: {named}", "crmbot db reindex; and report this"
        )
    else:
        yield ok("search", f"{indexed} names in the index")


def _room(app: App) -> Iterator[Finding]:
    """What the disk of an SQLite file still takes. PostgreSQL's disk is elsewhere."""
    url = make_url(app.settings.database.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    folder = Path(url.database).resolve().parent
    if not folder.is_dir():
        yield error("disk", f"there is no folder {folder}", "make it, or correct database.url")
        return
    free = shutil.disk_usage(folder).free
    if not os.access(folder, os.W_OK):
        yield error("disk", f"{folder} cannot be written", "let the user of crmbot write there")
    if free < _LITTLE_ROOM:
        mend = "make room, or move the database to a larger disk"
        made = error if free < _NO_ROOM else warning
        yield made("disk", f"{free / 1e6:.0f} MB are left on the disk of the database", mend)
    else:
        yield ok("disk", f"{free / 1e9:.1f} GB are left")


def _clock(app: App) -> Iterator[Finding]:
    """Our clock against that of a database server; and whether records come from the future."""
    if app.store.shared:
        with app.store.read() as session:
            theirs = session.scalar(text("SELECT clock_timestamp()"))
        skew = (wall_clock() - theirs).total_seconds() if isinstance(theirs, datetime) else 0.0
        yield from clock_finding("the database server", skew)
    elif datetime.now(UTC).year < 2025:
        yield error("clock", f"it is said to be {datetime.now(UTC):%Y-%m-%d}", "set the clock; run an NTP service")


def clock_finding(whose: str, skew: float) -> Iterator[Finding]:
    """What a difference of `skew` seconds between our clock and another means."""
    if abs(skew) > _SKEW:
        way = "ahead of" if skew > 0 else "behind"
        mend = "run an NTP service on both: requests are judged by their age, reminders by the hour"
        yield error("clock", f"this machine is {abs(skew):.0f} s {way} {whose}", mend)
    else:
        yield ok("clock", f"within {max(1, round(abs(skew)))} s of {whose}")
