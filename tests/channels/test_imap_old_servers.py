"""Servers that know nothing beyond RFC 3501: no IDLE, no MOVE, no UIDPLUS."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmbot.channels.imap.watcher import ImapSettings
from tests.channels.imap_servers import DOVECOT, ImapRig, running_dovecot
from tests.channels.imap_watch import MAIL, watching
from tests.channels.servers import eventually


@pytest.fixture(scope="module", params=DOVECOT)
def rig() -> Iterator[ImapRig]:
    with running_dovecot("IMAP4rev1") as running:
        yield running


def settings_for(rig: ImapRig, folder: str, after: str) -> ImapSettings:
    return ImapSettings(rig.url(folder), rig.password, after=after, poll_seconds=0.1)


def test_new_mail_is_found_by_asking_for_it(rig):
    folder = rig.folder()
    with watching(settings_for(rig, folder, "flag")) as watch:
        eventually(lambda: watch.reports)
        rig.put(folder, MAIL)
        eventually(lambda: watch.mails, 2)


def test_mail_is_moved_by_copying(rig):
    folder, done = rig.folder(), rig.folder()
    rig.put(folder, MAIL, MAIL)
    with watching(settings_for(rig, folder, f"move:{done}")):
        eventually(lambda: rig.count(folder) == 0)
    assert rig.seen(done) == [True, True]


def test_what_somebody_else_has_marked_for_deletion_is_not_deleted_by_us(rig):
    folder = rig.folder()
    with rig.client() as client:
        client.append(folder, b"Subject: somebody else's\r\n\r\n", flags=[rb"\Deleted"])
    rig.put(folder, MAIL)
    with watching(settings_for(rig, folder, "delete")) as watch:
        eventually(lambda: watch.mails)
        eventually(lambda: rig.seen(folder) == [False, True])
    with rig.client() as client:
        client.select_folder(folder, readonly=True)
        assert len(client.search(["DELETED"])) == 2


def test_mail_is_deleted_where_nobody_else_is_concerned(rig):
    folder = rig.folder()
    rig.put(folder, MAIL)
    with watching(settings_for(rig, folder, "delete")):
        eventually(lambda: rig.count(folder) == 0)
