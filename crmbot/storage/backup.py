"""Safety copies of an SQLite database, and checking a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlalchemy import Engine, text

from crmbot.storage.schema import HEAD, current_revision


def backup_sqlite(engine: Engine, path: str) -> None:
    """Copy a live database page by page (sqlite.org/backup.html) and check the copy. Raises OSError when it is not whole."""
    source = sqlite3.connect(engine.url.database or "")
    with closing(source), closing(sqlite3.connect(path)) as target:
        source.backup(target, pages=1000)
        (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise OSError(f"the copy is not whole: {verdict}")


def check(engine: Engine) -> list[str]:
    """What is wrong with a database; empty when nothing is."""
    revision = current_revision(engine)
    faults = (
        [] if revision == HEAD else [f"the schema stands at {revision}, this crmbot needs {HEAD}: crmbot db upgrade"]
    )
    if engine.dialect.name != "sqlite":
        return faults
    with engine.connect() as connection:
        (verdict,) = connection.execute(text("PRAGMA integrity_check")).one()
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
    faults += [f"the file is damaged: {verdict}; restore a backup"] if verdict != "ok" else []
    return faults + [f"{row[0]} row {row[1]} points to a missing row of {row[2]}" for row in broken[:20]]
