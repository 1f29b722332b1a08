"""The header fields of a message or part, cut from its bytes (RFC 5322, section 2.2), however damaged the block is."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_FIELDS = 5_000
MAX_BLOCK = 400_000  # bytes of a header block that are read
MAX_FIELD = 200_000  # bytes of one field that are kept
_MAX_JUNK = 30  # lines in front of the first field that are passed over
_LOOK_AHEAD = 5  # lines within which a field must follow for an unindented line to be a continuation
_LOOK_FAR = 60  # the same where the sender is still to come

_FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200}+)[ \t]*+:")
_ORDERLY = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:([^\r\n]*(?:\n[ \t]+[^\s][^\r\n]*)*)\n")
_PARAMETER_LINE = re.compile(rb"[A-Za-z][\w*-]{0,30}=")
_BLOCK_END = re.compile(rb"\n\r*\n")
# Fields that are common enough to tell a header line from prose with a colon.
_KNOWN = re.compile(
    rb"(?:x-[\w.-]+|resent-[\w-]+|content-[\w-]+|list-[\w-]+|arc-[\w-]+|dkim-[\w-]+|received(?:-spf)?|return-path|from|to|cc|bcc|subject|date"
    rb"|sender|reply-to|message-id|in-reply-to|references|mime-version|delivered-to|envelope-to|importance|priority|precedence|user-agent"
    rb"|thread-[\w-]+|auto-submitted|authentication-results|status|organization|lines|keywords|comments|disposition-notification-to"
    rb"|errors-to|mailing-list|original-[\w-]+|apparently-to|delivery-date|feedback-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
# Fields that a body without a blank line above it may begin with, because it passes a message on.
_QUOTABLE = re.compile(rb"(?:from|to|cc|subject|date|sender|reply-to)[ \t]*:", re.IGNORECASE)


class Block(NamedTuple):
    """Fields as name and unfolded bytes, the place where the body begins, and what was wrong."""

    fields: list[tuple[str, bytes]]
    body: int
    defects: list[str]


class _Line(NamedTuple):
    start: int
    text: bytes


def read_block(data: bytes, start: int, end: int, *, top: bool = False) -> Block:
    """The header block of `data[start:end]`. A `top` block belongs to a whole message, in front of which junk is passed
    over: blank lines, a byte order mark, an mbox `From ` line, lines of a transport."""
    defects: list[str] = []
    first = _skip_junk(data, start, end, defects) if top else start
    if (orderly := _read_orderly(data, first, end)) is not None:
        return Block(*orderly, defects)
    return _read_any(data, first, end, defects)


def _read_any(data: bytes, start: int, end: int, defects: list[str]) -> Block:
    lines, body = _lines(data, start, end)
    fields: list[list[bytes]] = []
    for index, (position, line) in enumerate(lines):
        if line[:1] in b" \t" and (fields or not line.strip()):
            if not line.strip() and not _field_follows(lines, index):
                body = lines[index + 1].start if index + 1 < len(lines) else body
                break
            if fields:
                fields[-1].append(line)
        elif match := _FIELD.match(line):
            fields.append([match[1], line[match.end() :]])
        elif fields and _goes_on(lines, index, fields):
            fields[-1].append(line)
            _note(defects, "header line without indent taken as continuation")
        else:
            body = position
            _note(defects, "no blank line between header and body" if fields else "no header")
            break
        if len(fields) > MAX_FIELDS:
            _note(defects, f"more than {MAX_FIELDS} header fields")
            break
    return Block([(name.decode("ascii"), _unfold(parts)) for name, *parts in fields[:MAX_FIELDS]], body, defects)


def _read_orderly(data: bytes, start: int, end: int) -> tuple[list[tuple[str, bytes]], int] | None:
    """The fields of a block in which nothing is amiss, and the place of the body: as most are, and far faster; else None."""
    stop = data.find(b"\n\n", start, end)
    crlf = data.find(b"\n\r\n", start, end if stop < 0 else stop)
    stop, body = (stop, stop + 2) if crlf < 0 else (crlf, crlf + 3)
    if stop < 0 or stop - start > MAX_BLOCK:
        return None
    block = data[start : stop + 1].replace(b"\r\n", b"\n")
    fields: list[tuple[str, bytes]] = []
    place = 0
    while place < len(block):
        match = _ORDERLY.match(block, place)
        if match is None or len(fields) >= MAX_FIELDS:
            return None
        fields.append((match[1].decode("ascii"), _unfold(match[2].split(b"\n"))))
        place = match.end()
    return fields, body


def _note(defects: list[str], defect: str) -> None:
    if defect not in defects:
        defects.append(defect)


def _lines(data: bytes, start: int, end: int) -> tuple[list[_Line], int]:
    """The lines up to the first empty one, without their ends, and the place after that one."""
    lines: list[_Line] = []
    position = start
    while position < end:
        stop = data.find(b"\n", position, end)
        stop = end if stop < 0 else stop
        text = data[position:stop].rstrip(b"\r")
        if not text:
            return lines, min(stop + 1, end)
        lines.extend(_split_at_cr(position, text) if b"\r" in text else (_Line(position, text),))
        position = stop + 1
        if position - start > MAX_BLOCK:
            match = _BLOCK_END.search(data, position - 1, end)
            return lines, match.end() if match else end
    return lines, end


def _split_at_cr(position: int, text: bytes) -> list[_Line]:
    """A carriage return on its own ends a line if a header field or a continuation follows it; else it is a blank."""
    lines: list[tuple[int, list[bytes]]] = []
    start = 0
    for piece in text.split(b"\r"):
        if lines and not (_FIELD.match(piece) or piece[:1] in b" \t"):
            lines[-1][1].append(piece)
        else:
            lines.append((position + start, [piece]))
        start += len(piece) + 1
    joined = (_Line(place, b" ".join(pieces)) for place, pieces in lines)
    return [line for line in joined if line.text]


def _field_follows(lines: list[_Line], index: int) -> bool:
    return any(_KNOWN.match(line.text) or line.text[:1] in b" \t" for line in lines[index + 1 : index + 2])


def _goes_on(lines: list[_Line], index: int, fields: list[list[bytes]]) -> bool:
    """Whether an unindented line that is no field belongs to the field above it rather than to the body."""
    last = fields[-1]
    if last[0].lower().startswith(b"content-") and _PARAMETER_LINE.match(lines[index].text):
        return True
    if last[-1].rfind(b"<") > last[-1].rfind(b">"):  # an identifier or address goes on
        return True
    if any(field[0].lower() == b"from" for field in fields[:100]):
        return any(
            _KNOWN.match(line.text) and not _QUOTABLE.match(line.text)
            for line in lines[index + 1 : index + 1 + _LOOK_AHEAD]
        )
    return any(_KNOWN.match(line.text) for line in lines[index + 1 : index + 1 + _LOOK_FAR])


def _skip_junk(data: bytes, start: int, end: int, defects: list[str]) -> int:
    """The place of the first header field, or `start` where there is none among the first lines."""
    position = start + (3 if data.startswith(b"\xef\xbb\xbf", start) else 0)
    while data[position : position + 1] in {b"\n", b"\r", b" ", b"\t"} and position < end:
        position += 1
    beginning = position
    for number in range(_MAX_JUNK):
        stop = data.find(b"\n", position, min(end, position + MAX_BLOCK))
        line = data[position : stop if stop >= 0 else end]
        if (_KNOWN if number else _FIELD).match(line):
            if number and not data.startswith((b"From ", b">From "), beginning):
                _note(defects, "text in front of the header passed over")
            return position
        if stop < 0 or not line.strip():
            break
        position = stop + 1
    return start


def _unfold(parts: list[bytes]) -> bytes:
    if len(parts) == 1:
        return parts[0].strip()[:MAX_FIELD]
    return b" ".join(part.strip() for part in parts).strip()[:MAX_FIELD]
