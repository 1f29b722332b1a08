"""How a mail is recognised when it comes again, by whatever way (design, invariant 2)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from crmbot.domain.records import InboxItem, MailKey
from crmbot.domain.records.work import Work
from crmbot.folding import fold

_TEXT_LENGTH = 400  # letters and digits; forwarding programs alter ends of mails, not beginnings
_SURE_LENGTH = 40  # shorter texts ("Thanks!") repeat; they count as the same only when the dates fit
_ZONES = timedelta(hours=14)  # a printed date without zone may be this far off
_QUARTER = timedelta(minutes=15)  # zones differ by multiples of this
_PREFIX = re.compile(
    r"^(?:(?:re|aw|fw|fwd|wg|antw|tr|sv|vs)\s*(?:\[\d+\])?\s*:\s*|\[extern(?:al)?\]\s*)+", re.IGNORECASE
)
_NOISE = re.compile(
    r"\[(?:cid|image|bild|logo)[^\]\n]{0,200}\]|<?https?://[^\s>]{0,2000}>?|<mailto:[^>\n]{0,400}>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What stays the same of a message however it reaches us: who wrote what about what, and when."""

    key: str
    sent_at: datetime | None  # naive where the source printed no zone
    sure: bool  # long enough to be recognised without a date


def base_subject(subject: str | None) -> str:
    """A subject without its reply and forward marks."""
    return _PREFIX.sub("", " ".join((subject or "").split())).strip()


def fingerprint(sender: str | None, subject: str | None, text: str, sent_at: datetime | None) -> Fingerprint:
    """Of the message a mail is about: for a forward, of the one inside it."""
    letters = _letters(_NOISE.sub(" ", text[:20_000]))[:_TEXT_LENGTH]
    parts = (sender or "").lower(), fold(base_subject(subject)), letters
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    return Fingerprint(digest, sent_at, len(letters) >= _SURE_LENGTH)


def content_key(
    message_id: str | None, sender: str | None, subject: str | None, date: datetime | None, text: str
) -> str:
    """Of one message on its way: its Message-ID together with its content, for an outsider can guess the former."""
    when = date.isoformat() if date else ""
    parts = message_id or "", (sender or "").lower(), subject or "", when, _letters(text)
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


def first_copy(session: Session, content: str, print_: Fingerprint | None) -> int | None:
    """The inbox id of the mail that this one repeats; one whose filing was undone may come again."""
    same = session.scalars(_filed_under("content", content)).first()
    if same is not None or print_ is None:
        return same.inbox_id if same else None
    for candidate in session.scalars(_filed_under("forward", print_.key)):
        sent_at = datetime.fromisoformat(candidate.sent_at) if candidate.sent_at else None
        if same_moment(sent_at, print_.sent_at, sure=print_.sure):
            return candidate.inbox_id
    return None


def knows(session: Session, content: str) -> bool:
    """Whether this very mail was filed before, and not only the message in it."""
    return session.scalars(_filed_under("content", content).limit(1)).first() is not None


def _filed_under(kind: str, key: str) -> Select[MailKey]:
    keys = select(MailKey).join(InboxItem, InboxItem.id == MailKey.inbox_id)
    return keys.where(MailKey.kind == kind, MailKey.key == key, InboxItem.state != "dropped").order_by(MailKey.id)


def remember(work: Work, inbox_id: int, content: str, print_: Fingerprint | None) -> None:
    """Keep the keys of a mail that was filed."""
    work.session.add(MailKey(kind="content", key=content, inbox_id=inbox_id))
    if print_ is not None:
        sent_at = print_.sent_at.isoformat() if print_.sent_at else None
        work.session.add(MailKey(kind="forward", key=print_.key, sent_at=sent_at, inbox_id=inbox_id))


def same_moment(one: datetime | None, other: datetime | None, *, sure: bool) -> bool:
    """Whether two dates of one message can mean the same minute, zones printed, unknown or converted."""
    if one is None or other is None:
        return sure
    if one.tzinfo is not None and other.tzinfo is not None:
        return abs(one - other) < timedelta(minutes=1, seconds=1)
    difference = abs(_wall(one) - _wall(other))
    off = difference % _QUARTER
    return difference <= _ZONES and min(off, _QUARTER - off) < timedelta(minutes=1)


def _wall(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())
