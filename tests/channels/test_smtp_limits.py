# ruff: noqa: SIM117 - a client stands inside its server
from __future__ import annotations

import asyncio
import logging
import smtplib
import socket
import ssl
import threading
import time

import pytest

from crmbot.channels.smtp.limits import Gate, Limits
from crmbot.channels.smtp.server import SmtpSettings
from crmbot.shapes import RawMail
from tests.channels.certificate import self_signed
from tests.channels.servers import MailStore, running_smtp
from tests.channels.smtp_client import CAPTURE, MAIL, OPENING, SENDER, answer, connect, raw_send, send


class TestSize:
    def test_a_message_announced_as_too_large_is_refused_before_it_is_sent(self):
        with running_smtp(MailStore(), SmtpSettings(max_bytes=5_000)) as address, connect(address) as client:
            client.ehlo()
            assert client.esmtp_features["size"] == "5000"
            assert client.mail(SENDER, ["SIZE=5001"])[0] == 552

    @pytest.mark.parametrize(
        "line", [b"x" * 100 + b"\r\n", b"x" * 100_000, b".\r\n" * 1000], ids=["lines", "one", "dots"]
    )
    def test_a_message_that_turns_out_too_large_is_refused_and_not_kept(self, line):
        store = MailStore()
        content = (b"Subject: large\r\n\r\n" + line * (300_000 // len(line))).replace(b"\r\n.", b"\r\n..")
        with running_smtp(store, SmtpSettings(max_bytes=200_000)) as address:
            assert raw_send(address, content + b"\r\n.\r\n").startswith(b"552 ")
        assert store.mails == []

    def test_a_message_of_just_the_allowed_size_is_taken(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(max_bytes=len(MAIL))) as address:
            send(address)
        assert store.mails[0].content == MAIL

    def test_the_memory_of_a_refused_message_is_free_for_the_next(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(max_bytes=50_000), Limits(buffered=50_000)) as address:
            for _ in range(3):
                assert raw_send(address, b"x" * 60_000 + b"\r\n.\r\n").startswith(b"552 ")
                assert raw_send(address, b"x" * 49_000 + b"\r\n.\r\n").startswith(b"250 ")
        assert len(store.mails) == 3

    def test_more_mail_at_once_than_memory_allows_has_to_wait(self):
        store = MailStore()
        with running_smtp(store, SmtpSettings(max_bytes=50_000), Limits(buffered=50_000)) as address:
            with socket.create_connection(address) as slow:
                talk = slow.makefile("rb")
                answer(talk)
                for command in OPENING:
                    slow.sendall(command)
                    answer(talk)
                slow.sendall(b"x" * 40_000 + b".\r\n")
                time.sleep(0.2)
                assert raw_send(address, b"y" * 40_000 + b"\r\n.\r\n").startswith(b"452 ")
                talk.close()
            time.sleep(0.2)
            assert raw_send(address, b"y" * 40_000 + b"\r\n.\r\n").startswith(b"250 ")


class TestLimits:
    def test_one_connection_too_many_is_told_to_come_back(self):
        with running_smtp(MailStore(), SmtpSettings(max_connections=2)) as address:
            with connect(address), connect(address):
                with pytest.raises(smtplib.SMTPConnectError) as refused:
                    connect(address)
                assert refused.value.smtp_code == 421
            time.sleep(0.1)
            with connect(address) as client:
                assert client.noop()[0] == 250

    def test_the_recipient_above_the_limit_has_to_wait(self):
        with running_smtp(MailStore(), limits=Limits(recipients=2)) as address, connect(address) as client:
            client.ehlo()
            client.mail(SENDER)
            assert [client.rcpt(CAPTURE)[0] for _ in range(3)] == [250, 250, 452]

    def test_who_tries_one_address_after_the_other_is_sent_away(self):
        limits = Limits(refused_recipients=2)
        with running_smtp(MailStore(), limits=limits) as address, connect(address) as client:
            client.ehlo()
            client.mail(SENDER)
            assert [client.rcpt("nobody@firma.example")[0] for _ in range(3)] == [550, 550, 421]

    def test_a_silent_client_is_cut_off(self):
        with running_smtp(MailStore(), limits=Limits(idle=0.2)) as address:
            with socket.create_connection(address, timeout=5) as link, link.makefile("rb") as talk:
                answer(talk)
                assert talk.read() == b""

    def test_a_message_that_never_ends_is_cut_off(self):
        store = MailStore()
        with running_smtp(store, limits=Limits(one_message=0.2)) as address:
            assert raw_send(address, b"Subject: slow\r\n").startswith(b"421 ")
        assert store.mails == []

    def test_a_client_that_hangs_up_in_the_middle_leaves_nothing(self, caplog):
        store = MailStore()
        with running_smtp(store) as address:
            with socket.create_connection(address) as link:
                talk = link.makefile("rb")
                answer(talk)
                for command in OPENING:
                    link.sendall(command)
                    answer(talk)
                link.sendall(b"half a mess")
                talk.close()
            send(address)
        assert [mail.content for mail in store.mails] == [MAIL]
        assert not [record for record in caplog.records if record.exc_info]

    def test_secret_addresses_stay_out_of_the_log(self, caplog):
        caplog.set_level(logging.DEBUG)
        with running_smtp(MailStore()) as address:
            send(address, recipients=["crm+k7secret@firma.example"])
        assert "k7secret" not in caplog.text


class TestStopping:
    def test_a_mail_that_is_being_stored_gets_its_answer(self):
        store, begun = MailStore(), threading.Event()

        async def receive(mail: RawMail) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            store.mails.append(mail)

        answers: list[bytes] = []
        with running_smtp(store, receive=receive) as address:
            sender = threading.Thread(target=lambda: answers.append(raw_send(address, MAIL + b".\r\n")))
            sender.start()
            assert begun.wait(5)
        sender.join(5)
        assert [line[:4] for line in answers] == [b"250 "]
        assert len(store.mails) == 1

    def test_idle_clients_are_told_to_come_back(self):
        with running_smtp(MailStore()) as address:
            client = smtplib.SMTP(*address, timeout=5)
        assert client.getreply()[0] == 421
        client.close()

    def test_idle_encrypted_clients_are_told_so_too(self, tmp_path):
        certificate, key = self_signed(tmp_path)
        with running_smtp(MailStore(), SmtpSettings(tls_certificate=certificate, tls_key=key)) as address:
            client = connect(address)
            client.starttls(context=ssl.create_default_context(cafile=certificate))
        assert client.getreply()[0] == 421
        client.close()


class TestGate:
    def test_one_address_cannot_take_all_places(self):
        gate = Gate(Limits(connections=10, connections_per_peer=2))
        assert [bool(gate.enter("192.0.2.1")) for _ in range(3)] == [False, False, True]
        assert gate.enter("192.0.2.2") is None
        gate.leave("192.0.2.1")
        assert gate.enter("192.0.2.1") is None

    def test_the_mail_server_on_this_machine_may_take_them_all(self):
        gate = Gate(Limits(connections=3, connections_per_peer=1))
        assert [bool(gate.enter("127.0.0.1")) for _ in range(4)] == [False, False, False, True]

    def test_one_address_may_send_so_much_in_a_minute(self):
        gate = Gate(Limits(messages_per_minute=2))
        assert [gate.may_send("192.0.2.1", 60.0) for _ in range(3)] == [True, True, False]
        assert gate.may_send("192.0.2.2", 61.0)
        assert gate.may_send("192.0.2.1", 120.0)
        assert all(gate.may_send("::1", 120.0) for _ in range(5))

    def test_all_together_may_send_so_much_in_a_minute_also_from_this_machine(self):
        gate = Gate(Limits(messages_per_minute_in_total=3))
        assert [gate.may_send(f"192.0.2.{n}", 60.0) for n in range(2)] == [True, True]
        assert [gate.may_send("127.0.0.1", 60.0) for _ in range(2)] == [True, False]
        assert gate.may_send("127.0.0.1", 120.0)

    def test_our_own_mail_server_elsewhere_is_bound_by_the_totals_only(self):
        limits = Limits(
            messages_per_minute=1, connections_per_peer=1, recipients_per_minute=1, own_peers=("192.0.2.0/28",)
        )
        gate = Gate(limits)
        assert all(gate.may_send("192.0.2.9", 0.0) and gate.may_name("192.0.2.9", 0.0) for _ in range(3))
        assert [gate.enter("192.0.2.9") for _ in range(3)] == [None, None, None]
        assert [gate.may_send("192.0.2.99", 0.0) for _ in range(2)] == [True, False]

    def test_one_address_may_name_so_many_recipients_in_a_minute_whatever_the_messages(self):
        gate = Gate(Limits(recipients_per_minute=2))
        assert [gate.may_name("192.0.2.1", 60.0) for _ in range(3)] == [True, True, False]
        assert gate.may_name("192.0.2.1", 120.0)

    def test_guessing_addresses_ends_also_over_many_connections(self):
        gate = Gate(Limits(guesses_per_minute=2))
        assert [gate.may_guess("192.0.2.1", 60.0) for _ in range(3)] == [True, True, False]
        assert gate.may_guess("192.0.2.2", 60.0)

    def test_silence_is_borne_for_a_shorter_time_when_places_run_out(self):
        gate = Gate(Limits(connections=4, idle=300, idle_when_crowded=30))
        patience = []
        for number in range(4):
            gate.enter(f"192.0.2.{number}")
            patience.append(gate.patience())
        assert patience == [300, 300, 30, 30]
