"""The message within an opaque S/MIME signature (RFC 8551, section 3.5.2; RFC 5652, section 5): signed, not encrypted."""

from __future__ import annotations

from typing import NamedTuple

TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_SEQUENCE, _SET, _OID, _OCTETS, _OCTET_PIECES, _EXPLICIT, _INTEGER = 0x30, 0x31, 0x06, 0x04, 0x24, 0xA0, 0x02
_MAX_PIECES = 200_000


class _Item(NamedTuple):
    tag: int
    start: int
    end: int  # the end of what holds it where the length is indefinite
    indefinite: bool


def signed_content(data: bytes) -> bytes | None:
    """The content that was signed, None where there is none inside or where it is encrypted."""
    position, end = 0, len(data)
    for tag, oid in (
        (_SEQUENCE, None),
        (_OID, _SIGNED_DATA),
        (_EXPLICIT, None),
        (_SEQUENCE, None),
        (_INTEGER, b""),
        (_SET, b""),
    ):
        item = _item(data, position, end)
        if item is None or item.tag != tag or (oid and data[item.start : item.end] != oid):
            return None
        if oid is None:
            position, end = item.start, item.end
        elif item.indefinite:
            return None
        else:
            position = item.end
    return _content(data, position, end)


def _content(data: bytes, position: int, end: int) -> bytes | None:
    """The octets of an EncapsulatedContentInfo."""
    wrapper = _item(data, position, end)
    kind = _item(data, wrapper.start, wrapper.end) if wrapper and wrapper.tag == _SEQUENCE else None
    if wrapper is None or kind is None or data[kind.start : kind.end] != _DATA:
        return None
    explicit = _item(data, kind.end, wrapper.end)
    octets = _item(data, explicit.start, explicit.end) if explicit and explicit.tag == _EXPLICIT else None
    if octets is None:
        return None
    if octets.tag == _OCTETS:
        return data[octets.start : octets.end]
    return _pieces(data, octets) if octets.tag == _OCTET_PIECES else None


def _pieces(data: bytes, octets: _Item) -> bytes:
    """A constructed string: pieces one behind the other, up to the end mark."""
    out: list[bytes] = []
    position = octets.start
    while len(out) < _MAX_PIECES and (item := _item(data, position, octets.end)) is not None and item.tag == _OCTETS:
        out.append(data[item.start : item.end])
        position = item.end
    return b"".join(out)


def _item(data: bytes, position: int, end: int) -> _Item | None:
    """The tag and the span of the content at `position` (X.690), cut at `end`."""
    if position + 2 > end:
        return None
    tag, length = data[position], data[position + 1]
    start = position + 2
    if length == 0x80:
        return _Item(tag, start, end, indefinite=True)
    if length > 0x80:
        count = length & 0x7F
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    return _Item(tag, start, min(start + length, end), indefinite=False) if start <= end else None
