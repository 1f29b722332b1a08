"""Messages passed on as attachments: message/rfc822, .eml files, digests, one inside the other (RFC 2046, section 5.2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Forwarded, Message

# The reading of one message's own body: new text, signature, quotes and a message forwarded in the text.
ReadBody = Callable[[Message], Forwarded]

_MAX_DEPTH = 10  # messages inside messages; below that they stay attachments
_MAX_SIZE = 40_000_000  # bytes


def read_attached(message: Message, read_body: ReadBody) -> Forwarded | None:
    """The first message attached to another, with what is attached to it in turn; None where there is none.

    Works down with a bound, never by recursion on the input's depth.
    """
    links: list[Forwarded] = []
    while message.attached_messages and len(links) < _MAX_DEPTH:
        raw = _first_readable(message.attached_messages)
        if raw is None:
            break
        message = read_message(raw)
        links.append(read_body(message))
        if links[-1].forwarded is not None:
            break
    inner: Forwarded | None = None
    for link in reversed(links):
        inner = link if link.forwarded is not None else replace(link, forwarded=inner)
    return inner


def as_forwarded(message: Message) -> Forwarded:
    """A message's header and text as a link of the chain; its body is not read further."""
    header = message.header
    return Forwarded(
        from_=header.from_,
        to=header.to,
        cc=header.cc,
        subject=header.subject,
        date=header.date,
        date_text=header.first("Date"),
        text=message.text,
        message_id=header.message_id,
    )


def _first_readable(messages: tuple[bytes, ...]) -> bytes | None:
    return next((raw for raw in messages[:100] if raw.strip() and len(raw) <= _MAX_SIZE), None)
