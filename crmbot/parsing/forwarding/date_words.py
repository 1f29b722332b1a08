"""Names of months, weekdays and halves of the day in the languages of mail clients (`data/mail_dates.json`)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_EDGES = " .'’׳ʼ`´,،·"


@dataclass(frozen=True, slots=True)
class DateWords:
    """Numbers by name: months from 1, weekdays from 0 for Monday. A name that means several depends on the language."""

    months: Mapping[str, Mapping[int, frozenset[str]]]  # no language: the same in all that have the word
    weekdays: Mapping[str, frozenset[int]]
    am: frozenset[str]
    pm: frozenset[str]


def fold_word(word: str) -> str:
    """`word` as the table has it: no case, no dots or apostrophes at its ends."""
    return unicodedata.normalize("NFKC", word).casefold().replace("i\u0307", "i").strip(_EDGES)


@cache
def date_words() -> DateWords:
    """The table, read once."""
    table = json.loads((resources.files("crmbot.parsing") / "data" / "mail_dates.json").read_text("utf-8"))
    months: dict[str, dict[int, frozenset[str]]] = {
        word: {int(number): frozenset()} for number, words in table["months"].items() for word in words
    }
    for word, meanings in table["months_by_language"].items():
        months[word] = {int(number): frozenset(languages) for number, languages in meanings.items()}
    weekdays = {word: frozenset((int(number),)) for number, words in table["weekdays"].items() for word in words}
    for word, meanings in table["weekdays_by_language"].items():
        weekdays[word] = frozenset(int(number) for number in meanings)
    return DateWords(months, weekdays, frozenset(table["am"]), frozenset(table["pm"]))
