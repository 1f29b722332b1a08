"""The lines of vCards (2.1, 3.0, 4.0) and what they say: unfolded, parameters and values apart, whatever the version.

Tolerant: a line that cannot be read is passed over, and so is what is too large to be a fact about somebody (pictures, keys).
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 100_000  # characters of a value
_MOST_LINES = 5_000  # of one card, pictures aside
_LARGE = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "AGENT"})
_NAME = re.compile(r"(?:([\w-]{1,60})\.)?([\w-]{1,60})$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^(['^n])")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One property: its name in capitals, its group, its kinds (TYPE, and the bare words of 2.1), folded to lower case, the
    other parameters, and the value as it was written.
    """

    name: str
    value: str
    group: str = ""
    kinds: frozenset[str] = frozenset()
    parameters: tuple[tuple[str, str], ...] = ()

    def parameter(self, name: str) -> str | None:
        """The first parameter of that name."""
        return next((value for key, value in self.parameters if key == name), None)

    @property
    def text(self) -> str:
        """The value as one text."""
        return unescaped(self.value)

    def parts(self, sign: str = ";") -> list[str]:
        """The value taken apart at unescaped signs (structured values: `;`, lists: `,`)."""
        return [unescaped(part) for part in split_at(self.value, sign)]


def unescaped(text: str) -> str:
    r"""`\n`, `\,`, `\;` and `\\` as what they stand for (RFC 6350, 3.4)."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def split_at(text: str, sign: str) -> list[str]:
    """Pieces between unescaped signs, still escaped."""
    pieces, start, place = [], 0, 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
            continue
        if text[place] == sign:
            pieces.append(text[start:place])
            start = place + 1
        place += 1
    return [*pieces, text[start:]]


def cards(lines: Iterable[str]) -> Iterator[tuple[int, list[CardLine]]]:
    """The cards of a file, one after the other, each with the number of its first line; also one whose end was cut off."""
    begun, held = 0, list[CardLine]()
    for number, line in _unfolded(lines):
        told = line.strip().upper()
        if told == "BEGIN:VCARD":
            if begun and held:
                yield begun, held
            begun, held = number, []
        elif told == "END:VCARD":
            if begun:
                yield begun, held
            begun, held = 0, []
        elif begun and len(held) < _MOST_LINES and (found := _line(line)) is not None:
            held.append(found)
    if begun and held:
        yield begun, held


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Logical lines: continued by a blank, or by the soft line break of quoted-printable in 2.1."""
    pieces, begun, soft, size = list[str](), 0, False, 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n").replace("\x00", "")
        if soft or (pieces and line[:1] in (" ", "\t")):
            piece = line if soft else line[1:]
        else:
            if pieces:
                yield begun, "".join(pieces)
            pieces, begun, size, piece = [], number, 0, line
        head = pieces[0] if pieces else piece
        soft = piece.endswith("=") and "QUOTED-PRINTABLE" in head.partition(":")[0].upper()
        size += len(piece)
        if size <= _LONGEST:
            pieces.append(f"{piece[:-1]}" if soft else piece)
        elif not pieces:
            pieces.append("")
    if pieces:
        yield begun, "".join(pieces)


def _line(line: str) -> CardLine | None:
    colon = _outside_quotes(line, ":")
    if colon < 0:
        return None
    head, value = line[:colon], line[colon + 1 :]
    name, *said = _pieces(head)
    match = _NAME.match(name.strip())
    if match is None or match[2].upper() in _LARGE:
        return None
    kinds: set[str] = set()
    parameters: list[tuple[str, str]] = []
    for one in said:
        key, sign, told = one.partition("=")
        words = [_caret(word.strip('" ')) for word in told.split(",")] if key.strip().upper() == "TYPE" else []
        if not sign:
            kinds.add(key.strip().lower())
        elif key.strip().upper() == "TYPE":
            kinds |= {word.lower() for piece in words for word in piece.split(",")}
        else:
            parameters.append((key.strip().upper(), _caret(told.strip().strip('"'))))
    return CardLine(
        match[2].upper(),
        _decoded(value, kinds, dict(parameters)),
        (match[1] or "").lower(),
        frozenset(kinds),
        tuple(parameters),
    )


def _caret(text: str) -> str:
    """`^n`, `^'` and `^^` in parameters (RFC 6868)."""
    return _CARET.sub(lambda match: {"n": "\n", "'": '"', "^": "^"}[match[1]], text)


def _outside_quotes(text: str, sign: str) -> int:
    quoted = False
    for place, one in enumerate(text[:_LONGEST]):
        if one == '"':
            quoted = not quoted
        elif one == sign and not quoted:
            return place
    return text.find(sign) if quoted else -1


def _pieces(head: str) -> list[str]:
    """Name and parameters, at semicolons outside of quotes."""
    pieces, quoted, start = [], False, 0
    for place, sign in enumerate(head):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            pieces.append(head[start:place])
            start = place + 1
    return [*pieces, head[start:]]


def _decoded(value: str, kinds: set[str], parameters: dict[str, str]) -> str:
    """Quoted-printable and Base64 of versions 2.1 and 3.0, in the character set they name."""
    encoding = parameters.get("ENCODING", "").upper()
    charset = parameters.get("CHARSET", "utf-8")
    if encoding == "QUOTED-PRINTABLE" or "quoted-printable" in kinds:
        raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
        return _text(raw, charset).replace("\r\n", "\\n").replace("\n", "\\n")
    if encoding in ("B", "BASE64") or "base64" in kinds:
        try:
            return _text(base64.b64decode(value, validate=False), charset)
        except (binascii.Error, ValueError):
            return ""
    return value


def _text(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "cp1252"):
        try:
            return raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("latin-1")
