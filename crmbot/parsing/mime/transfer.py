"""Content-Transfer-Encodings (RFC 2045, section 6) decoded leniently; nothing here fails."""

from __future__ import annotations

import binascii
import re
import string

_ALPHABET = (string.ascii_letters + string.digits + "+/").encode()
_NOT_BASE64 = bytes(set(range(256)) - set(_ALPHABET) - {ord("=")})
_SPACE = b" \t\r\n"
_MIN_PROSE = 20  # characters below which nothing is taken for prose
_DOUBLE_CR = re.compile(rb"\r{2,}\n")
_BARE_CR = re.compile(rb"\r(?!\n)")
_FOOTER = re.compile(rb"\n(?:_{8,}|-- ?)\r?\n")  # what the software of a list puts below a body
_URLSAFE = bytes.maketrans(b"-_", b"+/")
_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+([^\r\n]{1,300})\r*\n", re.MULTILINE)
_END = re.compile(rb"^end[ \t]*\r*$", re.MULTILINE)


_PLAIN = {
    "": "identity", "7bit": "identity", "8bit": "identity", "binary": "identity",
    "base64": "base64", "quoted-printable": "quoted-printable",
}  # fmt: skip


def encoding_name(field: str) -> str:
    """`base64`, `quoted-printable`, `uuencode` or `identity` for a Content-Transfer-Encoding as written."""
    if (plain := field.lower()) in _PLAIN:
        return _PLAIN[plain]
    name = field.split(";", maxsplit=1)[0].split("(", maxsplit=1)[0].strip(" \t\"'<>.,").lower()
    letters = "".join(char for char in name if char.isalnum())
    if letters in {"base64", "b64", "mimebase64", "xbase64"}:
        return "base64"
    if letters in {"quotedprintable", "qp", "quoteprintable", "quotedprinted"}:
        return "quoted-printable"
    return "uuencode" if letters in {"xuuencode", "uuencode", "xuue", "uue"} else "identity"


def decode_transfer(data: bytes, encoding: str) -> bytes:
    """The bytes that `data` stands for; `encoding` as from `encoding_name`."""
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        return decode_quoted_printable(data)
    if encoding == "uuencode":
        return decode_uuencode(data)
    return data


def decode_base64(data: bytes) -> bytes:
    """Base64 with whatever stands in between left out. Text that is plainly no base64 is returned as it is."""
    if (b"\n--" in data or b"\n__" in data) and (footer := _FOOTER.search(data)):
        data = data[: footer.start() + 1]
    if not (b"+" in data or b"/" in data) and (b"-" in data or b"_" in data) and b"--" not in data:
        data = data.translate(_URLSAFE)
    packed = data.translate(None, _NOT_BASE64)
    if len(packed) < len(data) and _is_prose(data.split(b"=", 1)[0]):
        return data
    letters = packed.rstrip(b"=")
    return _padded_pieces(data) if b"=" in letters else _quantums(letters)


def _is_prose(data: bytes) -> bool:
    """Whether words stand where base64 should: many foreign characters, or blanks within lines."""
    words = data.strip(_SPACE)
    visible = len(words.translate(None, _SPACE))
    foreign = visible - len(words.translate(None, _NOT_BASE64))
    return visible >= _MIN_PROSE and (foreign * 10 > visible or words.count(b" ") * 12 > visible)


def _padded_pieces(data: bytes) -> bytes:
    """Base64 with padding inside. What follows is more base64 (pieces strung together) or the footer of a list."""
    out: list[bytes] = []
    for piece in re.split(rb"=[=\s]*", data):
        if out and (b" " in piece.strip(_SPACE) or piece.translate(None, _ALPHABET + _SPACE)):
            break
        out.append(_quantums(piece.translate(None, _NOT_BASE64)))
    return b"".join(out)


def _quantums(letters: bytes) -> bytes:
    """Base64 letters without padding; a single letter left over carries no byte."""
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def decode_quoted_printable(data: bytes) -> bytes:
    """Quoted-printable; a `=` that begins no code stays as it is."""
    if data.count(b"\r") != data.count(b"\r\n"):  # the decoder drops everything behind a `=` at a bare CR
        data = _BARE_CR.sub(b"\n", _DOUBLE_CR.sub(b"\r\n", data))
    return binascii.a2b_qp(data)


def decode_uuencode(data: bytes) -> bytes:
    """The first uuencoded file in `data`, with or without its `begin` line."""
    begin = _BEGIN.search(data)
    return _uu_lines(data[begin.end() if begin else 0 :])


def _uu_lines(data: bytes) -> bytes:
    out: list[bytes] = []
    for line in data.split(b"\n"):
        line = line.rstrip(b"\r")  # noqa: PLW2901 -- the same line, cleaned
        if line.strip() == b"end":
            break
        if line:
            out.append(_uu_line(line))
    return b"".join(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        length = ((line[0] - 32) & 63) * 4 // 3 + 3  # trailing garbage (a known habit of some encoders)
        try:
            return binascii.a2b_uu(line[:length])
        except binascii.Error:
            return b""


def cut_uuencoded(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body text without the files uuencoded inside it, and those files with their names as written."""
    kept: list[bytes] = []
    files: list[tuple[bytes, bytes]] = []
    position = 0
    while begin := _BEGIN.search(text, position):
        if not _is_uu(text[begin.end() : begin.end() + 200]):
            kept.append(text[position : begin.end()])
            position = begin.end()
            continue
        end = _END.search(text, begin.end())
        if end is None:
            break
        kept.append(text[position : begin.start()])
        files.append((begin[1].strip(), _uu_lines(text[begin.end() : end.start()])))
        position = end.end()
    kept.append(text[position:])
    return b"".join(kept), files


def _is_uu(beginning: bytes) -> bool:
    line = beginning.split(b"\n", 1)[0].rstrip(b"\r")
    if line in {b"`", b" "}:
        return True
    length = (line[0] - 32) & 63 if line else 0
    return 0 < length <= 45 and len(line) > length * 4 // 3 and all(0x20 <= byte <= 0x60 for byte in line)
