"""Encoded words in header fields (RFC 2047), as strictly as needed and as leniently as senders demand."""

from __future__ import annotations

import binascii
import re
from typing import NamedTuple

from crmbot.parsing.mime.charsets import codec_name, decode_text

# An encoded word begins with the first alternative and ends with the second one; matching them as tokens
# keeps the reading linear however many begin and never end.
_TOKEN = re.compile(r"=\?([^?\s]{1,100})\?([bBqQ])\?|\?=")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class _Word(NamedTuple):
    start: int
    end: int
    charset: str
    encoding: str
    text: str


def decode_words(value: str) -> str:
    """`value` with its encoded words decoded; neighbouring words are joined before their bytes become text,
    since many senders split a character between them. The result is one line."""
    if "=?" not in value:
        return value if value.isprintable() else one_line(value)
    out: list[str] = []
    position = 0
    for group in _groups(value):
        gap = value[position : group[0].start]
        out.append(gap)
        out.append(decode_text(_bytes(group), group[0].charset))
        position = group[-1].end
    out.append(value[position:])
    return one_line("".join(out))


def one_line(value: str) -> str:
    """`value` with every run of control characters, line ends among them, as one blank."""
    return _CONTROLS.sub(" ", value) if not value.isprintable() else value


def _words(value: str) -> list[_Word]:
    words: list[_Word] = []
    opener: re.Match[str] | None = None
    for match in _TOKEN.finditer(value):
        if match[1] is not None:
            opener = match
        elif opener is not None:
            text = value[opener.end() : match.start()]
            words.append(_Word(opener.start(), match.end(), opener[1].split("*")[0], opener[2].upper(), text))
            opener = None
    return words


def _groups(value: str) -> list[list[_Word]]:
    """Encoded words parted into runs of one charset with only white space between them; the white space
    between any two words is dropped (RFC 2047, 6.2)."""
    groups: list[list[_Word]] = []
    for word in _words(value):
        if groups:
            last = groups[-1][-1]
            between = value[last.end : word.start]
            if not between.strip():
                if _same_charset(last.charset, word.charset):
                    groups[-1].append(word)
                else:
                    groups.append([word._replace(start=last.end)])
                continue
        groups.append([word])
    return groups


def _same_charset(one: str, other: str) -> bool:
    return one.lower() == other.lower() or (codec_name(one) or one) == (codec_name(other) or other)


def _bytes(group: list[_Word]) -> bytes:
    out: list[bytes] = []
    pending = ""  # base64 whose last quantum goes on in the next word
    for word in group:
        if word.encoding == "B":
            pending += "".join(word.text.split())
            if pending.endswith("=") or len(pending) % 4 == 0:
                out.append(_base64(pending))
                pending = ""
        else:
            out.append(_base64(pending) + _quoted(word.text))
            pending = ""
    out.append(_base64(pending))
    return b"".join(out)


def _base64(text: str) -> bytes:
    data = text.encode("ascii", "ignore").translate(None, b"=")
    if not data:
        return b""
    data = data[:-1] if len(data) % 4 == 1 else data
    try:
        return binascii.a2b_base64(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return b""


def _quoted(text: str) -> bytes:
    return binascii.a2b_qp(text.encode("utf-8", "surrogateescape").replace(b"\n", b"=0A"), header=True)
