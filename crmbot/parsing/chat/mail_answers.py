"""What a member answers to a mail of ours: `done`, `3d`, `1 done, 2 friday`, or words below the line that they answer.

Each answer becomes chat text about one follow-up; what is none of it is a request of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.phrases.dates import leading_date

_LINES, _LONGEST = 40, 500  # lines that are looked at, characters of one
_MOST = 30  # answers of one mail
_NUMBERED = re.compile(r"(?:(?:nr|no|item|punkt)\.?\s{0,2})?(?:#\s?)?(\d{1,6})\s{0,2}(?:[.):\-–]{1,2}\s{0,3}|\s{1,3})(?=\S)", re.IGNORECASE)  # fmt: skip
_NEXT = re.compile(r"[,;]\s{0,3}(?=(?:(?:nr|no|item|punkt)\.?\s{0,2})?#?\s?\d{1,6}\s{0,2}[.):]?\s{1,3}[^\W\d])", re.IGNORECASE)  # fmt: skip
_DONE = re.compile(
    r"(?:done|did it|finished|complete[d]?|erledigt|fertig|gemacht|abgehakt|ist erledigt|is done)\b[\s,.:;!–-]{0,4}", re.IGNORECASE
)  # fmt: skip
_SNOOZE = re.compile(
    r"(?:snooze|later|remind me|remind|postpone|move to|später|spaeter|verschiebe[n]?|verschieben auf|schieben|erinnere mich|wieder|nochmal|again)"
    r"\b(?:\s(?:to|auf|am|on|in|bis|until))?\s{0,3}",
    re.IGNORECASE,
)  # fmt: skip
_ALL = re.compile(r"(?:all|alle|alles|both|beide|everything)\b[\s:,]{0,3}", re.IGNORECASE)
_COURTESY = frozenset({"hi", "hallo", "hello", "danke", "thanks", "thank you", "vielen dank", "lg", "vg", "mfg", "gruss", "ok danke", "liebe gruesse", "viele gruesse", "best", "regards", "best regards"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """`number` of the follow-up, None where it was not said which; `text` is what follows the number in a command.

    `kind`: done (`text` is the outcome), snooze (`text` is the date), other (`text` are words of their own).
    """

    kind: str
    text: str
    number: int | None = None


def read_answers(new_text: str, whole: str, items: Sequence[tuple[int, str]], *, now: datetime) -> list[ItemAnswer]:
    """The answers in the order of the mail. `items` are number and words of the follow-ups that it answers; `whole` is the
    mail with what it quotes, for answers between the quoted lines.
    """
    below = _below_quoted(whole, items, now)
    if below:
        return below[:_MOST]
    found: list[ItemAnswer] = []
    for line in new_text.split("\n")[:_LINES]:
        if not line.strip() or fold(line).strip(" ,.!") in _COURTESY:
            if found:
                break  # below the answers stands the greeting, and a signature that nobody told apart
            continue
        for piece in _NEXT.split(line[:_LONGEST]):
            found.extend(_answers(piece.strip(), items, now))
    return found[:_MOST]


def _answers(piece: str, items: Sequence[tuple[int, str]], now: datetime) -> list[ItemAnswer]:
    """One piece of a line; `all done` is one for each item."""
    if (all_ := _ALL.match(piece)) is not None and (said := _said(piece[all_.end() :], now)) is not None:
        return [ItemAnswer(said.kind, said.text, number) for number, _ in items]
    numbered = _NUMBERED.match(piece)
    if numbered is not None:
        number = _item(int(numbered[1]), items)
        said = _said(piece[numbered.end() :], now)
        if number is not None and said is not None:
            return [ItemAnswer(said.kind, said.text, number)]
    said = _said(piece, now)
    if said is None:
        return [ItemAnswer("other", piece)]
    return [ItemAnswer(said.kind, said.text, items[0][0] if len(items) == 1 else None)]


def _item(said: int, items: Sequence[tuple[int, str]]) -> int | None:
    """The follow-up of that place in the mail, or of that number."""
    if 1 <= said <= len(items):
        return items[said - 1][0]
    return said if said in {number for number, _ in items} else None


def _said(words: str, now: datetime) -> ItemAnswer | None:
    words = words.strip()
    if (done := _DONE.match(words)) is not None:
        return ItemAnswer("done", words[done.end() :].strip())
    snooze = _SNOOZE.match(words)
    rest = words[snooze.end() :] if snooze is not None else words
    found = leading_date(rest, now=now)
    if found is not None and not rest[found.end :].strip(" .,!"):
        return ItemAnswer("snooze", rest.strip(" .,!"))
    return None if snooze is None or rest.strip() else ItemAnswer("snooze", "")


def _below_quoted(whole: str, items: Sequence[tuple[int, str]], now: datetime) -> list[ItemAnswer]:
    """Answers that stand right below the quoted line which they mean."""
    found: list[ItemAnswer] = []
    meant: int | None = None
    for line in whole.split("\n")[: _LINES * 10]:
        words = line.strip()
        if words.startswith(">"):
            meant = _quoted_item(words.lstrip("> "), items) or meant
        elif words and meant is not None:
            said = _said(words[:_LONGEST], now)
            if said is not None:
                found.append(ItemAnswer(said.kind, said.text, meant))
            meant = None
    return found


def _quoted_item(words: str, items: Sequence[tuple[int, str]]) -> int | None:
    """The follow-up whose words stand in a quoted line; of a line that could be two it is none."""
    line = fold(words)
    hits = [number for number, text in items if (text and fold(text)[:60] in line) or f"#{number}" in words]
    return hits[0] if len(hits) == 1 else None
