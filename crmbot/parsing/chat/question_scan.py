"""A question taken apart: the known phrases in it, the stretch of days, how long something lies still, and the words left over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from crmbot.folding import fold
from crmbot.parsing.chat.list_words import GROUPS
from crmbot.parsing.chat.past import past_stretch
from crmbot.parsing.chat.periods import Stretch
from crmbot.parsing.chat.question_words import NUMBERS, PHRASES, SPAN_BEFORE, TAGGED_AFTER, TAGGED_BEFORE, UNITS
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.phrases.date_words import NEXT

MOST_WORDS = 40  # a longer text is no question that we can read
_LOOSE = '.,;:!?"„“”»«()'
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{4}-\d\d-\d\d\S*|q[1-4]")
_NOT_A_DATE = re.compile(
    r"[^\w]|\d|(?:may|march|mi|do|so|sa|fr|di|mo|in|by|ab|von|from|for|an|am|mit|zwischen|between|unter|under|ueber|over)$"
)
_BY = frozenset({"by", "per", "nach", "pro", "je"})
_THROUGH = frozenset({"through", "via", "ueber", "durch", "from", "by"})
_OPENS_DATES = frozenset({"in", "im", "by", "until", "bis", "before", "vor", "after", "nach", "seit", "since", "ab", "from", "the", "den", "der"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, without punctuation around it, and as it is compared."""

    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class Scan:
    """`found` has the values of each slot in their order; `left` are the words that no phrase took."""

    found: Mapping[str, tuple[str, ...]]
    left: tuple[str, ...]
    period: Stretch | None = None
    days: int | None = None
    tag: str | None = None
    stage: str | None = None
    ahead: bool = False  # the days were named as those to come

    def has(self, slot: str, *values: str) -> bool:
        """Whether the slot holds any of the values."""
        return any(value in self.found.get(slot, ()) for value in values)

    def first(self, slot: str) -> str | None:
        """What was said first."""
        return next(iter(self.found.get(slot, ())), None)


def split_words(text: str) -> tuple[Word, ...]:
    """The words of a text, typographic apostrophes made plain."""
    words = []
    for raw in text.replace("’", "'").replace("´", "'").split()[: MOST_WORDS + 1]:
        written = raw.strip(_LOOSE)
        folded = fold(written).replace(" ", "")
        if folded:
            words.append(Word(written, folded))
    return tuple(words)


@lru_cache(maxsize=1)
def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """By their first word, the longest first: the words, the slot and the value."""
    found: defaultdict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
    for slot, values in PHRASES.items():
        for value, phrases in values.items():
            for phrase in phrases.split("|"):
                words = tuple(phrase.split())
                found[words[0]].append((words, slot, value))
    return {word: sorted(ones, key=lambda one: -len(one[0])) for word, ones in found.items()}


def scan(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> Scan:
    """Take the words apart from left to right."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    left: list[str] = []
    period: Stretch | None = None
    days: int | None = None
    named: dict[str, str] = {}
    place = 0
    while place < len(words):
        if words[place].folded in _BY and place + 1 < len(words) and words[place + 1].folded in GROUPS:
            left += [words[place].written, words[place + 1].written]
            place += 2
        elif days is None and (span := _span(words, place)):
            days, place = span
        elif word := _tag_or_stage(words, place, vocabulary):
            named[word[0]], place = word[1], word[2]
        elif period is None and (stretch := period_at(words, place, now)):
            named["ahead"] = words[place].folded if words[place].folded in NEXT else ""
            period, place = stretch
        elif phrase := _phrase(words, place):
            found[phrase[1]].append(phrase[2])
            place += len(phrase[0])
        elif source := _source(words, place, vocabulary):
            left.append(source[0])
            place = source[1]
        else:
            left.append(words[place].written)
            place += 1
    return Scan(
        {slot: tuple(ones) for slot, ones in found.items()}, tuple(left), period, days, named.get("tag"), named.get("stage"),
        bool(named.get("ahead")),
    )  # fmt: skip


def _phrase(words: tuple[Word, ...], place: int) -> tuple[tuple[str, ...], str, str] | None:
    for phrase in _phrases().get(words[place].folded, ()):
        if tuple(word.folded for word in words[place : place + len(phrase[0])]) == phrase[0]:
            return phrase
    return None


def _span(words: tuple[Word, ...], place: int) -> tuple[int, int] | None:
    """`for more than 2 weeks`, `seit 14 Tagen`: the days, and where it ends."""
    start = place
    while place < len(words) and words[place].folded in SPAN_BEFORE:
        place += 1
    if place + 1 >= len(words) or place == start:
        return None
    count, unit = words[place].folded, UNITS.get(words[place + 1].folded)
    number = int(count) if count.isdecimal() and len(count) < 5 else NUMBERS.get(count)
    opened = words[start].folded
    if unit is None or number is None or opened in {"in", "the", "den"}:
        return None
    return number * unit, place + 2


def _tag_or_stage(words: tuple[Word, ...], place: int, vocabulary: Vocabulary) -> tuple[str, str, int] | None:
    """`the tag vip`, `mit Messe markiert`, `Phase Abschluss`."""
    following = words[place + 1] if place + 1 < len(words) else None
    folded = words[place].folded
    if following is None:
        return None
    if folded in TAGGED_BEFORE and following.folded not in {"and", "und"} and folded != "tag":
        return "tag", following.written, place + 2
    if folded == "tag" and place and words[place - 1].folded in {"the", "with", "dem", "den", "mit"}:
        return "tag", following.written, place + 2
    if folded in {"mit", "als", "with", "as"} and place + 2 < len(words) and words[place + 2].folded in TAGGED_AFTER:
        return "tag", following.written, place + 3
    if folded == "tagged" and following.folded not in {"with", "as"}:
        return "tag", following.written, place + 2
    if folded in {"stage", "phase", "stufe"} and following.folded in vocabulary.stages:
        return "stage", vocabulary.stages[following.folded], place + 2
    return None


def _is_amount(folded: str) -> bool:
    """Whether digits are no date and no year."""
    digits = folded.rstrip("k€$").replace(".", "").replace(",", "")
    return (
        digits.isdecimal()
        and not _DATE.fullmatch(folded)
        and not (len(folded) == 4 and folded[:2] in {"19", "20", "21"})
    )


def _source(words: tuple[Word, ...], place: int, vocabulary: Vocabulary) -> tuple[str, int] | None:
    """`through referrals`, `über Empfehlungen`: the source in the singular, and the place behind it."""
    start = place + (words[place].folded in _THROUGH)
    if start >= len(words):
        return None
    folded, known = words[start].folded, {fold(source): source for source in vocabulary.sources}
    stem = next(
        (
            one
            for one in (folded, folded.removesuffix("s"), folded.removesuffix("en"), folded.removesuffix("n"))
            if one in known
        ),
        None,
    )
    return (
        (f"source:{known[stem]}", start + 1)
        if stem and " " not in known[stem] and (start > place or stem != folded)
        else None
    )


def period_at(words: tuple[Word, ...], place: int, now: datetime) -> tuple[Stretch, int] | None:
    """The stretch of days that begins at a word, and the place of the word after it."""
    folded = words[place].folded
    alone = folded not in _OPENS_DATES
    if alone and not _DATE.fullmatch(folded) and _NOT_A_DATE.search(folded):
        return None
    rest = [word.written for word in words[place : place + 8]]
    if folded in _OPENS_DATES and len(rest) > 1 and _is_amount(words[place + 1].folded):
        return None
    text = " ".join(rest)
    stretch = past_stretch(text, now)
    if stretch is None or not stretch.end:
        return None
    taken = len(text[: stretch.end].split())
    return stretch, place + taken
