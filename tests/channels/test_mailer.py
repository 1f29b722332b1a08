from __future__ import annotations

import email
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crmbot.channels.mailer.mailer import Mailer, MailerSettings
from crmbot.channels.mailer.message import compose, message_id, plain_address, sender_of
from crmbot.channels.smtp.auth import hash_password
from crmbot.channels.smtp.limits import Limits
from crmbot.channels.smtp.server import SmtpSettings
from crmbot.errors import ConfigFault, MailRefused, StorageAway
from crmbot.shapes import Notice, Outcome, Reader, Reply, t
from tests.channels.certificate import self_signed
from tests.channels.servers import NOW, MailStore, running_smtp


def notice(address: str | None = "anna@firma.example", key: str = "digest:anna:2026-11-18") -> Notice:
    return Notice(1, key, "digest", "anna", address, Reply("list", t("Today")), Reader(), 1)


def mailer(url: str, sender: str = "crmbot <crm@firma.example>") -> Mailer:
    return Mailer(MailerSettings(url, sender), lambda: NOW)


def to(address: tuple[str, int], login: str = "") -> Mailer:
    return mailer(f"smtp://{login}{address[0]}:{address[1]}")


@contextmanager
def server_that_says(*answers: bytes) -> Iterator[str]:
    """A mail server that answers each command with the next of `answers` and then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            link, _ = listener.accept()
            with link, link.makefile("rb") as talk:
                link.sendall(answers[0])
                content = False
                for one in answers[1:]:
                    while (line := talk.readline()) and content and line != b".\r\n":
                        pass
                    link.sendall(one)
                    content = one.startswith(b"354")
                while content and talk.readline() not in (b".\r\n", b""):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


class TestSending:
    def test_a_notice_arrives_as_mail(self):
        store = MailStore()
        with running_smtp(store) as address:
            outcome = to(address).send(notice(), "Heute: 3 Wiedervorlagen", "Grüße\nund ein Angebot über 5 €\n")
        [raw] = store.mails
        mail = email.message_from_bytes(raw.content, policy=default)
        assert (raw.sender, raw.recipients) == ("crm@firma.example", ("anna@firma.example",))
        assert (mail["From"], mail["To"]) == ("crmbot <crm@firma.example>", "anna@firma.example")
        assert mail["Subject"] == "Heute: 3 Wiedervorlagen"
        assert mail.get_content().replace("\r\n", "\n") == "Grüße\nund ein Angebot über 5 €\n"
        assert mail["Date"].datetime == NOW
        assert outcome == Outcome(sent=True, reference=mail["Message-ID"])

    def test_no_machine_is_to_answer_it(self):
        store = MailStore()
        with running_smtp(store) as address:
            to(address).send(notice(), "x", "y")
        assert email.message_from_bytes(store.mails[0].content)["Auto-Submitted"] == "auto-generated"

    def test_a_repeat_has_the_same_message_id_and_another_notice_another(self):
        assert message_id("a", "firma.example") == message_id("a", "firma.example")
        assert message_id("a", "firma.example") != message_id("b", "firma.example")

    def test_it_logs_in_where_a_name_is_given(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(users={"bot@firma.example": hash_password("ge:heim/ß")})) as address:
            outcome = to(address, "bot%40firma.example:ge%3Aheim%2F%C3%9F@").send(notice(), "x", "y")
        assert outcome.sent
        assert store.mails[0].submitter == "bot@firma.example"

    def test_an_international_domain_is_written_in_ascii(self):
        store = MailStore()
        with running_smtp(store) as address:
            to(address).send(notice("anna@müller.example"), "x", "y")
        assert store.mails[0].recipients == ("anna@xn--mller-kva.example",)

    def test_an_international_name_is_sent_where_the_server_can(self):
        store = MailStore()
        with running_smtp(store) as address:
            assert to(address).send(notice("jürgen@firma.example"), "Grüße", "y").sent
        assert "\r\nTo: jürgen@firma.example\r\n".encode() in store.mails[0].content
        assert store.mails[0].recipients == ("jürgen@firma.example",)

    def test_a_rude_farewell_does_not_undo_what_was_sent(self):
        answers = [b"220 h\r\n", b"250 h\r\n", *[b"250 OK\r\n"] * 2, b"354 go\r\n", b"250 taken\r\n", b"421 bye\r\n"]
        with server_that_says(*answers) as url:
            assert mailer(url).send(notice(), "x", "y").sent


class TestFailing:
    def outcome(self, fault: Exception) -> Outcome:
        with running_smtp(MailStore(fault=fault)) as address:
            return to(address).send(notice(), "x", "y")

    def test_a_server_in_trouble_is_worth_another_try(self):
        outcome = self.outcome(StorageAway("gone"))
        assert (outcome.sent, outcome.retry) == (False, True)
        assert "451" in (outcome.error or "")

    def test_a_message_refused_for_good_is_not(self):
        outcome = self.outcome(MailRefused(554, "no spam here"))
        assert outcome == Outcome(sent=False, error="554 no spam here")

    def test_an_unknown_recipient_is_final(self):
        with running_smtp(MailStore(strangers=("anna@firma.example",))) as address:
            outcome = to(address).send(notice(), "x", "y")
        assert (outcome.sent, outcome.retry) == (False, False)
        assert (outcome.error or "").startswith("550")

    def test_a_greylisted_recipient_is_not_final(self):
        with server_that_says(b"220 h\r\n", b"250 h\r\n", b"250 OK\r\n", b"450 later\r\n", b"250 OK\r\n") as url:
            assert mailer(url).send(notice(), "x", "y").retry

    def test_a_connection_that_breaks_before_the_last_answer_is_worth_a_repeat(self):
        with server_that_says(b"220 h\r\n", b"250 h\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 go\r\n") as url:
            outcome = mailer(url).send(notice(), "x", "y")
        assert (outcome.sent, outcome.retry) == (False, True)

    def test_a_server_that_is_away_is_worth_another_try(self):
        outcome = mailer("smtp://127.0.0.1:1").send(notice(), "x", "y")
        assert (outcome.sent, outcome.retry) == (False, True)

    def test_a_wrong_password_waits_for_the_administrator_and_is_not_shown(self):
        settings = SmtpSettings(users={"bot": hash_password("geheim")})
        with running_smtp(MailStore(), settings, Limits(failed_login_delay=0)) as address:
            outcome = to(address, "bot:falsch7@").send(notice(), "x", "y")
        assert outcome.retry
        assert outcome.retry_after == 900
        assert "falsch7" not in (outcome.error or "")

    def test_a_certificate_that_nobody_vouches_for_is_not_accepted(self, tmp_path, monkeypatch):
        certificate, key = self_signed(tmp_path)
        store = MailStore()
        monkeypatch.setattr("crmbot.channels.mailer.mailer.is_loopback", lambda _: False)
        with running_smtp(store, SmtpSettings(tls_certificate=certificate, tls_key=key)) as address:
            outcome = to(address).send(notice(), "x", "y")
            assert "certificate verify failed" in (outcome.error or "")
            assert store.mails == []
            monkeypatch.setenv("SSL_CERT_FILE", certificate)
            assert to(address).send(notice(), "x", "y").sent

    def test_no_password_goes_out_in_clear(self, monkeypatch):
        monkeypatch.setattr("crmbot.channels.mailer.mailer.is_loopback", lambda _: False)
        with running_smtp(MailStore(), SmtpSettings(users={"bot": hash_password("geheim")})) as address:
            outcome = to(address, "bot:geheim@").send(notice(), "x", "y")
        assert "no encryption" in (outcome.error or "")

    @pytest.mark.parametrize(
        "address",
        [None, "", "anna", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "<a@b.example>", "a@.."],
    )
    def test_what_is_no_address_is_final(self, address):
        outcome = mailer("smtp://127.0.0.1:1").send(notice(address), "x", "y")
        assert (outcome.sent, outcome.retry) == (False, False)
        assert "cannot be addressed" in (outcome.error or "")


class TestMessage:
    @given(subject=st.text(max_size=300), text=st.text(max_size=300), key=st.text(max_size=50))
    @settings(max_examples=150, deadline=None)
    def test_nothing_breaks_out_of_a_header(self, subject, text, key):
        raw = compose(sender_of("crm@firma.example"), "a@b.example", subject, text, key, NOW).as_bytes()
        names = [name.lower() for name, _ in email.message_from_bytes(raw).items()]
        assert sorted(names) == sorted(
            [
                "from",
                "to",
                "subject",
                "date",
                "message-id",
                "auto-submitted",
                "x-auto-response-suppress",
                "mime-version",
                "content-type",
                "content-transfer-encoding",
            ]
        )

    def test_a_subject_with_line_ends_stays_one_line(self):
        mail = compose(sender_of("crm@firma.example"), "a@b.example", "x\r\nBcc: c@d.example", "", "k", NOW)
        assert mail["Subject"] == "x Bcc: c@d.example"
        assert mail["Bcc"] is None

    def test_an_endless_subject_is_cut(self):
        mail = compose(sender_of("crm@firma.example"), "a@b.example", "ü" * 100_000, "", "k", NOW)
        assert len(mail["Subject"]) == 250

    @given(st.text(max_size=60))
    @settings(deadline=None)
    def test_an_address_is_one_address_or_none(self, text):
        with suppress(ValueError):
            assert plain_address(text).count("@") == 1


class TestSettings:
    @pytest.mark.parametrize(
        "url", ["", "mail.firma.example", "http://mail.firma.example", "smtp://", "smtp://h:70000"]
    )
    def test_a_url_that_cannot_be_used_stops_the_start(self, url):
        with pytest.raises(ConfigFault, match=r"mail\.url"):
            mailer(url)

    def test_all_faults_are_told_at_once(self):
        with pytest.raises(ConfigFault) as fault:
            mailer("http://x", "no address")
        assert [line.split(":")[0] for line in fault.value.faults] == ["mail.url", "mail.from"]

    def test_the_check_tells_whether_the_server_lets_us_in(self):
        with running_smtp(MailStore()) as address:
            assert to(address).check().sent
        assert not mailer("smtp://127.0.0.1:1").check().sent

    def test_a_password_is_not_shown(self):
        assert "geheim" not in repr(MailerSettings("smtp://bot:geheim@mail.firma.example", "crm@firma.example"))
