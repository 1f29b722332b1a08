"""Filters of contact lists: `industry:Logistik city:"Bad Homburg" employees>50 tag:vip`.

Which words name a field is not known here; the caller says so for the words before a sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Sign: TypeAlias = Literal[":", ">", "<"]  # `>` and `<` take the value itself in

_SIGN = re.compile(r"\s{0,2}(:\s?>=?|:\s?<=?|>=?|<=?|≥|≤|[:=])\s{0,2}")
_NAME_WORDS = 3  # of the name of a field
_LONGEST = 1_000  # characters; a longer filter is none
_QUOTED = re.compile(r"[\"“„«](.{1,100}?)[\"”“»]")


@dataclass(frozen=True, slots=True)
class Part:
    """One filter: the words before the sign as they name a field, and the value as written."""

    name: str
    sign: Sign
    value: str


def read_parts(text: str, is_name: Callable[[str], bool]) -> tuple[str, tuple[Part, ...]]:
    """The words that belong to no filter, and the filters. A value goes on to the name of the next filter."""
    text = text[:_LONGEST]
    signs = [(match, name) for match in _SIGN.finditer(text) if (name := _name_before(text, match.start(), is_name))]
    if not signs:
        return text.strip(), ()
    free = [text[: signs[0][1][0]]]
    parts: list[Part] = []
    for place, (match, (start, end)) in enumerate(signs):
        following = signs[place + 1][1][0] if place + 1 < len(signs) else len(text)
        value, rest = _value(text[match.end() : max(following, match.end())])
        parts.append(Part(text[start:end], _sign(match[1]), value))
        free.append(rest)
    return " ".join(" ".join(free).split()), tuple(part for part in parts if part.value)


def _name_before(text: str, end: int, is_name: Callable[[str], bool]) -> tuple[int, int] | None:
    """Where the longest name that ends here begins."""
    words = list(_words_before(text, end))
    for count in range(min(len(words), _NAME_WORDS), 0, -1):
        start = words[count - 1]
        if is_name(text[start:end]):
            return start, end
    return None


def _words_before(text: str, end: int) -> Iterator[int]:
    """The beginnings of the words before a place, the nearest first."""
    place = end
    for _ in range(_NAME_WORDS):
        while place > 0 and text[place - 1] == " ":
            place -= 1
        begin = place
        while begin > 0 and not text[begin - 1].isspace() and text[begin - 1] not in ",;:=<>":
            begin -= 1
        if begin == place:
            return
        yield begin
        place = begin


def _value(text: str) -> tuple[str, str]:
    """The value, and what follows it: behind a quoted one anything, behind others what a comma sets off."""
    if quoted := _QUOTED.match(text.strip()):
        return quoted[1].strip(), text.strip()[quoted.end() :]
    value, _, rest = text.partition(";")
    return value.strip(" ,.!?"), rest


def _sign(written: str) -> Sign:
    if ">" in written or "≥" in written:
        return ">"
    return "<" if "<" in written or "≤" in written else ":"
