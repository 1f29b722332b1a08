"""Settings: from file and environment, all faults at once, secrets never shown."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from crmbot.channels.slack.shown import TABLE
from crmbot.config import Settings, load_settings
from crmbot.config_template import template
from crmbot.errors import ConfigFault
from crmbot.room_settings import previewed_fields, shown_fields

SECRETS = {
    "CRMBOT_SLACK__BOT_TOKEN": "xoxb-very-secret", "CRMBOT_SLACK__APP_TOKEN": "xapp-very-secret",
    "CRMBOT_IMAP__0__URL": "imaps://me:very-secret@mx.firma.example/INBOX", "CRMBOT_IMAP__0__PASSWORD": "very-secret",
    "CRMBOT_DATABASE__URL": "postgresql+psycopg://me:very-secret@db/crm",
    "CRMBOT_MAIL__URL": "smtp://me:very-secret@mx.firma.example:587", "CRMBOT_MAIL__FROM": "crm@firma.example",
    "CRMBOT_SMTP__USERS__ANNA": "very-secret",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def faults(environ: dict[str, str], path: str | None = None) -> list[str]:
    with pytest.raises(ConfigFault) as fault:
        load_settings(path, environ)
    return fault.value.faults


def test_without_anything_the_defaults_hold(folder: Path) -> None:
    settings = load_settings(None, {})
    assert (settings.database.url, settings.capture.require_proof, settings.locale.language) == (
        "sqlite:///crmbot.db",
        True,
        "de",
    )


def test_the_environment_wins_over_the_file(folder: Path) -> None:
    (folder / "crmbot.toml").write_text('[slack]\ncommand = "/a"\n[capture]\ndomains = ["Firma.Example"]\n')
    settings = load_settings(None, {"CRMBOT_SLACK__COMMAND": "/b"})
    assert (settings.slack.command, settings.capture.domains) == ("/b", ["firma.example"])


def test_the_file_is_found_by_option_then_by_variable(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.toml").write_text(f'[slack]\ncommand = "/{name}"\n')
    assert load_settings("a.toml", {"CRMBOT_CONFIG": "b.toml"}).slack.command == "/a"
    assert load_settings(None, {"CRMBOT_CONFIG": "b.toml"}).slack.command == "/b"


def test_lists_come_by_place_or_with_commas(folder: Path) -> None:
    environ = {
        "CRMBOT_CAPTURE__ADDRESSES": "crm@firma.example, lead@firma.example", "CRMBOT_CAPTURE__DOMAINS__0": "firma.example",
        "CRMBOT_CAPTURE__DOMAINS__1": "firma.test", "CRMBOT_IMAP__0__URL": "imaps://a@b/INBOX", "CRMBOT_IMAP__1__URL": "imaps://c@d/INBOX",
    }  # fmt: skip
    settings = load_settings(None, environ)
    assert settings.capture.addresses == ["crm@firma.example", "lead@firma.example"]
    assert settings.capture.domains == ["firma.example", "firma.test"]
    assert [mailbox.url for mailbox in settings.imap] == ["imaps://a@b/INBOX", "imaps://c@d/INBOX"]


def test_a_list_in_a_list_of_sections_has_commas_too(folder: Path) -> None:
    environ = {"CRMBOT_ASSIGNMENT__0__NAME": "south", "CRMBOT_ASSIGNMENT__0__MEMBERS": "anna, ben"}
    assert load_settings(None, environ).assignment[0].members == ["anna", "ben"]


def test_a_setting_that_names_a_file_is_not_read_from_it(folder: Path) -> None:
    environ = {"CRMBOT_IMAP__0__URL": "imaps://a@b/INBOX", "CRMBOT_IMAP__0__TOKEN_FILE": "not-there-yet.json"}
    assert load_settings(None, environ).imap[0].token_file == "not-there-yet.json"


def test_a_secret_put_in_place_of_its_file_is_not_repeated(folder: Path) -> None:
    found = faults({"CRMBOT_IMAP__0__URL": "imaps://a@b/INBOX", "CRMBOT_IMAP__0__PASSWORD_FILE": "very-secret"})
    assert found == ["CRMBOT_IMAP__0__PASSWORD_FILE: No such file or directory"]


def test_a_secret_can_come_from_a_file(folder: Path) -> None:
    (folder / "token").write_text("xoxb-1\n")
    environ = {"CRMBOT_SLACK__BOT_TOKEN_FILE": str(folder / "token"), "CRMBOT_SLACK__SIGNING_SECRET": "s"}
    assert load_settings(None, environ).slack.bot_token.get_secret_value() == "xoxb-1"


def test_the_process_file_is_a_setting_and_no_secret_file(folder: Path) -> None:
    assert load_settings(None, {"CRMBOT_PROCESS__FILE": "my.toml"}).process.file == "my.toml"


def test_all_faults_are_told_together_each_with_its_place(folder: Path) -> None:
    environ = {
        "CRMBOT_SMPT__LISTEN": "x", "CRMBOT_SMTP__LISTEN": "x", "CRMBOT_SMTP__FOO": "1", "CRMBOT_CAPTURE__MAX_BYTES": "many",
        "CRMBOT_LOCALE__TIMEZONE": "Mars/Base", "CRMBOT_REMINDERS__HOLIDAYS": "DE-XX", "CRMBOT_SLACK__BOT_TOKEN_FILE": "/no/such",
    }  # fmt: skip
    found = faults(environ)
    for place in (
        "CRMBOT_SMPT__LISTEN",
        "smtp.listen",
        "smtp.foo",
        "capture.max_bytes",
        "locale.timezone",
        "reminders.holidays",
        "BOT_TOKEN_FILE",
    ):
        assert any(place in fault for fault in found), place


def test_what_is_wrong_alone_and_what_does_not_go_together_come_in_one_round(folder: Path) -> None:
    environ = {
        "CRMBOT_SMTP__LISTEN": "x", "CRMBOT_SMTP__TLS_KEY": "k", "CRMBOT_MAIL__URL": "smtp://x", "CRMBOT_SLACK__BOT_TOKEN": "xoxb",
        "CRMBOT_LOCALE__TIMEZONE": "Mars/Base", "CRMBOT_CAPTURE__ADDRESSES": "crm+x@firma.example", "CRMBOT_ANNOUNCEMENTS__0__EVENT": "won",
    }  # fmt: skip
    assert {line.partition(": ")[0] for line in faults(environ)} == {
        "smtp.listen", "smtp.tls_certificate", "mail.from", "slack.app_token", "locale.timezone", "capture.addresses.0", "announcements.0.to",
    }  # fmt: skip


def test_what_is_wrong_itself_is_not_said_to_be_missing_too(folder: Path) -> None:
    (folder / "crmbot.toml").write_text(
        "mail = 5\n[smtp]\ntls_certificate = 'c'\ntls_key = 7\nrequire_starttls = true\n"
    )
    environ = {"CRMBOT_SLACK__BOT_TOKEN": "xoxb", "CRMBOT_SLACK__APP_TOKEN_FILE": "/no/such"}
    assert {line.partition(": ")[0] for line in faults(environ)} == {
        "mail",
        "smtp.tls_key",
        "CRMBOT_SLACK__APP_TOKEN_FILE",
    }


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        ("capture = 5", "[capture]"), ("imap = 5", "[[imap]]"), ("[capture]\ndomains = 'x'", "is a list"), ("[locale]\ncurrency = 'EURO'", "EUR"),
        ("[locale]\nregion = 'Bayern'", "DE"), ("[capture]\nstart_date = 'soon'", "2026-11-24"), ("[reminders]\ndigest_time = 'early'", "08:30"),
        ("[[fields]]\nkey = 'A b'\nrecord = 'deal'\nname = 'X'", "floor_space"), ("[slack]\ncommand = 'crm'", "/crm"),
    ],
)  # fmt: skip
def test_a_fault_says_what_to_write(folder: Path, content: str, mend: str) -> None:
    (folder / "crmbot.toml").write_text(content)
    (line,) = faults({})
    assert mend in line.partition(": ")[2]


@pytest.mark.parametrize(
    ("environ", "place"),
    [
        ({"CRMBOT_SMTP__TLS_KEY": "k"}, "smtp.tls_certificate"),
        ({"CRMBOT_SMTP__REQUIRE_STARTTLS": "true"}, "smtp.require_starttls"),
        ({"CRMBOT_MAIL__URL": "smtp://x"}, "mail.from"),
        ({"CRMBOT_SLACK__BOT_TOKEN": "xoxb"}, "slack.app_token"),
        ({"CRMBOT_SLACK__APP_TOKEN": "xapp-1"}, "slack.bot_token"),
        ({"CRMBOT_SLACK__SIGNING_SECRET": "s"}, "slack.bot_token"),
        ({"CRMBOT_SLACK__BOT_TOKEN": "xapp-1", "CRMBOT_SLACK__APP_TOKEN": "xapp-2"}, "slack.bot_token"),
        ({"CRMBOT_SLACK__BOT_TOKEN": "xoxb-1", "CRMBOT_SLACK__APP_TOKEN": "xoxb-2"}, "slack.app_token"),
        ({"CRMBOT_CAPTURE__ADDRESSES": "crm+x@firma.example"}, "capture.addresses"),
        ({"CRMBOT_DATABASE__URL": ""}, "database.url"),
        ({"CRMBOT_DATABASE__URL": "mysql://x/y"}, "database.url"),
        ({"CRMBOT_DATABASE__URL": "sqlite:///:memory:"}, "on a disk"),
        ({"CRMBOT_DATABASE__URL": "postgresql://u:p@h:port/x"}, "host:5432"),
        ({"CRMBOT_DATABASE__URL": "postgresql://u:p@[::1/x"}, "host:5432"),
        ({"CRMBOT_DATABASE__URL": "postgresql://u:p/w#d@h/x"}, "%2F"),
        ({"CRMBOT_FOO": "x"}, "CRMBOT_FOO"),
        ({"CRMBOT_IMAP__3__URL": "x"}, "CRMBOT_IMAP__3__URL"),
        ({"CRMBOT_IMAP__0__AFTER": "burn"}, "imap"),
        ({"CRMBOT_IMAP__0__URL": "https://a@b/INBOX"}, "imap.0.url"),
        ({"CRMBOT_IMAP__0__URL": "imaps://host/INBOX"}, "imap.0.url"),
        ({"CRMBOT_IMAP__0__URL": "imaps://a@b:99999/INBOX"}, "imap.0.url"),
        ({"CRMBOT_MAIL__URL": "mail.firma.example", "CRMBOT_MAIL__FROM": "crm@firma.example"}, "mail.url"),
    ],
)
def test_what_does_not_go_together_is_refused(folder: Path, environ: dict[str, str], place: str) -> None:
    assert any(place in fault for fault in faults(environ))


@pytest.mark.parametrize("content", [b"[smtp", b"\xff\xfe", b"smtp = 3", b"[imap]\nurl = 'x'"])
def test_a_broken_file_is_named(folder: Path, content: bytes) -> None:
    (folder / "crmbot.toml").write_bytes(content)
    assert faults({})


def test_who_sees_which_field_in_previews_is_set_for_each(folder: Path) -> None:
    (folder / "crmbot.toml").write_text('[slack.shown]\namount = "team"\n')
    settings = load_settings(None, {"CRMBOT_SLACK__SHOWN__STAGE": "guests"})
    assert settings.slack.shown == {"amount": "team", "stage": "guests"}
    assert shown_fields(settings) == {**TABLE, "amount": "team", "stage": "guests"}
    assert previewed_fields(settings) == {"number", "kind", "stage", "company", "owner", "amount"}
    found = faults({"CRMBOT_SLACK__SHOWN__AMOUNT": "all", "CRMBOT_SLACK__SHOWN__PHONES": "team"})
    assert [fault.partition(":")[0] for fault in found] == ["slack.shown.amount", "slack.shown.phones.[key]"]


def test_a_named_file_must_be_there(folder: Path) -> None:
    assert "no such file" in faults({}, "missing.toml")[0]


def test_secrets_are_never_shown(folder: Path) -> None:
    settings = load_settings(None, SECRETS)
    assert "very-secret" not in repr(settings) + str(settings)
    assert "very-secret" not in " ".join(
        faults({**SECRETS, "CRMBOT_SLACK__BOT_TOKENN": "very-secret", "CRMBOT_HTTP__LISTEN": "x"})
    )


def test_the_template_names_every_setting_and_is_read_back(folder: Path) -> None:
    text = template("crm@firma.example", "firma.example")
    (folder / "crmbot.toml").write_text(text, "utf-8")
    assert load_settings(None, {}).capture.addresses == ["crm@firma.example"]
    every_line = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if " = " in line or line.lstrip("# ").startswith("[")
    )
    assert set(tomllib.loads(every_line)) == set(Settings.model_fields)
