"""Filters that only other lists know: named to who asks with them, never silently passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial

from crmbot.assistant.asking import Asking
from crmbot.parsing.chat.requests import Filters, Vocabulary, read_filters


def read_known(
    ask: Asking, words: list[str], known: frozenset[str], vocabulary: Vocabulary
) -> tuple[Filters, list[str], list[str]]:
    """The filters in `words`; the words that are none; and those that are a filter of other lists, or look like one.

    `known` are the fields of Filters that the list has.
    """
    read = partial(read_filters, now=ask.now, vocabulary=vocabulary)
    filters, unknown = read(" ".join(words))
    strange = _of_other_lists(words, known, lambda text: read(text)[0])
    return filters, [one for one in unknown if ":" not in one], [*strange, *(one for one in unknown if ":" in one)]


def _of_other_lists(words: list[str], known: frozenset[str], read: Callable[[str], Filters]) -> list[str]:
    """The words without which nothing would be asked for but what is `known`."""
    strange = _strange(read(" ".join(words)), known)
    if not strange:
        return []
    without = (read(" ".join(words[:place] + words[place + 1 :])) for place in range(len(words)))
    named = [word for word, rest in zip(words, without, strict=True) if not strange <= _strange(rest, known)]
    return named or [word for word in words if _strange(read(word), known)] or words  # a filter that is there twice


def _strange(filters: Filters, known: frozenset[str]) -> set[str]:
    return {
        one.name for one in fields(Filters) if one.name not in known and getattr(filters, one.name) != one.default
    }  # fmt: skip
