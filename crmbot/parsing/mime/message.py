"""A raw message taken apart: header, body text, attachments. The front door of the MIME reader."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.parsing.mime import cms
from crmbot.parsing.mime.bodies import body_html, body_text, find_bodies
from crmbot.parsing.mime.enclosures import enclosures_of
from crmbot.parsing.mime.file_findings import file_findings
from crmbot.parsing.mime.header_block import read_block
from crmbot.parsing.mime.header_fields import read_header
from crmbot.parsing.mime.msg_files import msg_to_message
from crmbot.parsing.mime.parts import Part, split_message, with_line_feeds
from crmbot.parsing.parsed import Attachment, Header, Message

_ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SIGNED = frozenset(
    {"multipart/signed", "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


def read_message(raw: bytes) -> Message:
    """The message that `raw` holds, read as far as it can be; `defects` says what was wrong. Never fails."""
    try:
        return _read(raw)
    except Exception as error:  # noqa: BLE001 -- the last resort: whatever a mail does to us, its header is still read
        return _header_only(raw, error)


def _read(raw: bytes) -> Message:
    raw = msg_to_message(raw) or raw  # a message saved by Outlook
    root, defects = split_message(raw)
    header = read_header(root.fields, _charset(root))
    found = find_bodies(root)
    enclosed = enclosures_of(found)
    pieces = found.pieces if any(piece.plain or piece.html for piece in found.pieces) else enclosed.bodies
    html, text = body_html(pieces), body_text(pieces)
    defects += [*_header_faults(header), *_findings(root, enclosed.attachments, text)]
    return Message(
        header=header,
        text=text,
        html=html,
        attachments=enclosed.attachments,
        attached_messages=enclosed.messages,
        content_type=root.content_type,
        report_type=root.type_field.parameters.get("report-type", "").lower() or None,
        calendar=found.calendar,
        defects=tuple(dict.fromkeys(defects)),
    )


def _header_only(raw: bytes, error: Exception) -> Message:
    try:
        block = read_block(with_line_feeds(raw), 0, len(raw), top=True)
        header = read_header(block.fields, None)
    except Exception:  # noqa: BLE001 -- even the header defeats us; the mail is kept all the same
        header = Header()
    return Message(header=header, text="", html=None, defects=(f"unreadable: {type(error).__name__}",))


def _charset(root: Part) -> str | None:
    """The charset that raw 8-bit header values are most likely in: that of the first text."""
    part = root
    while part.children:
        part = part.children[0]
    return root.charset or part.charset


def _header_faults(header: Header) -> Iterator[str]:
    if header.from_ is None or header.from_.address is None:
        yield "no sender address"
    if header.date is None and header.first("date"):
        yield "date cannot be read"


def _findings(root: Part, attachments: tuple[Attachment, ...], text: str) -> Iterator[str]:
    """What a reader should know of the content: that some of it cannot be read, is vouched for, or may run."""
    types = {root.content_type, *(attachment.content_type for attachment in attachments)}
    enclosed = [
        cms.signed_content(attachment.content) for attachment in attachments if attachment.content_type in cms.TYPES
    ]
    if types & _ENCRYPTED or None in enclosed or "-----BEGIN PGP MESSAGE-----" in text:
        yield "encrypted"
    if (
        types & _SIGNED
        or any(content is not None for content in enclosed)
        or "-----BEGIN PGP SIGNED MESSAGE-----" in text
    ):
        yield "signed"
    for attachment in attachments:
        yield from file_findings(attachment)
