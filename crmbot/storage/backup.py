"""Safety copies, made while crmbot is serving: of SQLite page by page, of PostgreSQL by its own pg_dump."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Engine

from crmbot.errors import CrmbotError


class BackupFailed(CrmbotError):
    """No safety copy was made; nothing is left of it."""


def back_up(engine: Engine, path: str) -> None:
    """Write a checked copy of the database to `path`, readable by its owner alone. Raises BackupFailed."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise BackupFailed("it is there already; it is not overwritten") from error
    except OSError as error:
        raise BackupFailed(error.strerror or str(error)) from error
    os.close(handle)
    try:
        if engine.dialect.name == "sqlite":
            _copy_pages(engine.url.database or "", path)
        else:
            dump(engine.url, path)
    except BaseException as error:
        for name in (path, f"{path}-wal", f"{path}-shm", f"{path}-journal"):
            with suppress(OSError):
                Path(name).unlink()
        if isinstance(error, (OSError, sqlite3.Error)):
            raise BackupFailed(str(error)) from error
        raise


def _copy_pages(database: str, path: str) -> None:
    """Page by page (sqlite.org/backup.html); the copy is one file without a journal, and on the disk when this returns."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target, pages=1000)
        target.execute("PRAGMA journal_mode=DELETE")
        (verdict,) = target.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise BackupFailed(f"the copy is not whole: {verdict}")
    sync(Path(path))


def sync(path: Path) -> None:
    """Wait until a file and its name are on the disk."""
    for name in (path, path.parent):
        handle = os.open(name, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def dump(url: URL, path: str) -> None:
    """pg_dump in its custom format. Raises BackupFailed, with the command where the program is not there."""
    run(url, "pg_dump", "--format=custom", f"--file={path}")
    run(url, "pg_restore", "--list", path, quiet=True, connect=False)


def run(url: URL, program: str, *arguments: str, quiet: bool = False, connect: bool = True) -> None:
    """One of PostgreSQL's programs, with the password in its environment. Raises BackupFailed."""
    plain = url.set(drivername="postgresql", password=None)
    command = [program, *arguments, *([f"--dbname={plain.render_as_string(hide_password=False)}"] if connect else [])]
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"{program} is not installed here; where it is, run: {' '.join(command)}")
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603 (our own arguments)
        [found, *command[1:]],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )
    if done.returncode and not quiet:
        raise BackupFailed(f"{program}: {(done.stderr.strip().splitlines() or ['it failed'])[-1]}")
    if done.returncode:
        raise BackupFailed("the copy is not whole")
