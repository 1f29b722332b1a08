"""The parts of a question between commas and points: which of them say nothing that a question could ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from crmbot.parsing.chat.question_items import Scan, phrase_at
from crmbot.parsing.chat.question_reading import HARMLESS
from crmbot.parsing.chat.question_scan import scan
from crmbot.parsing.chat.question_spelling import split_words
from crmbot.parsing.chat.question_vocabulary import FILLER, question_words
from crmbot.parsing.chat.verbs import Vocabulary

_BREAK = re.compile(r"(?<=[,;:?!])\s+|(?<=[^\W\d]{2}\.)\s+|\s+(?:-|–|—)\s+")
_MOST_PARTS = 6
_SHORTEST = 3  # words of a part that is passed over; a single one narrows: `…, only Cologne`
_SAYING = frozenset(
    {
        "am", "are", "is", "was", "were", "i'm", "i've", "i'll", "i'd", "we're", "we've", "he's", "she's", "it's",
        "have", "has", "had", "need", "want", "got", "get", "going", "must", "should", "will", "can", "could", "would",
        "do", "does", "did", "may", "might", "bin", "bist", "ist", "sind", "war", "waren", "hab", "habe", "hat", "haben",
        "hatte", "muss", "muessen", "soll", "sollte", "sollen", "wollen", "kann", "koennen", "darf", "wird", "werden",
        "wurde", "brauche", "brauchen", "moechte", "mache", "macht", "gehe", "geht", "komme", "kommt", "sitze", "sitzt",
        "fahre", "faehrt", "fahren", "plane", "arbeite", "hast", "fragt", "asks", "asked", "wants", "needs", "works",
        "work", "stehe", "steht", "rufe"
    }
)  # fmt: skip
"""A part without one of them is no clause of its own, but belongs to the question."""
_NARROWING = frozenset(
    {
        "only", "just", "nur", "bloss", "but", "except", "ausser", "ohne", "without", "and", "und", "or", "oder", "not",
        "nicht", "kein", "keine"
    }
)  # fmt: skip
_SAID_ANYWAY = frozenset(
    {
        "own",
        "must",
        "will",
        "known",
        "get",
        "put",
        "thing",
        "who",
        "where",
        "stand",
        "talk",
        "sit",
        "has",
        "todo",
        "in",
        "lately",
        "again",
        "how",
        "when",
    }
)


def without_idle_parts(
    text: str, now: datetime, vocabulary: Vocabulary, known: Callable[[str], bool]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text without the parts that say nothing, and those parts; nothing where every part says something."""
    parts = [part for part in _BREAK.split(text) if part and part.strip()]
    if not 1 < len(parts) <= _MOST_PARTS:
        return
    idle = [place for place, part in enumerate(parts) if _is_idle(part, now, vocabulary, known)]
    if idle and len(idle) < len(parts):
        kept = " ".join(part for place, part in enumerate(parts) if place not in idle)
        yield kept.strip(" ,;:-–—"), tuple(parts[place].strip(" ,;:.!") for place in idle)


def _is_idle(part: str, now: datetime, vocabulary: Vocabulary, known: Callable[[str], bool]) -> bool:
    words = split_words(part)
    if len(words) < _SHORTEST or words[0].folded in _NARROWING or not any(word.folded in _SAYING for word in words):
        return False
    if any("#" in word.folded or "@" in word.folded or "&" in word.folded for word in words):
        return False
    found = scan(words, now, vocabulary)
    if _says_something(found) or _of_a_record(found):
        return False
    names = (word.written for word in words[1:] if word.written[:1].isupper() and word.folded != "i")
    return not any(known(name) for name in names)


def _says_something(found: Scan) -> bool:
    lists = {value for item in found.items if item.firm for value in item.values}
    numbers = any(character.isdigit() for word in found.words for character in word.folded)
    values = found.days or found.span or found.within or found.tag or found.stage or found.members
    return bool(lists - HARMLESS or values or numbers or any(":" in word for word in found.left))


def _of_a_record(found: Scan) -> bool:
    """Whether it asks for something that records have."""
    phrases, place = question_words().one, 0
    while place < len(found.words):
        phrase = phrase_at(found.words, place, phrases)
        if phrase and FILLER not in phrase[1] and phrase[1].isdisjoint(_SAID_ANYWAY):
            return True
        place += phrase[0] if phrase else 1
    return False
