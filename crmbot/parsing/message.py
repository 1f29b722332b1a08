"""A raw message taken apart: header, body text, attachments. The front door of the MIME reader."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.parsing.addresses import parse_addresses
from crmbot.parsing.attachments import attachment_of, distinct, is_dangerous, is_message, plain_attachment
from crmbot.parsing.bodies import Bodies, body_html, body_text, find_bodies
from crmbot.parsing.charsets import decode_text
from crmbot.parsing.encoded_words import decode_words
from crmbot.parsing.header_block import read_block
from crmbot.parsing.header_dates import parse_header_date
from crmbot.parsing.message_ids import read_message_id, read_message_ids
from crmbot.parsing.mime_parts import Part, split_message
from crmbot.parsing.parsed import Address, Attachment, Header, Message

_ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SIGNED = frozenset({"multipart/signed", "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})


def read_message(raw: bytes) -> Message:
    """The message that `raw` holds, read as far as it can be; `defects` says what was wrong. Never fails."""
    try:
        return _read(raw)
    except Exception as error:  # noqa: BLE001 -- the last resort: whatever a mail does to us, its header is still read
        return _header_only(raw, error)


def _read(raw: bytes) -> Message:
    root, defects = split_message(raw, _shadow(raw))
    header = read_header(root.fields, root.charset)
    found = find_bodies(root)
    html = body_html(found.pieces)
    attachments, messages = _files(found, html)
    text = body_text(found.pieces)
    defects += _findings(root, attachments, text)
    return Message(
        header=header,
        text=text,
        html=html,
        attachments=attachments,
        attached_messages=messages,
        content_type=root.content_type,
        report_type=root.type_field.parameters.get("report-type", "").lower() or None,
        calendar=found.calendar,
        defects=tuple(dict.fromkeys(defects)),
    )


def _header_only(raw: bytes, error: Exception) -> Message:
    try:
        block = read_block(_shadow(raw), 0, len(raw), top=True)
        header = read_header(block.fields, None)
    except Exception:  # noqa: BLE001 -- even the header defeats us; the mail is kept all the same
        header = Header()
    return Message(header=header, text="", html=None, defects=(f"unreadable: {type(error).__name__}",))


def _shadow(raw: bytes) -> bytes:
    """`raw` with line feeds where lines end: some systems write carriage returns alone. The length stays."""
    return raw if b"\n" in raw else raw.replace(b"\r", b"\n")


def read_header(fields: list[tuple[str, bytes]], charset: str | None) -> Header:
    """The header of a message from its fields; `charset` is the best guess for raw 8-bit values."""
    raw = [(name, decode_text(value, charset)) for name, value in fields]
    first: dict[str, str] = {}
    for name, value in raw:
        if value.strip() and name.lower() not in first:
            first[name.lower()] = value
    return Header(
        message_id=read_message_id(first.get("message-id", "")),
        in_reply_to=next(iter(read_message_ids(first.get("in-reply-to", ""))), None),
        references=read_message_ids(first.get("references", "")),
        from_=_sender(first),
        sender=next(iter(parse_addresses(first.get("sender", ""))), None),
        to=parse_addresses(first.get("to", "")),
        cc=parse_addresses(first.get("cc", "")),
        reply_to=parse_addresses(first.get("reply-to", "")),
        subject=decode_words(first["subject"]).strip() if "subject" in first else None,
        date=parse_header_date(first.get("date", "")),
        fields=tuple((name, decode_words(value)) for name, value in raw),
    )


def _sender(first: dict[str, str]) -> Address | None:
    """Who sent the message: From, or the next best field where From holds no address (RFC 5322, section 3.6.2)."""
    unreadable: Address | None = None
    for name in ("from", "sender", "reply-to", "return-path"):
        for address in parse_addresses(first.get(name, "")):
            if address.address:
                return Address(address.name or (unreadable.name if unreadable else None), address.address)
            unreadable = unreadable or address
    return unreadable


def _files(found: Bodies, html: str | None) -> tuple[tuple[Attachment, ...], tuple[bytes, ...]]:
    attachments: list[Attachment] = []
    messages: list[bytes] = []
    for part in found.files:
        attachments.append(attachment_of(part, html))
        if is_message(part):
            messages.append(part.content)
    attachments += [plain_attachment(decode_text(name), "application/octet-stream", content) for name, content in found.uuencoded]
    return distinct(attachments), tuple(messages)


def _findings(root: Part, attachments: tuple[Attachment, ...], text: str) -> Iterator[str]:
    types = {root.content_type, *(attachment.content_type for attachment in attachments)}
    enveloped = root.type_field.parameters.get("smime-type", "").lower()
    if types & _ENCRYPTED or enveloped.endswith("enveloped-data") or "-----BEGIN PGP MESSAGE-----" in text:
        yield "encrypted"
    if types & _SIGNED or enveloped == "signed-data" or "-----BEGIN PGP SIGNED MESSAGE-----" in text:
        yield "signed"
    for attachment in attachments:
        if is_dangerous(attachment.filename):
            yield f"dangerous attachment: {attachment.filename}"
