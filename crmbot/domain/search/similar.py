"""Persons and companies that are probably the same: one phone, one name at one company, one name but for its spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from crmbot.domain.records import Company, Person, PersonPhone

Why = Literal["phone", "name"]
_MOST_SHARING = 4  # a number that more people share is a switchboard


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one; the first made is `kept` when they are merged."""

    kept: Person | Company
    other: Person | Company
    why: Why


def similar_pairs(session: Session, *, limit: int) -> list[Pair]:
    """The likeliest pairs of the whole CRM, each once."""
    found: dict[tuple[int, int], Pair] = {}
    for pair in _all_pairs(session, limit):
        found.setdefault((pair.kept.number, pair.other.number), pair)
    return list(found.values())[:limit]


def similar_to(session: Session, record: Person | Company, *, limit: int = 5) -> list[Pair]:
    """What may be the same as one record."""
    others: dict[int, tuple[Person | Company, Why]] = {}
    for other, why in _like(session, record, limit):
        others.setdefault(other.number, (other, why))
    return [_pair(record, other, why) for other, why in others.values()][:limit]


def _pair(one: Person | Company, two: Person | Company, why: Why) -> Pair:
    first, second = sorted((one, two), key=lambda record: record.number)
    return Pair(first, second, why)


def _like(session: Session, record: Person | Company, limit: int) -> Iterator[tuple[Person | Company, Why]]:
    if isinstance(record, Company):
        namesakes = select(Company).where(Company.name_key == record.name_key, Company.number != record.number)
        for company in session.scalars(namesakes.limit(limit)):
            yield company, "name"
        return
    for phone in record.phones:
        sharing = select(Person).join(PersonPhone).where(PersonPhone.number == phone.number).limit(_MOST_SHARING + 1)
        people = list(session.scalars(sharing))
        if len(people) <= _MOST_SHARING:
            yield from (
                (person, "phone") for person in people if person.number != record.number and _may_be(person, record)
            )
    for person in session.scalars(
        select(Person).where(Person.name_key == record.name_key, Person.number != record.number).limit(limit)
    ):
        if _one_company(person, record):
            yield person, "name"


def _may_be(one: Person, two: Person) -> bool:
    """Whether two names can be one person's: one of them has all words of the other."""
    words, others = set(one.name_key.split()), set(two.name_key.split())
    return words <= others or others <= words


def _one_company(one: Person, two: Person) -> bool:
    return one.company_number is None or two.company_number is None or one.company_number == two.company_number


def _all_pairs(session: Session, limit: int) -> Iterator[Pair]:
    for one, two in session.execute(_same_name(Person, limit * 4)).all():
        if _one_company(one, two):
            yield _pair(one, two, "name")
    for one, two in session.execute(_same_name(Company, limit)).all():
        yield _pair(one, two, "name")
    yield from _by_phone(session, limit)


def _same_name(model: Any, limit: int) -> Select[Any]:
    """Pairs of one folded name, the oldest of it with each of the others."""
    other = aliased(model)
    shared = (
        select(model.name_key, func.min(model.number).label("first"))
        .where(model.name_key != "")
        .group_by(model.name_key)
        .having(func.count() > 1)
        .limit(limit)
        .subquery()
    )
    first = aliased(model)
    return (
        select(first, other)
        .join(shared, first.number == shared.c.first)
        .join(other, (other.name_key == shared.c.name_key) & (other.number > first.number))
        .order_by(first.number, other.number)
        .limit(limit)
    )


def _by_phone(session: Session, limit: int) -> Iterator[Pair]:
    shared = (
        select(PersonPhone.number)
        .group_by(PersonPhone.number)
        .having(func.count().between(2, _MOST_SHARING))
        .order_by(PersonPhone.number)
        .limit(limit)
    )
    for number in session.scalars(shared):
        people: Iterable[Person] = session.scalars(
            select(Person).join(PersonPhone).where(PersonPhone.number == number).order_by(Person.number)
        )
        first, *others = people
        yield from (_pair(first, other, "phone") for other in others if _may_be(first, other))
