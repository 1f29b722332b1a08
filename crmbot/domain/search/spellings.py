"""How words that somebody types may stand in the records: as they are, begun, within other words, or misspelt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    any_,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from crmbot.domain.records import SearchTerm
from crmbot.domain.records.search_words import SHORTEST_TERM, is_term, sound
from crmbot.domain.search.query import Spelling, is_sqlite

Spellings: TypeAlias = Mapping[str, list[Spelling]]

_MOST_ALIKE = 60  # known words that begin with a word, or in which it stands
_MOST_NEAR = 12
_MOST_SOUNDING = 300
_PER_RUN = 1_000  # known words looked at for each run of three letters
_MOST_COMPARED = 300
_LAST = "\U0010ffff"  # sorts behind every other character
_INDEX = table("search_terms_index", column("rowid", Integer))


def as_they_are(words: Sequence[str]) -> Spellings:
    """The whole words."""
    return {word: [Spelling(word)] for word in words}


def begun(session: Session, words: Sequence[str]) -> Spellings:
    """Each word, and the known ones that begin with it. Of digits anything that begins so, the zero in front aside."""
    return _extended(session, words, [_beginning])


def within(session: Session, words: Sequence[str]) -> Spellings:
    """Each word, the known ones that begin with it, and those in which it stands: `regal` in `palettenregale`."""
    return _extended(session, words, [_beginning, lambda word: _containing(session, word)])


def near(session: Session, words: Sequence[str]) -> Spellings:
    """For each word the known ones that are spelled or sound nearly so, the nearest first, itself among them if known."""
    from rapidfuzz.distance import OSA

    terms = [word for word in words if is_term(word)]
    candidates = set(_one_slip_away_or_sounding_like(session, terms)) if terms else set()
    found = dict(begun(session, [word for word in words if not is_term(word)]))
    for word in terms:
        alike = candidates | set(_sharing_runs(session, word) if _slips(word) > 1 else ())
        measured = sorted((OSA.distance(word, term), term) for term in alike)
        code, most = sound(word), _slips(word)
        fitting = [term for far, term in measured if far <= most or (far <= most + 1 and sound(term) == code)]
        found[word] = [Spelling(term) for term in fitting[:_MOST_NEAR]]
    return found


def _extended(session: Session, words: Sequence[str], ways: Sequence[Any]) -> Spellings:
    """With the known words that each way finds, in one statement."""
    found = {word: _digits(word) for word in words}
    parts = [
        way(word).subquery()
        for word in found
        if not _has_digits(word)
        for way in ways
        if is_term(word) or way is _beginning
    ]
    if parts:
        for word, term in session.execute(union_all(*(select(part) for part in parts))):
            found[word].append(Spelling(term))
    return {word: list(dict.fromkeys(spellings)) for word, spellings in found.items()}


def _has_digits(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _digits(word: str) -> list[Spelling]:
    bare = word.lstrip("0") if _has_digits(word) else ""
    return [Spelling(word), *([Spelling(bare, begins=True)] if len(bare) >= SHORTEST_TERM else [])]


def _beginning(word: str) -> Select[str, str]:
    between = (SearchTerm.term > word, SearchTerm.term < word + _LAST)
    return select(literal(word), SearchTerm.term).where(*between).order_by(SearchTerm.term).limit(_MOST_ALIKE)


def _containing(session: Session, word: str) -> Select[str, str]:
    fits = (_with_runs(session, _runs(word)), SearchTerm.term.like(f"%{word}%"))
    return select(literal(word), SearchTerm.term).where(*fits).limit(_MOST_ALIKE)


def _with_runs(session: Session, runs: Sequence[str]) -> ColumnElement[bool]:
    """That a known word has all these runs of three letters."""
    if is_sqlite(session):
        return SearchTerm.id.in_(select(_INDEX.c.rowid).where(_matches(runs)))
    has: ColumnElement[bool] = func.word_runs(SearchTerm.term).op("@>", is_comparison=True)(
        cast(list(runs), ARRAY(Text))
    )
    return has


def _matches(runs: Sequence[str]) -> ColumnElement[bool]:
    wanted = " AND ".join(f'"{run}"' for run in runs)
    fits: ColumnElement[bool] = literal_column("search_terms_index").op("MATCH", is_comparison=True)(wanted)
    return fits


def _slips(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def _one_slip_away_or_sounding_like(session: Session, words: Sequence[str]) -> Iterable[str]:
    """Known words that one letter makes, looked up one by one; and those of the same phonetic code."""
    made = sorted({slip for word in words for slip in _one_slip_away(word)})
    codes = sorted({code for word in words if (code := sound(word)).strip("0")})
    sounding = select(SearchTerm.term).where(SearchTerm.sound.in_(codes)).limit(_MOST_SOUNDING).subquery()
    return session.scalars(select(SearchTerm.term).where(_one_of(session, made)).union_all(select(sounding)))


def _one_of(session: Session, words: Sequence[str]) -> ColumnElement[bool]:
    """Hundreds of words as one parameter."""
    if is_sqlite(session):
        listed = func.json_each(json.dumps(words)).table_valued("value")
        return SearchTerm.term.in_(select(listed.c.value))
    found: ColumnElement[bool] = SearchTerm.term == any_(cast(list(words), ARRAY(Text)))
    return found


def _one_slip_away(word: str) -> set[str]:
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {word}
    made |= {left + right[1:] for left, right in halves if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    return made | {left + letter + right for left, right in halves for letter in ascii_lowercase}


def _sharing_runs(session: Session, word: str) -> Iterable[str]:
    """Known words with which it shares most runs of three letters."""
    shares = (select(_with_run(session, run).limit(_PER_RUN).subquery()) for run in _runs(word))
    every = union_all(*shares).subquery()
    shared, number = func.count(), every.c[0]
    most = select(number).group_by(number).having(shared > 1).order_by(shared.desc()).limit(_MOST_COMPARED)
    return session.scalars(select(SearchTerm.term).where(SearchTerm.id.in_(most)))


def _with_run(session: Session, run: str) -> Select[int]:
    if is_sqlite(session):
        return select(_INDEX.c.rowid).where(_matches([run]))
    return select(SearchTerm.id).where(_with_runs(session, [run]))


def _runs(word: str) -> list[str]:
    return list(dict.fromkeys(word[place : place + 3] for place in range(len(word) - 2)))
