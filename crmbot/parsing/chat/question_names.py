"""Questions about one record that is named: `who looks after Kolb?`, `wie ist die Telefonnummer von Julia Brandt?`.

The words that say nothing by themselves and those that say what is asked are known; what is left, in one piece, is the
name. Whose it is, is settled by whoever looks it up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crmbot.folding import fold
from crmbot.parsing.chat.periods import PARTS_OF_A_DAY, Stretch
from crmbot.parsing.chat.question_concepts import CONCEPTS, Concept
from crmbot.parsing.chat.question_filters import range_words
from crmbot.parsing.chat.question_items import member_at, phrase_at
from crmbot.parsing.chat.question_periods import Days, period_at
from crmbot.parsing.chat.question_spelling import Word
from crmbot.parsing.chat.question_tense import tells_of_the_past
from crmbot.parsing.chat.question_values import TAGGED_BEFORE
from crmbot.parsing.chat.question_vocabulary import FILLER, question_words
from crmbot.parsing.chat.verbs import Vocabulary

MOST_NAME_WORDS = 6
_SHORTEST_NUMBER = 6  # digits
_DIGITS = re.compile(r"\+?[\d/()-]{2,16}")
_OF_NUMBERS = frozenset({"who", "whose", "talked", "talk", "calls", "field:phone", "own"})
_NUMBER = re.compile(r"#\d{1,10}")
_JOINTS = frozenset({"&", "+", "und", "and", "von", "der", "van", "de", "zu", "of", "-", "the"})
_NEVER_BEFORE = frozenset({"im", "am", "auf"})  # a person or company
_OF_MANY = frozenset({"idle", "overdue", "complaints", "debtors", "duplicates", "neglected", "team", "likeliest"})
_KINDS_OF_HISTORY = ("mails", "calls", "meetings", "notes", "complaints", "agreements", "wishes")
_GENITIVE = re.compile(r".{3,}[^s's]s")


@dataclass(frozen=True, slots=True)
class AboutOne:
    """The command with its words, and what of the record is asked."""

    command: str
    words: str
    asks: str
    name: str


@dataclass(slots=True)
class _Taken:
    """What was understood so far. `spans` are the pieces that nothing explains: where they begin and end."""

    items: list[frozenset[str]]
    spans: list[tuple[int, int]]
    days: Days | None = None
    blocked: bool = False


def about_a_record(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> AboutOne | None:
    """What is asked of which record; None for other questions. A member is no record."""
    taken = _take(words, now, vocabulary)
    if taken.blocked or not (name := _name(words, taken)):
        return None
    number = name.startswith("#")
    proper = number or name[:1].isupper() or " " in name
    concept = next(
        (
            one
            for one in CONCEPTS
            if one.fits(
                taken.items,
                number=number,
                proper=proper,
                days=taken.days is not None,
                was=tells_of_the_past(words, taken.days),
            )
        ),
        None,
    )
    if concept and concept.command == "history" and taken.days and _are_ahead(taken.days, now):
        return None  # nothing of days to come has been kept yet
    return _asked(concept, name, taken, now) if concept else None


def _are_ahead(days: Days, now: datetime) -> bool:
    """Days that are named as those to come, and tomorrow."""
    first = days.stretch.first
    return days.ahead or (first is not None and first == now.date() + timedelta(days=1) and not days.weekday)


def number_asked_for(words: tuple[Word, ...]) -> str | None:
    """The phone number in `who called me from 0711 12345?`, where nothing else is said."""
    places = [place for place, word in enumerate(words) if _DIGITS.fullmatch(word.folded)]
    if not places or places[-1] - places[0] >= len(places) or words[places[0]].folded[0] not in "0+":
        return None
    number = "".join(words[place].written for place in places)
    rest = [word.folded for place, word in enumerate(words) if place not in places]
    known = question_words()
    asks = any(known.one.single.get(word, frozenset()) & _OF_NUMBERS for word in rest)
    understood = all(word in known.one.by_first or word in known.lists.by_first for word in rest)
    fits = len(number) >= _SHORTEST_NUMBER and asks and understood
    return " ".join(words[place].written for place in places) if fits else None


def _asked(concept: Concept, name: str, taken: _Taken, now: datetime) -> AboutOne:
    words = name
    if concept.command == "history":
        kinds = [one for one in _KINDS_OF_HISTORY if any(one in item for item in taken.items)]
        days = range_words(_past(taken.days, now)) if taken.days else ""
        words = " ".join(word for word in (name, *kinds[:1], days) if word)
        return AboutOne("history", words, kinds[0] if kinds and concept.asks == "count" else "list", name)
    if concept.command == "appointments" and taken.days:
        words = f"{range_words(taken.days.stretch)} {name}"
    if concept.command == "changes":
        field = next((value[6:] for item in taken.items for value in sorted(item) if value.startswith("field:")), "")
        words = f"{name} {_CHANGED.get(field, '')}".strip()
    if concept.command == "list":
        return AboutOne("list", f"contacts in {name}", concept.asks, name)
    return AboutOne(concept.command, words, concept.asks, name)


_CHANGED = {
    "amount": "amount",
    "phone": "phone",
    "stage": "stage",
    "owner": "owner",
    "close": "close",
    "budget": "budget",
}


def _past(days: Days, now: datetime) -> Stretch:
    was = days.that_were(now)
    return replace(was, last=None) if was.first and was.last and was.last >= now.date() else was


def _take(words: tuple[Word, ...], now: datetime, vocabulary: Vocabulary) -> _Taken:
    taken, place = _Taken([], []), 0
    known = question_words()
    while place < len(words) and not taken.blocked:
        phrase, many = phrase_at(words, place, known.one), phrase_at(words, place, known.lists)
        if many and many[1] <= _OF_MANY and many[0] > (phrase[0] if phrase else 0):
            taken.blocked = True
        if _NUMBER.fullmatch(words[place].folded.removesuffix("'s")):
            taken.spans.append((place, place + 1))
            place += 1
        elif (member := member_at(words, place, vocabulary.members)) and not _goes_on(words, member[1]):
            taken.items.append(frozenset({"member"}))
            place = member[1]
        elif taken.days is None and (days := _days_at(words, place, now, phrase[0] if phrase else 0)):
            taken.days, place = days, days.end
        elif phrase:
            taken.items.append(phrase[1])
            place += phrase[0]
        else:
            taken.blocked = (
                words[place].folded in vocabulary.stages
                or _is_a_source(words, place, vocabulary)
                or not _may_be_a_name(words, place)
            )
            _lengthen(taken, place)
            place += 1
    return taken


def _days_at(words: tuple[Word, ...], place: int, now: datetime, known: int) -> Days | None:
    """The days that begin here, where they are longer than the `known` words that mean something else."""
    days = period_at(words, place, now)
    return days if days and days.end - place > known else None


def _goes_on(words: tuple[Word, ...], place: int) -> bool:
    """Whether a first name of the team is that of a customer: `Anna Schmidt`."""
    if place >= len(words) or not words[place].written[:1].isupper() or "'" in words[place - 1].written:
        return False
    known = question_words()
    return words[place].folded not in known.one.by_first and words[place].folded not in known.lists.by_first


def _may_be_a_name(words: tuple[Word, ...], place: int) -> bool:
    """Words that only questions about many records know stand in no name, nor do amounts and tags."""
    word, phrase = words[place], phrase_at(words, place, question_words().lists)
    told = word.folded in TAGGED_BEFORE or word.folded in PARTS_OF_A_DAY or ":" in word.folded
    if told or (phrase and FILLER not in phrase[1]):
        return False
    return not re.match(r"[<>=€$]|\d+[.,k€]?\d*[kKm]?$", word.folded)


def _is_a_source(words: tuple[Word, ...], place: int, vocabulary: Vocabulary) -> bool:
    """`from the fair`; `Web GmbH` is none."""
    return words[place].folded in {fold(source) for source in vocabulary.sources} and not _goes_on(words, place + 1)


def _lengthen(taken: _Taken, place: int) -> None:
    if taken.spans and taken.spans[-1][1] == place:
        taken.spans[-1] = (taken.spans[-1][0], place + 1)
    else:
        taken.spans.append((place, place + 1))


def _name(words: tuple[Word, ...], taken: _Taken) -> str:
    """The one piece that is left; empty where there is none, or more than one, or where it is no name by its looks."""
    if not taken.spans:
        return ""
    start, end = taken.spans[0][0], taken.spans[-1][1]
    covered = {place for first, last in taken.spans for place in range(first, last)}
    gaps = [words[place] for place in range(start, end) if place not in covered]
    numbers = [words[place].folded for place in sorted(covered) if _NUMBER.match(words[place].folded)]
    if numbers:
        return numbers[0].removesuffix("'s") if len(covered) == 1 else ""
    if any(gap.folded not in _JOINTS for gap in gaps) or end - start > MOST_NAME_WORDS:
        return ""
    if start and words[start - 1].folded in _NEVER_BEFORE:
        return ""
    name = [words[place] for place in range(start, end)]
    capitals = [word.written[:1].isupper() for word in name if word.written[:1].isalpha()]
    if capitals and (gaps or any(capitals)) and not (capitals[0] and capitals[-1]):
        return ""
    title = words[start - 1].written + " " if start and words[start - 1].folded in {"frau", "herr", "herrn"} else ""
    return title + " ".join([*(word.written for word in name[:-1]), _plain(name[-1].written, words, end)])


def _plain(written: str, words: tuple[Word, ...], end: int) -> str:
    """The last word of a name without the ending of the genitive, as far as what follows shows that it is one."""
    for mark in ("'s", "’s", "'"):
        if written.endswith(mark):
            return written.removesuffix(mark)
    following = question_words().one.single.get(words[end].folded, frozenset()) if end < len(words) else frozenset()
    of_it = any(value.startswith("field:") for value in following)
    return written[:-1] if of_it and _GENITIVE.fullmatch(written) else written
