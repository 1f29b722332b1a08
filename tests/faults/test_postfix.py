"""A real Postfix before a real crmbot: by SMTP, by LMTP and through a pipe, with faults in between."""

from __future__ import annotations

import shutil
import smtplib
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.channels.postfix_server import LMTP_DOMAIN, SERVERS, SMTP_DOMAIN, running_postfix
from tests.databases import Databases
from tests.faults.storage_faults import unwritable
from tests.mails import mail
from tests.running import PATIENCE, Crmbot, Served

PIPE_DOMAIN = "pipe.firma.example"
_ADDRESSES = ",".join(f"crm@{domain}" for domain in (SMTP_DOMAIN, LMTP_DOMAIN, PIPE_DOMAIN))
_USER = "nobody"  # Postfix runs no program as root


@dataclass
class Thief:
    """A line to our port that swallows the answer to the first messages: taken and stored, but never acknowledged."""

    port: int
    left: int
    stolen: list[bytes] = field(default_factory=list)
    ends: list[socket.socket] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                self.ends += [near, far]
                for source, target, answers in ((near, far, False), (far, near, True)):
                    self.threads.append(threading.Thread(target=self.carry, args=(source, target, answers)))
                    self.threads[-1].start()

    def carry(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if answers and self.left and b"OK, stored" in data:
                    self.left -= 1
                    self.stolen.append(data)
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def thief_before(port: int, left: int) -> Iterator[tuple[int, Thief]]:
    thief = Thief(port, left)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = threading.Thread(target=thief.serve, args=(listener,))
        serving.start()
        yield listener.getsockname()[1], thief
        listener.shutdown(socket.SHUT_RDWR)
        serving.join(5)
    for end in thief.ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
    for thread in thief.threads:
        thread.join(5)
    for end in thief.ends:
        end.close()


def submit(relay: tuple[str, int], *recipients: str, number: int = 1) -> None:
    """Leaves one mail with Postfix."""
    content = mail(
        message_id=f"<p{number}@lagerbau-nord.example>",
        subject=f"Anfrage {number}",
        body=f"Guten Tag, wir brauchen {number} Regale.\n",
    )
    with smtplib.SMTP(*relay, timeout=PATIENCE) as client:
        client.sendmail("j.brandt@lagerbau-nord.example", list(recipients), content)


def filed(crmbot: Crmbot, count: int) -> list[dict[str, object]]:
    """The inbox once so many mails are in it, all of them handled."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found: list[dict[str, object]] = crmbot.json("inbox", "list")
        if len(found) >= count and all(one["state"] != "received" for one in found):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


@pytest.fixture(params=SERVERS)
def office(request: pytest.FixtureRequest, sqlite_databases: Databases, tmp_path: Path) -> Crmbot:
    assert request.param == "postfix"
    settings = {"CRMBOT_CAPTURE__ADDRESSES": _ADDRESSES}
    crmbot = Crmbot(sqlite_databases.fresh(), str(tmp_path), settings)
    crmbot.add_member()
    return crmbot


@contextmanager
def both_ports(crmbot: Crmbot) -> Iterator[tuple[Served, Served]]:
    """One process with SMTP, one with LMTP, on one database."""
    speaking_lmtp = Crmbot(crmbot.url, crmbot.folder, {**crmbot.settings, "CRMBOT_SMTP__LMTP": "true"})
    with crmbot.serving("--only", "smtp,worker") as smtp, speaking_lmtp.serving("--only", "smtp") as lmtp:
        yield smtp, lmtp


def test_mail_whose_answer_got_lost_comes_again_and_is_filed_once(office: Crmbot) -> None:
    with (
        both_ports(office) as (smtp, lmtp),
        thief_before(smtp.ports["smtp"], 2) as (smtp_port, by_smtp),
        thief_before(lmtp.ports["smtp"], 2) as (lmtp_port, by_lmtp),
        running_postfix(smtp_port, lmtp_port) as relay,
    ):
        submit(relay, f"crm@{SMTP_DOMAIN}", number=1)
        submit(relay, f"crm@{LMTP_DOMAIN}", f"crm+note@{LMTP_DOMAIN}", number=2)
        found = filed(office, 6)
    assert (len(by_smtp.stolen), len(by_lmtp.stolen)) == (2, 2)
    states = sorted((str(one["subject"]), str(one["state"])) for one in found)
    assert states == [(f"Anfrage {n}", state) for n in (1, 2) for state in ("done", "duplicate", "duplicate")]


def test_mail_waits_with_postfix_while_the_disk_is_full(office: Crmbot) -> None:
    with both_ports(office) as (smtp, lmtp), running_postfix(smtp.ports["smtp"], lmtp.ports["smtp"]) as relay:
        with unwritable(office.url, smtp.process.pid), unwritable(office.url, lmtp.process.pid):
            submit(relay, f"crm@{SMTP_DOMAIN}", number=1)
            submit(relay, f"crm@{LMTP_DOMAIN}", number=2)
            time.sleep(2)
            assert office.json("inbox", "list") == []
        assert sorted(str(one["state"]) for one in filed(office, 2)) == ["done", "done"]


_SCRIPT = """#!/bin/sh
# The interpreter may be out of the reach of this user: whoever started Postfix runs the command for him.
place=$(mktemp -d @HOME@/spool/XXXXXX) && chmod 755 "$place"
cat > "$place/mail" && printf '%s\\n' "$@" > "$place/arguments" && mv "$place" "$place.ready"
while [ ! -e "$place.ready/code" ]; do sleep 0.1; done
exit "$(cat "$place.ready/code")"
"""


@dataclass
class Pipe:
    """Runs `crmbot deliver` with what Postfix hands over. `crmbot` may be changed while it works."""

    crmbot: Crmbot
    home: Path
    codes: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        while not self.ended.wait(0.05):
            for place in sorted(self.home.glob("spool/*.ready")):
                if not (place / "code").exists():
                    self.deliver(place)

    def deliver(self, place: Path) -> None:
        arguments = (place / "arguments").read_text().splitlines()
        done = self.crmbot.run("deliver", *arguments, stdin=(place / "mail").read_bytes())
        self.codes.append(done.returncode)
        (place / "new").write_text(str(done.returncode))
        (place / "new").rename(place / "code")


@contextmanager
def pipe_to(crmbot: Crmbot) -> Iterator[tuple[str, Pipe]]:
    """The command for Postfix, and what runs behind it."""
    home = Path(tempfile.mkdtemp(prefix="pipe"))
    pipe = Pipe(crmbot, home)
    thread = threading.Thread(target=pipe.work)
    try:
        (home / "spool").mkdir()
        script = home / "deliver"
        script.write_text(_SCRIPT.replace("@HOME@", str(home)))
        script.chmod(0o755)
        home.chmod(0o755)
        shutil.chown(home / "spool", _USER)
        thread.start()
        yield f"{script} --sender=${{sender}} --recipient=${{recipient}}", pipe
    finally:
        pipe.ended.set()
        thread.join(PATIENCE)
        shutil.rmtree(home, ignore_errors=True)


def test_through_a_pipe_mail_waits_while_the_database_is_away_and_a_refusal_is_final(office: Crmbot) -> None:
    away = Crmbot("sqlite:////no/such/folder/crmbot.db", office.folder, office.settings)
    with pipe_to(away) as (command, pipe), running_postfix(1, 1, command, _USER) as relay:
        submit(relay, f"crm@{PIPE_DOMAIN}", number=1)
        until(lambda: 75 in pipe.codes)
        assert office.json("inbox", "list") == []
        pipe.crmbot = office
        until(lambda: 0 in pipe.codes)
        submit(relay, f"crm+bcfghjkmnpqrstvw@{PIPE_DOMAIN}", number=2)
        until(lambda: 65 in pipe.codes)
        time.sleep(2)  # a mail that may come again would have done so
    assert (pipe.codes.count(0), pipe.codes.count(65)) == (1, 1)
    (found,) = office.json("inbox", "list")
    assert (found["subject"], found["sender"], found["recipient"]) == (
        "Anfrage 1",
        "j.brandt@lagerbau-nord.example",
        f"crm@{PIPE_DOMAIN}",
    )


def until(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Waits until it is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.1)
