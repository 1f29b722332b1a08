"""The message a mail is about: of a forward the one inside, else the mail itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from crmbot.domain.filing.mail_facts import Shape
from crmbot.parsing.contact.merge import chain
from crmbot.parsing.parsed import Address, Forwarded, ParsedMail

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SubjectMail:
    """Who wrote what to whom when, in the message that is going to be filed."""

    author: Address | None
    recipients: tuple[Address, ...]
    subject: str | None
    date: datetime | None  # naive where the source printed no zone
    text: str  # newly written
    full_text: str
    message_id: str | None
    written_by_us: bool
    is_reply: bool


def shape_of(parsed: ParsedMail, owns: Callable[[str | None], bool], captures: Callable[[str | None], bool]) -> Shape:
    """What the mail is to us. A web form counts as the mail of whoever filled it in. `owns` and `captures` tell our own mailboxes and the capture addresses."""
    header = parsed.header
    sender = header.from_.address if header.from_ else None
    if not owns(sender) or parsed.kind == "form":
        return "incoming"
    if parsed.how_forwarded == "redirect" and parsed.forwarded and not _ours(parsed.forwarded.from_, owns):
        return "incoming"
    others = [one.address for one in (*header.to, *header.cc) if one.address and not captures(one.address)]
    if any(not owns(address) for address in others):
        return "outgoing"
    if parsed.forwarded is not None:
        return "forward"
    return "internal" if others else "memo"


def subject_mail(parsed: ParsedMail, shape: Shape, owns: Callable[[str | None], bool]) -> SubjectMail:
    """The message to be filed. In a chain of forwards it is the one the customer wrote or got."""
    inner = _link(parsed, shape, owns)
    header = parsed.header
    if inner is None:
        return SubjectMail(
            header.from_, (*header.to, *header.cc), header.subject, header.date, parsed.new_text or parsed.text,
            parsed.text, header.message_id, shape in ("outgoing", "memo"), parsed.kind == "reply",
        )  # fmt: skip
    return SubjectMail(
        inner.from_, (*inner.to, *inner.cc), inner.subject or header.subject, inner.date, inner.new_text or inner.text,
        inner.text, inner.message_id, _ours(inner.from_, owns), _looks_like_reply(inner),
    )  # fmt: skip


def happened_at(mail: SubjectMail, received_at: datetime, zone: ZoneInfo) -> datetime:
    """When the message was written: its own date if that is believable, else when it reached us."""
    if mail.date is None:
        return received_at
    date = mail.date if mail.date.tzinfo else mail.date.replace(tzinfo=zone)
    return date if _EARLIEST < date < received_at + timedelta(hours=24) else received_at


def _link(parsed: ParsedMail, shape: Shape, owns: Callable[[str | None], bool]) -> Forwarded | None:
    if shape == "incoming" and parsed.how_forwarded == "redirect":
        return parsed.forwarded
    if shape != "forward":
        return None
    links = list(chain(parsed.forwarded))
    outside = next((link for link in links if link.from_ and not _ours(link.from_, owns)), None)
    to_outside = next((link for link in links if any(one.address and not owns(one.address) for one in link.to)), None)
    return outside or to_outside or parsed.forwarded


def _ours(address: Address | None, owns: Callable[[str | None], bool]) -> bool:
    return address is not None and owns(address.address)


def _looks_like_reply(inner: Forwarded) -> bool:
    subject = (inner.subject or "").lstrip().lower()
    return subject.startswith(("re:", "aw:", "antw:", "re :", "sv:", "r:")) and bool(inner.quoted or inner.forwarded)
