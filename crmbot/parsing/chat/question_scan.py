"""A question about many records taken apart: what each phrase says, the days, how long something lies still, the words left over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.chat.list_words import GROUPS
from crmbot.parsing.chat.question_periods import NUMBERS, UNITS, Days, period_at
from crmbot.parsing.chat.question_spelling import Word, parts_of
from crmbot.parsing.chat.question_vocabulary import FILLER, Phrases, question_words
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.phrases.date_words import MONTHS

_BY = frozenset({"by", "per", "nach", "pro", "je", "auf"})
_THROUGH = frozenset({"through", "via", "ueber", "durch", "per"})
_FROM = frozenset({"from", "by", "von", "aus", "of", "auf", "at", "in"})
_ARTICLES = frozenset(
    {"the", "our", "der", "die", "das", "den", "dem", "unsere", "unserer", "unserem", "eine", "einer", "a"}
)
TAGGED_BEFORE = frozenset({"tag", "schlagwort", "label", "etikett", "tags", "schlagwoerter", "markierung"})
_TAGGED_AFTER = frozenset({"markiert", "getaggt", "gekennzeichnet", "versehen", "tagged", "labelled"})
_STAGES = frozenset({"stage", "phase", "stufe", "stadium", "status"})
_SPAN_BEFORE = frozenset(
    {"for", "seit", "since", "in", "more", "than", "mehr", "als", "over", "ueber", "at", "least", "mindestens", "the", "den",
     "laenger", "longer", "about", "around", "ungefaehr", "etwa"}
)  # fmt: skip
_BOUNDS = frozenset(
    {"over", "above", "more", "than", "bigger", "greater", "at", "least", "most", "under", "below", "less", "smaller", "up", "to", "between",
     "from", "exceeding", "ueber", "mehr", "als", "groesser", "mindestens", "mind", "unter", "weniger", "kleiner", "hoechstens", "maximal", "max",
     "bis", "zu", "ab", "zwischen", "von", ">", "<", ">=", "<="}
)  # fmt: skip
_RANGES = frozenset({"between", "zwischen", "from", "von"})
_AND = frozenset({"and", "und", "to", "bis", "-", "–"})
_CURRENCIES = frozenset({"€", "$", "euro", "euros", "eur", "usd", "chf", "dollar", "dollars", "franken"})
_AMOUNT = re.compile(r"[€$]?\d{1,3}(?:[.,]?\d{3})*(?:[.,]\d{1,2})?(?:k|m|€|\$)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SEPARATED = {"zu": "closing", "ab": "closing", "an": "due", "ein": "created"}  # what a verb leaves at the end
_TO_WHOM = frozenset({"me", "mir"})
_WITH_WHOM = frozenset(
    {
        "for",
        "with",
        "to",
        "by",
        "on",
        "from",
        "of",
        "at",
        "von",
        "bei",
        "fuer",
        "mit",
        "zu",
        "an",
        "nach",
        "vor",
        "auf",
        "ist",
        "sind",
        "habe",
        "gehoeren",
    }
)
_RANKED = frozenset({"top", "likeliest", "oldest", "most"})


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
    """`items` in their order; `left` are the words that no phrase took, members and sources among them as filters."""

    words: tuple[Word, ...]
    items: list[Item] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    days: Days | None = None
    span: int | None = None  # days that something lasts: `for 2 weeks`
    within: int | None = None  # `in 6 weeks`, which may be a time that passed or one to come
    tag: str | None = None
    stage: str | None = None
    members: list[str] = field(default_factory=list)
    limit: int | None = None


def scan(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> Scan:
    """Take the words apart from left to right; the first reader that knows them takes them."""
    found, place = Scan(words), 0
    sources = {fold(source): source for source in vocabulary.sources}
    while place < len(words):
        place = (
            _grouped(found, place) or _amount(found, place) or _span(found, place) or _limit(found, place) or _tag(found, place) or _stage(found, place, vocabulary)
            or _member(found, place, vocabulary) or _period(found, place, now) or _source(found, place, sources)
            or _phrase(found, place) or _left(found, place)
        )  # fmt: skip
    return found


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


def _grouped(found: Scan, place: int) -> int:
    words = found.words
    if words[place].folded not in _BY or place + 1 >= len(words):
        return 0
    behind = place + 1 + (words[place + 1].folded in {"die", "den", "der", "the"} and place + 2 < len(words))
    if words[behind].folded not in GROUPS or (words[place].folded == "auf" and behind == place + 1):
        return 0
    found.left += ["by", words[behind].written]
    found.items.append(Item(frozenset({"grouped"}), place, behind + 1))
    return behind + 1


def _amount(found: Scan, place: int) -> int:
    """`more than 5,000 €`, `zwischen 5 und 10k`: left for the filters, with the words that make it a bound."""
    words, end = found.words, place
    while end < len(words) and end - place < 3 and words[end].folded in _BOUNDS:
        end += 1
    if end == place or not is_amount(words, end):
        return 0
    if (
        words[place].folded in _RANGES
        and end + 2 < len(words)
        and words[end + 1].folded in _AND
        and is_amount(words, end + 2)
    ):
        end += 2
    elif words[place].folded in {"von", "from"}:
        return 0
    end += 1
    end += end < len(words) and words[end].folded in _CURRENCIES
    found.left += [word.written for word in words[place:end]]
    found.items.append(Item(frozenset({FILLER}), place, end))
    return end


def is_amount(words: tuple[Word, ...], place: int) -> bool:
    """Whether a word is an amount: no date, no year, and not so many days."""
    if place >= len(words) or not _AMOUNT.fullmatch(words[place].folded):
        return False
    following = words[place + 1].folded if place + 1 < len(words) else ""
    return (
        following not in UNITS
        and following not in MONTHS
        and (following in _CURRENCIES or not _YEAR.fullmatch(words[place].folded))
    )


def _span(found: Scan, place: int) -> int:
    """`for more than 2 weeks`, `seit 14 Tagen`, `länger als einen Monat`."""
    words, start = found.words, place
    while place < len(words) and words[place].folded in _SPAN_BEFORE:
        place += 1
    bare = place == start
    if place + 1 >= len(words) or found.span is not None:
        return 0
    count, unit = words[place].folded.lstrip(">="), UNITS.get(words[place + 1].folded)
    number = int(count) if count.isdecimal() and len(count) < 5 else NUMBERS.get(count)
    if unit is None or number is None or (bare and not _endless(words, place + 2)):
        return 0
    if words[start].folded in {"the", "den", "a", "an"}:
        return 0
    if words[start].folded == "in":
        found.within = number * unit
        found.items.append(Item(frozenset({"within"}), start, place + 2))
        return place + 2
    found.span = number * unit
    end = place + 2 + (2 if _endless(words, place + 2) else 0)
    return min(end, len(words))


def _endless(words: tuple[Word, ...], place: int) -> bool:
    return tuple(word.folded for word in words[place : place + 2]) in {
        ("or", "more"), ("or", "longer"), ("oder", "mehr"), ("oder", "laenger"), ("and", "more"), ("und", "mehr"),
    }  # fmt: skip


def _limit(found: Scan, place: int) -> int:
    """`top five`, `die drei größten`: how many are wanted."""
    words = found.words
    folded = words[place].folded
    number = int(folded) if folded.isdecimal() and len(folded) < 4 else NUMBERS.get(folded) if len(folded) > 2 else None
    if number is None or number < 2:
        return 0
    phrases = question_words().lists
    behind = phrase_at(words, place + 1, phrases) if place + 1 < len(words) else None
    before = found.items and found.items[-1].end == place and found.items[-1].values & _RANKED
    if before or (behind and behind[1] & _RANKED):
        found.limit = number
        return place + 1
    return 0


def _tag(found: Scan, place: int) -> int:
    """`the tag vip`, `mit Messe markiert`."""
    words = found.words
    following = words[place + 1] if place + 1 < len(words) else None
    folded = words[place].folded
    if following is None:
        return 0
    before = words[place - 1].folded if place else ""
    named = folded in TAGGED_BEFORE and following.folded not in {"and", "und"}
    if (named and folded != "tag") or (folded == "tag" and before in {"the", "with", "dem", "den", "mit", "a"}):
        found.tag = following.written
        return place + 2
    if folded in {"mit", "als", "with", "as"} and place + 2 < len(words) and words[place + 2].folded in _TAGGED_AFTER:
        found.tag = following.written
        return place + 3
    if folded in {"tagged", "labelled", "markiert", "getaggt"}:
        behind = place + 1 + (following.folded in {"with", "as", "mit", "als"})
        if behind < len(words):
            found.tag = words[behind].written
            return behind + 1
    return 0


def _stage(found: Scan, place: int, vocabulary: Vocabulary) -> int:
    """`stage offer`, `Phase Abschluss`, `the enquiry stage`, `Verhandlungsphase`."""
    words = found.words
    following = words[place + 1].folded if place + 1 < len(words) else ""
    folded = words[place].folded
    if folded in _STAGES and following in vocabulary.stages:
        found.stage = vocabulary.stages[following]
        return place + 2
    if following in _STAGES and folded in vocabulary.stages:
        found.stage = vocabulary.stages[folded]
        return place + 2
    return 0


def _member(found: Scan, place: int, vocabulary: Vocabulary) -> int:
    member = member_at(found.words, place, vocabulary.members)
    if member is None:
        return 0
    if member[0] not in found.members:
        found.members.append(member[0])
        found.left.append(f"owner:{member[0]}")
    return member[1]


def _period(found: Scan, place: int, now: datetime) -> int:
    if found.days is not None:
        return 0
    found.days = period_at(found.words, place, now)
    return found.days.end if found.days else 0


def _source(found: Scan, place: int, sources: Mapping[str, str]) -> int:
    """`through referrals`, `über die Website`, `website leads`: where it came from, in the singular."""
    words, start = found.words, place
    led = words[start].folded
    start += led in _THROUGH | _FROM
    start += start > place and start < len(words) and words[start].folded in _ARTICLES
    for count in (3, 2, 1):
        name = " ".join(word.folded for word in words[start : start + count])
        stem = next(
            (
                one
                for one in (
                    name,
                    name.removesuffix("s"),
                    name.removesuffix("en"),
                    name.removesuffix("n"),
                    name.removesuffix("e"),
                )
                if one in sources
            ),
            None,
        )
        if stem is None or start + count > len(words):
            continue
        if count == 1 and led not in _THROUGH and stem in _means_more():
            return 0
        found.left.append(f'source:"{sources[stem]}"' if " " in sources[stem] else f"source:{sources[stem]}")
        return start + count
    return 0


def _means_more() -> Collection[str]:
    """Words of sources that mean something else as well where nothing leads them in."""
    return question_words().lists.single.keys()


def _phrase(found: Scan, place: int) -> int:
    if place and place == len(found.words) - 1 and (part := _SEPARATED.get(found.words[place].folded)):
        found.items.append(Item(frozenset({part}), place, place + 1))
        return place + 1
    if found.words[place].folded in _TO_WHOM and 0 < place < 3 and found.words[place - 1].folded not in _WITH_WHOM:
        return place + 1  # `draw me`, `mach mir`
    phrase = phrase_at(found.words, place, question_words().lists)
    if phrase is None:
        return 0
    found.items.append(Item(phrase[1], place, place + phrase[0]))
    return place + phrase[0]


def _left(found: Scan, place: int) -> int:
    known = question_words().lists.single
    parts = parts_of(found.words[place].folded)
    if parts and all(part in known for part in parts):
        found.items += [Item(known[part], place, place + 1) for part in parts]
        return place + 1
    found.left.append(found.words[place].written)
    return place + 1


def firm_values(items: list[Item]) -> Iterator[str]:
    """What is said in any case."""
    for item in items:
        if item.firm:
            yield from item.values
