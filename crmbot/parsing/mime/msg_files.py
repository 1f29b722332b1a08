"""Outlook .msg files (MS-OXMSG) as messages: header, body and attached messages, read from the compound file."""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING, TypeAlias

from crmbot.parsing.mime import mapi
from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.mapi import MapiMessage, PropertyValue, as_rfc5322

if TYPE_CHECKING:
    import olefile

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "__substg1.0_"
_FIXED_STREAM = "__properties_version1.0"
_TAG = re.compile(
    r"__substg1\.0_([0-7][0-9A-Fa-f]{3})(001E|001F|0102)\Z", re.IGNORECASE
)  # number and type of a property
_STRING, _UNICODE = 0x1E, 0x1F
_FIXED_TYPES = {2, 3, 11, 20, 64}  # short, long, boolean, 8 bytes, time
_MAX_PEOPLE = 2_000
_MAX_NESTED = 5
_MAX_ENTRIES = 20_000

_Path: TypeAlias = tuple[str, ...]


def msg_to_message(data: bytes) -> bytes | None:
    """The message in a .msg file as raw RFC 5322 bytes, None where the file is none or is broken."""
    if not data.startswith(_SIGNATURE):
        return None
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            message = _Reader(ole, len(data)).message((), 0)
    except Exception:  # noqa: BLE001 -- a compound file can be broken in more ways than its reader has errors for
        return None
    return as_rfc5322(message) if message.properties else None


class _Reader:
    """A compound file with the bytes that may still be read from it: streams of a hostile file can share their sectors."""

    def __init__(self, ole: olefile.OleFileIO, size: int) -> None:
        self.ole = ole
        self.left = 4 * size
        self.tree: dict[_Path, list[str]] = {}
        for entry in ole.listdir(streams=True, storages=True)[:_MAX_ENTRIES]:
            self.tree.setdefault(tuple(entry[:-1]), []).append(entry[-1])

    def message(self, path: _Path, depth: int) -> MapiMessage:
        """The message in the storage `path`, with those within it."""
        message = MapiMessage(self.properties(path, 24 if path else 32))
        for name in sorted(self.tree.get(path, ())):
            if name.startswith("__recip_version1.0_") and len(message.recipients) < _MAX_PEOPLE:
                message.recipients.append(self.properties((*path, name), 8))
            elif name.startswith("__attach_version1.0_") and depth < _MAX_NESTED:
                embedded = (*path, name, f"{_STREAM}3701000D")
                if embedded in self.tree:
                    message.embedded.append(self.message(embedded, depth + 1))
        return message

    def properties(self, path: _Path, skip: int) -> dict[int, PropertyValue]:
        """The properties of a storage; its list of fixed ones begins behind `skip` bytes."""
        entries = self.tree.get(path, [])
        found = _fixed(self.stream((*path, _FIXED_STREAM)), skip) if _FIXED_STREAM in entries else {}
        charset = mapi.codepage_name(found.get(mapi.INTERNET_CODEPAGE) or found.get(mapi.MESSAGE_CODEPAGE))
        for name in entries:
            if (tag := _TAG.match(name)) is not None and int(tag[1], 16) in mapi.WANTED:
                found[int(tag[1], 16)] = _typed(self.stream((*path, name)), int(tag[2], 16), charset)
        return found

    def stream(self, path: _Path) -> bytes:
        content = bytes(self.ole.openstream(list(path)).read(self.left))
        self.left -= len(content)
        return content


def _typed(content: bytes, kind: int, charset: str | None) -> PropertyValue:
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").rstrip("\0")
    return decode_text(content.rstrip(b"\0"), charset) if kind == _STRING else content


def _fixed(stream: bytes, skip: int) -> dict[int, PropertyValue]:
    """Properties of fixed length: entries of 16 bytes behind a header."""
    found: dict[int, PropertyValue] = {}
    for position in range(skip, len(stream) - 15, 16):
        kind, number, value = struct.unpack_from("<HH4xQ", stream, position)
        if kind in _FIXED_TYPES:
            found[number] = value if kind in {20, 64} else value & (0xFFFF if kind in {2, 11} else 0xFFFFFFFF)
    return found
