"""winmail.dat taken apart (MS-OXTNEF): the files, the body and the messages that Outlook packs into one attachment.

Everything is bounded by the bytes that are there; counts in the stream are never trusted.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmbot.parsing.mime import mapi
from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.mapi import MapiMessage, PropertyValue

TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURE = 0x223E9F78
_CODEPAGE, _BODY, _SUBJECT, _MESSAGE_ID = 0x9007, 0x800C, 0x8004, 0x8009
_PROPERTIES, _RECIPIENTS, _FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = (
    0x9003,
    0x9004,
    0x9002,
    0x8010,
    0x800F,
    0x9005,
)
_FIXED = {2: 2, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 2, 20: 8, 64: 8, 72: 16}  # property type to bytes
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MAX_ATTRIBUTES = 20_000
_MAX_NESTED = 5


@dataclass(slots=True)
class TnefFile:
    """A file in the container, name and type as written there."""

    name: str = ""
    content_type: str = "application/octet-stream"
    content: bytes = b""
    message: MapiMessage | None = None


@dataclass(slots=True)
class Tnef:
    """What a container holds."""

    message: MapiMessage = field(default_factory=MapiMessage)
    files: list[TnefFile] = field(default_factory=list)
    charset: str | None = None


def read_tnef(data: bytes, depth: int = 0) -> Tnef | None:
    """The content of a winmail.dat as far as it is readable, None if it is none."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    tnef = Tnef()
    for number, content in _attributes(data):
        if number == _FILE_BEGINS:
            tnef.files.append(TnefFile())
        elif number in {_FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES} and tnef.files:
            _read_file(tnef, number, content, depth)
        else:
            _read_attribute(tnef, number, content)
    tnef.message.embedded = [file.message for file in tnef.files if file.message is not None]
    return tnef


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    for _ in range(_MAX_ATTRIBUTES):
        if position + 9 > len(data):
            return
        number, length = struct.unpack_from("<H2xI", data, position + 1)
        yield number, data[position + 9 : position + 9 + length]
        position += 9 + length + 2


def _read_attribute(tnef: Tnef, number: int, content: bytes) -> None:
    properties = tnef.message.properties
    if number == _CODEPAGE and len(content) >= 4:
        tnef.charset = mapi.codepage_name(struct.unpack_from("<I", content)[0])
    elif number == _PROPERTIES:
        properties.update(
            {key: value for key, value in _properties(content, 0, tnef.charset)[0].items() if value not in (b"", "")}
        )
    elif number == _RECIPIENTS:
        tnef.message.recipients = _rows(content, tnef.charset)
    elif number in {_BODY, _SUBJECT, _MESSAGE_ID}:
        key = {_BODY: mapi.BODY, _SUBJECT: mapi.SUBJECT, _MESSAGE_ID: mapi.MESSAGE_ID}[number]
        properties.setdefault(key, _string(content, tnef.charset))


def _read_file(tnef: Tnef, number: int, content: bytes, depth: int) -> None:
    file = tnef.files[-1]
    if number == _FILE_TITLE:
        file.name = _string(content, tnef.charset) or file.name
    elif number == _FILE_DATA:
        file.content = content
    else:
        found = _properties(content, 0, tnef.charset)[0]
        long_name = found.get(mapi.ATTACH_LONG_NAME)
        short_name = found.get(mapi.ATTACH_SHORT_NAME)
        file.name = next((name for name in (long_name, file.name, short_name) if isinstance(name, str) and name), "")
        mime = found.get(mapi.ATTACH_MIME)
        file.content_type = mime.strip().lower() if isinstance(mime, str) and "/" in mime else file.content_type
        inner = found.get(mapi.ATTACH_DATA)
        if isinstance(inner, bytes):
            nested = read_tnef(inner[16:], depth + 1) if depth < _MAX_NESTED else None  # behind the interface id
            file.message = nested.message if nested else None
            file.content = file.content or (inner[16:] if nested else inner)


def _rows(content: bytes, charset: str | None) -> list[dict[int, PropertyValue]]:
    rows: list[dict[int, PropertyValue]] = []
    position = 4
    while position + 4 <= len(content) and len(rows) < 5_000:
        row, position = _properties(content, position, charset)
        rows.append(row)
    return rows


def _properties(data: bytes, position: int, charset: str | None) -> tuple[dict[int, PropertyValue], int]:
    """A list of MAPI properties and the place behind it; what is cut off ends the list."""
    found: dict[int, PropertyValue] = {}
    if position + 4 > len(data):
        return found, len(data)
    (count,) = struct.unpack_from("<I", data, position)
    position += 4
    try:
        while count > 0 and position + 4 <= len(data):
            kind, number = struct.unpack_from("<HH", data, position)
            position = _after_name(data, position + 4) if number >= 0x8000 else position + 4
            value, position = _value(data, position, kind, charset)
            if value is not None and number < 0x8000:
                found.setdefault(number, value)
            count -= 1
    except struct.error:
        return found, len(data)
    return found, position


def _after_name(data: bytes, position: int) -> int:
    """The place behind the name of a named property."""
    kind, length = struct.unpack_from("<II", data, position + 16)
    return position + 24 + (0 if kind == 0 else (length + 3) // 4 * 4)


def _value(data: bytes, position: int, kind: int, charset: str | None) -> tuple[PropertyValue | None, int]:
    """A value and the place behind it. Of several values the first one counts."""
    several, kind = kind & 0x1000, kind & 0xEFFF
    if kind in _FIXED:
        size = _FIXED[kind]
        count = struct.unpack_from("<I", data, position)[0] if several else 1
        start = position + (4 if several else 0)
        end = start + (max(size, 4) if not several else (count * size + 3) // 4 * 4)
        return int.from_bytes(data[start : start + min(size, 8)], "little"), end
    if kind not in {_STRING, _UNICODE, _OBJECT, _BINARY, 0}:
        raise struct.error("unknown property type")
    (count,) = struct.unpack_from("<I", data, position)
    position += 4
    first: PropertyValue | None = None
    while count > 0:
        (length,) = struct.unpack_from("<I", data, position)
        content = data[position + 4 : position + 4 + length]
        position += 4 + (length + 3) // 4 * 4
        first = _typed(content, kind, charset) if first is None else first
        count -= 1
    return first, position


def _typed(content: bytes, kind: int, charset: str | None) -> PropertyValue:
    if kind == _UNICODE:
        return content.decode("utf-16-le", "replace").rstrip("\0")
    return _string(content, charset) if kind == _STRING else content


def _string(content: bytes, charset: str | None) -> str:
    return decode_text(content.rstrip(b"\0"), charset)
