"""The engine for a database URL, with the settings that make an acknowledged commit durable."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Event
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

WRITE_OPTION = "crmbot_write"  # execution option: the transaction will write
BUSY_TIMEOUT_MS = 15_000
_FILE = "crmbot.file"  # what the path meant when the connection was made


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; connects at the first use, not here."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=8)
    engine = create_engine(parsed, hide_parameters=True, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if parsed.database and parsed.database != ":memory:":
        _follow_file(engine, Path(parsed.database))
    return engine


def _follow_file(engine: Engine, path: Path) -> None:
    """Give up connections to a file that is not at its place any more: SQLite would go on writing into it, and what was
    acknowledged would be gone with it. Nor may an empty new one take its place.
    """
    once_there = Event()

    def refuse_new(_dialect: Any, _record: Any, _arguments: Any, _options: Any) -> None:
        if once_there.is_set() and not path.exists():
            raise sqlite3.OperationalError(f"the database file {path} is gone")

    def remember(_connection: Any, record: Any) -> None:
        record.info[_FILE] = _identity(path)
        once_there.set()

    def compare(_connection: Any, record: Any, _proxy: Any) -> None:
        if _identity(path) != record.info[_FILE]:
            raise DisconnectionError(f"the database file {path} was moved, replaced or deleted")

    event.listen(engine, "do_connect", refuse_new)
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL with synchronous=FULL: a commit that returned survives power loss (sqlite.org/pragma.html#pragma_synchronous)."""
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what was erased is overwritten, not only marked as free
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE for writers: a reader that turns writer would fail with SQLITE_BUSY instead of waiting."""
    writes = connection.get_execution_options().get(WRITE_OPTION)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
