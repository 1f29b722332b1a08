"""What the mail port answers to MAIL, RCPT, AUTH and to our own faults: the rules, apart from the protocol."""

# ruff: noqa: N802 - aiosmtpd finds hooks by their names
from __future__ import annotations

import asyncio
import base64
import binascii
import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from aiosmtpd.smtp import MISSING, AuthResult, Envelope, LoginPassword, Session

from crmbot.channels.smtp.auth import verify_user
from crmbot.channels.smtp.limits import Gate
from crmbot.errors import MailRefused, StorageAway
from crmbot.shapes import RawMail

if TYPE_CHECKING:
    from crmbot.channels.smtp.protocol import Conversation

log = logging.getLogger(__name__)

NOT_OURS = "550 5.1.1 This is no address of ours, or it is no longer valid"
TRY_LATER = "451 4.3.0 Cannot store the message now, try again later"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LOGINS_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Desk:
    """What all conversations of one port share."""

    receive: Callable[[RawMail], Awaitable[None]]
    accepts: Callable[[str], Awaitable[bool]]
    clock: Callable[[], datetime]
    gate: Gate
    users: Mapping[str, str]
    lmtp: bool
    require_starttls: bool
    logins: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_LOGINS_AT_ONCE))


async def store(desk: Desk, mail: RawMail) -> str:
    """Hands `mail` over and makes the answer of it: 250 only when `receive` has returned, that is, committed."""
    try:
        await desk.receive(mail)
    except MailRefused as refused:
        log.info("mail refused: %s", refused)
        return _one_line(refused.code if 400 <= refused.code < 600 else 554, refused.reason)
    except (StorageAway, OSError) as away:
        log.warning("mail not stored, the sender will try again: %s", str(away) or type(away).__name__)
        return TRY_LATER
    except Exception:
        log.exception("mail not stored, the sender will try again")
        return TRY_LATER
    return "250 2.0.0 OK, stored"


async def store_for_each(desk: Desk, mail: RawMail, recipients: Sequence[str]) -> list[str]:
    """The answers of LMTP, one for each recipient in their order (RFC 2033, 4.2): an address that has been renewed
    since RCPT is refused, the others have the mail.
    """
    taken: dict[str, bool] = {}
    try:
        for recipient in dict.fromkeys(recipients):
            taken[recipient] = await desk.accepts(recipient)
    except (StorageAway, OSError) as away:
        log.warning("recipients not checked: %s", str(away) or type(away).__name__)
        return [TRY_LATER] * len(recipients)
    kept = tuple(recipient for recipient in taken if taken[recipient])
    answer = await store(desk, replace(mail, recipients=kept)) if kept else NOT_OURS
    return [answer if taken[recipient] else NOT_OURS for recipient in recipients]


def _one_line(code: int, reason: str) -> str:
    words = _UNPRINTABLE.sub(" ", reason)[:400].strip() or "Refused"
    return f"{code} {words}"


class Hooks:
    """The hooks that aiosmtpd calls, by their names; one object for all conversations."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def handle_EHLO(
        self, server: Conversation, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """The extensions we really have: no AUTH without users, PIPELINING (RFC 2920) in any case."""
        del server, envelope
        session.host_name = hostname
        kept = [line for line in responses if self.desk.users or not line.startswith("250-AUTH")]
        return [kept[0], "250-PIPELINING", *kept[1:]]

    async def handle_MAIL(
        self, server: Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Opens a message, unless the client has to wait, to encrypt or to spell the address."""
        if self.desk.gate.closing:
            return "421 4.3.2 Service is shutting down"
        if self.desk.require_starttls and not session.ssl:
            return "530 5.7.0 Must issue a STARTTLS command first"
        if _UNPRINTABLE.search(address):
            return "553 5.1.7 The sender address has characters that are not allowed"
        if not self.desk.gate.may_send(server.peer, asyncio.get_running_loop().time()):
            return "450 4.7.1 Too many messages, try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Takes a recipient that is ours. A courtesy to the sender: whoever reads the message decides again."""
        del session, options
        if len(envelope.rcpt_tos) >= self.desk.gate.limits.recipients:
            return "452 4.5.3 Too many recipients"
        if not self.desk.gate.may_name(server.peer, asyncio.get_running_loop().time()):
            return "450 4.7.1 Too many recipients in one minute, try again later"
        try:
            ours = not _UNPRINTABLE.search(address) and await self.desk.accepts(address)
        except (StorageAway, OSError) as away:
            log.warning("recipient not checked: %s", str(away) or type(away).__name__)
            return TRY_LATER
        if not ours:
            return await server.refuse_recipient()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_exception(self, error: Exception) -> str:
        """An answer for what nobody foresaw: nothing was stored, nothing of the fault is told."""
        if isinstance(error, UnicodeError):
            return "500 5.5.2 Syntax error"
        if type(error).__name__ == "TLSSetupException":
            log.info("TLS handshake failed: %s", error.__cause__)
        else:
            log.error("SMTP conversation failed", exc_info=error)
        return TRY_LATER

    async def auth_PLAIN(self, server: Conversation, args: list[str]) -> AuthResult:
        """RFC 4616: authorisation, name and password in one answer, divided by NUL."""
        answer = await _answer(server, args, "")
        if answer is None:
            return AuthResult(success=False)
        _, name, password = [*answer.split(b"\0"), b"", b"", b""][:3]
        return await self._login(name, password)

    async def auth_LOGIN(self, server: Conversation, args: list[str]) -> AuthResult:
        """Name and password, each asked for (draft-murchison-sasl-login)."""
        name = await _answer(server, args, server.AuthLoginUsernameChallenge)
        password = None if name is None else await _answer(server, [], server.AuthLoginPasswordChallenge)
        if name is None or password is None:
            return AuthResult(success=False)
        return await self._login(name, password)

    async def _login(self, name: bytes, password: bytes) -> AuthResult:
        """Looks the password up in a thread: scrypt takes its time, and others want to be served."""
        who, secret = name.decode("utf-8", "replace"), password.decode("utf-8", "surrogateescape")
        async with self.desk.logins:
            known = await asyncio.to_thread(verify_user, self.desk.users, who, secret)
        if known:
            return AuthResult(success=True, auth_data=LoginPassword(name, b""))
        log.warning("login refused")
        await asyncio.sleep(self.desk.gate.limits.failed_login_delay)
        return AuthResult(success=False, handled=False)


async def _answer(server: Conversation, args: list[str], challenge: str) -> bytes | None:
    """The client's answer: what came with the command, else what it says to `challenge`. None: already answered."""
    if len(args) < 2:
        answer = await server.challenge_auth(challenge)
        return None if answer is MISSING else bytes(answer)
    try:
        return b"" if args[1] == "=" else base64.b64decode(args[1].encode("ascii"), validate=True)
    except (binascii.Error, UnicodeError):
        await server.push("501 5.5.2 Cannot decode base64")
        return None
