"""Units of work: the only way to the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from crmbot.domain.records.work import Work
from crmbot.errors import StorageAway
from crmbot.storage.engine import WRITE_OPTION, make_engine
from crmbot.storage.recorder import record_changes
from crmbot.storage.search_changes import watch
from crmbot.storage.search_index import update_index

# SQLSTATE classes (postgresql.org/docs/current/errcodes-appendix.html): connection, resources, object in use, operator
# intervention, system error, transaction rollback.
_AWAY_CLASSES = frozenset({"08", "53", "55", "57", "58", "40"})
# sqlite.org/rescode.html: BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB
_AWAY_CODES = frozenset({5, 6, 7, 8, 10, 11, 13, 14, 15, 26})
_LOOKED_AGAIN = 0.11  # seconds; SQLite waits 0.1 at most from one look to the next (sqliteDefaultBusyCallback)
_READ_ONLY = "25006"  # PostgreSQL: a standby, or a server that an administrator set so


class Store:
    """Sessions over one engine. Errors of a database that is away or cannot write become `StorageAway`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(**{WRITE_OPTION: True})
        self.before_commit: tuple[Callable[[Work], None], ...] = ()  # done at the end of each unit of work, within it

    @classmethod
    def open(cls, url: str) -> Store:
        """A store for a database URL; does not connect yet."""
        return cls(make_engine(url))

    @property
    def shared(self) -> bool:
        """Whether several processes may write at once (PostgreSQL)."""
        return self.engine.dialect.name != "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads; what is loaded stays readable afterwards."""
        with _translated(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(
        self,
        now: datetime,
        *,
        actor: str | None = None,
        channel: str = "system",
        action: str = "system",
        group: int | None = None,
    ) -> Iterator[Work]:
        """A unit of work: commits when the block ends, rolls everything back when it raises. A further one of a `group`
        lets those go first who wait to write.
        """
        if group is not None:
            self.give_way()
        with _translated(), Session(self._writing, expire_on_commit=False) as session:
            work = Work(session, now, actor, channel, action, group)
            record_changes(session, work)
            watch(session)
            yield work
            for last in self.before_commit:
                last(work)
            update_index(session)
            session.commit()

    def give_way(self) -> None:
        """Between units of work that follow each other closely: who waits for SQLite looks only now and then whether he may
        write, and would not be quick enough.
        """
        if not self.shared:
            time.sleep(_LOOKED_AGAIN)

    @contextmanager
    def rehearse(self, now: datetime) -> Iterator[Work]:
        """A unit of work whose writes are always rolled back: for dry runs that must see what would happen."""
        with _translated(), Session(self._writing, expire_on_commit=False) as session:
            work = Work(session, now, None, "system", "rehearsal")
            record_changes(session, work)
            yield work
            session.rollback()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """For work on the engine itself: errors of a database that is away become StorageAway."""
        with _translated():
            yield

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if _is_away(error):
            raise StorageAway(" ".join(str(error.orig).split())) from error
        raise


def _is_away(error: DBAPIError) -> bool:
    """Whether the fault is the database's state and not the statement's: gone, full, busy, damaged or read-only.

    A fault of the statement comes again at every try; taken for the database's it would be tried for ever.
    """
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    sqlstate = getattr(error.orig, "sqlstate", None)
    if sqlstate is not None:
        return sqlstate[:2] in _AWAY_CLASSES or sqlstate == _READ_ONLY
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _AWAY_CODES
    return isinstance(error, OperationalError)
