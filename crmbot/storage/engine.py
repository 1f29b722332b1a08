"""The engine for a database URL, with the settings that make an acknowledged commit durable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

WRITE_OPTION = "crmbot_write"  # execution option: the transaction will write
BUSY_TIMEOUT_MS = 15_000


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL; connects at the first use, not here."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True, pool_size=8)
    engine = create_engine(parsed, pool_size=16, max_overflow=16)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL with synchronous=FULL: a commit that returned survives power loss (sqlite.org/pragma.html#pragma_synchronous)."""
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """BEGIN IMMEDIATE for writers: a reader that turns writer would fail with SQLITE_BUSY instead of waiting."""
    writes = connection.get_execution_options().get(WRITE_OPTION)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
