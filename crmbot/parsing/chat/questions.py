"""Questions in words, German and English, as the command with the filters that answers them. Pure; words are data.

A question is about one record (`who looks after Kolb?`) or about many (`how many open offers over 10k?`). What is not
understood to the last word is no question here: whoever asked is asked back instead of being told something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.chat.question_lists import about_many
from crmbot.parsing.chat.question_names import about_a_record, number_asked_for
from crmbot.parsing.chat.question_near import near_questions
from crmbot.parsing.chat.question_parts import without_idle_parts
from crmbot.parsing.chat.question_periods import UNITS
from crmbot.parsing.chat.question_reading import Asked
from crmbot.parsing.chat.question_scan import scan
from crmbot.parsing.chat.question_spelling import MOST_WORDS, Word, spelled_out, split_words
from crmbot.parsing.chat.question_values import BOUNDS, CURRENCIES
from crmbot.parsing.chat.question_vocabulary import FILLER, question_words
from crmbot.parsing.chat.verbs import Vocabulary, clean_request
from crmbot.parsing.chat.words import FILLERS

LONGEST = 400  # characters; a longer text is no question
MOST_NAME_WORDS = 4
_GREETING = re.compile(
    r"^(?:good (?:morning|afternoon|evening)\b|(?:morning|afternoon|evening)(?=[!,.])|morning(?= ))[!,.: ]*",
    re.IGNORECASE,
)
_BARE_NUMBER = re.compile(r"(?!(?:19|20)\d\d$)[1-9]\d{2,6}")  # of a record, without its mark; a year is none
_ASKING = frozenset(
    {
        "who", "whom", "whose", "what", "what's", "whats", "when", "where", "why", "which", "how", "how's", "is", "are", "do",
        "does", "did", "have", "has", "any", "was", "were", "wer", "wem", "wen", "wessen", "wann", "wo", "woher", "warum", "wieso",
        "weshalb", "welche", "welcher", "welches", "welchen", "welchem", "wie", "wieviel", "wieviele", "gibt", "hat", "habe", "haben",
        "ist", "sind", "muss", "muessen", "should", "can", "could", "will", "kann", "koennen", "soll", "woran", "worueber",
    }
)  # fmt: skip
_HELP = ("what can you do", "what can i ask", "what can i say", "what can i do here", "how do you work", "how does this work",
         "what do you understand", "was kannst du", "was kann ich fragen", "was kann ich sagen", "wie funktionierst du", "wie funktioniert das",
         "was verstehst du", "was kann ich tun", "kannst du mir helfen", "can you help me")  # fmt: skip


_LEADING = frozenset({"at", "to", "from", "von", "zu"})
_ARTICLES = frozenset({"the", "der", "die", "das", "den", "dem"})
_NEVER_BEFORE = frozenset({"im", "am", "auf", "unter", "in", "on"})  # somebody whose deals are meant
_OF_SOMEBODY = frozenset({"pipeline", "due"})
_OF_NOBODY = frozenset({"products", "list", "find"})
_TO_DO = frozenset(
    {
        "write", "remind", "create", "add", "move", "set", "delete", "book", "plan", "assign", "change", "convert",
        "schreib", "schreibe", "ruf", "rufe", "erinnere", "erinner", "buche", "leg", "lege", "trag", "trage", "setz", "setze", "loesch", "loesche",
        "aender", "aendere", "verschieb", "verschiebe", "notiere", "merke", "weise", "plane", "maile", "verschicke", "bestelle", "lade",
    }
)  # fmt: skip
"""Whoever begins with one of these wants something done, and asks nothing."""


@dataclass(frozen=True, slots=True)
class Question:
    """`command` is the key of the command, `words` what stands behind it, `asks` what the answer is to name first: count,
    sum, weighted, average, top, most, win rate, a kind of activity, or a field of the record; `list` when all of it.
    `unknown` are words that were not understood: names, or nothing. `passed` are parts of the sentence that say nothing.
    """

    command: str
    words: str = ""
    asks: str = "list"
    unknown: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """It as it could be typed."""
        return f"{self.command} {self.words}".strip()


def looks_like_a_question(text: str) -> bool:
    """Whether it begins with a word of questions, or ends with a question mark."""
    return clean_request(text[:LONGEST]).endswith("?") or begins_like_a_question(text)


def speaks_of(text: str) -> bool:
    """Whether a word is one of questions: what was not understood as one is not searched for as a name."""
    known = question_words().lists.single
    words = (word.folded for word in split_words(text[:LONGEST]) if word.folded not in FILLERS)
    return any(FILLER not in known.get(word, frozenset({FILLER})) for word in words)


def begins_like_a_question(text: str) -> bool:
    """Whether its first word asks."""
    words = clean_request(text[:LONGEST]).split(maxsplit=1)
    return bool(words) and fold(words[0]).strip(".,!?") in _ASKING


def read_question(
    text: str, *, now: datetime, vocabulary: Vocabulary, known: Callable[[str], bool] = lambda _: True
) -> Question | None:
    """The command that answers the question; None for what is none that we understand. `known` tells whether somebody
    is called so: where nobody is, the words are rather no name.
    """
    text = _GREETING.sub("", clean_request(text[: LONGEST + 1]), count=1)
    if len(text) > LONGEST:
        return None
    whole = _read(text, now, vocabulary, known)
    if whole is not None and not whole.unknown:
        return whole
    for kept, passed in without_idle_parts(text, now, vocabulary, known):
        found = _read(kept, now, vocabulary, known)
        if found is not None and not found.unknown:
            return replace(found, passed=passed)
    return whole


def near(text: str, *, now: datetime, vocabulary: Vocabulary) -> list[Question]:
    """Up to three questions that are near one that was not understood: what was found in it, as far as it goes together."""
    text = clean_request(text[: LONGEST + 1])
    words = split_words(text)
    if not words or len(text) > LONGEST or len(words) > MOST_WORDS or words[0].folded in _TO_DO:
        return []
    found = near_questions(spelled_out(words, vocabulary), now, vocabulary)
    return [Question(one.command, one.words, one.asks) for one in found]


def names_in(text: str) -> list[str]:
    """What may be a record in the text, numbers first: `#1042`, and words with capitals side by side that mean nothing else."""
    words = split_words(clean_request(text[:LONGEST]))[:MOST_WORDS]
    numbers = [word.folded for word in words if re.fullmatch(r"#\d{1,10}", word.folded)]
    known, runs = question_words(), [""]
    for place, word in enumerate(words):
        joins = word.written in {"&", "+"} and runs[-1] != ""
        capital = word.written[:1].isupper() and not (
            word.folded in known.one.by_first or word.folded in known.lists.by_first
        )
        runs[-1:] = [f"{runs[-1]} {word.written}".strip()] if joins or (capital and place) else [runs[-1], ""]
    return [*numbers, *(run.removesuffix("'s") for run in runs if run)]


def _read(text: str, now: datetime, vocabulary: Vocabulary, known: Callable[[str], bool]) -> Question | None:
    words = split_words(text)
    if not words or len(words) > MOST_WORDS or words[0].folded in _TO_DO:
        return None
    if " ".join(word.folded for word in words).startswith(_HELP):
        return Question("help")
    words = spelled_out(words, vocabulary)
    if (number := number_asked_for(words)) is not None:
        return Question("find", number)
    one = about_a_record(_marked(words, known), now, vocabulary)
    if one is not None and (one.command in _OF_NOBODY or known(one.name)):
        return Question(one.command, one.words, one.asks)
    many = _about_many(words, now, vocabulary)
    one = None if one and one.name.islower() else one  # neither written as a name nor anybody's
    return Question(one.command, one.words, one.asks) if one and (many is None or many.unknown) else many


def _marked(words: tuple[Word, ...], known: Callable[[str], bool]) -> tuple[Word, ...]:
    """`stage of 1042` as `stage of #1042`, where there is such a record and no other is named."""
    bare = [
        place for place, word in enumerate(words) if _BARE_NUMBER.fullmatch(word.folded) and not _counts(words, place)
    ]
    if len(bare) != 1 or any("#" in word.folded for word in words):
        return words
    number = f"#{words[bare[0]].folded}"
    return (*words[: bare[0]], Word(number, number), *words[bare[0] + 1 :]) if known(number) else words


def _counts(words: tuple[Word, ...], place: int) -> bool:
    """Whether a number is an amount or so many days: `over 5000`, `5000 euros`."""
    before = words[place - 1].folded if place else ""
    behind = words[place + 1].folded if place + 1 < len(words) else ""
    return before in BOUNDS - _LEADING or behind in CURRENCIES or behind in UNITS


def _about_many(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> Question | None:
    asked = about_many(scan(words, now, vocabulary), now, vocabulary)
    if asked is None:
        return None
    if asked.unknown and asked.command in _OF_SOMEBODY and (name := _name(words, asked)):
        name = name if asked.command == "pipeline" else name.removeprefix("name:").strip('"')
        return Question(asked.command, f"{asked.words} {name}".strip(), asked.asks)
    return Question(asked.command, asked.words, asked.asks, asked.unknown)


def _name(words: tuple[Word, ...], asked: Asked) -> str | None:
    """The words not understood as a filter, where they stand together and begin with capitals: whose the deals are."""
    count = len(asked.unknown)
    together = any(
        tuple(word.written for word in words[place : place + count]) == asked.unknown
        for place in range(len(words) - count + 1)
    )
    before = [word.folded for word in words if word.written == asked.unknown[0] or word.folded not in _ARTICLES]
    place = before.index(fold(asked.unknown[0])) if fold(asked.unknown[0]) in before else 0
    if place and before[place - 1] in _NEVER_BEFORE:
        return None
    if count > MOST_NAME_WORDS or not together or not asked.unknown[0][:1].isupper():
        return None
    name = " ".join(asked.unknown).replace('"', "")
    return f'name:"{name}"' if " " in name else f"name:{name}"
