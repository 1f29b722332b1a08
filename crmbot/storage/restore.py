"""Putting a safety copy in the place of the database. The old one stays beside it, and what it has since then is carried over."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, make_url, text

from crmbot.errors import CrmbotError
from crmbot.storage.backup import BackupFailed, dump, run, sync
from crmbot.storage.carried import Carried, carry, mark_unknown
from crmbot.storage.engine import make_engine
from crmbot.storage.schema import HEAD, KNOWN, current_revision, upgrade

_PATIENCE = 1.0  # seconds for a short command that is just ending
_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class NotRestored(CrmbotError):
    """Nothing was changed: the copy cannot be used, or somebody uses the database."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`kept` is where the old database lies; `carried` is None where it could not be read."""

    revision: str
    kept: str | None
    carried: Carried | None


def restore(url: str, copy: str, now: datetime) -> Restored:
    """Make `copy` the database at `url`. Raises NotRestored, and then nothing was changed."""
    parsed = make_url(url)
    try:
        if parsed.get_backend_name() != "sqlite":
            return _restore_postgresql(parsed, copy, now)
        return _restore_sqlite(Path(parsed.database or ""), Path(copy), now)
    except BackupFailed as error:
        raise NotRestored(str(error)) from error
    except OSError as error:
        raise NotRestored(f"{error.filename or copy}: {error.strerror or error}") from error


def _restore_sqlite(database: Path, copy: Path, now: datetime) -> Restored:
    fresh = database.with_name(f"{database.name}.restoring")
    _remove(fresh)
    try:
        shutil.copyfile(copy, fresh)
        fresh.chmod(0o600)
        _refuse_unfit(fresh, copy)
        upgraded = make_engine(f"sqlite:///{fresh}")
        upgrade(upgraded)
        upgraded.dispose()
        kept, carried = _swap(database, fresh, now)
    finally:
        _remove(fresh)
    return Restored(HEAD, kept, carried)


def _refuse_unfit(fresh: Path, copy: Path) -> None:
    """A copy that is damaged, no database of ours, or of a newer crmbot. Raises NotRestored."""
    try:
        with closing(sqlite3.connect(fresh)) as connection:
            (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or (None,)
    except sqlite3.Error as error:
        raise NotRestored(f"{copy} is no safety copy of crmbot: {error}") from error
    if verdict != "ok" or broken is not None:
        raise NotRestored(
            f"{copy} is damaged: {verdict if verdict != 'ok' else f'{broken[0]} points to a missing row'}"
        )
    if revision not in KNOWN:
        raise NotRestored(f"{copy} is at revision {revision}, which is newer than this crmbot knows: update crmbot")


def _swap(database: Path, fresh: Path, now: datetime) -> tuple[str | None, Carried | None]:
    """While nobody else can open the old database, carry over, rename it, and put the fresh one in its place."""
    if not database.exists():
        _forget(fresh)
        fresh.replace(database)
        sync(database)
        return None, None
    kept = database.with_name(f"{database.name}.before-{now:%Y%m%d-%H%M%S}")
    if kept.exists():
        raise NotRestored(f"{kept} is there already")
    with closing(sqlite3.connect(database, timeout=_PATIENCE, isolation_level=None)) as old:
        carried = _carried(old, fresh) if _alone(old, database) else None
        if carried is None:
            _forget(fresh)
        _keep(database, kept)
        for ending in ("-wal", "-shm"):  # of one that could not be read: its journal belongs to it
            with suppress(FileNotFoundError):
                database.with_name(database.name + ending).rename(kept.with_name(kept.name + ending))
        fresh.replace(database)
        sync(database)
    return str(kept), carried


def _keep(database: Path, kept: Path) -> None:
    """A second name, so that at no moment there is no database; where the disk knows none, the only one."""
    try:
        os.link(database, kept)
    except OSError:
        database.rename(kept)


def _alone(old: sqlite3.Connection, database: Path) -> bool:
    """Whether the old database can be read; held against everybody then. Raises NotRestored while somebody uses it.

    The journal of a database can be given up only by the last one who has it open (sqlite.org/wal.html, 3.1).
    """
    try:
        old.execute("PRAGMA journal_mode=DELETE").fetchone()
        old.execute("BEGIN EXCLUSIVE")
        (verdict,) = old.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise NotRestored(f"{database} is in use: stop crmbot serve and every other crmbot first") from error
        return False
    except sqlite3.Error:
        return False
    return bool(verdict == "ok")


def _carried(old: sqlite3.Connection, fresh: Path) -> Carried | None:
    with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN")
        try:
            carried = carry(old, connection)
        except sqlite3.Error:  # half of it would be worse than none
            connection.execute("ROLLBACK")
            return None
        connection.execute("COMMIT")
    return carried


def _forget(fresh: Path) -> None:
    """Nobody knows what was sent since the copy was made."""
    engine = make_engine(f"sqlite:///{fresh}")
    mark_unknown(engine)
    engine.dispose()  # the last connection takes the journal with it


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm", f"{path.name}-journal"):
        path.with_name(name).unlink(missing_ok=True)


def _restore_postgresql(url: URL, copy: str, now: datetime) -> Restored:
    """By pg_restore in one transaction, after a dump of what is there."""
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection:
            if connection.scalar(text(_OTHERS)):
                raise NotRestored("the database is in use: stop crmbot serve and every other crmbot first")
        engine.dispose()
        return _by_programs(engine, copy, now)
    finally:
        engine.dispose()


def _by_programs(engine: Engine, copy: str, now: datetime) -> Restored:
    url = engine.url
    run(url, "pg_restore", "--list", copy, quiet=True, connect=False)
    kept = f"{copy}.before-{now:%Y%m%d-%H%M%S}"
    dump(url, kept)
    run(url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", copy)
    revision = current_revision(engine)
    if revision not in KNOWN:
        run(url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", kept)
        raise NotRestored(f"{copy} is at revision {revision}, which this crmbot does not know; the old state is back")
    upgrade(engine)
    mark_unknown(engine)
    return Restored(HEAD, kept, None)
