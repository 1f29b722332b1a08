# ruff: noqa: SIM117 - a client stands inside its server
from __future__ import annotations

import smtplib
import socket

from crmbot.channels.smtp.server import SmtpSettings
from crmbot.errors import StorageAway
from tests.channels.servers import MailStore, running_smtp
from tests.channels.smtp_client import CAPTURE, MAIL, SENDER, answer, connect


class TestLmtp:
    def lines(
        self, store: MailStore, recipients: list[bytes], fault: Exception | None = None, content: bytes = MAIL
    ) -> list[bytes]:
        """The answers to a message for `recipients`."""
        store.fault = fault
        with running_smtp(store, SmtpSettings(lmtp=True)) as address:
            with socket.create_connection(address, timeout=5) as link, link.makefile("rwb") as talk:
                answer(talk)
                for command in (
                    b"LHLO h",
                    b"MAIL FROM:<a@b.example>",
                    *(b"RCPT TO:<%s>" % one for one in recipients),
                    b"DATA",
                ):
                    talk.write(command + b"\r\n")
                    talk.flush()
                    answer(talk)
                talk.write(content + b".\r\nQUIT\r\n")
                talk.flush()
                return talk.read().splitlines()

    def test_two_recipients_get_two_answers(self):
        store = MailStore()
        lines = self.lines(store, [b"crm@firma.example", b"crm+note@firma.example"])
        assert [line[:3] for line in lines] == [b"250", b"250", b"221"]
        assert [(mail.source, mail.recipients) for mail in store.mails] == [
            ("lmtp", ("crm@firma.example", "crm+note@firma.example"))
        ]

    def test_each_recipient_is_told_to_wait_when_the_database_is_away(self):
        lines = self.lines(MailStore(), [b"crm@firma.example", b"crm+note@firma.example"], StorageAway("gone"))
        assert [line[:3] for line in lines] == [b"451", b"451", b"221"]

    def test_an_address_renewed_since_it_was_named_is_refused_and_the_other_has_the_mail(self):
        class Renewing(MailStore):
            """Knows `gone` at RCPT and not after DATA."""

            def __init__(self) -> None:
                super().__init__()
                self.asked: list[str] = []

            async def accepts(self, address: str) -> bool:
                self.asked.append(address)
                return self.asked.count("crm+gone@firma.example") < 2

        store = Renewing()
        lines = self.lines(store, [b"crm@firma.example", b"crm+gone@firma.example"])
        assert [line[:3] for line in lines] == [b"250", b"550", b"221"]
        assert [mail.recipients for mail in store.mails] == [("crm@firma.example",)]

    def test_a_mail_in_a_loop_is_refused_for_each_recipient(self):
        looping = b"Received: from a by b; x\r\n" * 120
        lines = self.lines(MailStore(), [b"crm@firma.example", b"crm+note@firma.example"], content=looping + MAIL)
        assert [line[:3] for line in lines] == [b"554", b"554", b"221"]

    def test_a_refused_recipient_gets_no_second_answer(self):
        lines = self.lines(MailStore(), [b"nobody@firma.example", b"crm@firma.example"])
        assert [line[:3] for line in lines] == [b"250", b"221"]

    def test_the_standard_client_can_deliver(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(lmtp=True)) as address, smtplib.LMTP(*address) as client:
            client.sendmail(SENDER, [CAPTURE], MAIL)
        assert store.mails[0].content == MAIL

    def test_the_greeting_of_smtp_is_refused(self):
        with running_smtp(MailStore(), SmtpSettings(lmtp=True)) as address, connect(address) as client:
            assert client.ehlo()[0] == 500
            assert client.helo()[0] == 500
