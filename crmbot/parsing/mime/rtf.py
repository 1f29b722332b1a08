"""Message bodies that Outlook keeps as compressed RTF (MS-OXRTFCP), as text or as the HTML wrapped in it (MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct

from crmbot.parsing.mime.charsets import clean, codec_name

MAX_RTF = 1_000_000  # bytes after decompression that are read
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New Roman"
    b"Courier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_RING = 4096
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
# Groups whose content is no text.
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict header footer headerl headerr footerl footerr object themedata datastore listtable listoverridetable rsidtbl generator xmlnstbl".split()
)
_WORDS = {
    b"par": "\n",
    b"line": "\n",
    b"row": "\n",
    b"tab": "\t",
    b"cell": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
    b"emspace": " ",
    b"enspace": " ",
}


def read_compressed_rtf(data: bytes) -> tuple[str, str]:
    """The plain text and the HTML of a PR_RTF_COMPRESSED value; only one of them is non-empty, neither if it is broken."""
    rtf = _decompress(data)
    if b"\\fromhtml" in rtf[:500]:
        return "", _read(rtf, html=True)
    return (_read(rtf, html=False).strip(), "") if rtf.lstrip().startswith(b"{\\rtf") else ("", "")


def _decompress(data: bytes) -> bytes:
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == b"MELA":
        return data[16 : 16 + min(size, MAX_RTF)]
    return _inflate(data[16:], min(size, MAX_RTF)) if kind == b"LZFu" else b""


def _inflate(data: bytes, size: int) -> bytes:
    """LZFu: flag bytes, each followed by eight literals or references into a ring of 4,096 bytes.

    The ring is kept as the tail of the output, which begins with its initial content: position `n` of the ring is
    then the last byte at an index that is `n` behind the start of the dictionary, modulo the length of the ring.
    """
    out = bytearray(_DICTIONARY.rjust(_RING, b" "))
    shift = len(_DICTIONARY) - _RING
    position = 0
    while position < len(data) and len(out) < size + _RING:
        flags = data[position]
        position += 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[position : position + 1]
                position += 1
                continue
            reference = int.from_bytes(data[position : position + 2], "big")
            position += 2
            distance = (len(out) + shift - (reference >> 4)) % _RING
            if distance == 0 or position > len(data):
                return bytes(out[_RING : _RING + size])
            _copy(out, distance, (reference & 15) + 2)
    return bytes(out[_RING : _RING + size])


def _copy(out: bytearray, distance: int, length: int) -> None:
    """Repeats what stands `distance` bytes back; a reference may run into what it writes itself."""
    start = len(out) - distance
    piece = bytes(out[start : start + length])
    while len(piece) < length:
        piece += piece
    out += piece[:length]


class _Reader:
    """State of one pass over the tokens: group by group what is text, what is skipped, and in which charset."""

    def __init__(self, *, html: bool) -> None:
        self.html = html
        self.out: list[str] = []
        self.pending = bytearray()  # bytes in the charset of the document
        self.charset = "cp1252"
        self.skipping = False
        self.stack: list[tuple[bool, int, bool]] = []
        self.fallback = 1  # characters that stand in for a Unicode one
        self.drop = 0
        self.in_tag = False  # within an \*\htmltag group
        self.suppressed = False  # \htmlrtf: RTF only, not part of the HTML

    def flush(self) -> None:
        if self.pending:
            self.out.append(bytes(self.pending).decode(self.charset, "replace"))
            self.pending.clear()

    def silent(self) -> bool:
        return self.skipping or (self.html and self.suppressed and not self.in_tag)

    def literal(self, data: bytes) -> None:
        if self.drop:
            kept = data[self.drop :]
            self.drop = max(0, self.drop - len(data))
            data = kept
        if not self.silent():
            self.pending += data

    def write(self, text: str) -> None:
        if not self.silent():
            self.flush()
            self.out.append(text)

    def brace(self, token: bytes) -> None:
        self.drop = 0
        if token == b"{":
            if len(self.stack) < 10_000:
                self.stack.append((self.skipping, self.fallback, self.in_tag))
        elif self.stack:
            self.skipping, self.fallback, self.in_tag = self.stack.pop()

    def word(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self.write(chr(number % 0x10000))
            self.drop = self.fallback
        elif word == b"uc":
            self.fallback = min(max(number or 0, 0), 10)
        elif word == b"ansicpg":
            self.charset = codec_name(f"cp{number}") or "cp1252"
        elif word == b"htmltag":
            self.skipping, self.in_tag = not self.html, True
        elif word == b"htmlrtf":
            self.suppressed = number != 0
        elif word in _SKIPPED:
            self.skipping = True
        elif word in _WORDS:
            self.write("\r\n" if self.html and word in {b"par", b"line"} else _WORDS[word])


def _read(rtf: bytes, *, html: bool) -> str:
    reader = _Reader(html=html)
    for code, word, number, symbol, brace, text in _TOKEN.findall(rtf[:MAX_RTF]):
        if text:
            reader.literal(text)
        elif code:
            reader.literal(bytes((int(code, 16),)))
        elif brace:
            reader.brace(brace)
        elif word:
            reader.word(word, int(number) if number else None)
        elif symbol == b"*":
            reader.skipping = True
        elif symbol in {b"\\", b"{", b"}"}:
            reader.literal(symbol)
        elif symbol == b"~":
            reader.write("\u00a0")
        elif symbol in {b"\n", b"\r"}:
            reader.write("\n")
    reader.flush()
    return clean("".join(reader.out))
