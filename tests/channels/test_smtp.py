from __future__ import annotations

import asyncio
import logging
import smtplib
import socket
import threading
import time

import pytest

from crmbot.errors import MailRefused, StorageAway
from crmbot.shapes import RawMail
from tests.channels.servers import NOW, MailStore, running_smtp
from tests.channels.smtp_client import CAPTURE, MAIL, OPENING, SENDER, answer, connect, raw_send, say, send


class TestTakingMail:
    def test_a_mail_arrives_with_its_envelope(self):
        store = MailStore()
        with running_smtp(store) as address:
            send(address)
        [mail] = store.mails
        assert (mail.sender, mail.recipients, mail.source) == (SENDER, (CAPTURE,), "smtp")
        assert (mail.peer, mail.received_at, mail.submitter) == ("127.0.0.1", NOW, None)

    def test_the_name_the_client_gave_is_kept(self):
        store = MailStore()
        with running_smtp(store) as address, smtplib.SMTP(*address, local_hostname="mx.kunde.example") as client:
            client.sendmail(SENDER, [CAPTURE], MAIL)
        assert store.mails[0].helo == "mx.kunde.example"

    def test_one_mail_to_several_addresses_arrives_once_with_all_of_them(self):
        store = MailStore()
        with running_smtp(store) as address:
            send(address, recipients=[CAPTURE, "crm+d1042@firma.example"])
        assert [mail.recipients for mail in store.mails] == [(CAPTURE, "crm+d1042@firma.example")]

    def test_the_null_sender_of_bounces_is_welcome(self):
        store = MailStore()
        with running_smtp(store) as address:
            send(address, sender="<>")
        assert store.mails[0].sender == ""

    def test_several_mails_in_one_connection(self):
        store = MailStore()
        with running_smtp(store) as address, connect(address) as client:
            for number in range(3):
                client.sendmail(f"a{number}@kunde.example", [CAPTURE], MAIL)
        assert [mail.sender for mail in store.mails] == [f"a{number}@kunde.example" for number in range(3)]

    def test_addresses_may_have_umlauts(self):
        store = MailStore()
        with running_smtp(store) as address, connect(address) as client:
            client.ehlo()
            client.mail("jürgen@müller.example", ["SMTPUTF8", "BODY=8BITMIME"])
            client.rcpt(CAPTURE)
            client.data("Subject: Grüße\r\n\r\nHallo Jürgen\r\n".encode())
        assert store.mails[0].sender == "jürgen@müller.example"
        assert store.mails[0].content == "Subject: Grüße\r\n\r\nHallo Jürgen\r\n".encode()

    def test_250_is_said_only_after_the_mail_is_stored(self):
        store, stored, go_on = MailStore(), threading.Event(), threading.Event()

        async def receive(mail: RawMail) -> None:
            stored.set()
            await asyncio.to_thread(go_on.wait, 10)

        with running_smtp(store, receive=receive) as address:
            answers: list[object] = []
            sender = threading.Thread(target=lambda: answers.append(send(address)))
            sender.start()
            assert stored.wait(5)
            sender.join(0.2)
            assert answers == []
            go_on.set()
            sender.join(5)
            assert answers == [{}]


class TestTheBytesStayAsTheyCame:
    @pytest.mark.parametrize(
        "content",
        [
            b"Subject: bare LF\n\nline\nline\n\r\n",
            b"Subject: long\r\n\r\n" + b"x" * 70_000 + b"\r\n",
            b"Subject: long, no line end for a megabyte\n" * 25_000 + b"\r\n",
            b"Subject: 8 bit\r\n\r\n\xe4\xf6\xfc\x00\xff\r\n",
            b"Subject: CR only\r\rtext\r\r\n",
            b"no header at all\r\n",
            b"Subject: dots\r\n\r\n.\n.x\r\nend.\r\n",
        ],
        ids=["bare LF", "70 KB line", "1 MB line", "8 bit and NUL", "bare CR", "no header", "dots"],
    )
    def test_octet_by_octet(self, content):
        store = MailStore()
        with running_smtp(store) as address:
            assert raw_send(address, content.replace(b"\r\n.", b"\r\n..") + b".\r\n").startswith(b"250 ")
        assert store.mails[0].content == content

    def test_lines_that_begin_with_dots_lose_only_the_added_one(self):
        store = MailStore()
        with running_smtp(store) as address:
            raw_send(address, b"..a\r\n...\r\n....b\r\n.c\r\n.\r\n")
        assert store.mails[0].content == b".a\r\n..\r\n...b\r\nc\r\n"

    def test_an_empty_message_is_a_message(self):
        store = MailStore()
        with running_smtp(store) as address:
            assert raw_send(address, b".\r\n").startswith(b"250 ")
        assert store.mails[0].content == b""

    @pytest.mark.parametrize(
        "false_end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\n.\r", b"\r\n.\0\r\n"]
    )
    def test_nothing_can_be_smuggled_behind_a_false_end(self, false_end):
        store = MailStore()
        second = b"MAIL FROM:<chef@firma.example>\r\nRCPT TO:<crm@firma.example>\r\nDATA\r\nforged\r\n"
        with running_smtp(store) as address:
            raw_send(address, b"Subject: one\r\n\r\ntext" + false_end + second + b".\r\n")
        assert len(store.mails) == 1
        assert b"forged" in store.mails[0].content

    def test_a_final_dot_that_comes_in_pieces_ends_the_message(self):
        store = MailStore()
        with running_smtp(store) as address, socket.create_connection(address, timeout=10) as link:
            talk = link.makefile("rb")
            answer(talk)
            for command in OPENING:
                link.sendall(command)
                answer(talk)
            for piece in (b"a", b"\r", b"\n", b".", b"\r", b"\n"):
                link.sendall(piece)
                time.sleep(0.01)
            assert answer(talk).startswith(b"250 ")
            talk.close()
        assert store.mails[0].content == b"a\r\n"


class TestRefusing:
    @pytest.mark.parametrize("fault", [StorageAway("database is locked"), OSError(28, "no space"), RuntimeError("bug")])
    def test_what_could_not_be_stored_stays_with_the_sender(self, fault):
        store = MailStore(fault=fault)
        with running_smtp(store) as address, pytest.raises(smtplib.SMTPDataError) as refused:
            send(address)
        assert refused.value.smtp_code == 451
        assert b"bug" not in refused.value.smtp_error

    def test_a_database_that_is_away_leaves_one_line_in_the_log_and_no_traceback(self, caplog):
        caplog.set_level(logging.INFO)
        with running_smtp(MailStore(fault=StorageAway("gone"))) as address, pytest.raises(smtplib.SMTPDataError):
            send(address)
        assert [record.exc_info for record in caplog.records if "gone" in record.getMessage()] == [None]

    def test_the_port_works_on_after_a_fault(self):
        store = MailStore(fault=RuntimeError("bug"))
        with running_smtp(store) as address, connect(address) as client:
            with pytest.raises(smtplib.SMTPDataError):
                client.sendmail(SENDER, [CAPTURE], MAIL)
            store.fault = None
            client.sendmail(SENDER, [CAPTURE], MAIL)
        assert len(store.mails) == 1

    def test_a_refusal_keeps_its_code_and_reason_on_one_line(self):
        store = MailStore(fault=MailRefused(550, "This address is\r\n250 on the never-log list"))
        with running_smtp(store) as address, pytest.raises(smtplib.SMTPDataError) as refused:
            send(address)
        assert refused.value.smtp_code == 550
        assert refused.value.smtp_error == b"This address is  250 on the never-log list"

    def test_an_unknown_address_is_refused_in_clear_words(self):
        with running_smtp(MailStore()) as address, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send(address, recipients=["nobody@firma.example"])
        code, words = refused.value.recipients["nobody@firma.example"]
        assert code == 550
        assert b"no address of ours" in words

    def test_the_known_one_of_two_addresses_gets_the_mail(self):
        store = MailStore()
        with running_smtp(store) as address:
            send(address, recipients=["nobody@firma.example", CAPTURE])
        assert store.mails[0].recipients == (CAPTURE,)

    def test_addresses_cannot_be_asked_about_while_the_database_is_away(self):
        class Away(MailStore):
            async def accepts(self, address: str) -> bool:
                raise StorageAway("gone")

        with running_smtp(Away()) as address, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            send(address)
        assert refused.value.recipients[CAPTURE][0] == 451

    @pytest.mark.parametrize("octets", [b"\x07", b"\xff"])
    def test_an_address_with_control_or_broken_octets_is_refused(self, octets):
        with running_smtp(MailStore()) as address:
            answers = say(address, b"EHLO h\r\n", b"MAIL FROM:<a" + octets + b"@b.example>\r\n")
        assert answers[1].startswith(b"553 ")

    @pytest.mark.parametrize("path", [b"<", b"<>x<", b"<@", b'<"', b"(((", b"<a@[>", b""])
    def test_nonsense_for_an_address_is_a_syntax_error(self, path, caplog):
        with running_smtp(MailStore()) as address:
            answers = say(address, b"EHLO h\r\n", b"MAIL FROM:" + path + b"\r\n")
        assert answers[1][:1] == b"5"
        assert not [record for record in caplog.records if record.exc_info]

    def test_a_mail_in_a_loop_is_refused(self):
        looping = b"Received: from a by b\r\n" * 101 + MAIL
        with running_smtp(MailStore()) as address, pytest.raises(smtplib.SMTPDataError) as refused:
            send(address, looping)
        assert refused.value.smtp_code == 554
