"""Clients that mean no good, or do not know better: no answer is lost on others, no fault is written to the log."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.channels.smtp.auth import hash_password
from crmbot.channels.smtp.limits import Limits
from crmbot.channels.smtp.server import SmtpSettings
from crmbot.shapes import RawMail
from tests.channels.certificate import self_signed
from tests.channels.servers import MailStore, eventually, running_smtp
from tests.channels.smtp_client import MAIL, OPENING, Address, answer, say, send

COMMANDS = st.sampled_from(
    [
        b"EHLO",
        b"HELO",
        b"MAIL FROM:",
        b"RCPT TO:",
        b"RSET",
        b"NOOP",
        b"VRFY",
        b"HELP",
        b"AUTH",
        b"EXPN",
        b"STARTTLS",
        b"BDAT",
    ]
)
ARGUMENTS = st.binary(max_size=40) | st.sampled_from(
    [b"<a@b.example>", b"<>", b"h", b"PLAIN", b"<a@b.example> SIZE=5 X=Y"]
)
LINES = st.lists(st.builds(lambda command, argument: command + b" " + argument, COMMANDS, ARGUMENTS), max_size=8)


@pytest.fixture(scope="module")
def port() -> Iterator[Address]:
    settings = SmtpSettings(users={"anna": hash_password("geheim")})
    with running_smtp(MailStore(), settings, Limits(failed_login_delay=0)) as address:
        yield address


@given(lines=LINES)
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines_get_answers_and_leave_no_traceback(port, caplog, lines):
    caplog.clear()
    caplog.set_level(logging.DEBUG)
    with socket.create_connection(port, timeout=10) as link, link.makefile("rb") as talk:
        answer(talk)
        link.sendall(b"\r\n".join([*lines, b"*", b"*", b"QUIT", b""]))
        codes = [line[:3] for line in talk]
    assert codes
    assert all(code.isdigit() for code in codes)
    assert not [record for record in caplog.records if record.exc_info]


def test_a_command_without_end_is_refused_and_the_next_one_works(port):
    answers = say(port, b"EHLO " + b"x" * 300_000 + b"\r\n", b"NOOP\r\n")
    assert [line[:3] for line in answers] == [b"500", b"250"]


def test_a_handshake_that_fails_ends_that_connection_only(tmp_path, caplog):
    certificate, key = self_signed(tmp_path)
    store = MailStore()
    with running_smtp(store, SmtpSettings(tls_certificate=certificate, tls_key=key)) as address:
        with socket.create_connection(address, timeout=5) as link, link.makefile("rb") as talk:
            answer(talk)
            link.sendall(b"EHLO h\r\n")
            answer(talk)
            link.sendall(b"STARTTLS\r\n")
            answer(talk)
            link.sendall(b"this is no handshake\r\n" * 10)
            while talk.read(1000):
                pass
        send(address)
    assert len(store.mails) == 1
    assert not [record for record in caplog.records if record.exc_info]


def test_a_client_that_does_not_wait_for_the_answer_leaves_no_traceback(caplog):
    store, begun, go_on = MailStore(), threading.Event(), threading.Event()

    async def receive(mail: RawMail) -> None:
        begun.set()
        await asyncio.to_thread(go_on.wait, 5)
        await store.receive(mail)

    with running_smtp(store, receive=receive) as address:
        with socket.create_connection(address, timeout=5) as link, link.makefile("rb") as talk:
            answer(talk)
            for command in OPENING:
                link.sendall(command)
                answer(talk)
            link.sendall(MAIL + b".\r\n")
            assert begun.wait(5)
        go_on.set()
        send(address)
        eventually(lambda: store.mails)
    assert not [record for record in caplog.records if record.exc_info]


def test_commands_may_come_in_one_go(port):
    with socket.create_connection(port, timeout=5) as link, link.makefile("rb") as talk:
        answer(talk)
        link.sendall(b"".join(OPENING))
        assert [answer(talk)[:3] for _ in OPENING] == [b"250", b"250", b"250", b"354"]
        link.sendall(MAIL + b".\r\nQUIT\r\n")
        assert [line[:3] for line in talk] == [b"250", b"221"]
