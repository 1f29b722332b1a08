"""A full mailbox, and a server that ends, begins anew or forgets its numbers while we read."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crmbot.channels.imap.preview import preview
from crmbot.channels.imap.watcher import ImapSettings
from crmbot.shapes import RawMail
from tests.channels.imap_servers import DOVECOT, SERVERS, ImapRig, running_dovecot, running_imap
from tests.channels.imap_watch import MAIL, Watch, watching
from tests.channels.servers import NOW, eventually


@pytest.fixture(scope="module", params=SERVERS)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_imap(request.param) as running:
        yield running


@pytest.fixture(scope="module", params=DOVECOT)
def dovecot(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    assert request.param == "dovecot"
    with running_dovecot() as running:
        yield running


def settings_for(rig: ImapRig, folder: str) -> ImapSettings:
    return ImapSettings(rig.url(folder), rig.password, poll_seconds=0.1)


def numbered(count: int, size: int = 0) -> list[bytes]:
    return [b"Subject: %d\r\n\r\n" % number + b"x" * size + b"\r\n" for number in range(count)]


def test_a_server_that_restarts_in_the_middle_of_a_fetch_loses_nothing(dovecot):
    folder, contents = dovecot.folder(), numbered(120)
    dovecot.lay_down(folder, *contents)

    class Restarting(Watch):
        """Restarts the server with the fortieth and the eightieth mail in hand."""

        def receive(self, mail: RawMail) -> None:
            super().receive(mail)
            if len(self.mails) in (40, 80):
                dovecot.restart()

    with watching(settings_for(dovecot, folder), Restarting()) as watch:
        eventually(lambda: {mail.content for mail in watch.mails} >= set(contents), 30)
        eventually(lambda: all(dovecot.seen(folder)), 10)
    assert len(watch.mails) <= len(contents) + 2  # the one in hand comes again, each time
    assert any("connection lost" in report for report in watch.reports)


def test_a_server_that_numbers_its_mails_anew_has_them_read_once(dovecot):
    folder = dovecot.folder()
    dovecot.lay_down(folder, *numbered(3))
    with watching(settings_for(dovecot, folder)) as watch:
        eventually(lambda: len(watch.mails) == 3)
        eventually(lambda: dovecot.seen(folder) == [True] * 3)
    before = validity(dovecot, folder)
    for file in (dovecot.home / "mail" / dovecot.user / f".{folder}").glob("dovecot*"):
        file.unlink()
    dovecot.put(folder, b"Subject: new\r\n\r\n")
    assert validity(dovecot, folder) != before
    with watching(settings_for(dovecot, folder)) as again:
        eventually(lambda: again.mails)
        eventually(lambda: dovecot.seen(folder) == [True] * 4)
    assert [mail.content for mail in again.mails] == [b"Subject: new\r\n\r\n"]


def validity(rig: ImapRig, folder: str) -> int:
    with rig.client() as client:
        return int(client.folder_status(folder, ["UIDVALIDITY"])[b"UIDVALIDITY"])


def test_a_folder_that_is_made_anew_while_we_read_it_is_read_on(rig):
    folder = rig.folder()
    rig.put(folder, MAIL)
    with watching(replace(settings_for(rig, folder), idle=False)) as watch:
        eventually(lambda: watch.mails)
        with rig.client() as client:
            client.delete_folder(folder)
            client.create_folder(folder)
            client.append(folder, b"Subject: second life\r\n\r\n")
        eventually(lambda: watch.mails[-1].content == b"Subject: second life\r\n\r\n", 15)


def test_thousands_of_waiting_mails_are_read_in_flat_memory(dovecot, caplog):
    caplog.set_level("INFO")
    folder, count, size = dovecot.folder(), 2000, 15_000
    dovecot.lay_down(folder, *numbered(count, size))
    done, sizes = threading.Event(), []

    class Forgetting(Watch):
        """Keeps the sizes only."""

        def receive(self, mail: RawMail) -> None:
            sizes.append(len(mail.content))
            if len(sizes) == count:
                done.set()

    tracemalloc.start()
    with watching(settings_for(dovecot, folder), Forgetting()):
        assert done.wait(60)
        _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(sizes), min(sizes) >= size) == (count, True)
    assert peak < 8_000_000  # of 30 MB that went by
    assert "1800 of 2000 read" in caplog.text


def test_a_look_changes_nothing_and_tells_what_waits(rig):
    folder = rig.folder()
    with rig.client() as client:
        client.append(folder, b"Subject: old\r\n\r\n", msg_time=NOW - timedelta(days=30))
        client.append(folder, MAIL, msg_time=NOW)
        client.append(folder, b"Subject: large\r\n\r\n" + b"x" * 5000, msg_time=NOW)
        client.append(folder, b"Subject: last\r\n\r\n", msg_time=NOW)
    settings = replace(settings_for(rig, folder), start_date=NOW.date(), max_bytes=1000)
    seen = preview(settings, 1, lambda: NOW)
    assert (seen.waiting, seen.older, seen.too_large) == (2, 1, 1)
    assert [mail.content for mail in seen.first] == [MAIL]
    assert rig.seen(folder) == [False] * 4


def test_in_quiet_mode_each_mail_says_so(rig):
    folder = rig.folder()
    rig.put(folder, MAIL)
    with watching(replace(settings_for(rig, folder), quiet=True)) as watch:
        eventually(lambda: watch.mails)
    assert watch.mails[0].quiet
    assert watch.mails[0].mailbox == f"anna@127.0.0.1/{folder}"
