"""Mailboxes as one file (RFC 4155 and its relatives): messages one after the other, each through the ordinary intake."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from crmbot.domain.records import InboxItem
from crmbot.errors import MailRefused
from crmbot.intake.reasons import load_reason
from crmbot.intake.receive import read_header_of, receive
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.worker import InboxWorker
from crmbot.shapes import RawMail
from crmbot.storage.store import Store

_FROM = re.compile(rb"From (?:\S{1,320}|\"[^\"]{1,320}\"\S{0,320}|MAILER-DAEMON|-)?\s{1,4}\w{3},? ")
_QUOTED = re.compile(rb"^>(>{0,20}From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a file: which one, its bytes, and how many bytes of the file were read by then."""

    place: int
    content: bytes
    read: int


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of a message: a state of the inbox, `known` for one that is there, `refused`, or `new` in a dry run."""

    state: str
    reason: Any = None


def messages(path: str) -> Iterator[Message]:
    """The messages, each let go of before the next is read."""
    place, read, lines, blank = 0, 0, list[bytes](), True
    with Path(path).open("rb") as stream:
        for line in stream:
            read += len(line)
            if blank and _FROM.match(line):
                if lines:
                    place += 1
                    yield Message(place, _whole(lines), read)
                lines = []
            elif lines or line.strip():
                lines.append(line)
            blank = not line.strip()
    if lines:
        yield Message(place + 1, _whole(lines), read)


def _whole(lines: list[bytes]) -> bytes:
    """The message without the blank line that ends it and the signs that kept its lines from beginning a new one."""
    content = b"".join(lines)
    content = content[:-1] if content.endswith(b"\n\n") else content
    return _QUOTED.sub(rb"\1", content)


def take_over(
    store: Store, settings: IntakeSettings, worker: InboxWorker, message: Message, now: datetime, *,
    dry_run: bool = False, submitter: str | None = None,
) -> Mailed:  # fmt: skip
    """Store it and let the intake decide at once, without a receipt; one with the same bytes is known."""
    digest = hashlib.sha256(message.content).hexdigest()
    with store.read() as session:
        known = session.scalars(select(InboxItem.state).where(InboxItem.sha256 == digest).limit(1)).first()
    if known is not None and known != "received":
        return Mailed("known")
    if dry_run:
        return Mailed("new")
    if known == "received":
        worker.work_off(lambda: now)
        return Mailed("known")
    try:
        inbox_id = receive(store, settings, _raw(settings, message.content, now, submitter))
    except MailRefused as refused:
        return Mailed("refused", refused.reason)
    worker.handle(inbox_id, now)
    with store.read() as session:
        item = session.get_one(InboxItem, inbox_id)
        return Mailed(item.state, load_reason(item.reason) if item.reason is not None else None)


def _raw(settings: IntakeSettings, content: bytes, now: datetime, submitter: str | None) -> RawMail:
    header = read_header_of(content)
    told = (*header.to, *header.cc)
    recipients = (
        tuple(one.address for one in told if one.address and settings.capture(one.address)) or settings.addresses[:1]
    )
    sender = (header.from_.address if header.from_ else None) or ""
    return RawMail(content, sender, recipients, "deliver", now, submitter=submitter, quiet=True)
