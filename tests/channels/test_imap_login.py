from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from crmbot.channels.imap.login import MailboxFault, MailboxUrl, access_token, mailbox_url, server_words
from crmbot.channels.imap.watcher import ImapSettings, ImapWatcher
from tests.channels.imap_servers import DOVECOT, ImapRig, bearer_token, running_imap
from tests.channels.servers import NOW


def check(settings: ImapSettings):
    return ImapWatcher(settings, lambda _: None, lambda: NOW, print).check()


class TestUrl:
    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("imaps://anna@mail.firma.example", MailboxUrl("mail.firma.example", 993, True, "anna", None, "INBOX")),
            ("imap://anna@127.0.0.1:1143/", MailboxUrl("127.0.0.1", 1143, False, "anna", None, "INBOX")),
            (
                "imaps://a@firma.example@mx.example/CRM",
                MailboxUrl("mx.example", 993, True, "a@firma.example", None, "CRM"),
            ),
            (
                "imaps://a%40b.example:p%2Fw@mx.example:9/A%20b/c",
                MailboxUrl("mx.example", 9, True, "a@b.example", "p/w", "A b/c"),
            ),
            ("imap://anna@[::1]/INBOX", MailboxUrl("::1", 143, False, "anna", None, "INBOX")),
        ],
    )
    def test_it_is_taken_apart(self, url, expected):
        assert mailbox_url(url) == expected

    def test_its_name_in_messages_has_no_password(self):
        assert mailbox_url("imaps://anna:geheim@mx.example/CRM").label == "anna@mx.example/CRM"


class TestServerWords:
    @pytest.mark.parametrize(
        "said", ["no such folder", "no such folder (0.001 + 0.000 secs)", "no such folder (0.012 + 0.000 + 0.011 secs)"]
    )
    def test_the_same_trouble_reads_the_same_each_time(self, said):
        assert server_words(OSError(said)) == "no such folder"


class TestToken:
    def command(self, code: str) -> str:
        return f'{sys.executable} -c "{code}"'

    def test_it_is_what_the_command_prints(self):
        assert access_token(self.command("print('abc.def')")) == "abc.def"

    @pytest.mark.parametrize(
        ("code", "words"),
        [("import sys; sys.exit('no account')", "no account"), ("pass", "one token"), ("print('a b')", "one token")],
    )
    def test_a_command_without_a_token_is_a_fault_that_says_so(self, code, words):
        with pytest.raises(MailboxFault, match=words):
            access_token(self.command(code))

    @pytest.mark.parametrize("command", ["/no/such/program", "'unclosed", " "])
    def test_a_command_that_cannot_run_is_a_fault(self, command):
        with pytest.raises(MailboxFault, match="cannot be run"):
            access_token(command)


@pytest.fixture(scope="module", params=DOVECOT)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_imap(request.param) as running:
        yield running


def test_a_token_opens_the_mailbox(rig):
    assert check(ImapSettings(rig.url(), oauth_token_command=f"echo {bearer_token('anna')}")).ok


@pytest.mark.parametrize(("user", "lifetime"), [("anna", -5), ("bert", 600)])
def test_an_old_or_a_strange_token_is_refused_in_words(rig, user, lifetime):
    found = check(ImapSettings(rig.url(), oauth_token_command=f"echo {bearer_token(user, lifetime)}"))
    assert "refuses the login" in found.message


def test_an_encrypted_mailbox_is_read_when_its_certificate_is_trusted(rig, monkeypatch):
    settings = ImapSettings(f"imaps://anna@127.0.0.1:{rig.tls_port}/INBOX", rig.password)
    assert "certificate verify failed" in check(settings).message
    monkeypatch.setenv("SSL_CERT_FILE", rig.certificate)
    assert check(settings).ok


def test_in_clear_a_password_goes_only_to_this_machine(rig, monkeypatch):
    monkeypatch.setattr("crmbot.channels.imap.login.is_loopback", lambda _: False)
    settings = ImapSettings(rig.url(), rig.password)
    assert "certificate verify failed" in check(settings).message  # it has asked for STARTTLS
    monkeypatch.setenv("SSL_CERT_FILE", rig.certificate)
    assert check(settings).ok


def test_a_server_without_encryption_gets_no_password(monkeypatch):
    monkeypatch.setattr("crmbot.channels.imap.login.is_loopback", lambda _: False)
    with running_imap("pymap") as rig:
        assert "offers no encryption" in check(ImapSettings(rig.url(), rig.password)).message
