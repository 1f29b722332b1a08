"""A message as a tree of parts (RFC 2046), each one a span of the source bytes.

The tree is cut by searching boundary lines from the outside in, with hard limits and without recursion, so that a part
can be had as it stands in the mail, to the byte, and depth bombs end as one opaque part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crmbot.parsing.mime import cms
from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.header_block import read_block
from crmbot.parsing.mime.parameters import Parameterised, read_parameterised
from crmbot.parsing.mime.transfer import decode_transfer, encoding_name

MAX_DEPTH = 60
MAX_PARTS = 2_000
_MAX_MARKS = 20_000  # lines of one multipart that begin like its boundary
_BARE_CR = re.compile(rb"\r(?!\n)")
_LOCATED = re.compile(r"[\w() .-]{1,150}\.\w{2,5}\Z")  # a Content-Location that ends in the name of a file


@dataclass(slots=True)
class Part:
    """A part: its header fields as bytes, the span of its body in `source`, its children in order. Fields and boundaries
    are sought in `shadow`, bytes are cut from `source`."""

    source: bytes = field(repr=False)
    shadow: bytes = field(repr=False)  # as long as `source`, with line feeds where lines end
    start: int
    body: int
    end: int
    fields: list[tuple[str, bytes]]
    depth: int
    default_type: str = "text/plain"
    parent: Part | None = field(default=None, repr=False)
    children: list[Part] = field(default_factory=list)
    type_field: Parameterised = field(init=False)  # Content-Type as read
    disposition_field: Parameterised = field(init=False)  # Content-Disposition as read
    content_type: str = field(init=False)  # `type/subtype` in lower case; the default where it is missing or unreadable
    filename: str | None = field(init=False)  # the name of the file, from either field, as written
    _content: bytes | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """Read what every reader of parts asks for."""
        self.type_field = read_parameterised(self.raw_field("content-type"))
        self.disposition_field = read_parameterised(self.raw_field("content-disposition"))
        self.filename = self._filename()
        self.content_type = self._content_type()

    def raw_field(self, name: str) -> str:
        """The first non-empty value of a field, as text with its encoded words still encoded."""
        for key, value in self.fields:
            if len(key) == len(name) and value and key.lower() == name:
                return decode_text(value)
        return ""

    @property
    def charset(self) -> str | None:
        """The charset the part names."""
        return self.type_field.parameters.get("charset") or None

    @property
    def disposition(self) -> str:
        """`attachment`, `inline`, another word, or nothing."""
        return self.disposition_field.value

    @property
    def content_id(self) -> str | None:
        """Content-ID without its angle brackets."""
        return self.raw_field("content-id").strip(" <>") or None

    @property
    def raw(self) -> bytes:
        """The body as it stands in the mail."""
        return self.source[self.body : self.end]

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding taken off."""
        if self._content is None:
            self._content = decode_transfer(self.raw, encoding_name(self.raw_field("content-transfer-encoding")))
        return self._content

    def _content_type(self) -> str:
        main, _, sub = self.type_field.value.partition("/")
        if main and sub:
            return f"{main}/{sub}"
        if main in {"text", "html"}:
            return "text/html" if main == "html" else "text/plain"
        if self.filename and self.type_field.value:
            return "application/octet-stream"
        return self.default_type

    def _filename(self) -> str | None:
        for parameters in (self.disposition_field.parameters, self.type_field.parameters):
            for key in ("filename", "name", "file") if parameters else ():
                if name := parameters.get(key):
                    return name
        location = self.raw_field("content-location").rpartition("/")[2]
        return location if _LOCATED.match(location) else None


def split_message(source: bytes) -> tuple[Part, list[str]]:
    """The tree of a whole message and what was wrong with it."""
    defects: list[str] = []
    root = _whole(source, None, defects)
    waiting = [root]
    count = 1
    while waiting:
        part = waiting.pop()
        if part.depth >= MAX_DEPTH and part.content_type.startswith("multipart/"):
            defects.append(f"nested deeper than {MAX_DEPTH} parts")
            continue
        part.children = _children(part, MAX_PARTS - count, defects)
        count += len(part.children)
        waiting.extend(part.children)
    return root, defects


def with_line_feeds(raw: bytes) -> bytes:
    """`raw` with line feeds where lines end, in the same length: some systems write carriage returns alone."""
    if b"\r" not in raw:
        return raw
    bare = raw.count(b"\r") - raw.count(b"\r\n")
    return _BARE_CR.sub(b"\n", raw) if bare > 10 * raw.count(b"\n") else raw


def _whole(source: bytes, parent: Part | None, defects: list[str]) -> Part:
    """A message, or what a part holds once it is unpacked, as a part of its own."""
    shadow = with_line_feeds(source)
    block = read_block(shadow, 0, len(shadow), top=parent is None)
    defects += block.defects
    return Part(
        source, shadow, 0, block.body, len(source), block.fields, parent.depth + 1 if parent else 0, parent=parent
    )


def _children(part: Part, room: int, defects: list[str]) -> list[Part]:
    if part.content_type.startswith("multipart/"):
        return _multipart(part, room, defects)
    if part.content_type in cms.TYPES and room > 0 and part.depth < MAX_DEPTH:
        inner = cms.signed_content(part.content)
        return [_whole(inner, part, defects)] if inner else []
    return []


def _multipart(part: Part, room: int, defects: list[str]) -> list[Part]:
    spans = _spans(part, room + 1, defects)
    if len(spans) > room:
        defects.append(f"more than {MAX_PARTS} parts")
        spans = spans[:room]
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    children = []
    for start, end in spans:
        block = read_block(part.shadow, start, end)
        defects.extend(defect for defect in block.defects if defect not in defects and defect != "no header")
        children.append(
            Part(part.source, part.shadow, start, block.body, end, block.fields, part.depth + 1, default, part)
        )
    return children


def _spans(part: Part, limit: int, defects: list[str]) -> list[tuple[int, int]]:
    """Where the children lie, from the line after a boundary to the line end before the next one."""
    shadow = part.shadow
    boundary = part.type_field.parameters.get("boundary", "").rstrip()
    for candidate in _candidates(boundary):
        if lines := _boundary_lines(shadow, candidate, part.body, part.end, limit + 1):
            break
    else:
        guessed = _guess_boundary(shadow, part.body, part.end)
        lines = _boundary_lines(shadow, guessed, part.body, part.end, limit + 1) if guessed else []
        defects.append("multipart without its boundary")
    spans: list[tuple[int, int]] = []
    for index, (_, after, closes) in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if closes and (following is None or following[2]):
            continue
        end = following[0] if following else part.end
        if following is None:
            defects.append("multipart without its end")
        if closes and not shadow[after:end].strip():
            continue
        if not closes or following is not None:
            spans.append((after, _before_line_end(shadow, after, end) if following else end))
    return spans


def _candidates(boundary: str) -> list[bytes]:
    if not boundary:
        return []
    raw = boundary.encode("utf-8", "replace")
    return list(dict.fromkeys((raw, b"".join(raw.split()), raw.strip(b"-")))) if b" " in raw or b"\t" in raw else [raw]


def _boundary_lines(shadow: bytes, boundary: bytes, start: int, end: int, limit: int) -> list[tuple[int, int, bool]]:
    """Begin, end and whether it closes, of every line `--boundary` or `--boundary--`."""
    mark = b"--" + boundary
    found: list[tuple[int, int, bool]] = []
    position = start if shadow.startswith(mark, start, end) else shadow.find(b"\n" + mark, start, end) + 1
    for _ in range(_MAX_MARKS):
        if position == 0 or len(found) > limit:
            break
        after = position + len(mark)
        stop = shadow.find(b"\n", after, end)
        stop = end if stop < 0 else stop
        rest = shadow[after : min(stop, after + 200)].strip()
        if not rest or (rest.startswith(b"--") and not rest.strip(b"-")):
            found.append((position, min(stop + 1, end), rest != b""))
        position = shadow.find(b"\n" + mark, after, end) + 1
    return found


def _before_line_end(shadow: bytes, start: int, end: int) -> int:
    """`end` without the line end in front of it, which belongs to the boundary."""
    if end > start and shadow[end - 1 : end] == b"\n":
        end -= 1
        if end > start and shadow[end - 1 : end] == b"\r":
            end -= 1
    return end


def _guess_boundary(shadow: bytes, start: int, end: int) -> bytes | None:
    """The boundary of a multipart that does not name it: the first line `--…` that a content field follows."""
    position = start
    for _ in range(200):
        position = shadow.find(b"--", position, end)
        if position < 0:
            return None
        stop = shadow.find(b"\n", position, end)
        if stop < 0:
            return None
        line = shadow[position:stop].strip()
        begins_line = position == start or shadow[position - 1 : position] == b"\n"
        if (
            begins_line
            and 4 < len(line) < 200
            and b" " not in line
            and shadow[stop + 1 : stop + 9].lower() == b"content-"
        ):
            return line[2:]
        position = stop
    return None
