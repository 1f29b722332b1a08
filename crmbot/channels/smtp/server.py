"""The mail port: SMTP (RFC 5321) or LMTP (RFC 2033) in, raw messages out, acknowledged only when they are stored."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbot.channels.loopback import is_loopback
from crmbot.channels.smtp.limits import Gate, Limits
from crmbot.errors import ConfigFault, file_fault
from crmbot.shapes import RawMail

if TYPE_CHECKING:
    from crmbot.channels.smtp.protocol import Conversation

_BACKLOG = 1024
_STOP_PATIENCE = 10.0  # seconds for messages that are being stored when we stop

_FAREWELL = 2.0  # seconds for clients that do not listen any more


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where and how the port listens. `port` 0 takes any; `users` are names with password hashes (`hash_password`)."""

    host: str = "127.0.0.1"
    port: int = 0
    tls_certificate: str | None = None  # PEM files; without them there is no STARTTLS
    tls_key: str | None = None
    require_starttls: bool = False
    users: Mapping[str, str] = field(default_factory=dict, repr=False)
    lmtp: bool = False
    max_connections: int = 256
    max_bytes: int = 26_214_400


class SmtpServer:
    """Listens on the running event loop.

    `receive` stores one message durably before it returns; MailRefused is passed on with its code, anything else that
    goes wrong there is answered with 451, so that the sender keeps the message. `accepts` tells whether an address is ours.
    AUTH is offered after STARTTLS only; without a certificate, on a port that only this machine reaches, at once.
    """

    def __init__(
        self,
        settings: SmtpSettings,
        receive: Callable[[RawMail], Awaitable[None]],
        accepts: Callable[[str], Awaitable[bool]],
        clock: Callable[[], datetime],
        limits: Limits | None = None,
    ) -> None:
        self._settings = settings
        self._receive, self._accepts, self._clock = receive, accepts, clock
        bounds = limits or Limits()
        buffered = max(bounds.buffered, settings.max_bytes)  # one message of full size always fits
        self._gate = Gate(replace(bounds, connections=settings.max_connections, buffered=buffered))
        self._live: set[Conversation] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> tuple[str, int]:
        """Binds and listens; the address really bound. ConfigFault for a certificate that cannot be used, OSError for a
        port that is taken.
        """
        # aiosmtpd logs each command, secret capture addresses included.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        factory = self._factory(self._tls())
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(factory, self._settings.host, self._settings.port, backlog=_BACKLOG)
        host, port = self._server.sockets[0].getsockname()[:2]
        return str(host), int(port)

    async def stop(self) -> None:
        """Closes the port, lets messages that are being stored come to their answer, sends the others away with 421."""
        if self._server is None:
            return
        self._gate.closing = True
        self._server.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP_PATIENCE):
                await asyncio.gather(*(talk.at_rest.wait() for talk in list(self._live)))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await asyncio.gather(*(talk.dismiss() for talk in list(self._live)))
                await self._server.wait_closed()
        self._server = None

    def _factory(self, tls: ssl.SSLContext | None) -> Callable[[], Conversation]:
        from crmbot.channels.smtp.hooks import Desk
        from crmbot.channels.smtp.protocol import Conversation, LmtpConversation

        wanted = self._settings
        desk = Desk(
            receive=self._receive,
            accepts=self._accepts,
            clock=self._clock,
            gate=self._gate,
            users=wanted.users,
            lmtp=wanted.lmtp,
            require_starttls=wanted.require_starttls,
        )
        kind = LmtpConversation if wanted.lmtp else Conversation
        plain_auth = tls is None and is_loopback(wanted.host)
        hostname = socket.gethostname() or "localhost"
        return lambda: kind(desk, wanted.max_bytes, hostname, tls, plain_auth).register(self._live)

    def _tls(self) -> ssl.SSLContext | None:
        wanted = self._settings
        if not wanted.tls_certificate:
            if wanted.require_starttls:
                raise ConfigFault(["smtp.require_starttls needs smtp.tls_certificate and smtp.tls_key"])
            return None
        return certificate(wanted.tls_certificate, wanted.tls_key)


def certificate(chain: str, key: str | None) -> ssl.SSLContext:
    """What offers STARTTLS with these PEM files. Raises ConfigFault for files that are not there, or do not go together."""
    for setting, path in (("smtp.tls_certificate", chain), ("smtp.tls_key", key)):
        try:
            _ = path and Path(path).read_bytes()
        except OSError as fault:
            raise ConfigFault([f"{setting}: {path}: {file_fault(fault)}"]) from fault
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(chain, key or None)
    except ssl.SSLError as fault:
        apart = fault.reason == "KEY_VALUES_MISMATCH"
        why = "the key is of another certificate" if apart else "not both are PEM files"
        raise ConfigFault([f"smtp.tls_certificate, smtp.tls_key: {why} ({fault.reason})"]) from fault
    return context
