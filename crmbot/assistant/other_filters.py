"""Filters that only other lists know: named to who asks with them, never silently passed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from crmbot.parsing.chat.requests import Filters


def of_other_lists(words: list[str], known: frozenset[str], read: Callable[[str], Filters]) -> list[str]:
    """The words without which nothing would be asked for but what is `known`: the names of fields of Filters."""
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
