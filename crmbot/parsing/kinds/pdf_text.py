"""The text of a PDF as far as it can be read without interpreting fonts: strings shown in plain or deflated streams.

Enough to find number, date and amount of an offer written by common programs; fonts of their own encoding yield nothing.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_LARGEST = 8_000_000  # bytes that are looked at
_MOST_STREAMS = 200
_INFLATED = 1_000_000  # bytes of one stream
_EFFORT = 4_000_000  # bytes of all of them
_LONGEST = 60_000  # characters of text
_STREAM = re.compile(rb"stream\r?\n")
# A string that does not end is taken too, so that nothing is read twice.
_SHOWN = re.compile(
    rb"\((?P<text>(?:[^()\\]|\\.){0,2000}+)(?P<closed>\)?)|(?P<gap>-?\d{3,6}(?:\.\d{1,4})?)(?=[\s(\]])|(?P<line>T\*|Td|TD|Tm|ET|'|\")(?=[\s])",
    re.DOTALL,
)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\n", b"t": b" ", b"b": b"", b"f": b""}
_WORD_GAP = -180  # thousandths of the font size: so far to the right means a blank


def pdf_text(content: bytes) -> str:
    """What can be read, lines separated by line feeds; the empty string for anything else than a readable PDF."""
    if b"%PDF" not in content[:1024]:
        return ""
    parts: list[str] = []
    length, effort = 0, _EFFORT
    for stream in _streams(content[:_LARGEST]):
        effort -= len(stream)
        if effort < 0:
            break
        if b"Tj" not in stream and b"TJ" not in stream:
            continue
        text = _shown(stream)
        parts.append(text)
        length += len(text)
        if length > _LONGEST:
            break
    return "\n".join(parts)[:_LONGEST]


def _streams(content: bytes) -> Iterator[bytes]:
    for count, match in enumerate(_STREAM.finditer(content)):
        if count >= _MOST_STREAMS:
            return
        end = content.find(b"endstream", match.end())
        body = content[match.end() : end if end >= 0 else len(content)]
        yield _inflated(body) if b"FlateDecode" in content[max(0, match.start() - 300) : match.start()] else body


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, _INFLATED)
    except zlib.error:
        return b""


def _shown(stream: bytes) -> str:
    pieces: list[bytes] = []
    for match in _SHOWN.finditer(stream[:_INFLATED]):
        if match["text"] is not None:
            pieces.append(_unescaped(match["text"]) if match["closed"] else b"")
        elif match["line"] is not None:
            pieces.append(b"\n")
        elif float(match["gap"]) <= _WORD_GAP and pieces and pieces[-1] not in (b" ", b"\n"):
            pieces.append(b" ")
    text = b"".join(pieces).decode("cp1252", "replace")
    return re.sub(r"\n{2,}", "\n", "".join(one for one in text if one == "\n" or one.isprintable()))


def _unescaped(text: bytes) -> bytes:
    def plain(match: re.Match[bytes]) -> bytes:
        code = match[1]
        return bytes([int(code, 8) & 255]) if code[:1].isdigit() and code[:1] < b"8" else _PLAIN.get(code, code)

    return _ESCAPED.sub(plain, text)
