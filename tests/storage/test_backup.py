"""Safety copies, their return, and checking: what was acknowledged is not lost by restoring, what was revoked stays so."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from crmbot.domain.filing.processing import note_processing
from crmbot.domain.members.members import add_member
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Activity, InboxItem, Member, OutboxItem, ProcessingEntry
from crmbot.errors import StorageAway
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import Reply, t
from crmbot.storage.backup import BackupFailed, back_up
from crmbot.storage.check import check_all, check_start
from crmbot.storage.restore import NotRestored, restore
from crmbot.storage.store import Store
from tests.assistant.talk import Talk
from tests.mails import mail, raw

SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))


class Place:
    """A database that is opened and closed again."""

    def __init__(self, url: str, now: datetime) -> None:
        self.url, self.now = url, now
        with closing(Store.open(url)) as store, store.write(now) as work:
            add_member(work, "anna", "Anna Adler", ["anna@firma.example"])

    def take(self, number: int) -> None:
        with closing(Store.open(self.url)) as store:
            content = mail(sender=f"Person {number} <p@kunde-{number}.example>", message_id=f"<{number}@kunde.example>")
            receive(store, SETTINGS, raw(content, at=self.now))
            self.work_off(store)

    def work_off(self, store: Store) -> None:
        InboxWorker(store, SETTINGS, builtin_process).work_off(lambda: self.now + timedelta(minutes=1))

    def back_up(self, path: Path) -> None:
        with closing(Store.open(self.url)) as store:
            back_up(store.engine, str(path))


@pytest.fixture
def place(sqlite_databases: Any, now: datetime, tmp_path: Path) -> Place:
    """An SQLite database in a folder of its own."""
    path = tmp_path / "crmbot.db"
    shutil.copyfile(sqlite_databases.fresh().removeprefix("sqlite:///"), path)
    return Place(f"sqlite:///{path}", now)


@pytest.fixture
def programs(postgres_databases: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore, as they come with the tests' PostgreSQL."""
    monkeypatch.setenv("PATH", f"{postgres_databases.programs}{os.pathsep}{os.environ['PATH']}")


def test_a_copy_is_whole_one_file_and_for_its_owner_alone(place: Place, tmp_path: Path) -> None:
    place.take(1)
    place.back_up(tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db"]
    with closing(Store.open(f"sqlite:///{tmp_path}/copy.db")) as store:
        assert check_all(store.engine).faults == []


def test_a_copy_that_cannot_be_made_leaves_nothing(place: Place, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        place.back_up(tmp_path / "no" / "such" / "copy.db")
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(BackupFailed, match="not overwritten"):
        place.back_up(tmp_path / "there.db")
    assert (tmp_path / "there.db").read_text() == "mine"


def test_what_is_restored_equals_what_was_copied(place: Place, tmp_path: Path, now: datetime) -> None:
    place.take(1)
    place.back_up(tmp_path / "copy.db")
    restored = restore(place.url, str(tmp_path / "copy.db"), now)
    assert restored.carried is not None
    assert (restored.carried.mails, restored.carried.actions) == (0, 0)
    assert _contents(tmp_path / "crmbot.db") == _contents(tmp_path / "copy.db") == _contents(Path(str(restored.kept)))


def _contents(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
        return {
            name: connection.execute(f"SELECT * FROM {name}").fetchall()
            for (name,) in connection.execute(tables).fetchall()
        }


def test_mail_that_came_since_the_copy_is_filed_anew_and_only_once(place: Place, tmp_path: Path, now: datetime) -> None:
    place.take(1)
    place.back_up(tmp_path / "copy.db")
    place.take(2)
    place.take(3)
    restored = restore(place.url, str(tmp_path / "copy.db"), now)
    assert restored.carried is not None
    assert restored.carried.mails == 2
    with closing(Store.open(place.url)) as store:
        with store.read() as session:
            assert [item.state for item in session.scalars(select(InboxItem).order_by(InboxItem.id))] == [
                "done",
                "received",
                "received",
            ]
        place.work_off(store)
        with store.read() as session:
            assert [item.state for item in session.scalars(select(InboxItem).order_by(InboxItem.id))] == ["done"] * 3
            assert len(session.scalars(select(Activity)).all()) == 3
        assert check_all(store.engine).faults == []


def test_numbers_that_were_given_are_not_given_again(place: Place, tmp_path: Path, now: datetime) -> None:
    place.back_up(tmp_path / "copy.db")
    with closing(Store.open(place.url)) as store:
        number = Talk(store, now).say("lead Max Moor, Nordlicht GmbH").records[0].number
    restored = restore(place.url, str(tmp_path / "copy.db"), now)
    assert restored.carried is not None
    assert restored.carried.actions == 1
    with closing(Store.open(place.url)) as store:
        again = Talk(store, now).say("lead Nina Neu, Süd GmbH").records[0].number
    assert again > number


def test_a_message_that_was_sent_since_is_not_sent_again(place: Place, tmp_path: Path, now: datetime) -> None:
    with closing(Store.open(place.url)) as store, store.write(now) as work:
        enqueue(work, key="digest:anna:1", kind="digest", recipient="anna", content=Reply("list", t("Good morning")))
    place.back_up(tmp_path / "copy.db")
    with closing(Store.open(place.url)) as store, store.write(now) as work:
        enqueue(work, key="digest:anna:2", kind="digest", recipient="anna", content=Reply("list", t("Good morning")))
        for item in work.session.scalars(select(OutboxItem)):
            item.state, item.sent_at = "sent", now
    restore(place.url, str(tmp_path / "copy.db"), now)
    with closing(Store.open(place.url)) as store, store.read() as session:
        states = {item.key: item.state for item in session.scalars(select(OutboxItem))}
    assert states == {"digest:anna:1": "sent", "digest:anna:2": "sent"}


def test_what_was_revoked_since_does_not_come_back(place: Place, tmp_path: Path, now: datetime) -> None:
    place.back_up(tmp_path / "copy.db")
    with closing(Store.open(place.url)) as store, store.write(now) as work:
        anna = work.session.scalars(select(Member)).one()
        anna.active, anna.capture_token = False, "renewed"
        note_processing(work, "erase", by="root", subject=1234)
    restored = restore(place.url, str(tmp_path / "copy.db"), now)
    assert restored.carried is not None
    assert (restored.carried.members, restored.carried.erased) == (1, (1234,))
    with closing(Store.open(place.url)) as store, store.read() as session:
        anna = session.scalars(select(Member)).one()
        assert (anna.active, anna.capture_token) == (False, "renewed")
        assert session.scalars(select(ProcessingEntry)).one().subject == 1234


def test_nothing_is_restored_while_somebody_has_the_database_open(place: Place, tmp_path: Path, now: datetime) -> None:
    place.back_up(tmp_path / "copy.db")
    with closing(Store.open(place.url)) as store:
        with store.read() as session:
            session.execute(text("SELECT 1 FROM members")).all()
        with pytest.raises(NotRestored, match="in use"):
            restore(place.url, str(tmp_path / "copy.db"), now)
        with store.write(now) as work:
            enqueue(work, key="x", kind="x", recipient="anna", content=Reply("done", t("goes on")))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "crmbot.db"]


@pytest.mark.parametrize("fault", ["no database", "damaged", "newer"])
def test_a_copy_that_is_unfit_changes_nothing(place: Place, tmp_path: Path, now: datetime, fault: str) -> None:
    copy = tmp_path / "copy.db"
    place.take(1)
    place.back_up(copy)
    content = copy.read_bytes()
    if fault == "no database":
        copy.write_bytes(b"This is no database, whatever its name says. " * 100)
    elif fault == "damaged":
        copy.write_bytes(content[:8192] + b"\x5a" * 65536 + content[8192 + 65536 :])
    else:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
    before = _contents(tmp_path / "crmbot.db")
    with pytest.raises(NotRestored):
        restore(place.url, str(copy), now)
    assert _contents(tmp_path / "crmbot.db") == before
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(("-wal", "-shm"))) == [
        "copy.db",
        "crmbot.db",
    ]


def test_a_damaged_database_is_replaced_and_what_waits_is_marked_as_a_repeat(
    place: Place, tmp_path: Path, now: datetime
) -> None:
    with closing(Store.open(place.url)) as store, store.write(now) as work:
        enqueue(work, key="digest:anna:1", kind="digest", recipient="anna", content=Reply("list", t("Good morning")))
    place.back_up(tmp_path / "copy.db")
    (tmp_path / "crmbot.db").write_bytes(b"gone to pieces " * 1000)
    restored = restore(place.url, str(tmp_path / "copy.db"), now)
    assert restored.carried is None
    assert Path(str(restored.kept)).read_bytes().startswith(b"gone to pieces")
    with closing(Store.open(place.url)) as store, store.read() as session:
        assert "repeat" in str(session.scalars(select(OutboxItem.error)).one())


def test_a_database_that_is_gone_is_made_from_the_copy(place: Place, tmp_path: Path, now: datetime) -> None:
    place.take(1)
    place.back_up(tmp_path / "copy.db")
    for path in tmp_path.glob("crmbot.db*"):
        path.unlink()
    assert restore(place.url, str(tmp_path / "copy.db"), now).kept is None
    with closing(Store.open(place.url)) as store, store.read() as session:
        assert len(session.scalars(select(InboxItem)).all()) == 1


def test_postgresql_is_copied_and_restored_by_its_own_programs(
    postgres_databases: Any, now: datetime, tmp_path: Path, programs: None
) -> None:
    place = Place(postgres_databases.fresh(), now)
    place.take(1)
    place.back_up(tmp_path / "copy.dump")
    place.take(2)
    with closing(Store.open(place.url)) as store, store.read() as session:
        session.execute(text("SELECT 1")).all()
        with pytest.raises(NotRestored, match="in use"):
            restore(place.url, str(tmp_path / "copy.dump"), now)
    restored = restore(place.url, str(tmp_path / "copy.dump"), now)
    assert Path(str(restored.kept)).exists()
    with closing(Store.open(place.url)) as store:
        with store.read() as session:
            assert len(session.scalars(select(InboxItem)).all()) == 1
        assert check_all(store.engine).faults == []


def test_without_pg_dump_the_command_is_told_and_no_secret(
    postgres_databases: Any, now: datetime, tmp_path: Path, monkeypatch: Any
) -> None:
    place = Place(postgres_databases.fresh(), now)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupFailed, match="pg_dump --format=custom"):
        place.back_up(tmp_path / "copy.dump")
    assert not (tmp_path / "copy.dump").exists()


@pytest.fixture
def filled(store: Store, team: Any, now: datetime) -> Store:
    """A person and a mail."""
    receive(store, SETTINGS, raw(mail(), at=now))
    InboxWorker(store, SETTINGS, builtin_process).work_off(lambda: now)
    return store


def test_a_whole_database_has_no_faults(filled: Store) -> None:
    checked = check_all(filled.engine)
    assert checked.faults == []
    assert checked.figures["records_out_of_step_with_the_search"] == 0
    assert checked.figures["bytes_of_no_file"] == 0


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE search_details SET text = 'somebody else'", "db reindex"),
        ("DELETE FROM search_names", "db reindex"),
        ("UPDATE inbox SET state = 'received'; DELETE FROM inbox_raw", "without their bytes"),
        ("UPDATE deal_sums SET cents = cents + 1", "db reindex"),
    ],
)
def test_what_is_out_of_step_is_told_with_its_mend(filled: Store, now: datetime, statement: str, fault: str) -> None:
    with filled.write(now) as work:
        for one in statement.split(";"):
            work.session.execute(text(one))
    assert fault in " ".join(check_all(filled.engine).faults)


def test_a_reference_to_nothing_is_told(place: Place) -> None:
    with closing(sqlite3.connect(place.url.removeprefix("sqlite:///"))) as connection:
        connection.execute("INSERT INTO tags (record_number, name, name_key) VALUES (99999, 'x', 'x')")
        connection.commit()
    with closing(Store.open(place.url)) as store:
        assert "tags row 1 points to a missing row of record_numbers" in check_all(store.engine).faults


def test_an_acknowledged_commit_is_on_the_disk_and_what_is_deleted_is_overwritten(sqlite_databases: Any) -> None:
    with closing(Store.open(sqlite_databases.fresh())) as store, store.read() as session:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        assert [session.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas] == ["wal", 2, 1, 1, 15_000]


def test_a_damaged_database_stops_the_start_after_a_crash(place: Place, tmp_path: Path) -> None:
    for number in range(3):
        place.take(number)
    path = tmp_path / "crmbot.db"
    content = path.read_bytes()
    path.write_bytes(content[:-32768] + b"\x5a" * 32768)
    store = Store.open(place.url)
    with closing(store), closing(sqlite3.connect(path, isolation_level=None)) as crashed:
        crashed.execute("PRAGMA wal_autocheckpoint=0")
        crashed.execute("UPDATE alembic_version SET version_num = version_num || ''")
        with pytest.raises(StorageAway, match="crmbot db restore"), store.translated():
            check_start(store.engine)


def test_a_database_that_can_be_written_lets_the_start_pass_and_is_left_as_it_was(store: Store) -> None:
    check_start(store.engine)
    assert check_all(store.engine).faults == []


def test_a_database_that_cannot_be_written_stops_the_start(place: Place, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "crmbot.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    with (
        closing(Store.open(f"sqlite:///file:{tmp_path}/crmbot.db?mode=ro&uri=true")) as store,
        pytest.raises(StorageAway),
        store.translated(),
    ):
        check_start(store.engine)
