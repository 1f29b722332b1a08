"""The head that Lotus Notes puts above a message as a table: sender and date without labels, then each label alone on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TO: Final = frozenset(("to", "an", "a", "à", "para", "aan", "pour"))
_SUBJECT: Final = frozenset(("subject", "thema", "betreff", "objet", "asunto", "oggetto", "onderwerp"))
_CC: Final = frozenset(("cc", "kopie", "cópia", "copie", "bcc", "blindkopie"))
_LOOK: Final = 24  # lines of the table
_ABOVE: Final = 9  # lines of its unlabelled part
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.{0,12}\d{1,2}[:.]\d\d")
_PERSON: Final = re.compile(
    r"[^\s<>@]@[^\s<>@]|/[A-Z]{2,}|^\s*(?:sent by|gesendet von|please respond to|bitte antworten an)\b", re.IGNORECASE
)
_LONGEST: Final = 120


def notes_table_at(lines: Sequence[str], i: int) -> int:
    """How many lines above line `i` belong to such a head whose `To` stands alone on line `i`; 0 where there is none."""
    if len(lines[i]) > _LONGEST or _alone(lines[i]) not in _TO:
        return 0
    if not any(_alone(line) in _SUBJECT for line in lines[i + 1 : i + 1 + _LOOK]):
        return 0
    above = lines[max(0, i - _ABOVE) : i]
    if not any(_DATE.search(line[:_LONGEST]) for line in above):
        return 0
    return _count_above(above)


def join_table(lines: Sequence[str], i: int) -> tuple[int, int, list[str]] | None:
    """The table whose `To` stands alone on line `i` with one label a line: its first line below the date, the line below
    its subject, and what to write there; None where no such table stands."""
    if not notes_table_at(lines, i):
        return None
    first = next(k for k in range(i, max(-1, i - _ABOVE - 1), -1) if k == 0 or _DATE.search(lines[k - 1][:_LONGEST]))
    joined: list[str] = []
    for k in range(i, min(len(lines), i + _LOOK)):
        if _alone(lines[k]) in _TO | _CC | _SUBJECT and not (
            joined and _alone(joined[-1].partition(":")[0]) in _SUBJECT
        ):
            joined.append(f"{lines[k].strip()}:")
        elif lines[k].strip():
            joined[-1] += f"{' ' if joined[-1].endswith((':', ',')) else ', '}{lines[k].strip()}"
            if _alone(joined[-1].partition(":")[0]) in _SUBJECT:
                return first, k + 1, joined
    return None


def _alone(line: str) -> str:
    return line[:_LONGEST].strip(" \t:*").casefold()


def _count_above(above: Sequence[str]) -> int:
    """Lines from the end of `above` up that name the sender and the date; a name alone stands right above either."""
    count = 0
    for taken, line in enumerate(reversed(above), 1):
        words = line[:_LONGEST].strip()
        short = len(words.split()) <= 4 and words[-1:] not in ".!?,:;"
        if _DATE.search(words) or _PERSON.search(words) or (words and short and count == taken - 1 and count > 0):
            count = taken
        elif words:
            break
    return count
