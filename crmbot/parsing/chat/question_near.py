"""What is near a question that was not understood: the commands for those of its concepts that go together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations, islice

from crmbot.parsing.chat.question_items import Item, Scan
from crmbot.parsing.chat.question_lists import about_many
from crmbot.parsing.chat.question_reading import HARMLESS, Asked, read_rest
from crmbot.parsing.chat.question_scan import scan
from crmbot.parsing.chat.question_spelling import Word
from crmbot.parsing.chat.verbs import Vocabulary

_MOST_TRIED = 60
_MOST_LEFT_OUT = 3
_CLAUSES = frozenset({"because", "weil", "dass", "if", "wenn", "how", "wie", "sofern", "falls"})
_KEPT = frozenset({"not"})  # without them the question would be another one


def near_questions(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary, most: int = 3) -> list[Asked]:
    """Up to `most` commands, those that leave out the fewest of the concepts first."""
    found: dict[tuple[str, str], Asked] = {}
    whole = scan(words, now, vocabulary)
    reading = read_rest(whole, now, vocabulary)
    whole.left, whole.strange = [word for word in whole.left if word not in reading.unknown], []
    for fewer in islice(_fewer(whole, reading.negated), _MOST_TRIED):
        asked = about_many(fewer, now, vocabulary)
        if asked is not None and not asked.unknown:
            found.setdefault((asked.command, asked.words), asked)
        if len(found) == most:
            break
    return list(found.values())


def _fewer(whole: Scan, denied: frozenset[str]) -> Iterator[Scan]:
    """The question with fewer and fewer of what was found in it; a `not` stays with what is `denied`."""
    kept = [item for item in whole.items if item.values & (_KEPT | denied) or _excludes(whole, item)]
    firm = [item for item in whole.items if item.firm and item not in kept and item.values - HARMLESS]
    for count in range(min(_MOST_LEFT_OUT, len(firm) - 1) + 1):
        for out in combinations(reversed(firm), count):
            yield _without(whole, out)
            if whole.days or whole.span:
                yield replace(_without(whole, out), days=None, span=None)


def _excludes(whole: Scan, item: Item) -> bool:
    """`except`, `but`: without it the opposite would be offered. Of `because` the rest may be left out."""
    return "how" in item.values and whole.words[item.start].folded not in _CLAUSES


def _without(whole: Scan, out: tuple[Item, ...]) -> Scan:
    kept = [item for item in whole.items if item not in out]
    return replace(whole, items=kept, left=list(whole.left), members=list(whole.members))
