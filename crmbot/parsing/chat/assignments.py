"""Assignments in a request: `phone of Julia Brandt to 0711 …`, `Julia Brandt, department: purchasing; function: …`.

Which words name a field is not known here: the caller looks them up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

Mode = Literal["set", "add", "remove", "primary"]

_ARTICLE: Final = re.compile(
    r"(?:(?:as|als)\s+)?(?:the|a|an|as|als|den|die|das|dem|der|des|ihre?n?|seine?n?|eine?n?)\s+", re.IGNORECASE
)
_OF: Final = re.compile(r"(?:of|for|from|at|with|von|vom|für|fuer|bei|beim|zu|zur|zum|an)\s+(?=\S)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s(?:to|from|for|of|at|von|vom|für|fuer|bei|beim|zu|zur|zum|aus)\s", re.IGNORECASE)
_MOST_PREPOSITIONS: Final = 8
_TO: Final = re.compile(r"(?:(?:to|auf|zu|is|ist|are|sind|as|als|lautet)\s+|(?:=|:=|:|->|→)\s*)", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s+(?:hinzu|hinzufügen|dazu|setzen|ändern|entfernen|löschen|too)\s*[.!]?$", re.IGNORECASE)
_MODES: Final[tuple[tuple[Mode, re.Pattern[str]], ...]] = (
    (
        "primary",
        re.compile(r"(?:primary|main|preferred|primäre?[rns]?|bevorzugte?[rns]?|haupt)(?:-|\s)\s*", re.IGNORECASE),
    ),
    (
        "add",
        re.compile(
            r"(?:add|plus|\+(?!\d)|another|additional|further|second|third|new|weitere?[rns]?|zusätzliche?[rns]?|zweite?[rns]?|dritte?[rns]?|neue?[rns]?)\s+",
            re.IGNORECASE,
        ),
    ),
    ("remove", re.compile(r"(?:remove|delete|minus|without|entferne|lösche|ohne)\s+", re.IGNORECASE)),
)
_ORDER: Final = re.compile(r"(?:(add|plus|\+)|remove|delete|minus|entferne|lösche|-)\s+(?=\S)", re.IGNORECASE)
_EMPTY: Final = frozenset(
    {"none", "empty", "nothing", "unknown", "delete", "clear", "remove", "leer", "nichts", "keine", "keiner", "keinen", "unbekannt", "löschen", "entfernen", "leeren", "-", "–", "—"}
)  # fmt: skip
_PIECES: Final = re.compile(r"\s{0,5}(?:;|\n|,(?!\d))\s{0,5}")
_LONGEST_NAME: Final = 60  # characters of the name of a field, with the sign behind it
_QUOTED: Final = {'"': '"', "“": "”", "„": "“", "«": "»", "»": "«"}


@dataclass(frozen=True, slots=True)
class Operation:
    """What is to be done with a field, and the words behind that."""

    mode: Mode
    rest: str


def without_article(text: str) -> str:
    """`the phone …` as `phone …`."""
    text = text.lstrip()
    match = _ARTICLE.match(text)
    return text[match.end() :] if match else text


def without_preposition(text: str) -> str | None:
    """What follows `of`, `von`, `bei` …; None where `text` does not begin with one."""
    match = _OF.match(text.lstrip())
    return text.lstrip()[match.end() :] if match else None


def around_prepositions(text: str) -> Iterator[tuple[str, str]]:
    """What stands before and behind each `to`, `from`, `von`, `bei` …, the last one first."""
    words = _BEHIND.sub("", text).rstrip(".!")
    for match in list(islice(_BETWEEN.finditer(words), _MOST_PREPOSITIONS))[::-1]:
        if match.start():
            yield words[: match.start()].strip(), words[match.end() :].strip()


def operation(text: str) -> Operation:
    """Whether words before the name of a field say to add, to remove or to prefer: `another phone`, `Haupt-Mail`."""
    text = without_article(text)
    for mode, pattern in _MODES:
        match = pattern.match(text)
        if match and match.end() < len(text):
            return Operation(mode, text[match.end() :].lstrip())
    return Operation("set", text)


def operation_on_value(text: str) -> Operation:
    """The same behind the name of the field, where only plain orders count: `add`, `remove`, `+`, `-`."""
    match = _ORDER.match(text.lstrip())
    if match is None:
        return Operation("set", text)
    return Operation("add" if match[1] else "remove", text.lstrip()[match.end() :].lstrip())


def value_of_assignment(text: str) -> str:
    """The value itself: without `to`, `auf`, `=` before it, `hinzu` behind it, and quotes around it."""
    text = text.strip()
    for _ in range(2):  # `: to`, `= auf`
        match = _TO.match(text)
        text = text[match.end() :].strip() if match else text
    text = _BEHIND.sub("", text).strip()
    closing = _QUOTED.get(text[:1])
    if closing and len(text) > 2 and text.endswith((closing, '"')):
        return text[1:-1].strip()
    return text


def empties(value: str) -> bool:
    """Whether a value says that there shall be none."""
    return value.casefold().rstrip(".!") in _EMPTY


def assignments(text: str, begins: Callable[[str], bool]) -> list[str]:
    """Several assignments one after the other, cut where a comma, semicolon or line end stands before what `begins` one."""
    parts, start = [], 0
    for match in _PIECES.finditer(text):
        if begins(text[match.end() : match.end() + _LONGEST_NAME]):
            parts.append(text[start : match.start()])
            start = match.end()
    return [part for part in (*parts, text[start:]) if part.strip()]
