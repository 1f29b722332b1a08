"""One SMTP or LMTP conversation. aiosmtpd speaks the protocol; here is what we do otherwise, and why.

- The message is read in pieces instead of lines: any line length, less memory, and only CRLF ends a line.
- LMTP gives one answer per recipient (RFC 2033, 4.2), which aiosmtpd does not (its issue 517).
- Connections are counted, and a conversation that stores a message is not cut off by a stop.
"""

# ruff: noqa: N802 - aiosmtpd finds the methods of commands by their names
from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections import defaultdict
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from crmbot.channels.smtp.data import MAX_HOPS, MessageBuffer, hops, read_message
from crmbot.channels.smtp.hooks import NOT_OURS, Desk, Hooks, store, store_for_each
from crmbot.channels.smtp.trace import Passage, received_field
from crmbot.shapes import RawMail

_COMMAND_SIZES = {"AUTH": 12288}  # RFC 4954, 4
_CALLS = {"*": 100, "MAIL": 10_000, "RCPT": 1_000_000, "DATA": 10_000, "RSET": 10_000, "NOOP": 10_000, "AUTH": 6}
_AUTH_PARAMETER = re.compile(r"\sAUTH=\S*", re.IGNORECASE)


class _Client(Session):
    """The session without the warning that aiosmtpd writes at each login."""

    @property
    def login_data(self) -> Any:
        """The old name of `auth_data`."""
        return self.auth_data

    @login_data.setter
    def login_data(self, value: Any) -> None:
        pass


class Conversation(SMTP):
    """The protocol of one connection."""

    line_length_limit = 64 * 1024  # of the reader's buffer; message lines may be longer, see smtp_data

    def __init__(self, desk: Desk, max_bytes: int, hostname: str, tls: ssl.SSLContext | None, plain_auth: bool) -> None:
        # aiosmtpd keeps this dictionary on the class and changes it for every connection.
        self.command_size_limits = defaultdict(lambda: 1024)
        super().__init__(
            Hooks(desk),
            data_size_limit=max_bytes,
            enable_SMTPUTF8=True,
            hostname=hostname,
            ident="LMTP crmbot" if desk.lmtp else "ESMTP crmbot",
            tls_context=tls,
            require_starttls=desk.require_starttls and not desk.lmtp,  # aiosmtpd does not let LHLO through
            timeout=desk.gate.limits.idle,
            auth_require_tls=not plain_auth,
            auth_exclude_mechanism=() if desk.users else ("PLAIN", "LOGIN"),
            command_call_limit=_CALLS,
            loop=asyncio.get_running_loop(),
        )
        self.command_size_limits.update(_COMMAND_SIZES)
        self.desk = desk
        self.peer = ""
        self.at_rest = asyncio.Event()  # not set while a message is being stored and answered
        self.at_rest.set()
        self.ended = asyncio.Event()
        self._max_bytes = max_bytes
        self._refused = 0
        self._live: set[Conversation] | None = None

    def register(self, live: set[Conversation]) -> Conversation:
        """Keeps the conversation in `live` for as long as it lasts."""
        self._live = live
        return self

    def _create_session(self) -> Session:
        return _Client(self.loop)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address in `arg`; the parser below stumbles over some nonsense with other errors than its own."""
        try:
            return super()._getaddr(arg)
        except (IndexError, AttributeError, ValueError):
            return None, None

    def _reset_timeout(self, duration: float | None = None) -> None:
        super()._reset_timeout(duration or self.desk.gate.patience())

    async def _handle_client(self) -> None:
        """The whole conversation, counted."""
        assert self.session is not None
        peername: Any = self.session.peer
        self.peer = str(peername[0]) if isinstance(peername, tuple) and peername else "local"
        if refusal := self.desk.gate.enter(self.peer):
            await self._send_away(refusal)
            return
        live = self._live if self._live is not None else set()
        live.add(self)
        try:
            await super()._handle_client()
        except (ConnectionError, asyncio.IncompleteReadError):
            self._writer.close()  # the client is gone, and with it what was not acknowledged
        finally:
            live.discard(self)
            self.desk.gate.leave(self.peer)
            self.ended.set()

    async def _send_away(self, answer: str) -> None:
        try:
            await self.push(answer)
        except ConnectionError:
            pass
        finally:
            self._writer.close()

    async def dismiss(self) -> None:
        """Ends the conversation: the client may come back later. Below TLS, which would wait for the client's farewell."""
        with contextlib.suppress(ConnectionError):
            await self.push("421 4.3.2 Service is shutting down")
        transport: Any = self._original_transport or self.transport
        if transport is not None:
            transport.close()
        await self.ended.wait()

    async def refuse_recipient(self) -> str:
        """The answer for an address that is not ours; who tries many of them is sent away."""
        self._refused += 1
        may_guess = self.desk.gate.may_guess(self.peer, self.loop.time())
        if may_guess and self._refused <= self.desk.gate.limits.refused_recipients:
            return NOT_OURS
        self.loop.call_soon(self._writer.close)
        return "421 4.7.0 Too many unknown recipients"

    async def smtp_MAIL(self, arg: str | None) -> None:
        """MAIL, with the AUTH parameter read over: we trust no other server's word for it (RFC 4954, 5)."""
        await super().smtp_MAIL(_AUTH_PARAMETER.sub("", arg) if arg and self.desk.users else arg)

    async def smtp_AUTH(self, arg: str) -> None:
        """AUTH, with the mechanism in any case (RFC 4954, 4)."""
        mechanism, blank, rest = (arg or "").partition(" ")
        await super().smtp_AUTH(mechanism.upper() + blank + rest)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        """Reads the message, has it stored and answers: once in SMTP, once per recipient in LMTP."""
        if fault := self._data_fault(arg):
            await self.push(fault)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        envelope = self.envelope
        assert envelope is not None
        try:
            answers = await self._take(envelope)
            self.envelope = self._create_envelope()
            for answer in answers:
                await self.push(answer)
        finally:
            self.at_rest.set()

    def _data_fault(self, arg: str) -> str | None:
        assert self.session is not None
        assert self.envelope is not None
        if not self.session.host_name:
            return "503 5.5.1 Say hello first"
        if not self.envelope.rcpt_tos:
            return "503 5.5.1 Need RCPT first"
        return "501 5.5.4 Syntax: DATA" if arg else None

    async def _take(self, envelope: Envelope) -> list[str]:
        """Reads one message into memory and hands it over; the answers to give: one for each recipient in LMTP."""
        times = len(envelope.rcpt_tos) if self.desk.lmtp else 1
        buffer = MessageBuffer(self.desk.gate, self._max_bytes)
        try:
            async with asyncio.timeout(self.desk.gate.limits.one_message):
                await read_message(self._reader, buffer, self._reset_timeout)
            if buffer.refusal is not None:
                return [buffer.refusal] * times
            self._reset_timeout(self.desk.gate.limits.one_message)
            return await self._hand_over(envelope, buffer.content())
        except TimeoutError:
            self.loop.call_soon(self._writer.close)
            return ["421 4.4.2 The message took too long"]
        finally:
            buffer.release()

    async def _hand_over(self, envelope: Envelope, content: bytes) -> list[str]:
        self.at_rest.clear()
        mail = self._mail(envelope, content)
        if hops(content) > MAX_HOPS:
            return ["554 5.4.6 Too many hops, the message is in a loop"] * (
                len(envelope.rcpt_tos) if mail.source == "lmtp" else 1
            )
        if mail.source == "lmtp":
            return await store_for_each(self.desk, mail, envelope.rcpt_tos)
        return [await store(self.desk, mail)]

    def _mail(self, envelope: Envelope, content: bytes) -> RawMail:
        assert self.session is not None
        login: Any = self.session.auth_data
        at = self.desk.clock()
        return RawMail(
            content=content,
            sender=(envelope.mail_from or "").removeprefix("<>"),
            recipients=tuple(dict.fromkeys(envelope.rcpt_tos)),
            source="lmtp" if self.desk.lmtp else "smtp",
            received_at=at,
            peer=self.peer,
            helo=_printable(self.session.host_name),
            submitter=login.login.decode("utf-8") if self.session.authenticated else None,
            trace=received_field(self._passage(envelope), at),
        )

    def _passage(self, envelope: Envelope) -> Passage:
        assert self.session is not None
        return Passage(
            helo=self.session.host_name or "",
            peer=self.peer,
            hostname=self.hostname,
            extended=bool(self.session.extended_smtp),
            encrypted=self.session.ssl is not None,
            authenticated=bool(self.session.authenticated),
            utf8=bool(envelope.smtp_utf8),
            lmtp=self.desk.lmtp,
        )


class LmtpConversation(Conversation):
    """LMTP (RFC 2033): greets with LHLO."""

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        """The greeting of LMTP."""
        await super().smtp_EHLO(arg)

    async def smtp_EHLO(self, _arg: str) -> None:
        """Not a command of LMTP (RFC 2033, 4.1)."""
        await self.push("500 5.5.1 This is LMTP: say LHLO")

    async def smtp_HELO(self, _arg: str) -> None:
        """Not a command of LMTP (RFC 2033, 4.1)."""
        await self.push("500 5.5.1 This is LMTP: say LHLO")


def _printable(text: str | None) -> str | None:
    return None if text is None else text.encode("ascii", "backslashreplace").decode("ascii")[:255]
