"""What the reading of a question collects: what each phrase may mean, the words left over, the days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbot.parsing.chat.question_periods import Days
from crmbot.parsing.chat.question_spelling import Word
from crmbot.parsing.chat.question_vocabulary import FILLER, Phrases

COUNTED = frozenset(
    {"deals", "offers", "orders", "leads", "customers", "prospects", "suppliers", "debtors", "partners", "contacts", "people",
     "companies", "followups", "calls", "meetings", "mails", "complaints"}
)  # fmt: skip
"""What there can be a number of."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a phrase may mean, and where it stands. A filler among the meanings may be passed over."""

    values: frozenset[str]
    start: int
    end: int

    @property
    def firm(self) -> bool:
        """Whether it says something in any case."""
        return FILLER not in self.values


@dataclass(slots=True)
class Scan:
    """`items` in their order; `left` are the words that no phrase took, members and sources among them as filters; `strange` those among
    them that no filter knows either, though filters pass over them.
    """

    words: tuple[Word, ...]
    items: list[Item] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    days: Days | None = None
    span: int | None = None  # days that something lasts: `for 2 weeks`
    within: int | None = None  # `in 6 weeks`, which may be a time that passed or one to come
    tag: str | None = None
    stage: str | None = None
    members: list[str] = field(default_factory=list)
    limit: int | None = None


def phrase_at(words: tuple[Word, ...], place: int, phrases: Phrases) -> tuple[int, frozenset[str]] | None:
    """The longest phrase that begins at a word: its length and what it may mean."""
    for phrase, values in phrases.by_first.get(words[place].folded, ()):
        if tuple(word.folded for word in words[place : place + len(phrase)]) == phrase:
            return len(phrase), values
    return None


def member_at(words: tuple[Word, ...], place: int, members: Mapping[str, str]) -> tuple[str, int] | None:
    """The member whom up to three words name, also in the genitive, and the place behind."""
    for count in (3, 2, 1):
        name = " ".join(word.folded for word in words[place : place + count])
        for stem in (name, name.removesuffix("'s"), name.removesuffix("'"), name.removesuffix("s")):
            if stem in members and len(words) >= place + count:
                return members[stem], place + count
    return None
