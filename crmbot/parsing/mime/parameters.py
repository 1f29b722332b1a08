"""Content-Type and Content-Disposition values with their parameters (RFC 2045, RFC 2231), as senders write them:
with comments, without semicolons, unquoted blanks and raw 8-bit names included."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.encoded_words import decode_words

MAX_VALUE = 100_000  # characters of a field that are read

_PLAIN = re.compile(r"([\w!#$%&'*+.^`|~-]+)(?:/([\w!#$%&'*+.^`|~-]*))?\s*")
_PARAMETER = re.compile(
    r"(?P<name>[^\s=;\"()<>@,:\\/\[\]?]{1,200})\s*=\s*"
    r"(?:\"(?P<quoted>[^\"\\]*(?:\\.[^\"\\]*)*)\"?|(?P<bare>[^;\"]*))",
    re.DOTALL,
)
_SEPARATORS = re.compile(r"[;\s]*")
_NEXT_NAME = re.compile(r"\s+(?=[A-Za-z][\w*-]{1,30}=)")
_SEGMENT = re.compile(r"([^*]+)(?:\*(\d{1,5}))?(\*)?\Z")
_ESCAPED = re.compile(r"\\([\"\\()])")


class Parameterised(NamedTuple):
    """A main value in lower case and its parameters: names in lower case, values decoded."""

    value: str
    parameters: dict[str, str]


def read_parameterised(field: str) -> Parameterised:
    """The value of a Content-Type or Content-Disposition field, unfolded. Of repeated parameters the first counts."""
    if not field:
        return Parameterised("", {})
    field = _without_comments(field[:MAX_VALUE]).strip()
    match = _PLAIN.match(field)
    value, position = (
        ("", 0)
        if match is None or field[match.end() : match.end() + 1] == "="
        else (match[0].strip().lower(), match.end())
    )
    return Parameterised(value, _join(_raw_parameters(field, position)))


def _without_comments(field: str) -> str:
    """`field` without parenthesised comments outside of quotes. A bracket that is never closed, or that stands
    within a word such as an unquoted file name, is text."""
    if "(" not in field:
        return field
    out: list[str] = []
    depth, quoted, start = 0, False, 0
    for index, char in enumerate(field):
        if char == '"' and field[index - 1 : index] != "\\" and depth == 0:
            quoted = not quoted
        elif quoted:
            continue
        elif char == "(" and (depth or index == 0 or field[index - 1] in " \t;"):
            if depth == 0:
                out.append(field[start:index])
                start = index
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            start = index + 1 if depth == 0 else start
    out.append(field[start:])
    return "".join(out)


def _raw_parameters(field: str, position: int) -> list[tuple[str, str, bool]]:
    """Name, value and whether it was quoted, in order."""
    found: list[tuple[str, str, bool]] = []
    while (position := _SEPARATORS.match(field, position).end()) < len(field):  # type: ignore[union-attr] # matches always
        match = _PARAMETER.match(field, position)
        if match is None:
            position = _skip(field, position)
            continue
        position = match.end()
        if (quoted := match["quoted"]) is not None:
            found.append((match["name"].lower(), _ESCAPED.sub(r"\1", quoted) if "\\" in quoted else quoted, True))
            continue
        bare = match["bare"]
        if cut := _NEXT_NAME.search(bare):  # the semicolon is missing
            position = match.start("bare") + cut.start()
            bare = bare[: cut.start()]
        found.append((match["name"].lower(), bare.strip(), False))
    return found


def _skip(field: str, position: int) -> int:
    """The place of the next semicolon or blank after `position`."""
    for index in range(position + 1, len(field)):
        if field[index] in "; \t\n":
            return index
    return len(field)


def _join(raw: list[tuple[str, str, bool]]) -> dict[str, str]:
    """Parameters by name, with the segments of RFC 2231 put together and decoded."""
    plain: dict[str, str] = {}
    segments: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, value, _ in raw:
        match = _SEGMENT.match(name)
        if "*" not in name or match is None:
            if value and not plain.get(name):
                plain[name] = value
            continue
        number = int(match[2]) if match[2] else 0
        segments.setdefault(match[1], {}).setdefault(number, (value, match[3] is not None))
    result = {name: decode_words(value) for name, value in plain.items()}
    for name, parts in segments.items():
        result[name] = _extended(parts) or result.get(name, "")
    return result


def _extended(parts: dict[int, tuple[str, bool]]) -> str:
    """The value of RFC 2231 segments; the first one may name the charset: `utf-8'de'gr%C3%BC%C3%9Fe`."""
    ordered = [parts[number] for number in sorted(parts)]
    if not any(encoded for _, encoded in ordered):
        return decode_words("".join(value for value, _ in ordered))
    charset: str | None = None
    first = ordered[0][0]
    if ordered[0][1] and first.count("'") >= 2:
        charset, _, rest = first.split("'", 2)
        ordered[0] = (rest, True)
    data = b"".join(
        unquote_to_bytes(value) if encoded else value.encode("utf-8", "replace") for value, encoded in ordered
    )
    text = decode_text(data, charset or None)
    return decode_words(text) if "=?" in text else " ".join(text.split("\n"))
