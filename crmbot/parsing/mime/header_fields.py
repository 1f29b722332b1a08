"""The header of a message as values: who wrote to whom, when, about what."""

from __future__ import annotations

from crmbot.parsing.mime.addresses import parse_addresses
from crmbot.parsing.mime.charsets import decode_texts, guess_charset
from crmbot.parsing.mime.encoded_words import decode_words
from crmbot.parsing.mime.header_dates import parse_header_date
from crmbot.parsing.mime.message_ids import read_message_id, read_message_ids
from crmbot.parsing.parsed import Address, Header


def read_header(fields: list[tuple[str, bytes]], charset: str | None) -> Header:
    """The header of a message from its fields; `charset` is the best guess for raw 8-bit values."""
    if any(not value.isascii() for _, value in fields):
        charset = charset or guess_charset(b"\n".join(value for _, value in fields if not value.isascii()))
    values = decode_texts((value for _, value in fields), charset)
    raw = [(name, value) for (name, _), value in zip(fields, values, strict=True)]
    first: dict[str, str] = {}
    for name, value in raw:
        key = name.lower()
        if key not in first and value.strip():
            first[key] = value
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
        fields=tuple([(name, decode_words(value)) for name, value in raw]),
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
