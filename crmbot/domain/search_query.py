"""Asking the search index: words, any of several spellings for each, in the language of each database.

The one place in the domain that knows which database it talks to: full text is where they differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Dialect,
    FromClause,
    Integer,
    Text,
    TypeDecorator,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from crmbot.domain.records import SearchDetail, SearchName, SearchText

Where: TypeAlias = type[SearchName] | type[SearchDetail] | type[SearchText]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word as it may stand in the index; with `begins` anything that begins so."""

    word: str
    begins: bool = False


Query: TypeAlias = Sequence[Sequence[Spelling]]  # of each group at least one


class _Words(TypeDecorator[Query]):
    """A query as text: FTS5's syntax on SQLite, that of a tsquery on PostgreSQL. Words hold letters and digits only."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Query | None, dialect: Dialect) -> str | None:
        """Groups joined by and, spellings by or."""
        write, along, instead = (_fts5, " AND ", " OR ") if dialect.name == "sqlite" else (_tsquery, " & ", " | ")
        return along.join(f"({instead.join(map(write, group))})" for group in value or ())


def _fts5(spelling: Spelling) -> str:
    return f'"{spelling.word}"*' if spelling.begins else f'"{spelling.word}"'


def _tsquery(spelling: Spelling) -> str:
    return f"'{spelling.word}':*" if spelling.begins else f"'{spelling.word}'"


@dataclass(frozen=True, slots=True)
class Hits:
    """The rows of the index that fit: to be joined with records by `number`, the newest first by `order`."""

    rows: FromClause
    number: ColumnElement[int]
    order: ColumnElement[int]
    fits: ColumnElement[bool]


def hits(session: Session, where: Where, query: Query) -> Hits:
    """What has all these words."""
    words = bindparam("words", query, type_=_Words)
    if is_sqlite(session):
        name = f"{where.__tablename__}_index"
        rows = table(name, column("rowid", Integer))
        # The plus keeps SQLite from asking the index once for each record instead of once (sqlite.org/optoverview.html).
        number: ColumnElement[int] = literal_column(f"+{name}.rowid", Integer)
        return Hits(rows, number, rows.c.rowid, literal_column(name).op("MATCH", is_comparison=True)(words))
    inner: Any = where.__table__
    lexemes = func.array_to_tsvector(func.string_to_array(inner.c.text, literal_column("' '")))
    fits = lexemes.op("@@", is_comparison=True)(cast(words, TSQUERY))
    return Hits(inner, inner.c.number, inner.c.number, fits)


def is_sqlite(session: Session) -> bool:
    """Whether the session talks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"
