"""How a word that somebody types may stand in the records: as it is, begun, within another word, or misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from string import ascii_lowercase

from sqlalchemy import Integer, column, func, literal, literal_column, select, table, text, union_all
from sqlalchemy.orm import Session

from crmbot.domain.records import SearchTerm
from crmbot.domain.records.search_words import SHORTEST_TERM, is_term, sound
from crmbot.domain.search_query import Spelling, is_sqlite

_MOST_BEGUN = 60  # words that begin alike
_MOST_WITHIN = 60
_MOST_NEAR = 12
_PER_TRIGRAM = 2_000  # words looked at for each run of three letters
_MOST_COMPARED = 600
_LAST = "\U0010ffff"  # sorts behind every other character
_TERMS = table("search_terms_index", column("rowid", Integer))


def as_is(word: str) -> list[Spelling]:
    """The whole word."""
    return [Spelling(word)]


def begun(session: Session, word: str) -> list[Spelling]:
    """The word, and all that begin with it. Digits are begun anywhere in a phone number, the zero in front aside."""
    if any(character.isdigit() for character in word):
        bare = word.lstrip("0")
        return [Spelling(word), *([Spelling(bare, begins=True)] if len(bare) >= SHORTEST_TERM else [])]
    between = (SearchTerm.term > word, SearchTerm.term < word + _LAST)
    terms = session.scalars(select(SearchTerm.term).where(*between).order_by(SearchTerm.term).limit(_MOST_BEGUN))
    return [Spelling(word), *(Spelling(term) for term in terms)]


def within(session: Session, word: str) -> list[Spelling]:
    """The word, all that begin with it, and all in which it stands: `regal` in `palettenregale`."""
    found = begun(session, word)
    if not is_term(word):
        return found
    statement = select(SearchTerm.term).where(SearchTerm.term.like(f"%{word}%")).limit(_MOST_WITHIN)
    if is_sqlite(session):
        runs = " AND ".join(f'"{run}"' for run in _runs(word))
        fits = literal_column("search_terms_index").op("MATCH", is_comparison=True)(runs)
        statement = statement.where(SearchTerm.id.in_(select(_TERMS.c.rowid).where(fits)))
    return list(dict.fromkeys([*found, *(Spelling(term) for term in session.scalars(statement))]))


def near(session: Session, word: str) -> list[Spelling]:
    """Known words that are spelled or sound nearly so, the nearest first; the word itself among them if it is known."""
    if not is_term(word):
        return begun(session, word)
    from rapidfuzz.distance import OSA

    candidates = {*_one_slip_away(session, word), *_sounding_like(session, word)}
    if _slips(word) > 1:
        candidates |= set(_sharing_runs(session, word))
    code, most = sound(word), _slips(word)
    measured = sorted((OSA.distance(word, term), term) for term in candidates)
    fitting = [term for far, term in measured if far <= most or (far <= most + 1 and sound(term) == code)]
    return [Spelling(term) for term in fitting[:_MOST_NEAR]]


def _slips(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    return 1 if len(word) < 6 else 2 if len(word) < 12 else 3


def _one_slip_away(session: Session, word: str) -> Iterable[str]:
    """Known words that one letter makes: looked up one by one, which needs no index but that of the words."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {word}
    made |= {left + right[1:] for left, right in halves if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase}
    made |= {left + letter + right for left, right in halves for letter in ascii_lowercase}
    return session.scalars(select(SearchTerm.term).where(SearchTerm.term.in_(sorted(made))))


def _sounding_like(session: Session, word: str) -> Iterable[str]:
    code = sound(word)
    if not code.strip("0"):
        return ()
    return session.scalars(select(SearchTerm.term).where(SearchTerm.sound == code).limit(_MOST_COMPARED))


def _sharing_runs(session: Session, word: str) -> Iterable[str]:
    """Known words with which it shares most runs of three letters."""
    if not is_sqlite(session):
        return _similar(session, word)
    fits = literal_column("search_terms_index").op("MATCH", is_comparison=True)
    shares = (
        select(select(_TERMS.c.rowid).where(fits(f'"{run}"')).limit(_PER_TRIGRAM).subquery()) for run in _runs(word)
    )
    counts = Counter(session.scalars(union_all(*shares)))
    best = [number for number, _ in counts.most_common(_MOST_COMPARED)]
    return session.scalars(select(SearchTerm.term).where(SearchTerm.id.in_(best)))


def _similar(session: Session, word: str) -> Iterable[str]:
    """PostgreSQL counts the runs itself, where its extension pg_trgm is there."""
    if not session.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'")):
        return ()
    alike = func.similarity(SearchTerm.term, word)
    fits = SearchTerm.term.op("%", is_comparison=True)(literal(word))
    return session.scalars(select(SearchTerm.term).where(fits).order_by(alike.desc()).limit(_MOST_COMPARED))


def _runs(word: str) -> list[str]:
    return list(dict.fromkeys(word[place : place + 3] for place in range(len(word) - 2)))
