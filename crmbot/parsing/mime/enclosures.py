"""What a message encloses: its files, those packed into other ones, and the messages attached to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbot.parsing.mime.attachments import (
    MESSAGE_TYPES,
    attachment_of,
    distinct,
    is_message,
    plain_attachment,
    subject_name,
)
from crmbot.parsing.mime.bodies import Bodies, Piece, body_html
from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.mapi import as_rfc5322
from crmbot.parsing.mime.msg_files import msg_to_message
from crmbot.parsing.mime.parts import Part
from crmbot.parsing.mime.tnef import TYPES, TnefFile, read_tnef
from crmbot.parsing.parsed import Attachment

_SAVED_TYPES = frozenset({"application/vnd.ms-outlook", "application/x-msg", "application/msoutlook"})


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Attachments with distinct names, raw attached messages, and body text that was found in a container."""

    attachments: tuple[Attachment, ...]
    messages: tuple[bytes, ...]
    bodies: list[Piece]


@dataclass(slots=True)
class _Found:
    attachments: list[Attachment] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    bodies: list[Piece] = field(default_factory=list)


def enclosures_of(bodies: Bodies) -> Enclosures:
    """Everything in a message that is not its text, in the order of the mail; a container stands before its content."""
    found = _Found()
    html = body_html(bodies.pieces)
    for part in bodies.files:
        attachment = attachment_of(part, html)
        found.attachments.append(attachment)
        if is_message(part):
            found.messages.append(part.content)
        elif _is_container(part):
            _unpack(part.content, found)
        elif _may_be_saved_by_outlook(part) and (message := msg_to_message(part.content)) is not None:
            found.messages.append(message)
    for name, content in bodies.uuencoded:
        found.attachments.append(plain_attachment(decode_text(name), "application/octet-stream", content))
    return Enclosures(distinct(found.attachments), tuple(found.messages), found.bodies)


def _is_container(part: Part) -> bool:
    return part.content_type in TYPES or (part.filename or "").lower() == "winmail.dat"


def _may_be_saved_by_outlook(part: Part) -> bool:
    """Office documents are compound files too, and opening a big one takes its time."""
    return part.content_type in _SAVED_TYPES or not part.filename or part.filename.lower().endswith(".msg")


def _unpack(content: bytes, found: _Found) -> None:
    tnef = read_tnef(content)
    if tnef is None:
        return
    plain, html = tnef.message.bodies()
    if plain or html:
        found.bodies.append(Piece(plain.replace("\r\n", "\n").replace("\r", "\n") or None, html or None))
    for file in tnef.files:
        found.attachments.append(_unpacked(file, found))


def _unpacked(file: TnefFile, found: _Found) -> Attachment:
    if file.message is None:
        if file.content_type in MESSAGE_TYPES or file.name.lower().endswith(".eml"):
            found.messages.append(file.content)
        elif file.name.lower().endswith(".msg") and (message := msg_to_message(file.content)) is not None:
            found.messages.append(message)
        return plain_attachment(file.name, file.content_type, file.content)
    raw = as_rfc5322(file.message)
    found.messages.append(raw)
    return plain_attachment(subject_name(raw) or file.name, "message/rfc822", raw)
