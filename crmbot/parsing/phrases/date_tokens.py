"""A text as words, numbers and signs, with their places: what the date grammar works on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from crmbot.folding import fold
from crmbot.parsing.phrases.number_words import small_number

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")


class Token(NamedTuple):
    """One word, number or sign. `glued`: no white space before it. `word` is folded; for numbers and signs the text."""

    text: str
    word: str
    start: int
    end: int
    glued: bool

    @property
    def is_word(self) -> bool:
        """Whether it consists of letters."""
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        """Whether it consists of ASCII digits, few enough to mean something in a date."""
        return self.text.isascii() and self.text.isdigit() and len(self.text) < 9

    @property
    def capital(self) -> bool:
        """Whether it is a word with a capital first letter."""
        return self.text[0].isupper()


_NOTHING = Token(" ", "", -1, -1, glued=False)


def tokenise(text: str) -> list[Token]:
    """All tokens of `text` in order."""
    tokens = []
    before = -1
    for match in _TOKEN.finditer(text):
        piece = match.group()
        word = fold(piece) if piece[0].isalpha() else piece
        start, end = match.span()
        tokens.append(Token(piece, word, start, end, start == before))
        before = end
    return tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens under the eye of the grammar, with what it needs to know.

    `free` asks for precision: the text is prose. Otherwise it was written as a date and short forms count.
    `month_first` reads 12/24 in the American order.
    """

    tokens: list[Token]
    now: datetime
    free: bool
    month_first: bool = False

    @property
    def today(self) -> date:
        """The day of `now` where its person is."""
        return self.now.date()

    def at(self, i: int) -> Token:
        """The token at place `i`, or an empty one beyond the ends."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else _NOTHING

    def word(self, i: int) -> str:
        """The folded word at place `i`."""
        return self.tokens[i].word if 0 <= i < len(self.tokens) else ""

    def number(self, i: int) -> int | None:
        """The number in digits at place `i`."""
        token = self.at(i)
        return int(token.text) if token.is_number else None

    def count(self, i: int) -> int | None:
        """The number at place `i`, in digits or as a word."""
        number = self.number(i)
        return number if number is not None else small_number(self.word(i))

    def follow(self, i: int, *words: str) -> int | None:
        """The place behind the given words, if they stand at `i`."""
        for offset, word in enumerate(words):
            if self.word(i + offset) != word:
                return None
        return i + len(words)

    def glued(self, i: int) -> bool:
        """Whether the token at `i` follows its neighbour without white space."""
        return self.at(i).glued
