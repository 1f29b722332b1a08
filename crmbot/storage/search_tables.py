"""What each database adds to the tables of the search index: SQLite FTS5 with triggers, PostgreSQL full text and trigrams.

The texts are words already, folded and separated by blanks: both databases take them as they are. The trigrams are cut by a
function of our own: the extension pg_trgm is not on every server, and needs somebody who may create it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy import Connection

from crmbot.domain.records.search import LEXEMES

_TABLES = ("search_names", "search_details", "search_texts")

# The cost keeps the planner from calling it for every word instead of asking the index.
_RUNS = """
    CREATE FUNCTION word_runs(word text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
    AS $$ SELECT ARRAY(SELECT substr(word, place, 3) FROM generate_series(1, length(word) - 2) place) $$"""


def create_search_tables(connection: Connection) -> None:
    """Virtual tables with their triggers, or indexes over expressions."""
    if connection.dialect.name == "sqlite":
        for statement in (*chain.from_iterable(map(_full_text, _TABLES)), *_trigrams()):
            connection.exec_driver_sql(statement)
        return
    for table in _TABLES:
        connection.exec_driver_sql(f"CREATE INDEX ix_{table}_words ON {table} USING gin (({LEXEMES.format(table='')}))")
    connection.exec_driver_sql(_RUNS)
    connection.exec_driver_sql("CREATE INDEX ix_search_terms_runs ON search_terms USING gin (word_runs(term))")


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
