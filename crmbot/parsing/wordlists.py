"""Long lists of words looked for in text at little cost.

A pattern of hundreds of alternatives is tried at every place of a text, and without regard to case each try is dear.
Most lines hold none of the words. Whether they may is told from the words of the line, with one look-up each; only
then is the pattern asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_MAX_REMEMBERED = 300  # characters of a text
_RUN = re.compile(r"\w+|&")
_FIRST = re.compile(r"[^\W_]+")


def runs(text: str) -> tuple[str, ...]:
    """The runs of letters, digits and underscores of a text, and each `&`, in lower case."""
    return _runs(text) if len(text) <= _MAX_REMEMBERED else tuple(_RUN.findall(text.lower()))


@lru_cache(maxsize=256)  # several lists are looked for in the same lines
def _runs(text: str) -> tuple[str, ...]:
    return tuple(_RUN.findall(text.lower()))


def first_runs(phrases: Iterable[str]) -> frozenset[str]:
    """With which runs texts of these phrases begin, blanks between their words written or not: a text without any of
    the runs holds none of the phrases as whole words."""
    found: set[str] = set()
    for phrase in phrases:
        words = phrase.split()
        found.update(runs("".join(words[:count]))[0] for count in range(1, len(words) + 1))
    return frozenset(found)


def first_word(text: str) -> str:
    """The first run of letters and digits in lower case, whatever stands before it; "" where there is none."""
    found = _FIRST.search(text)
    return found[0].lower() if found else ""


def without_start(start: re.Pattern[str], text: str) -> str:
    """The text without what the pattern fits at its beginning."""
    found = start.match(text)
    return text[found.end() :] if found else text
