"""Mail out: one notice, one message, and what became of it."""

from __future__ import annotations

import base64
import contextlib
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote, urlsplit

from crmbot.channels.loopback import is_loopback
from crmbot.channels.mailer.message import compose, plain_address, sender_of
from crmbot.errors import ConfigFault
from crmbot.shapes import Notice, Outcome

_SECONDS = 30.0  # for each answer of the server
_ADMINISTRATOR = 900.0  # seconds until the next try where somebody has to mend something first


@dataclass(frozen=True, slots=True)
class MailerSettings:
    """`url`: `smtp://` or `smtps://` `[user:password@]host[:port]`; `sender`: the From, with or without a name."""

    url: str = field(repr=False)
    sender: str


@dataclass(frozen=True, slots=True)
class _Server:
    host: str
    port: int
    tls: bool
    user: str | None
    password: str = field(repr=False)


class _NoEncryption(smtplib.SMTPException):
    """The server would have the password in clear."""


class Mailer:
    """Sends notices through one mail server. ConfigFault when the settings cannot be used."""

    def __init__(self, settings: MailerSettings, clock: Callable[[], datetime]) -> None:
        faults = []
        try:
            self._server = _server(settings.url)
        except ValueError as fault:
            faults.append(f"mail.url: {fault}")
        try:
            self._sender = sender_of(settings.sender)
        except ValueError as fault:
            faults.append(f"mail.from: {fault}")
        if faults:
            raise ConfigFault(faults)
        self._clock = clock

    def send(self, notice: Notice, subject: str, text: str, reply_to: str | None = None) -> Outcome:
        """One attempt; never raises. A connection that breaks off leaves the outcome unknown: it is worth a repeat, and
        every repeat has the same Message-ID. `reply_to`: where answers go, if not to the sender.
        """
        try:
            recipient = plain_address(notice.address or "")
        except ValueError as fault:
            return Outcome(sent=False, error=f"cannot be addressed: {fault}")
        file = notice.content.picture
        mail = compose(
            self._sender, recipient, subject, text, notice.key, self._clock(), reply_to=reply_to, file=file
        )  # fmt: skip
        try:
            with self._connection() as client:
                client.send_message(mail, self._sender.addr_spec, [recipient])
        except (smtplib.SMTPException, OSError, UnicodeError) as fault:
            return _failure(fault)
        return Outcome(sent=True, reference=str(mail["Message-ID"]))

    def check(self) -> Outcome:
        """Whether the server lets us in; `error` says why not. Sends nothing, never raises."""
        try:
            with self._connection() as client:
                client.noop()
        except (smtplib.SMTPException, OSError, UnicodeError) as fault:
            return _failure(fault)
        return Outcome(sent=True)

    @contextlib.contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A greeted, encrypted, authenticated connection. How it ends says nothing about what was sent."""
        client = self._connect()
        try:
            self._prove(client)
            yield client
            with contextlib.suppress(smtplib.SMTPException, OSError):
                client.quit()
        finally:
            client.close()

    def _connect(self) -> smtplib.SMTP:
        to, name = self._server, socket.gethostname() or "localhost"
        if to.tls:
            return smtplib.SMTP_SSL(to.host, to.port, name, timeout=_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(to.host, to.port, name, timeout=_SECONDS)

    def _prove(self, client: smtplib.SMTP) -> None:
        """Encrypts where that is possible, and logs in only where nobody listens."""
        to = self._server
        client.ehlo_or_helo_if_needed()
        local = is_loopback(to.host)
        if not to.tls and not local and client.has_extn("starttls"):
            client.starttls(context=ssl.create_default_context())
        elif not to.tls and not local and to.user is not None:
            raise _NoEncryption("the mail server offers no encryption, so it gets no password: use smtps://")
        if to.user is not None:
            _log_in(client, to.user, to.password)


def _server(url: str) -> _Server:
    """Reads the URL; ValueError does not repeat it, since it may hold a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("must be smtp://host or smtps://host, with user:password@ before the host where needed")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("the port must be a number up to 65535") from None
    user = None if parts.username is None else unquote(parts.username)
    usual = 465 if parts.scheme == "smtps" else 25 if user is None else 587
    return _Server(parts.hostname, port or usual, parts.scheme == "smtps", user, unquote(parts.password or ""))


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """Smtplib knows ASCII passwords only; others go in UTF-8, as RFC 4616 has it."""
    client.ehlo_or_helo_if_needed()
    if (user + password).isascii() or "PLAIN" not in client.esmtp_features.get("auth", ""):
        client.login(user, password)
        return
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, words = client.docmd("AUTH", f"PLAIN {secret}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, words)


def _failure(fault: Exception) -> Outcome:
    """Final is only what the server says for good about this recipient or this message (RFC 5321, 4.2.1)."""
    match fault:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, words = next(iter(refused.values()))
            return Outcome(sent=False, error=_one_line(code, words), retry=code < 500)
        case smtplib.SMTPDataError(smtp_code=code, smtp_error=words):
            return Outcome(sent=False, error=_one_line(code, words), retry=code < 500)
        case smtplib.SMTPNotSupportedError():
            return Outcome(sent=False, error=_one_line(fault))
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=words):
            later = _ADMINISTRATOR if code >= 500 else None
            return Outcome(sent=False, error=_one_line(code, words), retry=True, retry_after=later)
        case _NoEncryption() | ssl.SSLCertVerificationError():
            return Outcome(sent=False, error=_one_line(fault), retry=True, retry_after=_ADMINISTRATOR)
    return Outcome(sent=False, error=_one_line(fault) or type(fault).__name__, retry=True)


def _one_line(*words: object) -> str:
    parts = (word.decode("utf-8", "replace") if isinstance(word, bytes) else str(word) for word in words)
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", " ".join(parts)).strip()[:300]
