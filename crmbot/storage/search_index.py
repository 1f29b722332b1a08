"""Keeps the search index in step with the records, in the same transaction.

Texts are folded here and not in the database, so that a search folds as the index does. What the databases index of
these texts follows by triggers (SQLite) or by itself (PostgreSQL), see `crmbot.storage.search_tables`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from crmbot.domain.records import (
    Activity,
    Company,
    Deal,
    Person,
    RecordNumber,
    SearchDetail,
    SearchName,
    SearchTerm,
    SearchText,
)
from crmbot.domain.records.search import LEXEMES
from crmbot.domain.records.search_words import is_term, sound
from crmbot.storage.search_changes import Touched, take
from crmbot.storage.search_documents import documents

_AT_ONCE = 500  # rows of one statement
_KINDS: Mapping[str, type[Any]] = {"person": Person, "company": Company, "deal": Deal, "activity": Activity}
_Table: TypeAlias = type[SearchName] | type[SearchDetail] | type[SearchText]
_T = TypeVar("_T")
_Words: TypeAlias = tuple[frozenset[str], frozenset[str]]  # those that came, those that left

_TABLES = (SearchName, SearchDetail, SearchText)
_WORDS = "SELECT term FROM {table}_words WHERE term IN :terms"
_TERMS = "SELECT term FROM search_terms WHERE term IN :terms AND ({})"
_STANDS = "EXISTS (SELECT 1 FROM {table} WHERE {lexemes} @@ CAST(quote_literal(term) AS tsquery))"
_USED = {
    "sqlite": " UNION ".join(_WORDS.format(table=one.__tablename__) for one in _TABLES),
    "postgresql": _TERMS.format(
        " OR ".join(_STANDS.format(table=one.__tablename__, lexemes=LEXEMES.format(table="")) for one in _TABLES)
    ),
}


def update_index(session: Session) -> None:
    """Index anew what this unit of work has written; to be called once, before it commits."""
    session.flush()
    connection = session.connection()  # past the session, which may be kept to what one member may see
    came: set[str] = set()
    left: set[str] = set()
    for kind, numbers in _kinds(connection, take(session)):
        for part in _parts(sorted(numbers)):
            words = _index(connection, kind, part)
            came, left = came | words[0], left | words[1]
    _list_terms(connection, came)
    _drop_terms(connection, left - came)


def rebuild_index(connection: Connection) -> None:
    """Make the whole index again from the records."""
    for table in (*_TABLES, SearchTerm):
        connection.execute(delete(table))
    for kind, model in _KINDS.items():
        for part in _parts(connection.scalars(select(model.number)).all()):
            _list_terms(connection, _index(connection, kind, part)[0])


def _parts(things: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (things[start : start + _AT_ONCE] for start in range(0, len(things), _AT_ONCE))


def _index(connection: Connection, kind: str, numbers: Sequence[int]) -> _Words:
    """Bring the index of these records in step; those that are gone leave it."""
    found = documents(connection, kind, numbers)
    everything = {number: words for number, (_, words) in found.items()}
    if kind == "activity":
        return _store(connection, SearchText, kind, numbers, everything)
    _store(connection, SearchName, kind, numbers, {number: name for number, (name, _) in found.items()})
    return _store(connection, SearchDetail, kind, numbers, everything)


def _kinds(connection: Connection, touched: Touched) -> Iterator[tuple[str, set[int]]]:
    """The records to index, by kind: those that were written, and those that bear a name which was."""
    numbers = dict(touched.numbers)
    if tagged := numbers.pop("any", None):
        types = connection.execute(
            select(RecordNumber.type, RecordNumber.number).where(RecordNumber.number.in_(tagged))
        )
        for kind, number in types:
            numbers.setdefault(kind, set()).add(number)
    for column, kind, renamed in (
        (Deal.person_number, "deal", "person"), (Deal.company_number, "deal", "company"), (Person.company_number, "person", "company"),
    ):  # fmt: skip
        if bearers := touched.renamed.get(renamed):
            model = _KINDS[kind]
            numbers.setdefault(kind, set()).update(connection.scalars(select(model.number).where(column.in_(bearers))))
    return ((kind, numbers[kind]) for kind in _KINDS if numbers.get(kind))


def _store(
    connection: Connection, table: _Table, kind: str, numbers: Collection[int], texts: Mapping[int, str]
) -> _Words:
    """Write what differs; the words that came to these rows and those that left them."""
    rows = connection.execute(select(table.number, table.text).where(table.number.in_(numbers)))
    old: dict[int, str] = {number: words for number, words in rows}  # noqa: C416 (rows are typed as tuples only so)
    new = {number: words for number, words in texts.items() if words}
    gone = [number for number in old if number not in new]
    if gone:
        connection.execute(delete(table).where(table.number.in_(gone)))
    added = [{"number": number, "type": kind, "text": words} for number, words in new.items() if number not in old]
    if added:
        connection.execute(insert(table), added)
    changed = [{"of": n, "words": words} for n, words in new.items() if n in old and old[n] != words]
    if changed:
        statement = update(table).where(table.number == bindparam("of")).values(text=bindparam("words"))
        connection.execute(statement, changed)
    return _differences(old, new)


def _differences(old: Mapping[int, str], new: Mapping[int, str]) -> _Words:
    came: set[str] = set()
    left: set[str] = set()
    for number in {*old, *new}:
        before, after = old.get(number, ""), new.get(number, "")
        if before != after:
            words, known = set(after.split()), set(before.split())
            came |= words - known
            left |= known - words
    return frozenset(came), frozenset(left)


def _list_terms(connection: Connection, words: Iterable[str]) -> None:
    """Add new words to the list of all; in one order, so that two units of work never wait for each other in turn."""
    for part in _parts(sorted(filter(is_term, words))):
        known = set(connection.scalars(select(SearchTerm.term).where(SearchTerm.term.in_(part))))
        if rows := [{"term": term, "sound": sound(term)} for term in part if term not in known]:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            connection.execute(dialect.insert(SearchTerm.__table__).on_conflict_do_nothing(), rows)


def _drop_terms(connection: Connection, words: Iterable[str]) -> None:
    """Take words from the list of all that stand nowhere any more: what was erased shall not be found in it."""
    used = text(_USED[connection.dialect.name]).bindparams(bindparam("terms", expanding=True))
    for part in _parts(sorted(filter(is_term, words))):
        standing = set(connection.scalars(used, {"terms": part}))
        if gone := [term for term in part if term not in standing]:
            statement = delete(SearchTerm).where(SearchTerm.term.in_(gone))
            connection.execute(statement)
