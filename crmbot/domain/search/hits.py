"""Records that the search index finds for words, in one of several ways: whole, begun, within, nearly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, Deal, Person, SearchText
from crmbot.domain.search.query import Query, Where, hits, newest_first
from crmbot.domain.search.spellings import Spellings, as_they_are, begun, near, within

Way: TypeAlias = Literal["whole", "begun", "within", "near"]
Contactable: TypeAlias = Deal | Person | Company
Numbered: TypeAlias = tuple[str, int]  # kind and number of a record

MOST_WORDS = 8  # of a search
MODELS: Mapping[str, type[Any]] = MappingProxyType(
    {"person": Person, "company": Company, "deal": Deal, "activity": Activity}
)


@dataclass(slots=True)
class Wanted:
    """The words of a search with their spellings, each looked up once."""

    session: Session
    words: Sequence[str]
    known: dict[Way, Spellings] = field(default_factory=dict)

    def query(self, way: Way, words: Sequence[str] | None = None) -> Query:
        """All the words, each in one of its spellings. Empty when one of them has none."""
        wanted = (self.words if words is None else words)[:MOST_WORDS]
        if way not in self.known:
            self.known[way] = self._spell(way, self.words[:MOST_WORDS])
        groups = [self.known[way][word] for word in wanted]
        return groups if all(groups) else []

    @property
    def widened(self) -> bool:
        """Whether there are other words that begin with these, or in which they stand."""
        return self.query("within") != self.query("whole")

    def _spell(self, way: Way, words: Sequence[str]) -> Spellings:
        if way == "whole":
            return as_they_are(words)
        return {"begun": begun, "within": within, "near": near}[way](self.session, words)


def numbers(session: Session, where: Where, wanted: Query, *, limit: int) -> list[Numbered]:
    """The newest records that have all these words, whether they may be seen or not."""
    found: list[Numbered] = []
    for query in newest_first(session, where, wanted) if wanted else ():
        fit = hits(session, where, query)
        statement = select(where.type, where.number).select_from(fit.rows)
        if fit.rows is not where.__table__:
            statement = statement.join(where, where.number == fit.number)
        rows = session.execute(statement.where(fit.fits).order_by(fit.order.desc()).limit(limit))
        found = [(kind, number) for kind, number in rows]
        if len(found) >= limit:
            break
    return found


def _seen_of_kind(session: Session, kind: str, where: Where, wanted: Query, *, limit: int) -> list[Numbered]:
    fit, model = hits(session, where, wanted), MODELS[kind]
    statement = select(model.number).select_from(fit.rows).join(model, model.number == fit.number)
    found = session.scalars(statement.where(fit.fits).order_by(fit.order.desc()).limit(limit))
    return [(kind, number) for number in found]


def load(session: Session, found: Iterable[Numbered]) -> dict[Numbered, Contactable | Activity]:
    """The records of these numbers that may be seen, in their order."""
    ordered = list(dict.fromkeys(found))
    loaded: dict[Numbered, Contactable | Activity] = {}
    for kind in dict.fromkeys(kind for kind, _ in ordered):
        model = MODELS[kind]
        of_kind = [number for one, number in ordered if one == kind]
        loaded |= {(kind, one.number): one for one in session.scalars(select(model).where(model.number.in_(of_kind)))}
    return {one: loaded[one] for one in ordered if one in loaded}


def seen(session: Session, where: Where, wanted: Query, *, limit: int) -> list[Contactable | Activity]:
    """The newest records that have all these words and may be seen."""
    found = numbers(session, where, wanted, limit=limit)
    shown = list(load(session, found).values())
    if len(found) < limit or len(shown) == len(found):
        return shown
    # Some of the newest are hidden: older ones may be seen.
    kinds = ("activity",) if where is SearchText else ("person", "company", "deal")
    every = [one for kind in kinds for one in _seen_of_kind(session, kind, where, wanted, limit=limit)]
    return list(load(session, every).values())
