"""The port answers about recipients while a commit takes its time."""

from __future__ import annotations

import smtplib
import sqlite3
import threading
import time
from pathlib import Path

from tests.databases import Databases
from tests.mails import mail
from tests.running import PATIENCE, Crmbot

LOCKED = 10.0  # seconds; the commit waits longer for the lock, and who waits for it waits as long


def test_a_recipient_is_answered_while_the_database_is_locked_by_a_long_commit(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path))
    address = crmbot.add_member()
    with crmbot.serving("--only", "smtp") as served:
        lock = sqlite3.connect(crmbot.url.removeprefix("sqlite:///"), isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        sending = threading.Thread(target=served.send, args=(mail(),))
        sending.start()
        time.sleep(0.5)  # its message is with the one thread that commits
        with smtplib.SMTP("127.0.0.1", served.ports["smtp"], timeout=PATIENCE) as client:
            client.ehlo()
            client.mail("a@kunde.example")
            begun = time.monotonic()
            assert client.rcpt(address)[0] == 250
            took = time.monotonic() - begun
        assert sending.is_alive()
        lock.execute("ROLLBACK")
        lock.close()
        sending.join(PATIENCE)
    assert took < LOCKED
    assert len(crmbot.json("inbox", "list")) == 1
