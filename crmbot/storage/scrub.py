"""After an erasure: what was deleted shall not lie about in the files of the database either."""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from crmbot.domain.records import Base
from crmbot.storage.engine import WRITE_OPTION

_INDEXES = ("search_names_index", "search_details_index", "search_texts_index", "search_terms_index")


def scrub(engine: Engine) -> bool:
    """Remove deleted values from the search index and the journal; whether nobody was in the way.

    SQLite overwrites deleted rows at once (secure_delete, see `engine`), but a full-text index forgets deleted words only
    when its parts are merged (sqlite.org/fts5.html, 6.10), and the write-ahead log holds old pages until it is emptied.
    PostgreSQL keeps dead rows until they are vacuumed.
    """
    if engine.dialect.name != "sqlite":
        return _vacuum(engine)
    with engine.execution_options(**{WRITE_OPTION: True}).begin() as connection:
        for index in _INDEXES:
            connection.exec_driver_sql(f"INSERT INTO {index} ({index}) VALUES ('optimize')")  # noqa: S608 (names of our own)
    return truncate_log(engine)


def truncate_log(engine: Engine) -> bool:
    """Bring the write-ahead log into the database file and empty it; False where somebody is reading just now."""
    raw = engine.raw_connection()
    try:
        busy, _, _ = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        raw.close()
    return not busy


def _vacuum(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in Base.metadata.sorted_tables:
            try:
                connection.execute(text(f'VACUUM "{table.name}"'))
            except DBAPIError:  # not the owner of the table: autovacuum does it in its time
                return False
    return True
