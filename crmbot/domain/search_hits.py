"""Records that the search index finds for words, in one of several ways: whole, begun, within, nearly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.search_query import Query, Spelling, Where, hits
from crmbot.domain.spellings import as_is, begun, near, within

Way: TypeAlias = Literal["whole", "begun", "within", "near"]
MOST_WORDS = 8  # of a search

_R = TypeVar("_R", Person, Company, Deal, Activity)
_SPELLINGS: Mapping[Way, Callable[[Session, str], list[Spelling]]] = MappingProxyType(
    {"whole": lambda _session, word: as_is(word), "begun": begun, "within": within, "near": near}
)


def query(session: Session, words: Sequence[str], way: Way) -> Query:
    """All these words, each in one of its spellings. Empty when one of them has none."""
    groups = [_SPELLINGS[way](session, word) for word in words[:MOST_WORDS]]
    return groups if all(groups) else []


def found(
    session: Session,
    model: type[_R],
    where: Where,
    wanted: Query,
    *,
    limit: int,
    only: Sequence[ColumnElement[bool]] = (),
) -> list[_R]:
    """The newest records of one kind that have all these words."""
    if not wanted:
        return []
    fit = hits(session, where, wanted)
    statement = select(model).select_from(fit.rows).join(model, model.number == fit.number)
    return list(session.scalars(statement.where(fit.fits, *only).order_by(fit.order.desc()).limit(limit)))


def contacts(session: Session, where: Where, wanted: Query, *, limit: int) -> Iterator[Person | Company | Deal]:
    """Persons, companies and deals that have all these words, so many of each at most."""
    yield from found(session, Person, where, wanted, limit=limit)
    yield from found(session, Company, where, wanted, limit=limit)
    yield from found(session, Deal, where, wanted, limit=limit)
