"""The lines of a mail body as a reader of quotes sees them: how deep each is quoted and what stands behind the marks.

Nothing is copied until it is asked for, so that a megabyte of line breaks costs no more than one `str.split`.
"""

from __future__ import annotations

import re
from itertools import accumulate

# Direction marks, joiners, soft hyphens and byte order marks: mail clients leave them around labels.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0xFEFF, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_BLANKS = {0x00A0: " ", 0x2007: " ", 0x202F: " ", 0x3000: " ", 0x0009: " "}
_PLAIN = {**_INVISIBLE, **_BLANKS}
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_QUOTE = re.compile(r"[ \t\u00a0\ufeff]{0,4}>(?:[ \t\u00a0]?>)*[ \t\u00a0]?")


def plain(text: str) -> str:
    """`text` without invisible characters, odd blanks made ordinary: for recognising, never for keeping."""
    if text.isascii() and "\t" not in text:
        return text
    return text.translate(_PLAIN) if _ODD.search(text) else text  # most text needs no change, and changing is dear


def quote_depth(line: str) -> int:
    """How many `>` marks stand before the words of `line`."""
    match = _QUOTE.match(line)
    return match.group().count(">") if match else 0


def quote_width(line: str) -> int:
    """How many characters the quote marks before the words of `line` take."""
    match = _QUOTE.match(line)
    return match.end() if match else 0


def unquote(line: str, levels: int) -> str:
    """`line` without its first `levels` quote marks; as it is where it has fewer (a line that was wrapped)."""
    at = 0
    for _ in range(levels):
        mark = _MARK.match(line, at)
        if mark is None:
            break
        at = mark.end()
    return line[at:] if at else line


_MARK = re.compile(r"[ \t\u00a0\ufeff]{0,4}>[ \t\u00a0]?")


def _readable(words: str) -> str:
    """`words` without quoted-printable blanks that nobody decoded, as old archives of mail have them."""
    if "=09" in words or words.endswith("=20"):
        return words.replace("=09", " ").removesuffix("=20").strip()
    return words


class Effort:
    """How many more lines may be looked at closely: what keeps hostile mail from costing more than a long one."""

    __slots__ = ("left",)

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, lines: int) -> bool:
        """Take `lines` from what is left; False once there is nothing left."""
        self.left -= lines
        return self.left > 0


class Lines:
    """A text cut into lines, with their offsets."""

    __slots__ = ("_plain", "effort", "offsets", "raw", "text")

    def __init__(self, text: str, effort: Effort) -> None:
        self.text = text
        self.effort = effort
        self.raw = text.split("\n")
        self.offsets = [0, *accumulate(len(line) + 1 for line in self.raw)]
        self._plain: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def depth(self, index: int) -> int:
        """Quote depth of line `index`."""
        return quote_depth(self.raw[index])

    def words(self, index: int) -> str:
        """Line `index` without quote marks, invisible characters and blanks at its ends."""
        known = self._plain.get(index)
        if known is None:
            line = self.raw[index]
            mark = _QUOTE.match(line)
            known = self._plain[index] = _readable(plain(line[mark.end() :] if mark else line).strip())
        return known

    def blank(self, index: int) -> bool:
        """Whether nothing but quote marks and blanks stands on line `index`."""
        return not self.words(index)

    def before(self, index: int) -> str:
        """Everything above line `index`, as written."""
        return self.text[: self.offsets[index]]

    def after(self, index: int, levels: int) -> str:
        """Everything from line `index` on, with `levels` quote marks taken off."""
        if not levels:
            return self.text[self.offsets[index] :]
        return "\n".join(unquote(line, levels) for line in self.raw[index:])
