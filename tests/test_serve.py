"""The serving process: what it acknowledged survives it, and it ends when it is told."""

from __future__ import annotations

import http.client
import os
import signal
import smtplib
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.mails import mail, outlook_forward
from tests.running import Crmbot


@pytest.fixture
def crmbot(database_url: str, tmp_path: Path) -> Crmbot:
    return Crmbot(database_url, str(tmp_path))


@pytest.fixture
def on_sqlite(sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    """Where the engine makes no difference."""
    return Crmbot(sqlite_databases.fresh(), str(tmp_path))


def test_what_was_acknowledged_survives_kill_9_before_it_was_handled(crmbot: Crmbot) -> None:
    crmbot.add_member()
    with crmbot.serving("--only", "smtp") as served:
        for number in range(3):
            sender = f"Person {number} <p{number}@kunde-{number}.example>"
            served.send(mail(sender=sender, message_id=f"<{number}@x>", subject=f"Anfrage {number}"))
        served.kill()
    assert len(crmbot.json("inbox", "list", "--state", "received")) == 3
    with crmbot.serving("--only", "worker"):
        crmbot.until("done", 3)
    assert crmbot.json("say", "--as", "anna", "pipeline")["reply"]["totals"]["count"] == 3


def test_a_forward_by_smtp_becomes_a_lead_while_it_serves(crmbot: Crmbot) -> None:
    address = crmbot.add_member()
    with crmbot.serving() as served:
        served.send(outlook_forward(), recipient=address, sender="anna@firma.example")
        crmbot.until("done", 1)
    (record,) = crmbot.json("say", "--as", "anna", "pipeline")["reply"]["records"]
    assert (record["company"], record["role"], record["owner"], record["budget"]["amount"]) == (
        "Lagerbau Nord GmbH",
        "lead",
        "anna",
        "20000.00",
    )


def test_an_unknown_or_renewed_address_is_refused_at_the_door(crmbot: Crmbot) -> None:
    old = crmbot.add_member()
    assert crmbot.run("member", "renew", "anna").returncode == 0
    with crmbot.serving("--only", "smtp") as served:
        for recipient in (old, "nobody@firma.example"):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                served.send(mail(), recipient=recipient)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_0_when_it_is_told(on_sqlite: Crmbot, name: signal.Signals) -> None:
    with on_sqlite.serving() as served:
        served.process.send_signal(name)
        _, err = served.process.communicate(timeout=20)
        assert served.process.returncode == 0
        assert "Traceback" not in err


def test_health_and_metrics_tell_no_names(crmbot: Crmbot) -> None:
    crmbot.add_member()
    with crmbot.serving() as served:
        served.send(mail())
        crmbot.until("done", 1)
        bodies = []
        for path in ("/healthz", "/readyz", "/metrics"):
            with closing(http.client.HTTPConnection("127.0.0.1", served.ports["http"], timeout=10)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                assert answer.status == 200
                bodies.append(answer.read().decode())
    assert 'crmbot_inbox_items{state="done"} 1.0' in bodies[2]
    assert "brandt" not in "".join(bodies).lower()


def test_a_wrong_setting_stops_the_start_with_a_line_for_each_fault(tmp_path: Path) -> None:
    bad = {"CRMBOT_SMTP__LISTEN": "nowhere", "CRMBOT_LOCALE__TIMEZONE": "Mars/Base", "CRMBOT_SMPT__TLS": "1"}
    done = Crmbot(f"sqlite:///{tmp_path}/x.db", str(tmp_path), bad).run("serve")
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 3
    assert all(word in done.stderr for word in ("smtp.listen", "locale.timezone", "CRMBOT_SMPT__TLS"))


def test_a_database_that_is_away_stops_the_start_with_one_line(tmp_path: Path) -> None:
    done = Crmbot(f"sqlite:///{tmp_path}/no/such/folder/x.db", str(tmp_path)).run("serve")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)


def test_a_port_that_is_taken_stops_the_start_with_one_line(on_sqlite: Crmbot) -> None:
    with on_sqlite.serving("--only", "smtp") as served:
        taken = Crmbot(on_sqlite.url, on_sqlite.folder, {"CRMBOT_SMTP__LISTEN": f"127.0.0.1:{served.ports['smtp']}"})
        done = taken.run("serve", "--only", "smtp")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert done.stderr.startswith("crmbot: smtp.listen: cannot listen at 127.0.0.1:")


@pytest.mark.parametrize("listen", ["192.0.2.1:8080", "no-such-host.invalid:80"])
def test_an_address_that_is_not_ours_stops_the_start_with_one_line(crmbot: Crmbot, listen: str) -> None:
    crmbot.settings = {**crmbot.settings, "CRMBOT_HTTP__LISTEN": listen}
    done = crmbot.run("serve", "--only", "http")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert f"http.listen: cannot listen at {listen}: " in done.stderr


def test_an_output_that_nobody_reads_is_not_told_as_the_fault_of_a_port(crmbot: Crmbot) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "crmbot", "serve", "--only", "smtp"]
    done = subprocess.run(
        command, env=crmbot.environ, cwd=crmbot.folder, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert (done.returncode, b"cannot listen" in done.stderr) == (1, False)


def test_settings_for_mail_out_that_cannot_be_used_stop_the_start(tmp_path: Path) -> None:
    wrong = {"CRMBOT_MAIL__URL": "foo://x", "CRMBOT_MAIL__FROM": "crm@firma.example"}
    done = Crmbot(f"sqlite:///{tmp_path}/x.db", str(tmp_path), wrong).run("serve")
    assert (done.returncode, done.stdout, len(done.stderr.strip().splitlines())) == (1, "", 1)
