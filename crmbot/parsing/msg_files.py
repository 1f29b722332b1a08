"""Outlook .msg files (MS-OXMSG) as messages: header, body and attached messages, read from the compound file."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING, TypeAlias

from crmbot.parsing import mapi
from crmbot.parsing.charsets import decode_text
from crmbot.parsing.mapi import MapiMessage, PropertyValue, as_rfc5322

if TYPE_CHECKING:
    import olefile

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAM = "__substg1.0_"
_FIXED_STREAM = "__properties_version1.0"
_STRING, _UNICODE, _BINARY = 0x1E, 0x1F, 0x102
_FIXED_TYPES = {2, 3, 11, 20, 64}  # short, long, boolean, 8 bytes, time
_MAX_STREAM = 20_000_000  # bytes
_MAX_PEOPLE = 2_000
_MAX_NESTED = 5
_MAX_ENTRIES = 20_000

_Path: TypeAlias = tuple[str, ...]
_Tree: TypeAlias = dict[_Path, list[str]]


def msg_to_message(data: bytes) -> bytes | None:
    """The message in a .msg file as raw RFC 5322 bytes, None where the file is none or is broken."""
    if not data.startswith(_SIGNATURE):
        return None
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            message = _read(ole, _tree(ole), (), 0)
    except Exception:  # noqa: BLE001 -- a compound file can be broken in more ways than its reader has errors for
        return None
    return as_rfc5322(message) if message.properties else None


def _tree(ole: olefile.OleFileIO) -> _Tree:
    """The names of what lies in each storage."""
    tree: _Tree = {}
    for entry in ole.listdir(streams=True, storages=True)[:_MAX_ENTRIES]:
        tree.setdefault(tuple(entry[:-1]), []).append(entry[-1])
    return tree


def _read(ole: olefile.OleFileIO, tree: _Tree, path: _Path, depth: int) -> MapiMessage:
    message = MapiMessage(_properties(ole, tree, path, 24 if path else 32))
    for name in sorted(tree.get(path, ())):
        if name.startswith("__recip_version1.0_") and len(message.recipients) < _MAX_PEOPLE:
            message.recipients.append(_properties(ole, tree, (*path, name), 8))
        elif name.startswith("__attach_version1.0_") and depth < _MAX_NESTED:
            embedded = (*path, name, f"{_STREAM}3701000D")
            if embedded in tree:
                message.embedded.append(_read(ole, tree, embedded, depth + 1))
    return message


def _properties(ole: olefile.OleFileIO, tree: _Tree, path: _Path, skip: int) -> dict[int, PropertyValue]:
    """The properties of a storage; its list of fixed ones begins behind `skip` bytes."""
    entries = tree.get(path, [])
    found = _fixed(_stream(ole, (*path, _FIXED_STREAM)), skip) if _FIXED_STREAM in entries else {}
    charset = mapi.codepage_name(found.get(mapi.INTERNET_CODEPAGE) or found.get(0x3FFD))
    for name in entries:
        if name.startswith(_STREAM) and len(name) == len(_STREAM) + 8:
            tag = int(name[len(_STREAM) :], 16)
            number, kind = tag >> 16, tag & 0xFFFF
            if kind in {_STRING, _UNICODE, _BINARY} and number < 0x8000 and number != mapi.ATTACH_DATA:
                found[number] = _typed(_stream(ole, (*path, name)), kind, charset)
    return found


def _stream(ole: olefile.OleFileIO, path: _Path) -> bytes:
    return bytes(ole.openstream(list(path)).read(_MAX_STREAM))


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
