"""The heads that Lotus Notes puts above a message as a table: sender and date without labels, then each label alone on its
line; or sender and date in a column of their own, left of the labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

TABLE_TO: Final = frozenset(("to", "an", "a", "à", "para", "aan", "pour"))
TABLE_SUBJECT: Final = frozenset(("subject", "thema", "betreff", "objet", "asunto", "oggetto", "onderwerp"))
_CC: Final = frozenset(("cc", "kopie", "cópia", "copie", "bcc", "blindkopie"))
_LOOK: Final = 24  # lines of the table
_ABOVE: Final = 9  # lines of its unlabelled part
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.{0,12}\d{1,2}[:.]\d\d")
_PERSON: Final = re.compile(
    r"[^\s<>@]@[^\s<>@]|/[A-Z]{2,}|^\s*(?:sent by|gesendet von|please respond to|bitte antworten an)\b", re.IGNORECASE
)
_LONGEST: Final = 120
_RIGHT: Final = re.compile(
    r"(?P<left>\s{2,60}|\s{0,60}\S.{0,80}?\s{2,60})(?P<label>[^\W\d_]{1,9})(?: [^\W\d_]{1,8})?\s?:(?=\s|$)"
)
_COLUMN: Final = 12  # characters that the column of sender and date is wide, at least
_COLUMN_ABOVE: Final = 4  # its lines above the first label
_DATE_IN_COLUMN: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\s{1,4}\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AP]M)?")


def notes_table_at(lines: Sequence[str], i: int) -> int:
    """How many lines above line `i` belong to such a head whose `To` stands alone on line `i`; 0 where there is none."""
    if len(lines[i]) > _LONGEST or _alone(lines[i]) not in TABLE_TO:
        return 0
    if not any(_alone(line) in TABLE_SUBJECT for line in lines[i + 1 : i + 1 + _LOOK]):
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
        if _alone(lines[k]) in TABLE_TO | _CC | TABLE_SUBJECT and not (
            joined and _alone(joined[-1].partition(":")[0]) in TABLE_SUBJECT
        ):
            joined.append(f"{lines[k].strip()}:")
        elif lines[k].strip():
            joined[-1] += f"{' ' if joined[-1].endswith((':', ',')) else ', '}{lines[k].strip()}"
            if _alone(joined[-1].partition(":")[0]) in TABLE_SUBJECT:
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


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A head in two columns: the lines it takes, who wrote and when by the left one, the labelled values of the right one."""

    first: int
    end: int
    sender: str
    date: str
    values: tuple[str, ...]  # `To: …`, `Subject: …`


def column_head_at(lines: Sequence[str], i: int) -> ColumnHead | None:
    """The head whose label `To` stands on line `i` right of the column of sender and date; None where none does."""
    label = _right_label(lines[i], TABLE_TO)
    if label is None or not lines[i].rstrip().endswith(lines[i][label:].rstrip()):
        return None
    end = _columns_end(lines, i, label)
    if end is None:
        return None
    first = i
    while first > max(0, i - _COLUMN_ABOVE) and lines[first - 1][:1].isspace() and lines[first - 1].strip():
        first -= 1
    left = " ".join(" ".join(line[:label] for line in lines[first:end]).split())
    date = _DATE_IN_COLUMN.search(left)
    sender = f"{left[: date.start()]} {left[date.end() :]}" if date else ""
    if date is None or not any(char.isalpha() for char in sender):
        return None
    return ColumnHead(first, end, " ".join(sender.split()), date[0], _right_values(lines[first:end], label))


def _right_label(line: str, wanted: frozenset[str]) -> int | None:
    """Where one of the wanted labels begins in the right column of a line."""
    found = _RIGHT.match(line[:_LONGEST])
    at = found.start("label") if found and found["label"].casefold() in wanted else None
    return at if at is not None and at >= _COLUMN else None


def _columns_end(lines: Sequence[str], i: int, label: int) -> int | None:
    """The line below the subject, which stands in the column of `To`."""
    for k in range(i + 1, min(len(lines), i + _LOOK)):
        if _right_label(lines[k], TABLE_SUBJECT) == label:
            return k + 1
        if not lines[k].strip():
            return None
    return None


def _right_values(lines: Sequence[str], label: int) -> tuple[str, ...]:
    """The right column, each label with its value, which may go on below."""
    values: list[str] = []
    for line in lines:
        words = line[label:].strip()
        if words and (_right_label(line, TABLE_TO | _CC | TABLE_SUBJECT) == label or not values):
            values.append(words)
        elif words:
            values[-1] += f" {words}"
    return tuple(values)
