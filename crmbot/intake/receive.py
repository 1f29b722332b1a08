"""Taking a message over: the raw bytes are committed with full durability, only then may anyone say "250"."""

from __future__ import annotations

import hashlib

from crmbot.domain.changes.erasure import was_erased
from crmbot.domain.filing.learned_rules import never_logged
from crmbot.domain.filing.sender_rules import NEVER_LOG, taught
from crmbot.domain.members.members import member_by_token
from crmbot.domain.records import InboxItem, InboxRaw
from crmbot.errors import MailRefused
from crmbot.intake.learned import said_by
from crmbot.intake.our_team import our_team
from crmbot.intake.reasons import dump_reason
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.thread_ids import thread_id
from crmbot.parsing.mime.charsets import clean
from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Header
from crmbot.parsing.team import Team
from crmbot.shapes import RawMail, Text, Verbatim, t
from crmbot.storage.store import Store

_HEADER_BYTES = 200_000  # enough to see who writes to whom


def receive(store: Store, settings: IntakeSettings, raw: RawMail) -> int:
    """Store one message and return its inbox id; when this returns, it survives power loss.

    Raises MailRefused for what will never be taken (empty, too large), StorageAway when nothing could be stored.
    """
    if len(raw.content) > settings.max_bytes:
        raise MailRefused(
            552, f"message of {len(raw.content)} bytes is larger than the {settings.max_bytes} allowed here"
        )
    if not raw.content.strip():
        raise MailRefused(554, "the message is empty")
    header = read_header_of(raw.content)
    sender = header.from_.address if header.from_ else None
    with store.write(raw.received_at, channel="mail", action="receive") as work:
        team = our_team(work.session, settings)
        unwanted = _not_to_be_kept(settings, header, team)
        if unwanted is None and was_erased(work.session, sender):
            unwanted = t("it is about somebody who was erased: nothing of this mail is kept")
        if unwanted is None and sender and not team.owns_mailbox(sender):
            rule = taught(work.session, sender).rule(NEVER_LOG)
            unwanted = never_logged(sender, said_by(work.session, rule)) if rule is not None else None
        item = _item(raw, header, unwanted)
        work.session.add(item)
        work.session.flush()
        if unwanted is None:
            work.session.add(InboxRaw(inbox_id=item.id, content=raw.trace + raw.content))
        return item.id


def read_header_of(content: bytes) -> Header:
    """The header of a message, without reading its body."""
    end = min((place for mark in (b"\r\n\r\n", b"\n\n") if (place := content.find(mark)) >= 0), default=len(content))
    return read_message(content[: min(end, _HEADER_BYTES)] + b"\n\n").header


def header_recipients(content: bytes) -> tuple[str, ...]:
    """Stand-ins for the envelope of a message from a file: its To and Cc."""
    header = read_header_of(content)
    return tuple(one.address for one in (*header.to, *header.cc) if one.address)


def _not_to_be_kept(settings: IntakeSettings, header: Header, team: Team) -> Text | None:
    """Why a message must not be stored at all, as far as the header shows it: somebody on the never-log list wrote it,
    or it was written to nobody else.
    """
    sender = header.from_.address if header.from_ else None
    if settings.never_logs(sender):
        return t("{address} is on the never-log list: nothing of this mail is kept", address=Verbatim(sender or ""))
    outside = [one.address for one in (*header.to, *header.cc) if one.address and not team.owns(one)]
    if outside and all(settings.never_logs(address) for address in outside) and team.owns_mailbox(sender):
        return t("{address} is on the never-log list: nothing of this mail is kept", address=Verbatim(outside[0]))
    return None


def accepts(store: Store, settings: IntakeSettings, recipient: str) -> bool:
    """Whether mail to this envelope recipient is taken: a capture address, and if it carries a token, a valid one.

    The same question is asked again with authority when the mail is decided upon.
    """
    capture = settings.capture(recipient)
    if capture is None:
        return False
    if capture.token is None:
        return True
    with store.read() as session:
        return member_by_token(session, capture.token) is not None


def _item(raw: RawMail, header: Header, unwanted: Text | None) -> InboxItem:
    """The row of a message; of one that must not be kept only hash, date and reason (design, invariant 1)."""
    item = InboxItem(
        state="received", source=raw.source, sender="", recipients=[], size=len(raw.content), attempts=0,
        sha256=hashlib.sha256(raw.content).hexdigest(), received_at=raw.received_at, quiet=raw.quiet,
        mailbox=_fitted(raw.mailbox, 320),
    )  # fmt: skip
    if unwanted is not None:
        item.state, item.done_at, item.reason = "done", raw.received_at, dump_reason(unwanted)
        return item
    sender = (header.from_.address or header.from_.name) if header.from_ else None
    item.sender, item.recipients = _fitted(raw.sender, 320) or "", [clean(one)[:320] for one in raw.recipients[:500]]
    item.peer, item.helo, item.submitter = _fitted(raw.peer, 60), _fitted(raw.helo, 255), _fitted(raw.submitter, 200)
    item.message_id = thread_id(header.message_id) if header.message_id else None
    item.from_address, item.subject = _fitted(sender, 320), _fitted(header.subject, 1000)
    return item


def _fitted(text: str | None, length: int) -> str | None:
    """As the column takes it: what comes from outside may hold anything."""
    return clean(text)[:length] or None if text else None
