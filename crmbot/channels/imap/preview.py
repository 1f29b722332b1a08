"""A look into a mailbox that changes nothing: what waits there, and what would be read first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from crmbot.channels.imap.mailbox import Mailbox
from crmbot.channels.imap.recipients import envelope_of
from crmbot.channels.imap.watcher import ImapSettings, open_mailbox, target_of
from crmbot.shapes import RawMail

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Preview:
    """`waiting` messages of `size` octets would be read, oldest first; `older` ones lie before the start date, `too_large`
    ones stay in the mailbox. `first` are those that would be read first.
    """

    label: str
    waiting: int
    size: int
    older: int
    too_large: int
    first: tuple[RawMail, ...]


def preview(settings: ImapSettings, limit: int, clock: Callable[[], datetime]) -> Preview:
    """Looks with the folder opened for reading only. ConfigFault, MailboxFault, OSError, IMAP4.error."""
    target = target_of(settings)
    with open_mailbox(settings) as mailbox:
        mailbox.select(target.folder, marking=False)
        waiting = mailbox.waiting(settings.start_date)
        everything = mailbox.waiting(None) if settings.start_date else waiting
        sizes = _sizes(mailbox, waiting)
        fitting = [uid for uid in waiting if sizes[uid] <= settings.max_bytes]
        mails = [
            _mail(settings, content, target.label, clock()) for uid in fitting[:limit] if (content := mailbox.read(uid))
        ]
    total = sum(sizes[uid] for uid in fitting)
    older, too_large = len(everything) - len(waiting), len(waiting) - len(fitting)
    return Preview(target.label, len(fitting), total, older, too_large, tuple(mails))


def _sizes(mailbox: Mailbox, uids: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(uids), _BATCH):
        found |= mailbox.sizes(uids[start : start + _BATCH])
    return found


def _mail(settings: ImapSettings, content: bytes, label: str, at: datetime) -> RawMail:
    sender, recipients = envelope_of(content, settings.capture_addresses)
    return RawMail(content, sender, recipients, "imap", at, mailbox=label, quiet=True)
