from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from crmbot.channels.imap.watcher import Backoff, ImapSettings, ImapWatcher
from crmbot.errors import ConfigFault, MailRefused, StorageAway
from crmbot.shapes import RawMail
from tests.channels.imap_servers import READONLY, SERVERS, ImapRig, running_imap
from tests.channels.imap_watch import MAIL, Watch, watching
from tests.channels.servers import NOW, eventually


@pytest.fixture(scope="module", params=SERVERS)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_imap(request.param) as running:
        yield running


def settings_for(rig: ImapRig, folder: str) -> ImapSettings:
    return ImapSettings(rig.url(folder), rig.password, poll_seconds=0.1)


class TestReading:
    def test_waiting_mail_is_handed_over_as_it_stands(self, rig):
        folder = rig.folder()
        content = MAIL + b"\xe4\xf6 8 bit\r\n" + b"x" * 2000 + b"\r\n"
        rig.put(folder, content)
        with watching(settings_for(rig, folder)) as watch:
            eventually(lambda: watch.mails)
        [mail] = watch.mails
        label = f"anna@127.0.0.1/{folder}"
        assert mail == RawMail(content, "", ("crm@firma.example",), "imap", NOW, mailbox=label)

    def test_what_is_stored_is_marked_as_seen(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL, MAIL)
        with watching(settings_for(rig, folder)):
            eventually(lambda: rig.seen(folder) == [True, True])

    def test_what_somebody_has_seen_is_left_alone(self, rig):
        folder = rig.folder()
        with rig.client() as client:
            client.append(folder, MAIL, flags=[rb"\Seen"])
        rig.put(folder, b"Subject: new\r\n\r\n")
        with watching(settings_for(rig, folder)) as watch:
            eventually(lambda: watch.mails)
        assert [mail.content for mail in watch.mails] == [b"Subject: new\r\n\r\n"]

    def test_nothing_is_seen_before_it_is_stored(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL)
        seen_while_storing = []

        class Storing(Watch):
            def receive(self, mail: RawMail) -> None:
                seen_while_storing.extend(rig.seen(folder))
                super().receive(mail)

        with watching(settings_for(rig, folder), Storing()) as watch:
            eventually(lambda: watch.mails)
        assert seen_while_storing == [False]

    def test_mail_before_the_start_date_is_left_alone(self, rig):
        folder = rig.folder()
        with rig.client() as client:
            client.append(folder, MAIL, msg_time=NOW - timedelta(days=30))
            client.append(folder, b"Subject: new\r\n\r\n", msg_time=NOW)
        with watching(replace(settings_for(rig, folder), start_date=NOW.date())) as watch:
            eventually(lambda: watch.mails)
            eventually(lambda: rig.seen(folder) == [False, True])
        assert [mail.content for mail in watch.mails] == [b"Subject: new\r\n\r\n"]

    def test_many_mails_are_read_in_their_order_over_several_batches(self, rig, monkeypatch):
        monkeypatch.setattr("crmbot.channels.imap.watcher._BATCH", 10)
        folder = rig.folder()
        contents = [b"Subject: %d\r\n\r\n" % number for number in range(25)]
        rig.put(folder, *contents)
        with watching(settings_for(rig, folder)) as watch:
            eventually(lambda: len(watch.mails) >= 25, 20)
        assert [mail.content for mail in watch.mails] == contents

    def test_a_message_that_is_too_large_stays_and_is_not_read(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL + b"x" * 5000, MAIL)
        with watching(replace(settings_for(rig, folder), max_bytes=1000)) as watch:
            eventually(lambda: rig.seen(folder) == [True, True])
        assert [mail.content for mail in watch.mails] == [MAIL]


class TestNewMail:
    @pytest.mark.parametrize("idle", [True, False])
    def test_mail_that_comes_while_we_wait_is_read_within_two_seconds(self, rig, idle):
        folder = rig.folder()
        settings = replace(settings_for(rig, folder), idle=idle, poll_seconds=30 if idle else 0.2)
        with watching(settings) as watch:
            eventually(lambda: watch.reports)
            for number in range(3):
                time.sleep(0.1)
                rig.put(folder, MAIL)
                eventually(lambda: len(watch.mails) == number + 1, 2)  # noqa: B023

    def test_mail_that_comes_while_another_is_being_stored_is_read_too(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL)

        class Storing(Watch):
            def receive(self, mail: RawMail) -> None:
                if not self.mails:
                    rig.put(folder, b"Subject: second\r\n\r\n")
                super().receive(mail)

        with watching(replace(settings_for(rig, folder), poll_seconds=30), Storing()) as watch:
            eventually(lambda: len(watch.mails) == 2, 3)


class TestWhenItCannotBeStored:
    def test_it_stays_unseen_and_comes_again(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL)
        with watching(settings_for(rig, folder), Watch(fault=StorageAway("database is locked"))) as watch:
            eventually(lambda: watch.tries >= 2)
            assert rig.seen(folder) == [False]
            watch.fault = None
            eventually(lambda: rig.seen(folder) == [True])
        assert len(watch.mails) == 1
        assert any("database is locked" in line for line in watch.reports)

    def test_a_fault_of_ours_with_one_mail_does_not_hold_up_the_next(self, rig, caplog):
        folder = rig.folder()
        rig.put(folder, b"Subject: poison\r\n\r\n", MAIL)

        class Storing(Watch):
            def receive(self, mail: RawMail) -> None:
                if b"poison" in mail.content:
                    raise ValueError("bug")
                super().receive(mail)

        with watching(settings_for(rig, folder), Storing()) as watch:
            eventually(lambda: rig.seen(folder) == [False, True])
        assert [mail.content for mail in watch.mails] == [MAIL]

    @pytest.mark.parametrize("after", ["flag", "delete", "move:Done"])
    def test_what_must_not_be_kept_is_marked_and_left_where_it_is(self, rig, after):
        folder = rig.folder()
        rig.put(folder, MAIL)
        watch = Watch(fault=MailRefused(550, "never log"))
        with watching(replace(settings_for(rig, folder), after=after), watch):
            eventually(lambda: rig.seen(folder) == [True])
        assert watch.tries == 1

    def test_a_crash_between_storing_and_marking_reads_the_mail_again(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL)

        class Crashing(Watch):
            def receive(self, mail: RawMail) -> None:
                super().receive(mail)
                if len(self.mails) == 1:
                    raise SystemExit  # the process ends here, its connection with it

        watch = Crashing()
        with pytest.raises(SystemExit):
            ImapWatcher(settings_for(rig, folder), watch.receive, lambda: NOW, print).run(watch.stop)
        assert rig.seen(folder) == [False]
        with watching(settings_for(rig, folder), watch):
            eventually(lambda: rig.seen(folder) == [True])
        assert [mail.content for mail in watch.mails] == [MAIL, MAIL]


class TestAfterwards:
    def test_mail_can_be_moved_to_a_folder_that_is_made_for_it(self, rig):
        folder, done = rig.folder(), f"{rig.folder()}-done"
        rig.put(folder, MAIL, MAIL)
        with watching(replace(settings_for(rig, folder), after=f"move:{done}")):
            eventually(lambda: rig.count(folder) == 0)
        assert rig.seen(done) == [True, True]

    def test_the_folder_may_lie_in_another(self, rig):
        folder = rig.folder()
        with watching(replace(settings_for(rig, folder), after=f"move:{folder}/Done")) as watch:
            eventually(lambda: watch.reports)
            rig.put(folder, MAIL)
            eventually(lambda: rig.count(folder) == 0)
        assert rig.count(f"{folder}/Done") == 1

    def test_mail_can_be_deleted_and_only_ours(self, rig):
        folder = rig.folder()
        with rig.client() as client:
            client.append(folder, b"Subject: somebody else's\r\n\r\n", flags=[rb"\Deleted"])
        rig.put(folder, MAIL)
        with watching(replace(settings_for(rig, folder), after="delete")) as watch:
            eventually(lambda: rig.count(folder) == 1)
        assert [mail.content for mail in watch.mails] == [MAIL]


class TestTrouble:
    def test_a_missing_folder_is_reported_once_and_read_as_soon_as_it_is_there(self, rig):
        folder = f"{rig.folder()}-late"
        with watching(settings_for(rig, folder)) as watch:
            eventually(lambda: watch.reports)
            time.sleep(0.3)
            assert len(watch.reports) == 1
            assert f"folder {folder} cannot be opened" in watch.reports[0]
            with rig.client() as client:
                client.create_folder(folder)
            rig.put(folder, MAIL)
            eventually(lambda: watch.mails)

    def test_a_read_only_folder_is_reported_and_not_read(self, rig):
        with watching(settings_for(rig, READONLY[rig.name])) as watch:
            eventually(lambda: watch.reports)
            time.sleep(0.2)
        assert "is read-only" in watch.reports[0]
        assert watch.tries == 0

    def test_a_wrong_password_is_reported_without_it(self, rig):
        settings = replace(settings_for(rig, rig.folder()), password="falsch7")
        with watching(settings) as watch:
            eventually(lambda: watch.reports)
        assert "refuses the login" in watch.reports[0]
        assert "falsch7" not in watch.reports[0]


class TestCheck:
    def watcher(self, settings: ImapSettings) -> ImapWatcher:
        return ImapWatcher(settings, lambda _: None, lambda: NOW, print)

    def test_it_counts_what_waits_and_changes_nothing(self, rig):
        folder = rig.folder()
        rig.put(folder, MAIL, MAIL)
        found = self.watcher(settings_for(rig, folder)).check()
        assert (found.ok, found.waiting) == (True, 2)
        assert "IDLE" in found.capabilities
        assert rig.seen(folder) == [False, False]

    @pytest.mark.parametrize(("folder", "words"), [("missing", "cannot be opened"), ("", "is read-only")])
    def test_it_says_what_is_wrong(self, rig, folder, words):
        found = self.watcher(settings_for(rig, folder or READONLY[rig.name])).check()
        assert not found.ok
        assert words in found.message

    def test_it_says_when_there_is_no_server(self):
        found = self.watcher(ImapSettings("imap://anna@127.0.0.1:1/INBOX")).check()
        assert not found.ok
        assert "no connection" in found.message


class TestSettings:
    @pytest.mark.parametrize(
        ("url", "after", "words"),
        [
            ("http://anna@mail.firma.example", "flag", "imap.url"),
            ("imaps://mail.firma.example", "flag", "imap.url"),
            ("imaps://anna@", "flag", "imap.url"),
            ("imaps://anna@mail.firma.example:99999", "flag", "imap.url"),
            ("imaps://anna@mail.firma.example", "archive", "imap.after"),
            ("imaps://anna@mail.firma.example", "move:", "imap.after"),
        ],
    )
    def test_what_cannot_be_used_stops_the_start(self, url, after, words):
        with pytest.raises(ConfigFault, match=words):
            ImapWatcher(ImapSettings(url, after=after), lambda _: None, lambda: NOW, print)

    def test_a_password_in_the_settings_is_not_shown(self):
        assert "geheim" not in repr(
            ImapSettings("imaps://anna@mail.firma.example", "geheim", start_date=date(2026, 1, 1))
        )

    def test_waiting_grows_and_stays_within_bounds(self):
        delays = [Backoff().delay(failures) for failures in (1, 2, 3, 50, 5000)]
        assert all(
            0.75 * exact <= delay <= 1.25 * exact for delay, exact in zip(delays, (1, 2, 4, 300, 300), strict=True)
        )
