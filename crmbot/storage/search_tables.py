"""What each database adds to the tables of the search index: SQLite FTS5 with triggers, PostgreSQL full text and trigrams.

The texts are words already, folded and separated by blanks: both databases take them as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from crmbot.domain.records.search import LEXEMES

_TABLES = ("search_names", "search_details", "search_texts")


def create_search_tables(connection: Connection) -> None:
    """Virtual tables with their triggers, or indexes over expressions."""
    if connection.dialect.name == "sqlite":
        for statement in (*chain.from_iterable(map(_full_text, _TABLES)), *_trigrams()):
            connection.exec_driver_sql(statement)
        return
    for table in _TABLES:
        connection.exec_driver_sql(f"CREATE INDEX ix_{table}_words ON {table} USING gin (({LEXEMES.format(table='')}))")
    if has_trigrams(connection) or _may_create_trigrams(connection):
        connection.exec_driver_sql(
            "CREATE INDEX ix_search_terms_trigrams ON search_terms USING gin (term gin_trgm_ops)"
        )


def has_trigrams(connection: Connection) -> bool:
    """Whether PostgreSQL's extension pg_trgm is there: without it parts of words are searched slowly."""
    return bool(connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")))


def _may_create_trigrams(connection: Connection) -> bool:
    """The extension is a trusted one, but an administrator may have left it out or forbidden it."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql("CREATE EXTENSION pg_trgm")
    except DBAPIError:
        return False
    return True


def _full_text(table: str) -> Iterator[str]:
    """An index of words without a copy of the text (sqlite.org/fts5.html, external content), and a view of its words."""
    yield (
        f"CREATE VIRTUAL TABLE {table}_index USING "
        f"fts5(text, content='{table}', content_rowid='number', tokenize='ascii', detail='none')"
    )
    yield f"CREATE VIRTUAL TABLE {table}_words USING fts5vocab({table}_index, 'row')"
    yield from _triggers(table, "number", "text")


def _trigrams() -> Iterator[str]:
    yield (
        "CREATE VIRTUAL TABLE search_terms_index USING "
        "fts5(term, content='search_terms', content_rowid='id', tokenize='trigram', detail='none')"
    )
    yield from _triggers("search_terms", "id", "term")


def _triggers(table: str, key: str, column: str) -> Iterator[str]:
    add = f"INSERT INTO {table}_index (rowid, {column}) VALUES (new.{key}, new.{column});"  # noqa: S608 (names of our own)
    remove = f"INSERT INTO {table}_index ({table}_index, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"  # noqa: S608
    yield f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END"
    yield f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {remove} END"
    yield f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {column} ON {table} BEGIN {remove} {add} END"
