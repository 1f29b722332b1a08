"""The words of a question before they are understood: written out, small slips mended, German compounds taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from crmbot.folding import fold
from crmbot.parsing.chat.list_words import GRADES, GROUPS, MISSING, ORDERS, STATES
from crmbot.parsing.chat.question_vocabulary import FILLER, question_words
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.chat.words import AT_LEAST, AT_MOST, FILLERS, FILTER_KEYS, ROLE_WORDS
from crmbot.parsing.phrases.date_words import COMPOUND_PERIODS, LAST, MONTHS, NEXT, PARTS, PERIODS, THIS, TODAY_PARTS

MOST_WORDS = 40  # a longer text is no question that we can read
_LOOSE = '.,;:!?"„“”»«()…'
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.")
_MULTIPLIERS: Mapping[str, str] = {
    "k": "k", "tsd": "k", "tausend": "k", "thousand": "k", "grand": "k", "mio": "m", "million": "m", "millionen": "m", "millions": "m",
}  # fmt: skip
_AT_LEAST_BEHIND = (
    ("or", "more"),
    ("and", "more"),
    ("oder", "mehr"),
    ("und", "mehr"),
    ("upwards",),
    ("aufwaerts",),
    ("up",),
    ("and", "up"),
    ("or", "above"),
    ("plus",),
)
_SHORTEST_SLIP = 6  # letters; a slip in a shorter word makes too many others
_SURELY_A_SLIP = 8
_SHORTEST_PART = 4
_LINKS = ("", "s", "n", "en", "es", "-", "s-")
_NO_HEADS = frozenset({"nummer", "number"})  # a number of whatever else is no phone number
_FURTHER = frozenset(
    {*MONTHS, *NEXT, *THIS, *LAST, *PARTS, *TODAY_PARTS, *PERIODS, *COMPOUND_PERIODS, *GROUPS, *GRADES, *STATES, *FILTER_KEYS, *FILLERS, *ROLE_WORDS, *MISSING, *ORDERS,
     *" ".join((*AT_LEAST, *AT_MOST)).split(), "tagged", "labelled", "markiert", "getaggt", "gekennzeichnet", "versehen", "schlagwort", "schlagwoerter", "etikett", "yesterday", "gestern"}
)  # fmt: skip
_RECORDS = ("field:", "part:")
_NOUNS = frozenset(
    {
        "deals", "offers", "orders", "leads", "customers", "prospects", "suppliers", "followups", "complaints", "contacts",
        "companies",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, without punctuation around it, and as it is compared."""

    written: str
    folded: str


def split_words(text: str) -> tuple[Word, ...]:
    """The words of a text, typographic apostrophes made plain."""
    words = []
    for raw in text.replace("’", "'").replace("´", "'").replace("`", "'").split()[: MOST_WORDS + 1]:
        written = raw.strip(_LOOSE)
        if _DAY.fullmatch(f"{written}.") and f"{written}." in raw:
            written += "."
        folded = fold(written).replace(" ", "")
        if folded:
            words.append(Word(written, folded))
    return tuple(words)


def spelled_out(words: tuple[Word, ...], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words as the vocabulary has them, those that it does not know as they are."""
    own = frozenset(
        {
            *vocabulary.members,
            *vocabulary.stages,
            *vocabulary.tags,
            *map(fold, vocabulary.sources),
            *map(fold, vocabulary.grades),
        }
    )
    found: list[Word] = []
    for place, word in enumerate(_amounts(_long(words))):
        found += _known(word, own, first=place == 0)
    return tuple(found[: 2 * MOST_WORDS])


def _long(words: tuple[Word, ...]) -> list[Word]:
    """`what've` as `what have`, `fürs` as `für das`."""
    spelled, found, place = question_words().spelled, list[Word](), 0
    while place < len(words):
        for short, long in spelled.get(words[place].folded, ()):
            if tuple(word.folded for word in words[place : place + len(short)]) == short:
                found += [Word(one, fold(one)) for one in long]
                place += len(short)
                break
        else:
            found.append(words[place])
            place += 1
    return found


def _amounts(words: list[Word]) -> list[Word]:
    """`50 tausend` as `50k`, `20k or more` as `>=20k`."""
    found, place = list[Word](), 0
    while place < len(words):
        word, step = words[place], 1
        number = word.folded.lstrip("€$").replace(".", "").replace(",", "")
        behind = words[place + 1].folded if place + 1 < len(words) else ""
        if number.isdecimal() and behind in _MULTIPLIERS:
            word, step = Word(word.written + _MULTIPLIERS[behind], word.folded + _MULTIPLIERS[behind]), 2
        further = tuple(one.folded for one in words[place + step : place + step + 2])
        more = next((one for one in _AT_LEAST_BEHIND if further[: len(one)] == one), None)
        if more and number.rstrip("km").isdecimal():
            word, step = Word(f">={word.written}", f">={word.folded}"), step + len(more)
        found.append(word)
        place += step
    return found


def _known(word: Word, own: frozenset[str], *, first: bool) -> list[Word]:
    if word.folded in own or word.folded in _every_word() or not _letters(word.folded):
        return [word]
    if parts := parts_of(word.folded, own):
        return [Word(part, part) for part in parts]
    mended = _mended(word, first=first)
    return [Word(mended, mended)] if mended else [word]


def _letters(folded: str) -> bool:
    return folded.replace("-", "").isalpha() and folded.isascii()


@lru_cache(maxsize=1)
def _every_word() -> Mapping[str, frozenset[str]]:
    """Every word of both vocabularies, also those within phrases, and those of dates."""
    known = question_words()
    found: dict[str, frozenset[str]] = {}
    for phrases in (known.lists, known.one):
        for ones in phrases.by_first.values():
            for words, _ in ones:
                found.update(dict.fromkeys(words, frozenset()))
    for phrases in (known.lists, known.one):
        for one, meanings in phrases.single.items():
            found[one] = found[one] | meanings
    return {**dict.fromkeys(_FURTHER, frozenset()), **found}


def _mended(word: Word, *, first: bool) -> str | None:
    """The one word that differs in a single letter. What has a capital may be a name: only a noun is read in it."""
    known, short = _every_word(), len(word.folded) < _SHORTEST_SLIP
    if len(word.folded) < _SHORTEST_SLIP - 1 or (short and word.written[:1].isupper()):
        return None
    near = [
        one for one, _, _ in process.extract(word.folded, _long_words(), scorer=OSA.distance, score_cutoff=1, limit=4)
    ]
    near = [
        one for one in near if one[0] == word.folded[0] and (len(one) != len(word.folded) or _likely(word.folded, one))
    ]
    near = [one for one in near if all(known[one] and known[one] <= known[other] for other in near)] or near
    if not near or len({known[one] or one for one in near}) > 1:
        return None
    if word.folded.startswith(near[0]) and known[near[0]] == {FILLER}:
        return None  # `dringende` narrows, `dringend` only urges
    noun = any(value in _NOUNS or (value.startswith(_RECORDS) and not short) for value in known[near[0]])
    if short and not noun:
        return None
    return near[0] if noun or first or word.written[:1].islower() else None


def _likely(written: str, known: str) -> bool:
    """Two letters that changed places; another letter only in a long word, where it makes no other word."""
    return len(known) >= _SURELY_A_SLIP or sorted(written) == sorted(known)


@lru_cache(maxsize=1)
def _long_words() -> tuple[str, ...]:
    return tuple(word for word in _every_word() if len(word) >= _SHORTEST_SLIP)


def parts_of(folded: str, own: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """`angebotssumme` as `angebot` and `summe`: both parts are known, and one of them says something."""
    for left, right in _halves(folded, own):
        says = _says(left) | _says(right) | ({"own"} if left in own else set())
        if says - {FILLER} and right not in _NO_HEADS:
            return left, right
    return ()


def _halves(folded: str, own: frozenset[str]) -> Iterator[tuple[str, str]]:
    if len(folded) > 40:
        return
    for cut in range(len(folded) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        right = folded[cut:].lstrip("-")
        if not _says(right):
            continue
        for link in _LINKS:
            left = folded[:cut].removesuffix(link) if link else folded[:cut]
            if (
                (link == "" or folded[:cut].endswith(link))
                and len(left) >= _SHORTEST_PART - 1
                and (_part(left) or ((_says(left) or left in own) and _says(right) & _NOUNS))
            ):
                yield left, right


def _part(left: str) -> bool:
    return bool(_says(left) - {FILLER})


def _says(word: str) -> frozenset[str]:
    known = question_words()
    return known.lists.single.get(word, frozenset()) | known.one.single.get(word, frozenset())
