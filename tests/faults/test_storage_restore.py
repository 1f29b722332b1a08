"""Safety copies and restoring with real processes; a database that another program holds."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.databases import Databases
from tests.faults.test_storage import _answer, _enquiry, _states
from tests.mails import mail
from tests.running import Crmbot


@pytest.fixture
def crmbot(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    return crmbot


def test_a_copy_is_made_while_mail_comes_and_restoring_loses_none_of_it(crmbot: Crmbot, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    with crmbot.serving("--only", "smtp,worker,clock") as served:
        senders = [threading.Thread(target=_send, args=(served, range(start, 30, 3))) for start in range(3)]
        for sender in senders:
            sender.start()
        assert crmbot.run("db", "backup", copy).returncode == 0
        for sender in senders:
            sender.join()
        crmbot.until("done", 30)
        refused = crmbot.run("db", "restore", copy)
        assert (refused.returncode, "in use" in refused.stderr) == (1, True)
        assert _answer(served, _enquiry(31)) == 250
        crmbot.until("done", 31)
    restored = crmbot.run("db", "restore", copy)
    assert restored.returncode == 0, restored.stderr
    with crmbot.serving("--only", "worker,clock"):
        crmbot.until("done", 31)
    assert _states(crmbot) == ["done"] * 31
    assert crmbot.json("db", "check")["faults"] == []
    pipeline = crmbot.json("say", "--as", "anna", "pipeline")
    assert pipeline["reply"]["totals"]["count"] == 31
    assert [entry["action"] for entry in crmbot.json("person", "log")] == ["backup", "restore"]


def _send(served: object, numbers: range) -> None:
    for number in numbers:
        while _answer(served, _enquiry(number)) != 250:  # type: ignore[arg-type]
            time.sleep(0.05)


def test_who_was_erased_is_erased_again_when_an_older_copy_is_restored(crmbot: Crmbot, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    assert crmbot.run("deliver", "--wait", stdin=mail()).returncode == 0
    assert crmbot.run("db", "backup", copy).returncode == 0
    erased = crmbot.json("person", "erase", "Julia Brandt", "--yes")
    assert erased["backups"] == [copy]
    restored = crmbot.run("db", "restore", copy)
    assert f"#{erased['number']} had been erased" in restored.stdout, restored.stderr
    assert crmbot.run("person", "export", "Julia Brandt", str(tmp_path / "x.zip")).returncode == 1


def test_a_damaged_database_is_told_and_replaced_saying_what_is_missing(crmbot: Crmbot, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    assert crmbot.json("say", "--as", "anna", "lead Max Moor, Nordlicht GmbH")["ok"]
    assert crmbot.run("db", "backup", copy).returncode == 0
    Path(crmbot.url.removeprefix("sqlite:///")).write_bytes(b"gone to pieces " * 1000)
    checked = crmbot.run("db", "check")
    assert (checked.returncode, len(checked.stderr.splitlines())) == (1, 1), checked.stderr
    restored = crmbot.run("db", "restore", copy)
    assert "marked as repeats" in restored.stdout, restored.stderr
    assert crmbot.json("db", "check")["ok"] is True


@contextmanager
def _held(url: str) -> Iterator[None]:
    """Another program has the database: an exclusive lock, as of a backup tool that takes it, or of a hung job."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        return
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


def test_a_database_that_another_program_holds_takes_mail_late_or_not_but_never_loses_it(crmbot: Crmbot) -> None:
    with crmbot.serving("--only", "smtp,worker,clock") as served:
        assert _answer(served, _enquiry(1)) == 250
        crmbot.until("done", 1)
        with _held(crmbot.url):
            refused = crmbot.run("deliver", stdin=_enquiry(2))
        assert (refused.returncode, len(refused.stderr.splitlines())) == (75, 1), refused.stderr
        assert _answer(served, _enquiry(2)) == 250
        crmbot.until("done", 2)
    assert "Traceback" not in served.err
