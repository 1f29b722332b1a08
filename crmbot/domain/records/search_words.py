"""Words as the search index holds them, and how they sound."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crmbot.domain.records.search import LONGEST_TERM
from crmbot.folding import fold

MOST_WORDS = 10_000  # different ones of one record; PostgreSQL holds a megabyte of them
SHORTEST_TERM = 3  # characters; shorter words are found as they are, but not by parts or misspelt
SHORTEST_DIGITS = 3  # of a phone number

_WORD = re.compile(r"[^\W_]+")
_CODES = {"b": "1", "p": "1", "d": "2", "t": "2", "f": "3", "v": "3", "w": "3", "g": "4", "k": "4", "q": "4", "l": "5",
          "m": "6", "n": "6", "r": "7", "s": "8", "z": "8"}  # fmt: skip


def words_of(text: str) -> list[str]:
    """The folded words of a text in their order."""
    return [word[:LONGEST_TERM] for word in _WORD.findall(fold(text))]


def one_text(words: Iterable[str]) -> str:
    """Each word once, as the index keeps them."""
    return " ".join(list(dict.fromkeys(words))[:MOST_WORDS])


def is_term(word: str) -> bool:
    """Whether a word goes into the list of all words: numbers do not, nobody misspells them."""
    return len(word) >= SHORTEST_TERM and not any(character.isdigit() for character in word)


def digits_from_each_place(phone: str) -> list[str]:
    """`+4971112` as 4971112, 971112, 71112 …: any part of a number is the beginning of one of them."""
    digits = "".join(character for character in phone if character.isdigit())
    return [digits[place:] for place in range(max(len(digits) - SHORTEST_DIGITS + 1, 0))]


def sound(word: str) -> str:
    """The Cologne phonetic code (Postel 1969) of a folded word: `maier`, `meyer` and `mayr` give the same.

    Umlauts, written out when folded, count as one vowel. Letters of other scripts have no code.
    """
    codes = [_code(word, place) for place in range(len(word))]
    squeezed = [code for place, code in enumerate(codes) if code and (place == 0 or code != codes[place - 1])]
    return "".join(code for place, code in enumerate("".join(squeezed)) if code != "0" or place == 0)


def _code(word: str, place: int) -> str:
    letter, before, after = word[place], word[place - 1 : place] if place else "", word[place + 1 : place + 2]
    if letter in "aeiouyj":
        return "0"
    if letter == "p" and after == "h":
        return "3"
    if letter in "dt" and after and after in "csz":
        return "8"
    if letter == "c":
        return _code_of_c(before, after)
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    return _CODES.get(letter, "")


def _code_of_c(before: str, after: str) -> str:
    if not before:
        return "4" if after and after in "ahkloqrux" else "8"
    if before in "sz":
        return "8"
    return "4" if after and after in "ahkoqux" else "8"
