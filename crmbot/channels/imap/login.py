"""Getting into a mailbox: the address of it, an encrypted connection, a password or a token."""

from __future__ import annotations

import contextlib
import re
import shlex
import socket
import subprocess
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from crmbot.channels.loopback import is_loopback

_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 30.0
_TOKEN_SECONDS = 30.0


_TIMING = re.compile(r" \([\d.]{1,12} \+ [\d.]{1,12}(?: \+ [\d.]{1,12})* secs\)")


class MailboxFault(Exception):
    """Something an administrator has to mend; the message says what. Not for lost connections."""


class LoginRefused(MailboxFault):
    """The server does not let us in with what we have."""


def server_words(error: Exception) -> str:
    """What the server said, the same each time: Dovecot adds how long it took."""
    return _TIMING.sub("", str(error)) or type(error).__name__


@dataclass(frozen=True, slots=True)
class MailboxUrl:
    """`imaps://user@host:993/INBOX`, taken apart. `tls`: encrypted from the first octet."""

    host: str
    port: int
    tls: bool
    user: str
    password: str | None
    folder: str

    @property
    def label(self) -> str:
        """How the mailbox is called in messages, without secrets."""
        return f"{self.user}@{self.host}/{self.folder}"


def mailbox_url(url: str) -> MailboxUrl:
    """Reads the URL of a mailbox; ValueError says what is wrong with it, without repeating it (it may hold a password).

    The name may be a mail address: only the last `@` ends it.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps"):
        raise ValueError("must begin with imaps:// or imap://")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("the port must be a number up to 65535") from None
    if not parts.hostname or not parts.username:
        raise ValueError("must name user and host: imaps://user@host/INBOX")
    tls = parts.scheme == "imaps"
    password = None if parts.password is None else unquote(parts.password)
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return MailboxUrl(parts.hostname, port or (993 if tls else 143), tls, unquote(parts.username), password, folder)


def mailbox_label(url: str) -> str:
    """How the mailbox of that URL is called; empty for a URL that cannot be read, which the start reports."""
    try:
        return mailbox_url(url).label
    except ValueError:
        return ""


def connect(target: MailboxUrl) -> Any:
    """An encrypted connection with a checked certificate; in clear only on this machine. OSError, IMAP4.error, MailboxFault."""
    from imapclient import IMAPClient, SocketTimeout

    client = IMAPClient(
        target.host, target.port, ssl=target.tls, timeout=SocketTimeout(_CONNECT_SECONDS, _ANSWER_SECONDS)
    )
    try:
        # imapclient writes a command in pieces; each would wait for the acknowledgement of the one before.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not target.tls and not is_loopback(target.host):
            _encrypt(client)
    except BaseException:
        with contextlib.suppress(OSError):  # after a failed handshake there is no socket left
            client.shutdown()
        raise
    return client


def _encrypt(client: Any) -> None:
    if not client.has_capability("STARTTLS"):
        raise MailboxFault("the server offers no encryption, so no password is sent to it: use imaps://")
    client.starttls()


def log_in(client: Any, target: MailboxUrl, password: str | None, token: str | None) -> None:
    """Proves who we are, by a token where there is one. MailboxFault when the server says no."""
    from imapclient.exceptions import IMAPClientAbortError, LoginError

    try:
        if token is not None:
            _log_in_with_token(client, target.user, token)
        else:
            client.login(target.user, password or target.password or "")
    except IMAPClientAbortError:
        raise
    except LoginError as refused:
        # imapclient makes a LoginError of a lost connection too.
        if isinstance(refused.__context__, IMAPClientAbortError):
            raise OSError(str(refused)) from None
        raise LoginRefused(f"the server refuses the login: {server_words(refused)}") from None


def _log_in_with_token(client: Any, user: str, token: str) -> None:
    """OAUTHBEARER (RFC 7628) where the server has it, else XOAUTH2 of Google and Microsoft.

    A refused token is answered by a challenge with the reason, which wants an empty reply before the server says NO.
    """
    if client.has_capability("AUTH=OAUTHBEARER"):
        who = user.replace("=", "=3D").replace(",", "=2C")
        steps = iter((f"n,a={who},\x01auth=Bearer {token}\x01\x01", "\x01"))
        client.sasl_login("OAUTHBEARER", lambda _challenge: next(steps, ""))
    else:
        steps = iter((f"user={user}\x01auth=Bearer {token}\x01\x01",))
        client.sasl_login("XOAUTH2", lambda _challenge: next(steps, ""))


def access_token(command: str) -> str:
    """What `command` prints: a fresh token. It runs without a shell and has thirty seconds. MailboxFault when it fails."""
    try:
        words = shlex.split(command) or [""]
        done = subprocess.run(  # noqa: S603 - the administrator's own command
            words, capture_output=True, timeout=_TOKEN_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
    except subprocess.CalledProcessError as failed:
        reason = failed.stderr.decode("utf-8", "replace").strip()[-200:]
        raise MailboxFault(f"the token command failed with exit code {failed.returncode}: {reason}") from None
    except subprocess.TimeoutExpired:
        raise MailboxFault("the token command did not end within 30 seconds") from None
    except (OSError, ValueError) as fault:
        raise MailboxFault(f"the token command cannot be run: {fault}") from None
    token = done.stdout.decode("utf-8", "replace").strip()
    if not token or len(token.split()) > 1:
        raise MailboxFault("the token command did not print one token")
    return token
