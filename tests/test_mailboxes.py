"""The commands for mailboxes, and a first look into a full one, with real processes and servers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.channels.imap_servers import DOVECOT, SERVERS, ImapRig, running_dovecot, running_imap
from tests.channels.oauth_server import running_provider
from tests.conftest import add_team
from tests.databases import Databases, open_quickly
from tests.intake.office import Office
from tests.mails import NOON, mail, raw
from tests.running import Crmbot

ENQUIRIES = [
    mail(sender=f"Eva Lind <eva{n}@kunde{n}.example>", subject=f"Anfrage {n}", message_id=f"<m{n}@kunde.example>", body=f"Guten Tag, wir brauchen {n} Regale.\n")
    for n in range(1, 4)
]  # fmt: skip


@pytest.fixture(scope="module", params=SERVERS)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_imap(request.param) as running:
        yield running


def reading(databases: Databases, folder: Path, url: str, **settings: str) -> Crmbot:
    """A crmbot with one mailbox."""
    more = {f"CRMBOT_IMAP__0__{name.upper()}": value for name, value in {"url": url, **settings}.items()}
    crmbot = Crmbot(databases.fresh(), str(folder), more)
    crmbot.add_member()
    return crmbot


def test_a_check_says_what_would_come_and_changes_nothing(
    sqlite_databases: Databases, tmp_path: Path, rig: ImapRig
) -> None:
    box = rig.folder()
    rig.put(box, *ENQUIRIES)
    crmbot = reading(sqlite_databases, tmp_path, rig.url(box), password=rig.password)
    [found] = crmbot.json("mailbox", "check", "--limit", "2")
    assert (found["waiting"], found["older"], found["too_large"]) == (3, 0, 0)
    assert [(one["subject"], one["action"]) for one in found["first"]] == [("Anfrage 1", "lead"), ("Anfrage 2", "lead")]
    words = crmbot.run("mailbox", "check", "1").stdout
    assert "3 messages wait" in words
    assert "lead: Eva Lind is new" in words
    assert rig.seen(box) == [False] * 3
    assert crmbot.json("inbox", "list") == []


def test_a_mailbox_that_cannot_be_opened_is_said_in_one_line(
    sqlite_databases: Databases, tmp_path: Path, rig: ImapRig
) -> None:
    crmbot = reading(sqlite_databases, tmp_path, rig.url("Nowhere"), password=rig.password)
    done = crmbot.run("mailbox", "check")
    assert done.returncode == 1
    assert "folder Nowhere cannot be opened" in done.stderr
    assert crmbot.run("mailbox", "check", "other").returncode == 1
    assert f"{rig.user}@127.0.0.1/Nowhere  password" in crmbot.run("mailbox", "list").stdout


def test_in_quiet_mode_a_full_mailbox_is_filed_and_nobody_is_told(
    sqlite_databases: Databases, tmp_path: Path, rig: ImapRig
) -> None:
    box = rig.folder()
    rig.put(box, *ENQUIRIES)
    crmbot = reading(sqlite_databases, tmp_path, rig.url(box), password=rig.password, quiet="true")
    with crmbot.serving("--only", "imap,worker"):
        crmbot.until("done", 3)
    assert crmbot.json("outbox", "list") == []
    assert len(crmbot.json("say", "--as", "anna", "pipeline")["reply"]["records"]) == 3
    assert rig.seen(box) == [True] * 3


def test_several_mailboxes_are_read_side_by_side_and_one_that_cannot_be_opened_holds_up_none(
    sqlite_databases: Databases, tmp_path: Path, rig: ImapRig
) -> None:
    first, second = rig.folder(), rig.folder()
    rig.put(first, ENQUIRIES[0], ENQUIRIES[1])
    rig.put(second, ENQUIRIES[1], ENQUIRIES[2])
    crmbot = reading(sqlite_databases, tmp_path, rig.url(first), password=rig.password)
    further = {"CRMBOT_IMAP__1__URL": rig.url("Nowhere"), "CRMBOT_IMAP__2__URL": rig.url(second)}
    passwords = {f"CRMBOT_IMAP__{place}__PASSWORD": rig.password for place in (1, 2)}
    crmbot = replace(crmbot, settings={**crmbot.settings, **further, **passwords})
    with crmbot.serving("--only", "imap,worker"):
        crmbot.until("done", 3)
        rig.put(second, mail(sender="Ute Mai <ute@neu.example>", subject="Noch eine", message_id="<neu@x.example>"))
        crmbot.until("done", 4)
    assert len(crmbot.json("say", "--as", "anna", "pipeline")["reply"]["records"]) == 4
    assert (rig.seen(first), rig.seen(second)) == ([True, True], [True, True, True])


@pytest.mark.parametrize("server", DOVECOT)
def test_after_a_login_by_device_code_the_mailbox_is_read(
    sqlite_databases: Databases, tmp_path: Path, server: str
) -> None:
    assert server == "dovecot"
    with running_dovecot() as rig, running_provider() as provider:
        box = rig.folder()
        rig.put(box, ENQUIRIES[0])
        settings = {"oauth": "microsoft", "oauth_client_id": "app-1", "oauth_url": provider.url}
        crmbot = reading(sqlite_databases, tmp_path, rig.url(box), **settings)
        assert "crmbot mailbox login anna" in crmbot.run("mailbox", "check").stderr
        provider.interval = 1
        done = crmbot.run("mailbox", "login", "anna")
        assert "enter the code ABCD-EFGH" in done.stdout
        assert (tmp_path / "oauth-anna.json").stat().st_mode & 0o777 == 0o600
        [found] = crmbot.json("mailbox", "check")
        assert found["waiting"] == 1
        with crmbot.serving("--only", "imap,worker"):
            crmbot.until("done", 1)


def test_what_is_held_is_released_refused_and_allowed_again_by_hand(
    sqlite_databases: Databases, tmp_path: Path
) -> None:
    url = sqlite_databases.fresh()
    crmbot, store = Crmbot(url, str(tmp_path)), open_quickly(url)
    add_team(store, NOON)
    office = Office(store)
    states = [office.send(raw(spam(number))).state for number in (1, 2)]
    assert crmbot.json("say", "--as", "anna", "release 1")["ok"]
    assert crmbot.json("say", "--as", "anna", "always refuse 2")["ok"]
    states += [office.item(1).state, office.item(2).state, office.send(raw(spam(3))).state]
    assert states == ["held", "held", "done", "dropped", "dropped"]
    assert "j.brandt@lagerbau-nord.example  refused by anna" in crmbot.run("sender", "list").stdout
    assert crmbot.run("sender", "allow", "j.brandt@lagerbau-nord.example").returncode == 0
    assert crmbot.run("sender", "allow", "j.brandt@lagerbau-nord.example").returncode == 1
    assert office.send(raw(spam(4))).state == "held"
    store.close()


def spam(number: int) -> bytes:
    return mail(extra="X-Spam-Flag: YES\n", message_id=f"<s{number}@kunde.example>", subject=f"Anfrage {number}")
