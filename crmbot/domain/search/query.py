"""Asking the search index: words, any of several spellings for each, in the language of each database.

The one place in the domain that knows which database it talks to: full text is where they differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from crmbot.domain.records import SearchDetail, SearchName, SearchText
from crmbot.domain.records.search import BLOCKS, LEXEMES

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
    lexemes: ColumnElement[Any] = literal_column(LEXEMES.format(table=f"{where.__tablename__}."))
    fits = lexemes.op("@@", is_comparison=True)(cast(words, TSQUERY))
    # The zero keeps PostgreSQL from walking through all rows in their order, in the hope of a soon end.
    return Hits(inner, inner.c.number, inner.c.number + literal_column("0"), fits)


def newest_first(session: Session, where: Where, query: Query) -> Iterator[Query]:
    """The query for the newest records, then for more of them, then for all: to be asked until there are enough.

    FTS5 hands out the newest first by itself. PostgreSQL would read and sort all that fit; so there each row of the index
    also has the numbers of the blocks it stands in as words.
    """
    newest = 0 if is_sqlite(session) else session.scalar(select(func.max(where.number))) or 0
    for sign, size in BLOCKS if newest else ():
        block = newest // size
        yield [*query, [Spelling(f"{sign}{number}") for number in (block, block - 1)]]
    yield query


def has_words(text: Sequence[str], query: Query) -> bool:
    """The same question for words in hand."""
    known = set(text)
    return all(any(_stands(spelling, known) for spelling in group) for group in query)


def _stands(spelling: Spelling, known: set[str]) -> bool:
    return spelling.word in known or (spelling.begins and any(word.startswith(spelling.word) for word in known))


def is_sqlite(session: Session) -> bool:
    """Whether the session talks to SQLite."""
    return session.get_bind().dialect.name == "sqlite"
