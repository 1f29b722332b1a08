"""Questions about one record: `who looks after Kolb?`, `wie ist die Telefonnummer von Julia Brandt?`.

Each is a sentence with a gap for the name; where it ends is settled by the sentence, whose it is by whoever looks it up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from crmbot.parsing.chat.question_scan import Word
from crmbot.parsing.chat.question_sentences import FIELDS, GENERIC, LEADING, SENTENCES, TRAILING

MOST_NAME_WORDS = 8
_MACRO = re.compile(r"<(\w+)>")
_PLACE = "@n@"


def about_a_record(words: tuple[Word, ...], members: Collection[str]) -> tuple[str, str, str] | None:
    """The command, what of it is asked, and the name as written; None for other questions. A member is no record."""
    text, starts = _joined(words)
    for pattern, command, focus in _sentences():
        match = pattern.fullmatch(text)
        if match is None:
            continue
        name = _name(words, starts, *match.span("name"))
        if name and not (members and _is_member(name, members)):
            asked = focus or _field(match["field"])
            return ("recap" if asked == "last contact" else command), asked, " ".join(word.written for word in name)
    return None


def _joined(words: tuple[Word, ...]) -> tuple[str, dict[int, int]]:
    """The folded words in one line, and which word begins where."""
    text, starts = "", {}
    for place, word in enumerate(words):
        text += " " if text else ""
        starts[len(text)] = place
        text += word.folded
    return text, starts


def _name(words: tuple[Word, ...], starts: Mapping[int, int], start: int, end: int) -> tuple[Word, ...]:
    """The words of a name, without `the` before and `deal` behind it; none where they name nobody in particular."""
    places = [place for begin, place in starts.items() if start <= begin < end]
    name = [words[place] for place in places]
    while name and name[0].folded in LEADING:
        name = name[1:]
    while len(name) > 1 and name[-1].folded in TRAILING:
        name = name[:-1]
    if name and name[-1].folded.endswith("'s"):
        name[-1] = Word(name[-1].written[:-2], name[-1].folded[:-2])
    if not name or len(name) > MOST_NAME_WORDS or any(word.folded in GENERIC for word in name):
        return ()
    return tuple(name)


def _is_member(name: tuple[Word, ...], members: Collection[str]) -> bool:
    return " ".join(word.folded for word in name) in members


def _field(word: str) -> str:
    return next(field for field, names in _fields().items() if re.fullmatch(names, word))


@lru_cache(maxsize=1)
def _fields() -> dict[str, str]:
    return {field: "|".join(one.strip() for one in names.split("|")) for field, names in FIELDS.items()}


@lru_cache(maxsize=1)
def _sentences() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[re.Pattern[str], str, str]]:
    field = rf"(?P<field>{'|'.join(_fields().values())})"
    for command, focuses in SENTENCES.items():
        for focus, sentences in focuses.items():
            for sentence in sentences:
                pattern = _PLACE.join(sentence.replace("FIELD", field).split("NAME"))
                yield re.compile(pattern.replace(_PLACE, r"(?P<name>\S+(?: \S+){0,9}?)", 1)), command, focus
