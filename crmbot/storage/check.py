"""Whether a database is whole: schema, pages, references, the search index, and what lies about without an owner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError

from crmbot.domain.records import Activity, Company, Deal, Person, SearchDetail, SearchName, SearchText
from crmbot.errors import StorageAway
from crmbot.storage.engine import WRITE_OPTION
from crmbot.storage.schema import HEAD, current_revision
from crmbot.storage.search_documents import documents

_AT_ONCE = 500
_KINDS: dict[str, Any] = {"person": Person, "company": Company, "deal": Deal, "activity": Activity}
_INDEXES = ("search_names_index", "search_details_index", "search_texts_index", "search_terms_index")
_LOOSE = {
    "bytes_of_no_file": "SELECT count(*) FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM files)",
    "threads_of_no_entry": "SELECT count(*) FROM thread_links WHERE activity_number NOT IN (SELECT number FROM activities)",
    "mails_of_no_entry": (
        "SELECT count(*) FROM inbox WHERE state = 'done' AND activity_number IS NOT NULL "
        "AND activity_number NOT IN (SELECT number FROM activities)"
    ),
}
_WRONG = {
    "files without their bytes": "SELECT count(*) FROM files WHERE sha256 NOT IN (SELECT sha256 FROM blobs)",
    "mails that wait without their bytes": (
        "SELECT count(*) FROM inbox WHERE state = 'received' AND id NOT IN (SELECT inbox_id FROM inbox_raw)"
    ),
    "records without a number": (
        "SELECT count(*) FROM (SELECT number FROM persons UNION ALL SELECT number FROM companies UNION ALL "
        "SELECT number FROM deals UNION ALL SELECT number FROM activities) AS given "
        "WHERE number NOT IN (SELECT number FROM record_numbers)"
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """`faults` each in one line with its mend; `figures` for whoever looks closer."""

    faults: list[str] = field(default_factory=list)
    figures: dict[str, int | str] = field(default_factory=dict)


def check(engine: Engine) -> list[str]:
    """What is wrong with schema, pages and references; empty when nothing is."""
    revision = current_revision(engine)
    if revision != HEAD:
        return [f"the schema stands at {revision}, this crmbot needs {HEAD}: crmbot db upgrade"]
    with engine.connect() as connection:
        return list(_pages(connection))


def check_start(engine: Engine) -> None:
    """Before mail is taken: the database can be written, keeps what it commits, and no crash has damaged it.

    A journal that is left over says that the last process did not end well: then the pages are looked through, which takes
    as long as reading the file once. Raises StorageAway.
    """
    unclean = _journal_left(engine)
    with engine.execution_options(**{WRITE_OPTION: True}).connect() as connection:
        if connection.dialect.name == "sqlite":
            if (mode := connection.scalar(text("PRAGMA journal_mode"))) != "wal":
                raise StorageAway(f"the database keeps its journal by {mode}, not by WAL: is it on a network drive?")
            verdict = connection.scalar(text("PRAGMA quick_check(1)")) if unclean else "ok"
            if verdict != "ok":
                raise StorageAway(f"the file is damaged: {verdict}; restore a safety copy: crmbot db restore PATH")
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))  # nothing, but written
        connection.rollback()


def _journal_left(engine: Engine) -> bool:
    """Whether the last one who had an SQLite file open was killed; seen before the first connection takes it up."""
    path = Path(f"{engine.url.database}-wal")
    return engine.dialect.name == "sqlite" and path.exists() and path.stat().st_size > 0


def check_all(engine: Engine) -> Checked:
    """As `check`, and whether the search index is in step, and what lies about. Reads everything: it takes its time."""
    checked = Checked(check(engine), {"revision": current_revision(engine) or "none", "database": engine.dialect.name})
    if checked.figures["revision"] != HEAD:
        return checked
    with engine.connect() as connection:
        for name, statement in _LOOSE.items():
            checked.figures[name] = connection.scalar(text(statement)) or 0
        for name, statement in _WRONG.items():
            if count := connection.scalar(text(statement)):
                checked.faults.append(f"{count} {name}; restore a safety copy, or ask for help")
        out_of_step = sum(_out_of_step(connection))
    checked.figures["records_out_of_step_with_the_search"] = out_of_step
    if out_of_step:
        checked.faults.append(f"{out_of_step} records are not in the search index as they are: crmbot db reindex")
    checked.faults.extend(_indexes(engine))
    return checked


def _pages(connection: Connection) -> Iterator[str]:
    """SQLite's own checks. PostgreSQL keeps references by itself; there an index may have been left unfinished."""
    if connection.dialect.name != "sqlite":
        broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
        for (name,) in connection.execute(text(broken)):
            yield f"the index {name} is not valid: REINDEX INDEX {name}"
        return
    try:
        verdicts = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    except DBAPIError as error:
        verdicts = [str(error.orig)]
    if verdicts != ["ok"]:
        yield f"the file is damaged: {verdicts[0]}; restore a safety copy: crmbot db restore PATH"
        return
    for row in connection.execute(text("PRAGMA foreign_key_check")).all()[:20]:
        yield f"{row[0]} row {row[1]} points to a missing row of {row[2]}"


def _out_of_step(connection: Connection) -> Iterator[int]:
    """How many records have other words in the index than they should."""
    for kind, model in _KINDS.items():
        numbers = list(connection.scalars(select(model.number).order_by(model.number)))
        for start in range(0, len(numbers), _AT_ONCE):
            part = numbers[start : start + _AT_ONCE]
            found = documents(connection, kind, part)
            tables = ((SearchText, 1),) if kind == "activity" else ((SearchName, 0), (SearchDetail, 1))
            for table, place in tables:
                rows = connection.execute(select(table.number, table.text).where(table.number.in_(part)))
                stored: dict[int, str] = {number: words for number, words in rows}  # noqa: C416 (rows are typed as tuples only so)
                wanted = {number: words[place] for number, words in found.items() if words[place]}
                yield sum(stored.get(number) != wanted.get(number) for number in {*stored, *wanted})


def _indexes(engine: Engine) -> Iterator[str]:
    """Whether SQLite's full-text indexes fit their tables (sqlite.org/fts5.html, 6.6), and the sums their deals."""
    with engine.execution_options(**{WRITE_OPTION: True}).connect() as connection:
        if connection.dialect.name == "sqlite":
            for index in _INDEXES:
                try:
                    connection.exec_driver_sql(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
                except DBAPIError as error:
                    yield f"the search index is damaged ({error.orig}): crmbot db reindex"
        deals = connection.execute(text("SELECT count(*), coalesce(sum(amount), 0) FROM deals")).one()
        sums = connection.execute(text("SELECT coalesce(sum(deals), 0), coalesce(sum(cents), 0) FROM deal_sums")).one()
        if tuple(map(int, deals)) != tuple(map(int, sums)):
            yield "the kept sums of the deals are not those of the deals: crmbot db reindex"
        connection.rollback()
