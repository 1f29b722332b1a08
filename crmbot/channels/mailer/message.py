"""Making one outgoing mail: headers that nothing can break out of, marked so that no machine answers it."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from crmbot.shapes import Picture

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_UNSAFE_IN_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS = re.compile(
    r"[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f\ud800-\udfff]{1,64}@[^\s<>()\[\]\\,;:@\"\x00-\x1f\x7f]{1,255}"
)
_SUBJECT_CHARS = 250


def plain_address(address: str) -> str:
    """`address` with its domain in ASCII (RFC 5890); ValueError unless it is exactly one mail address."""
    if not _ADDRESS.fullmatch(address):
        raise ValueError("this is not one mail address")
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def sender_of(words: str) -> Address:
    """The sender in `crmbot <crm@firma.example>` or in a bare address; ValueError when there is none."""
    name, address = parseaddr(_UNPRINTABLE.sub(" ", words))
    return Address(name, addr_spec=plain_address(address))


def message_id(key: str, domain: str) -> str:
    """The Message-ID of the notice with that key: the same for every repeat, so that a mailbox can tell a second copy."""
    return f"<crmbot.{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:40]}@{domain}>"


def compose(
    sender: Address, recipient: str, subject: str, text: str, key: str, at: datetime, *, reply_to: str | None = None,
    file: Picture | None = None,
) -> EmailMessage:  # fmt: skip
    """The whole message, in plain text, with one file where there is one. `recipient` comes from `plain_address`."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = recipient
    if reply_to:
        mail["Reply-To"] = plain_address(reply_to)
    mail["Subject"] = _UNPRINTABLE.sub(" ", subject).strip()[:_SUBJECT_CHARS]
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message_id(key, sender.domain)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: nobody's absence notice comes back
    mail["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    mail.set_content(_UNSAFE_IN_TEXT.sub("\ufffd", text))
    if file is not None:
        main, _, sub = file.content_type.partition("/")
        mail.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=file.filename)
    return mail
