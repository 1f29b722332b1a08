"""The vocabulary of questions, read once from `data/questions`: for each language what people say, by what they mean.

There are two: `lists` for questions about many records, `one` for those about a single record that is named.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import product
from typing import Any

from crmbot.folding import fold

FILLER = "filler"
_LANGUAGES = ("en", "de")
_ENDINGS = ("", "e", "en", "er", "es", "em")
_CHOICE = re.compile(r"\(([^()]*)\)")
_SHARED = {"lost": "lost", "closing": "close", "contacted": "talked"}  # said of one record as of many
_PREFIXES = {"part": "part:", "field": "field:"}


@dataclass(frozen=True, slots=True)
class Phrases:
    """`by_first` has the phrases that begin with a word, the longest first; `single` those of one word."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]
    single: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """Both vocabularies, and what is written short with what it stands for."""

    lists: Phrases
    one: Phrases
    spelled: Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]


@lru_cache(maxsize=1)
def question_words() -> QuestionWords:
    """All the words."""
    tables = [tomllib.loads(_text(language)) for language in _LANGUAGES]
    return QuestionWords(_phrases(tables, "lists"), _phrases(tables, "one"), _spelled(tables))


def _text(language: str) -> str:
    return (resources.files("crmbot.parsing") / "data" / "questions" / f"{language}.toml").read_text("utf-8")


def _phrases(tables: list[dict[str, Any]], part: str) -> Phrases:
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for table in tables:
        for slot, values in table[part].items():
            for value, said in values.items():
                meant = slot if value == "words" else f"{_PREFIXES.get(slot, '')}{value}"
                for words in _spelled_out(said):
                    found[words].add(meant)
        for value, meant in _SHARED.items() if part == "one" else ():
            for words in _spelled_out(_said(table["lists"], value)):
                found[words].add(meant)
    by_first: defaultdict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
    for words, meanings in found.items():
        by_first[words[0]].append((words, frozenset(meanings)))
    ordered = {word: tuple(sorted(ones, key=lambda one: -len(one[0]))) for word, ones in by_first.items()}
    return Phrases(ordered, {words[0]: frozenset(ones) for words, ones in found.items() if len(words) == 1})


def _said(slots: dict[str, dict[str, str]], value: str) -> str:
    return next(values[value] for values in slots.values() if value in values)


def _spelled_out(said: str) -> Iterator[tuple[str, ...]]:
    for phrase in fold(said).split(","):
        for one in _choices(phrase.strip()):
            pieces = [
                [word[:-1] + ending for ending in _ENDINGS] if word.endswith("~") else [word] for word in one.split()
            ]
            yield from (words for words in product(*pieces) if words)


def _choices(phrase: str) -> Iterator[str]:
    match = _CHOICE.search(phrase)
    if match is None:
        yield phrase
        return
    for choice in match[1].split("|"):
        yield from _choices(phrase[: match.start()] + choice + phrase[match.end() :])


def _spelled(tables: list[dict[str, Any]]) -> dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]:
    found: defaultdict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
    for table in tables:
        for short, long in table["spelled"].items():
            words = tuple(fold(short).split())
            found[words[0]].append((words, tuple(long.split())))
    return {word: tuple(sorted(ones, key=lambda one: -len(one[0]))) for word, ones in found.items()}
