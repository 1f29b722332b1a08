"""What the doctor finds: each fault is made for real, named with its mend, and gone when it is mended."""

from __future__ import annotations

import os
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from crmbot.doctor.database import clock_finding
from crmbot.domain.members.members import add_member, require_member
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import InboxItem, Member, OutboxItem, SearchName
from crmbot.intake.reasons import dump_reason
from crmbot.shapes import RawMail, Reply, Verbatim, t
from crmbot.storage.store import Store
from tests.databases import Databases, open_quickly
from tests.doctor.office import MORNING, about, app_on, bad, examined
from tests.faults.office import hire, plan
from tests.mails import mail


@pytest.fixture
def url(sqlite_databases: Databases) -> str:
    found = sqlite_databases.fresh()
    hire(found, "anna", now=MORNING)
    return found


def store_of(url: str) -> Store:
    return open_quickly(url)


def test_a_crmbot_that_is_set_up_has_no_errors(database_url: str) -> None:
    hire(database_url, "anna", now=datetime.now(UTC))
    findings = examined(database_url, datetime.now(UTC))
    assert [finding for finding in findings if finding.level == "error"] == []
    assert {"capture", "database", "search", "team", "process", "inbox", "outbox", "clock", "dns"} <= {
        finding.what for finding in findings
    }


def test_every_warning_and_error_names_its_mend(sqlite_databases: Databases) -> None:
    findings = bad(examined(sqlite_databases.fresh(), capture={}, slack={"bot_token": ""}))
    assert findings
    assert [finding for finding in findings if not finding.mend] == []


def test_without_a_member_it_says_how_to_make_one(sqlite_databases: Databases) -> None:
    (found,) = about(examined(sqlite_databases.fresh()), "team")
    assert (found.level, "crmbot member add" in found.mend) == ("error", True)


def test_whom_nothing_reaches_is_named(url: str) -> None:
    with store_of(url).write(MORNING) as work:
        add_member(work, "ben", "Ben Bauer", [])
    found = bad(about(examined(url), "team"))
    assert [one.found for one in found] == ["reached by nothing: ben"]


@pytest.mark.parametrize(
    ("capture", "words"),
    [
        ({"addresses": []}, "no mail is taken"),
        ({"addresses": ["crm@firma.example"], "require_proof": False}, "proof is off"),
        ({"addresses": ["crm@firma.example"]}, "own domains are not set"),
        ({"addresses": ["crm@firma.example"], "default_owner": "zoe"}, "zoe is no member"),
    ],
)
def test_what_is_missing_in_the_settings_of_capture_is_told(url: str, capture: dict[str, object], words: str) -> None:
    assert any(words in finding.found for finding in bad(examined(url, capture=capture)))


def keep(url: str, state: str, reason: str, at: datetime = MORNING) -> int:
    from crmbot.intake.receive import receive
    from crmbot.intake.settings import IntakeSettings

    store = store_of(url)
    inbox_id = receive(store, IntakeSettings(), RawMail(mail(), "a@b.example", ("crm@firma.example",), "smtp", at))
    with store.write(at) as work:
        values = {"state": state, "reason": dump_reason(t("because of {why}", why=Verbatim(reason)))}
        work.session.execute(update(InboxItem).where(InboxItem.id == inbox_id).values(**values))
    store.close()
    return inbox_id


@pytest.mark.parametrize(("state", "mend"), [("held", "crmbot inbox release"), ("parked", "crmbot inbox retry")])
def test_every_mail_that_is_kept_back_is_named_with_its_reason(url: str, state: str, mend: str) -> None:
    ids = [keep(url, state, why) for why in ("a lack of proof", "a lack of proof", "two\nlines")]
    found = bad(about(examined(url), "inbox"))
    assert [one.found for one in found] == [
        f"2 {state} ({ids[0]}, {ids[1]}): because of a lack of proof",
        f"1 {state} ({ids[2]}): because of two lines",
    ]
    assert all(mend in one.mend for one in found)


def test_many_kept_for_one_reason_are_one_line(url: str) -> None:
    for _ in range(25):
        keep(url, "held", "a lack of proof")
    (found,) = bad(about(examined(url), "inbox"))
    assert found.found.startswith("25 held (1, 2, 3")
    assert "and 5 more" in found.found


def test_mail_that_nobody_handles_is_an_error_after_five_minutes(url: str) -> None:
    keep(url, "received", "", MORNING - timedelta(minutes=4))
    assert bad(about(examined(url), "inbox")) == []
    keep(url, "received", "", MORNING - timedelta(hours=3))
    (found,) = bad(about(examined(url), "inbox"))
    assert (found.level, found.found) == ("error", "2 mails wait, the oldest for 3 hours")
    assert "crmbot serve" in found.mend


def send(url: str, key: str, at: datetime = MORNING, **values: object) -> None:
    store = store_of(url)
    with store.write(at) as work:
        enqueue(work, key=key, kind="receipt", recipient="anna", content=Reply("done", t("Done")))
    with store.write(at) as work:
        work.session.execute(update(OutboxItem).where(OutboxItem.key == key).values(**values or {"state": "waiting"}))
    store.close()


def test_a_message_that_failed_is_named_with_what_slack_said(url: str) -> None:
    send(url, "receipt:1:0", state="failed", error="user_not_found")
    (found,) = bad(about(examined(url), "outbox"))
    assert found.found == "1 failed (1) to anna: user_not_found"
    assert "crmbot member set KEY --slack ID" in found.mend


def test_messages_that_wait_for_a_new_token_say_so(url: str) -> None:
    for number in range(3):
        send(url, f"receipt:{number}:0", error="token_revoked", attempts=2, not_before=MORNING + timedelta(minutes=5))
    (found,) = bad(about(examined(url), "outbox"))
    assert found.found == "3 wait (1, 2, 3): token_revoked"
    assert "set slack.bot_token" in found.mend


def test_what_is_meant_not_to_be_sent_is_no_failure(url: str) -> None:
    send(url, "digest:anna:2026-11-17", state="failed", error="replaced by the digest of 2026-11-18")
    send(url, "receipt:1:0", state="failed", error="erased with the person it was about")
    assert bad(about(examined(url), "outbox")) == []


def test_a_switched_off_scheduler_is_named(url: str) -> None:
    plan(url, "anna", MORNING.replace(hour=0))
    found = examined(url)
    (clock,) = bad(about(found, "clock"))
    assert clock.level == "error"
    assert "digest of anna for 2026-11-18" in clock.found
    assert "the scheduler is off" in clock.mend
    (digest,) = about(found, "digest anna")
    assert (digest.level, digest.found) == ("error", "due since 08:30 (CET) and not queued")


def test_looking_queues_nothing(url: str) -> None:
    plan(url, "anna", MORNING.replace(hour=0))
    examined(url)
    with store_of(url).read() as session:
        assert session.query(OutboxItem).count() == 0


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (MORNING.replace(hour=7), "comes at 08:30"),
        (MORNING.replace(day=22), "no working day"),
        (MORNING, "nothing is due"),
    ],
)
def test_each_digest_that_does_not_come_has_its_reason(url: str, now: datetime, words: str) -> None:
    (found,) = about(examined(url, now), "digest anna")
    assert found.level == "ok"
    assert words in found.found


def test_a_digest_that_was_sent_says_when_and_by_what(url: str) -> None:
    send(url, "digest:anna:2026-11-18", state="sent", sent_at=MORNING - timedelta(minutes=90), channel="slack")
    (found,) = about(examined(url), "digest anna")
    assert found.found == "sent at 08:30 (CET) by slack"


def test_the_hour_of_a_digest_is_the_members_own(url: str) -> None:
    with store_of(url).write(MORNING) as work:
        require_member(work.session, "anna").timezone = "America/New_York"
    sent = MORNING + timedelta(hours=7)
    send(url, "digest:anna:2026-11-18", state="sent", sent_at=sent, channel="mail")
    (found,) = about(examined(url, now=sent), "digest anna")
    assert found.found == "sent at 11:00 (EST) by mail"


def test_a_digest_that_slack_does_not_take_says_why(url: str) -> None:
    send(url, "digest:anna:2026-11-18", error="account_inactive", attempts=4)
    (found,) = about(examined(url), "digest anna")
    assert (found.level, found.found) == ("warning", "waiting after 4 attempts: account_inactive")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"preferences": {"notify.digest": "off"}}, "switched off by the member"),
        ({"preferences": {"working_days": "mon"}}, "no working day"),
        ({"preferences": {"working_days": "wed", "holidays": "DE-SN"}}, "reminders.holidays"),
        ({"absent_from": MORNING.date(), "substitute": "ben"}, "away, ben stands in"),
    ],
)
def test_a_members_own_reasons_are_named(url: str, values: dict[str, Any], words: str) -> None:
    with store_of(url).write(MORNING) as work:
        add_member(work, "ben", "Ben Bauer", ["ben@firma.example"])
        for name, value in values.items():
            setattr(require_member(work.session, "anna"), name, value)
    (found,) = about(examined(url), "digest anna")
    assert (found.level, words in found.found) == ("ok", True), found.found


def test_what_waits_because_somebody_must_not_be_disturbed_is_in_order(url: str) -> None:
    send(url, "digest:anna:2026-11-18", error="waits: do not disturb", not_before=MORNING + timedelta(hours=1))
    (found,) = about(examined(url), "digest anna")
    assert (found.level, found.found) == ("ok", "waits: do not disturb until 11:00 (CET)")


def test_a_reminder_that_failed_is_named_with_its_reason(url: str) -> None:
    send(url, "reminder:1050:2026-11-18", kind="reminder", state="failed", error="account_inactive")
    (found,) = about(examined(url), "reminder anna")
    assert (found.level, found.found) == ("warning", "reminder:1050:2026-11-18 is failed: account_inactive")


def test_follow_ups_of_somebody_who_left_are_an_error(url: str) -> None:
    plan(url, "anna", MORNING.replace(hour=0))
    with store_of(url).write(MORNING) as work:
        work.session.execute(update(Member).values(active=False))
    (found,) = bad(about(examined(url), "follow-ups"))
    assert "owner is no active member" in found.found


def test_a_database_that_is_away_is_the_only_thing_said_of_records(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database at all" * 100)
    findings = examined(f"sqlite:///{tmp_path}/broken.db")
    assert [finding.level for finding in about(findings, "database")] == ["error"]
    assert about(findings, "inbox") == []
    assert about(findings, "disk") != []  # a full one is why a database is away


def test_a_schema_of_the_future_is_told_with_the_mend(url: str) -> None:
    with store_of(url).write(MORNING) as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    (found,) = about(examined(url), "database")
    assert "newer than this crmbot" in found.found


def test_records_that_cannot_be_found_are_named(url: str) -> None:
    store = store_of(url)
    with app_on(url) as app:
        keep(url, "received", "")
        app.inbox_worker.work_off(lambda: MORNING)
    assert bad(about(examined(url), "search")) == []
    with store.write(MORNING) as work:
        work.session.execute(delete(SearchName))
    (found,) = bad(about(examined(url), "search"))
    assert "records are not in the index: #" in found.found


@pytest.mark.parametrize(("skew", "level"), [(0.4, "ok"), (-29, "ok"), (31, "error"), (-3600, "error")])
def test_a_clock_that_is_wrong_is_an_error(skew: float, level: str) -> None:
    (found,) = clock_finding("Slack", skew)
    assert found.level == level


def test_a_port_that_another_program_has_is_an_error(url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        other.settimeout(10)
        (found,) = about(examined(url, smtp={"listen": f"127.0.0.1:{port}"}), "smtp.listen")
    assert found.level == "error"
    assert "taken by something that is not crmbot" in found.found


def test_a_port_at_which_nobody_listens_says_what_to_start(url: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (found,) = about(examined(url, http={"listen": f"127.0.0.1:{port}"}), "http.listen")
    assert (found.level, "crmbot serve" in found.mend) == ("warning", True)


def test_a_mail_port_that_crmbot_leaves_closed_is_not_looked_for(url: str) -> None:
    (found,) = about(examined(url, capture={}, smtp={"listen": "127.0.0.1:25"}), "smtp.listen")
    assert (found.level, "capture.addresses" in found.found) == ("ok", True)


def test_a_certificate_that_cannot_be_used_is_an_error(url: str, tmp_path: Path) -> None:
    (tmp_path / "c.pem").write_text("no certificate")
    for key, words in ((tmp_path / "c.pem", "not both are PEM files"), (tmp_path / "no.pem", "no.pem: No such file")):
        smtp = {"listen": "127.0.0.1:0", "tls_certificate": str(tmp_path / "c.pem"), "tls_key": str(key)}
        (found,) = about(examined(url, smtp=smtp), "smtp.tls_certificate")
        assert (found.level, words in found.found) == ("error", True)


def test_an_address_that_is_not_ours_is_an_error(url: str) -> None:
    (found,) = about(examined(url, http={"listen": "192.0.2.1:8080"}), "http.listen")
    assert found.level == "error"


def test_a_name_service_that_does_not_answer_is_an_error(url: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        capture = {
            "addresses": ["crm@firma.example"],
            "domains": ["firma.example"],
            "nameservers": [f"127.0.0.1:{silent.getsockname()[1]}"],
        }
        (found,) = about(examined(url, capture=capture), "dns")
    assert (found.level, "resolv.conf" in found.mend) == ("error", True)


def test_a_mailbox_without_a_login_names_the_command(url: str, tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    box = {
        "url": "imap://crm@127.0.0.1:9/INBOX", "oauth": "microsoft", "oauth_client_id": "x", "token_file": str(file),
    }  # fmt: skip
    findings = examined(url, imap=[box])
    assert "crmbot mailbox login crm" in about(findings, "mailbox login")[0].mend
    assert about(findings, "mailbox")[0].level == "error"


def test_an_old_login_and_one_that_others_may_read_are_told(url: str, tmp_path: Path) -> None:
    file = tmp_path / "tokens.json"
    file.write_text('{"refresh_token": "secret-refresh"}')
    file.chmod(0o644)
    aged = time.mktime(MORNING.timetuple()) - 70 * 86_400
    os.utime(file, (aged, aged))
    box = {
        "url": "imap://crm@127.0.0.1:9/INBOX", "oauth": "microsoft", "oauth_client_id": "x", "token_file": str(file),
        "oauth_url": "http://127.0.0.1:9",
    }  # fmt: skip
    found = about(examined(url, imap=[box]), "mailbox login")
    assert [one.level for one in found] == ["warning", "error"]
    assert "70 days ago" in found[0].found
    assert "secret-refresh" not in str(found)


def test_a_mail_server_that_is_away_is_an_error(url: str) -> None:
    (found,) = about(
        examined(url, mail={"url": "smtp://u:geheim@127.0.0.1:9", "from": "crm@firma.example"}), "mail.url"
    )
    assert found.level == "error"
    assert "geheim" not in str(found)
