"""Whether a mail needs its signatures and its sender's policy looked up, and what came of it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crmbot.domain.records import InboxItem
from crmbot.intake.proof import came_from_ours, prove
from crmbot.intake.sender_check import SenderCheck, check_sender
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.signatures import Lookup
from crmbot.parsing.parsed import ParsedMail
from crmbot.storage.store import Store


def checked_sender(
    store: Store, lookup: Lookup | None, settings: IntakeSettings, item: InboxItem, content: bytes, parsed: ParsedMail
) -> SenderCheck:
    """Asks the name service where a member is named and nothing else proves him. It may take time: outside any transaction."""
    sender = parsed.header.from_.address if parsed.header.from_ else None
    if lookup is None or sender is None:
        return SenderCheck()
    with store.read() as session:
        if not _doubtful(session, settings, item, parsed):
            return SenderCheck()
    direct = not came_from_ours(settings, item)
    return check_sender(lookup, settings, item, content, sender.rpartition("@")[2], direct=direct)


def _doubtful(session: Session, settings: IntakeSettings, item: InboxItem, parsed: ParsedMail) -> bool:
    proof = prove(session, settings, item, parsed)
    return proof.claimed not in (None, "?") and proof.how is None
