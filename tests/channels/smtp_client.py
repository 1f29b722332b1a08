"""Talking to the mail port as a client does, well-behaved and otherwise."""

from __future__ import annotations

import base64
import smtplib
import socket
from collections.abc import Sequence
from typing import Protocol, TypeAlias

Address: TypeAlias = tuple[str, int]

CAPTURE = "crm@firma.example"
SENDER = "eva.lind@kunde.example"
MAIL = b"From: Eva Lind <eva.lind@kunde.example>\r\nSubject: Regale\r\n\r\nGuten Tag.\r\n"
OPENING = (b"EHLO h\r\n", b"MAIL FROM:<a@kunde.example>\r\n", b"RCPT TO:<crm@firma.example>\r\n", b"DATA\r\n")


class Lines(Protocol):
    """Something that can be read line by line."""

    def readline(self) -> bytes: ...


def connect(address: Address) -> smtplib.SMTP:
    """A client that gives up after ten seconds."""
    return smtplib.SMTP(address[0], address[1], timeout=10)


def send(
    address: Address, content: bytes = MAIL, recipients: Sequence[str] = (CAPTURE,), sender: str = SENDER
) -> object:
    """Sends one mail in a connection of its own."""
    with connect(address) as client:
        return client.sendmail(sender, list(recipients), content)


def answer(talk: Lines) -> bytes:
    """One answer of the server, all its lines."""
    lines = [talk.readline()]
    while lines[-1][3:4] == b"-":
        lines.append(talk.readline())
    return b"".join(lines)


def say(address: Address, *pieces: bytes) -> list[bytes]:
    """Sends one piece after the other as it stands; the answers to them."""
    with socket.create_connection(address, timeout=10) as link, link.makefile("rb") as talk:
        answer(talk)
        answers = []
        for piece in pieces:
            link.sendall(piece)
            answers.append(answer(talk))
        return answers


def raw_send(address: Address, content: bytes) -> bytes:
    """Sends `content`, final dot included, as it stands; the answer to it."""
    return say(address, *OPENING, content)[-1]


def plain(name: str, password: str) -> str:
    """The answer of AUTH PLAIN (RFC 4616)."""
    return base64.b64encode(f"\0{name}\0{password}".encode()).decode()
