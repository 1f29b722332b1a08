"""A question about many records taken apart from left to right; the first reader that knows the words takes them."""

from __future__ import annotations

from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.chat.list_words import GROUPS
from crmbot.parsing.chat.periods import PARTS_OF_A_DAY
from crmbot.parsing.chat.question_items import COUNTED, Item, Scan, phrase_at
from crmbot.parsing.chat.question_periods import NUMBERS, UNITS, ago_at, period_at
from crmbot.parsing.chat.question_spelling import Word, parts_of
from crmbot.parsing.chat.question_values import (
    BOUNDS,
    amount_at,
    graded_at,
    known_tag_at,
    priority_at,
    product_at,
    source_at,
    stage_at,
    tag_at,
    taken_member,
)
from crmbot.parsing.chat.question_vocabulary import question_words
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.chat.words import FILLERS

_BY = frozenset({"by", "per", "nach", "pro", "je", "auf"})
_SPAN_BEFORE = frozenset(
    {"for", "seit", "since", "in", "more", "than", "mehr", "als", "over", "ueber", "at", "least", "mindestens", "the", "den",
     "laenger", "longer", "about", "around", "ungefaehr", "etwa"}
)  # fmt: skip
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
WHETHER = frozenset({"do", "does", "did", "have", "has", "are", "is", "hat", "habe", "haben", "sind", "ist", "gibt"})
_STRANGE = (FILLERS | PARTS_OF_A_DAY) - {"-", "–", "&", "/"}
_RANKED = frozenset({"top", "likeliest", "oldest", "most"})


def scan(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> Scan:
    """Take the words apart from left to right; the first reader that knows them takes them."""
    found, place = Scan(words), 0
    sources = {fold(source): source for source in vocabulary.sources}
    while place < len(words):
        place = (
            _grouped(found, place) or _so_many(found, place) or amount_at(found, place) or _ago(found, place) or _span(found, place) or _limit(found, place) or graded_at(found, place) or tag_at(found, place) or stage_at(found, place, vocabulary)
            or priority_at(found, place) or product_at(found, place) or taken_member(found, place, vocabulary) or _period(found, place, now) or source_at(found, place, sources)
            or known_tag_at(found, place, vocabulary) or _phrase(found, place) or _left(found, place)
        )  # fmt: skip
    return found


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


def _so_many(found: Scan, place: int) -> int:
    """`more than ten open leads`: a number of them, no amount."""
    words, end = found.words, place
    while end < len(words) and end - place < 3 and words[end].folded in BOUNDS:
        end += 1
    number = words[end].folded if end < len(words) else ""
    if end == place or not (number in NUMBERS or (number.isdecimal() and len(number) < 4)):
        return 0
    lists = question_words().lists
    behind = [phrase_at(words, at, lists) for at in range(end + 1, min(end + 3, len(words)))]
    if not any(phrase and phrase[1] & COUNTED for phrase in behind):
        return 0
    whether = (
        words[0].folded in WHETHER
    )  # `who has fewer than 3 deals` and `deals with more than 3 offers` compare each
    found.items.append(Item(frozenset({"count" if whether else "how"}), place, end + 1))
    return end + 1


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


def _ago(found: Scan, place: int) -> int:
    """`vor 3 Monaten`: no day that could be meant exactly."""
    ago = ago_at(found.words, place)
    if ago is None or ago.days is not None:
        return 0
    found.items.append(Item(frozenset({"how"}), place, ago.end))
    return ago.end


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
    counted = behind is not None and "deals" in behind[1] and _is_ranked(words, place)
    if before or counted or (behind and behind[1] & _RANKED):
        found.limit = number
        return place + 1
    return 0


def _is_ranked(words: tuple[Word, ...], place: int) -> bool:
    phrases = (phrase_at(words, at, question_words().lists) for at in range(place, len(words)))
    return any(phrase and phrase[1] & _RANKED for phrase in phrases)


def _period(found: Scan, place: int, now: datetime) -> int:
    if found.days is not None:
        return 0
    found.days = period_at(found.words, place, now)
    return found.days.end if found.days else 0


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
    word = found.words[place]
    (found.strange if word.folded in _STRANGE else found.left).append(word.written)
    return place + 1
