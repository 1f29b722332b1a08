"""The envelope of a message in a mailbox, told from its header: the server that delivered it has written it there."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER_BYTES = 256 * 1024
_VALUE_CHARS = 32 * 1024
_MOST_RECIPIENTS = 200
# Written by servers on delivery, the surest first; then what the sender wrote.
_DELIVERY = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_ADDRESSED = ("to", "cc", "bcc")
_QUOTED = re.compile(r'"[^"]{0,1000}"')
_ADDRESS = re.compile(r"[^\s<>()\[\]\\,;:@\"]{1,256}@[^\s<>()\[\]\\,;:@\"]{1,255}")


def envelope_of(content: bytes, capture_addresses: tuple[str, ...] = ()) -> tuple[str, tuple[str, ...]]:
    """Sender (empty when unknown) and recipients of a message as the mailbox shows it.

    A message that names no capture address came as a blind copy without a trace: it was still sent to the mailbox that
    we read, so the first of `capture_addresses` is added.
    """
    fields = list(_fields(content))
    senders = _addresses(value for name, value in fields if name == "return-path")
    wanted = (value for key in (*_DELIVERY, *_ADDRESSED) for name, value in fields if name == key)
    recipients = list(dict.fromkeys(_addresses(wanted)))[:_MOST_RECIPIENTS]
    if not any(_belongs(one, capture) for one in recipients for capture in capture_addresses):
        recipients += capture_addresses[:1]
    return next(senders, ""), tuple(recipients)


def _belongs(address: str, capture: str) -> bool:
    """Whether `address` is `capture` or a sub-address of it."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" == capture.casefold()


def _fields(content: bytes) -> Iterator[tuple[str, str]]:
    """Names (lower case) and unfolded values of the header. UTF-8 stands in headers since RFC 6532."""
    top = content[:_HEADER_BYTES].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    header = top.lstrip("\n").partition("\n\n")[0]
    for line in re.sub(r"\n[ \t]", " ", header).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().lower(), value[:_VALUE_CHARS]


def _addresses(values: Iterator[str]) -> Iterator[str]:
    """The addresses in header values; names in quotes may look like addresses and are none."""
    for value in values:
        for found in _ADDRESS.finditer(_QUOTED.sub(" ", value)):
            yield found[0].strip("'.").replace("\0", "")
