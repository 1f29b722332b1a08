"""A database that is full, read-only, gone or restarted: no wrong 250, and all is well when it is back."""

from __future__ import annotations

import http.client
import smtplib
import subprocess
import sys
import time
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from crmbot.domain.process import builtin_process
from crmbot.domain.records import InboxItem
from crmbot.errors import StorageAway
from crmbot.intake.receive import receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.storage.store import Store
from tests.databases import Databases
from tests.faults.storage_faults import OwnServer, disconnect_all, unwritable
from tests.mails import mail, raw
from tests.running import Crmbot, Served

NOW = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("Europe/Berlin"))
SETTINGS = IntakeSettings(addresses=("crm@firma.example",), domains=("firma.example",))


@pytest.fixture
def crmbot(database_url: str, tmp_path: Path) -> Crmbot:
    crmbot = Crmbot(database_url, str(tmp_path))
    crmbot.add_member()
    return crmbot


def _enquiry(number: int) -> bytes:
    return mail(sender=f"Person {number} <p{number}@kunde-{number}.example>", message_id=f"<{number}@kunde.example>")


def _answer(served: Served, content: bytes) -> int:
    """The code that the sender gets for his mail."""
    try:
        served.send(content)
    except smtplib.SMTPResponseException as refused:
        return refused.smtp_code
    except smtplib.SMTPRecipientsRefused as refused:
        return next(iter(refused.recipients.values()))[0]
    return 250


def _page(served: Served, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", served.ports["http"], timeout=20)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def _states(crmbot: Crmbot) -> list[str]:
    return [row["state"] for row in crmbot.json("inbox", "list")]


def test_a_database_that_cannot_be_written_means_451_and_later_all_is_well(crmbot: Crmbot) -> None:
    with crmbot.serving("--only", "smtp,worker,clock") as served:
        assert _answer(served, _enquiry(1)) == 250
        crmbot.until("done", 1)
        with unwritable(crmbot.url, served.process.pid):
            assert [_answer(served, _enquiry(number)) for number in (2, 3, 2)] == [451, 451, 451]
        assert _answer(served, _enquiry(2)) == 250
        crmbot.until("done", 2)
        assert served.process.poll() is None
    assert "Traceback" not in served.err
    assert _states(crmbot) == ["done", "done"]


def test_deliver_asks_to_come_again_while_the_database_cannot_be_written(crmbot: Crmbot) -> None:
    command = [sys.executable, "-m", "crmbot", "deliver"]
    with (
        subprocess.Popen(
            command, env=crmbot.environ, cwd=crmbot.folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process,
        unwritable(crmbot.url, process.pid),
    ):
        _, err = process.communicate(_enquiry(1), timeout=60)
    assert (process.returncode, len(err.splitlines())) == (75, 1), err
    assert crmbot.run("deliver", stdin=_enquiry(1)).returncode == 0
    assert _states(crmbot) == ["received"]


def test_a_database_file_that_was_moved_away_takes_no_mail_until_it_is_back(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    place = tmp_path / "data"
    place.mkdir()
    file = Path(sqlite_databases.fresh().removeprefix("sqlite:///"))
    file.rename(place / "crmbot.db")
    crmbot = Crmbot(f"sqlite:///{place}/crmbot.db", str(tmp_path))
    crmbot.add_member()
    with crmbot.serving("--only", "smtp,worker,http,clock") as served:
        assert _answer(served, _enquiry(1)) == 250
        crmbot.until("done", 1)
        place.rename(tmp_path / "elsewhere")
        assert _answer(served, _enquiry(2)) == 451
        assert [_page(served, path)[0] for path in ("/healthz", "/readyz", "/metrics")] == [200, 503, 200]
        assert "crmbot_database_up 0.0" in _page(served, "/metrics")[1]
        place.mkdir()
        assert _answer(served, _enquiry(2)) == 451
        assert list(place.iterdir()) == []
        place.rmdir()
        (tmp_path / "elsewhere").rename(place)
        assert _answer(served, _enquiry(2)) == 250
        crmbot.until("done", 2)
    assert "Traceback" not in served.err


def test_a_file_that_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "crmbot.db").write_bytes(b"This is no database, whatever its name says. " * 100)
    crmbot = Crmbot(f"sqlite:///{tmp_path}/crmbot.db", str(tmp_path))
    for arguments, code in ((("deliver",), 75), (("serve",), 1), (("inbox", "list"), 1)):
        done = crmbot.run(*arguments, stdin=_enquiry(1))
        assert (done.returncode, len(done.stderr.splitlines())) == (code, 1), done.stderr


def test_a_server_that_hangs_up_again_and_again_loses_nothing(postgres_databases: Databases, tmp_path: Path) -> None:
    crmbot = Crmbot(postgres_databases.fresh(), str(tmp_path))
    crmbot.add_member()
    with crmbot.serving("--only", "smtp,worker,clock", "--workers", "3") as served:
        for number in range(30):
            if number % 3 == 0:
                disconnect_all(crmbot.url)
            while _answer(served, _enquiry(number)) != 250:
                time.sleep(0.05)
        crmbot.until("done", 30)
    assert "Traceback" not in served.err
    assert set(_states(crmbot)) <= {"done", "duplicate"}


def test_a_server_that_crashes_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    databases = OwnServer(f"crash{tmp_path.stat().st_ino}")
    try:
        crmbot = Crmbot(databases.fresh(), str(tmp_path))
        crmbot.add_member()
        with crmbot.serving("--only", "smtp,worker,clock") as served:
            assert [_answer(served, _enquiry(number)) for number in range(5)] == [250] * 5
            databases.crash()
            assert _answer(served, _enquiry(5)) == 451
            assert crmbot.run("deliver", stdin=_enquiry(5)).returncode == 75
            databases.come_back()
            assert _answer(served, _enquiry(5)) == 250
            crmbot.until("done", 6)
        assert "Traceback" not in served.err
    finally:
        databases.close()


def test_a_mail_that_the_database_cannot_take_does_not_hold_up_the_others(postgres_databases: Databases) -> None:
    store = Store.open(postgres_databases.fresh())
    with store.write(NOW) as work:
        work.session.execute(text(_REFUSING))
        work.session.execute(text(_TRIGGER))
    bad, good = (receive(store, SETTINGS, raw(mail(subject=subject))) for subject in ("impossible", "usual"))
    worker = InboxWorker(store, SETTINGS, builtin_process)
    for hour in range(2):
        worker.work_off(partial(_after, hour))
    with store.read() as session:
        states = [(item.id, item.state, item.attempts) for item in session.query(InboxItem).order_by(InboxItem.id)]
    assert states == [(bad, "received", 2), (good, "done", 0)]
    for hour in range(2, 20):
        worker.work_off(partial(_after, hour))
    with store.read() as session:
        assert session.get_one(InboxItem, bad).state == "parked"
    store.close()


def _after(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)


def test_whoever_asks_a_database_that_is_away_is_told_so(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/no/such/place.db")
    with pytest.raises(StorageAway), store.read() as session:
        session.connection()


_REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.subject = 'impossible' THEN RAISE EXCEPTION 'too large for an index' USING ERRCODE = '54000'; END IF;
  RETURN NEW;
END $$
"""
_TRIGGER = "CREATE TRIGGER refuse BEFORE INSERT ON activities FOR EACH ROW EXECUTE FUNCTION refuse()"
