"""Logging in at Microsoft 365 and Google for a mailbox, against an authorisation server of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crmbot.channels.imap.login import MailboxFault
from crmbot.channels.imap.oauth import OAuthClient, fresh_token, log_in_by_code, log_in_by_device
from crmbot.channels.imap.watcher import ImapSettings
from tests.channels.imap_servers import ImapRig, bearer_token, running_dovecot
from tests.channels.imap_watch import MAIL, watching
from tests.channels.oauth_server import Provider, running_provider
from tests.channels.servers import eventually


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture
def client(provider: Provider, tmp_path: Path) -> OAuthClient:
    return OAuthClient("microsoft", "anna", "app-1", str(tmp_path / "tokens.json"), "geheim", url=provider.url)


def kept(client: OAuthClient) -> dict[str, object]:
    found = json.loads(Path(client.token_file).read_text())
    assert isinstance(found, dict)
    return found


def logged_in(client: OAuthClient) -> OAuthClient:
    log_in_by_device(client, lambda _: None, lambda _: None)
    return client


class TestDeviceCode:
    def test_a_code_is_shown_and_the_tokens_are_kept_for_us_alone(self, client, provider):
        shown: list[str] = []
        log_in_by_device(client, shown.append, lambda _: None)
        assert shown == [f"Open {provider.url}/enter in a browser, log in as anna and enter the code ABCD-EFGH"]
        assert kept(client)["refresh_token"] == "refresh-0"
        assert Path(client.token_file).stat().st_mode & 0o777 == 0o600
        assert [one.name for one in Path(client.token_file).parent.iterdir()] == ["tokens.json"]

    def test_it_asks_for_mail_and_for_lasting_access(self, client, provider):
        logged_in(client)
        assert provider.asked[0]["scope"] == "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
        assert provider.asked[0]["client_id"] == "app-1"
        assert provider.asked[1]["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"

    def test_it_waits_for_the_person_and_longer_when_it_is_told_so(self, client, provider):
        provider.answers = ["authorization_pending", "slow_down", "authorization_pending"]
        pauses: list[float] = []
        log_in_by_device(client, lambda _: None, pauses.append)
        assert pauses == [5, 5, 10, 10]

    @pytest.mark.parametrize("fault", ["access_denied", "expired_token"])
    def test_a_refusal_is_told_and_nothing_is_kept(self, client, provider, fault):
        provider.answers = [fault]
        with pytest.raises(MailboxFault, match=fault):
            logged_in(client)
        assert not Path(client.token_file).exists()

    def test_it_does_not_wait_for_ever(self, client, provider):
        provider.answers = ["authorization_pending"] * 100
        with pytest.raises(MailboxFault, match="in time"):
            logged_in(client)


class TestCode:
    """Google: the browser ends at an address with the code."""

    def test_the_address_brings_the_tokens(self, client, provider):
        google, shown = replace(client, provider="google"), list[str]()
        log_in_by_code(google, shown.append, lambda: provider.consent(shown[0].split("\n\n")[1]))
        assert kept(google)["refresh_token"] == "refresh-0"
        assert "scope=https%3A%2F%2Fmail.google.com%2F" in shown[0]
        assert "access_type=offline" in shown[0]

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            ("http://127.0.0.1:8127/?state=other&code=x", "not the address"),
            ("http://127.0.0.1:8127/?error=access_denied", "access_denied"),
            ("nonsense", "not the address"),
            ("http://[", "not the address"),
        ],
    )
    def test_any_other_address_does_not(self, client, answer, words):
        with pytest.raises(MailboxFault, match=words):
            log_in_by_code(replace(client, provider="google"), lambda _: None, lambda: answer)

    def test_a_code_that_somebody_else_asked_for_is_worth_nothing(self, client, provider):
        google, shown = replace(client, provider="google"), list[str]()

        def stolen() -> str:
            address: str = provider.consent(shown[0].split("\n\n")[1])
            provider.challenges = dict.fromkeys(provider.challenges, "another challenge")
            return address

        with pytest.raises(MailboxFault, match="invalid_grant"):
            log_in_by_code(google, shown.append, stolen)


class TestRenewal:
    def test_a_token_that_lasts_is_not_renewed(self, client, provider):
        logged_in(client)
        assert fresh_token(client) == kept(client)["access_token"]
        assert provider.renewals == 0

    def test_one_that_is_about_to_end_is_renewed_and_the_new_ones_are_kept(self, client, provider):
        logged_in(client)
        ends = float(str(kept(client)["expires_at"]))
        token = fresh_token(client, lambda: ends - 60)
        assert (provider.renewals, kept(client)["refresh_token"], kept(client)["access_token"]) == (
            1,
            "refresh-1",
            token,
        )
        assert Path(client.token_file).stat().st_mode & 0o777 == 0o600

    def test_a_provider_that_sends_no_new_refresh_token_means_the_old_one(self, client, provider):
        provider.rotates = False
        logged_in(client)
        for now in (4e9, 5e9):
            fresh_token(client, lambda: now)  # noqa: B023
        assert (provider.renewals, kept(client)["refresh_token"]) == (2, "refresh-0")

    def test_a_login_that_was_taken_back_says_what_to_do(self, client, provider):
        logged_in(client)
        provider.valid = "another"
        with pytest.raises(MailboxFault, match="crmbot mailbox login anna"):
            fresh_token(client, lambda: 4e9)

    def test_without_a_login_it_says_what_to_do(self, client):
        with pytest.raises(MailboxFault, match="crmbot mailbox login anna"):
            fresh_token(client)

    @pytest.mark.parametrize("content", ["", "[]", "{", '{"access_token": "x"}'])
    def test_a_broken_file_is_no_login(self, client, content):
        Path(client.token_file).write_text(content)
        with pytest.raises(MailboxFault, match="nobody has logged in"):
            fresh_token(client)

    @pytest.mark.parametrize("status", [500, 503])
    def test_a_provider_in_trouble_is_tried_again_with_the_same_tokens(self, client, provider, status):
        logged_in(client)
        before = kept(client)
        provider.status = status
        with pytest.raises(OSError, match=str(status)):
            fresh_token(client, lambda: 4e9)
        assert kept(client) == before

    def test_a_provider_that_is_away_is_a_lost_connection(self, client):
        logged_in(client)
        with pytest.raises(OSError, match="refused"):
            fresh_token(replace(client, url="http://127.0.0.1:1"), lambda: 4e9)

    def test_secrets_go_out_encrypted_only(self, client):
        logged_in(client)
        with pytest.raises(MailboxFault, match="https"):
            fresh_token(replace(client, url="http://login.provider.example"), lambda: 4e9)


def test_secrets_are_not_shown(client):
    assert "geheim" not in repr(ImapSettings("imap://anna@h/INBOX", oauth=client))


def test_the_providers_own_addresses_are_asked():
    microsoft = OAuthClient("microsoft", "u", "c", "f", tenant="firma.example")
    google = OAuthClient("google", "u", "c", "f")
    base = "https://login.microsoftonline.com/firma.example/oauth2/v2.0"
    assert [microsoft.endpoint(name) for name in ("device", "token")] == [f"{base}/devicecode", f"{base}/token"]
    assert google.endpoint("authorize") == "https://accounts.google.com/o/oauth2/v2/auth"
    assert google.endpoint("token") == "https://oauth2.googleapis.com/token"


CAPABILITIES = {"oauthbearer": "", "xoauth2": "IMAP4rev1 SASL-IR AUTH=XOAUTH2 IDLE UIDPLUS MOVE"}


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.needs("dovecot")) for name in CAPABILITIES]
)
def rig(request: pytest.FixtureRequest) -> Iterator[ImapRig]:
    with running_dovecot(CAPABILITIES[request.param]) as running:
        yield running


def test_a_mailbox_is_read_with_tokens_that_are_renewed(rig, client, provider):
    provider.lifetime = 60  # shorter than the leeway: each connection renews
    logged_in(client)
    folder = rig.folder()
    rig.put(folder, MAIL)
    with watching(ImapSettings(rig.url(folder), oauth=client, poll_seconds=0.1)) as watch:
        eventually(lambda: watch.mails)
    assert provider.renewals >= 1


def test_a_token_that_the_mail_server_refuses_is_renewed_at_the_next_try(rig, client, provider):
    logged_in(client)
    stale = {**kept(client), "access_token": bearer_token("anna", -5)}
    Path(client.token_file).write_text(json.dumps(stale))
    folder = rig.folder()
    rig.put(folder, MAIL)
    with watching(ImapSettings(rig.url(folder), oauth=client, poll_seconds=0.1)) as watch:
        eventually(lambda: watch.mails)
    assert provider.renewals == 1
    assert any("refuses the login" in report for report in watch.reports)
