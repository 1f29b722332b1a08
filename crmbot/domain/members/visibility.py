"""The conditions under which records may be seen, in SQL that uses the indexes.

Each is at most: `owned by these members, or shared with this one` and `not among the protected contacts that are hidden`.
Inner queries go over aliases of the tables, so that they mean the same in whatever statement they are put.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, column, exists, or_, select, table, union

from crmbot.domain.members.rights import Access, Right
from crmbot.domain.records import Activity, Base, Company, Deal, Followup, Person, Watcher

COLLABORATOR = "collaborator"  # kinds of Watcher
FOLLOWER = "follower"
Visible: TypeAlias = type[Deal] | type[Person] | type[Company] | type[Activity] | type[Followup]
VisibleRecord: TypeAlias = Deal | Person | Company | Activity | Followup
Conditions: TypeAlias = tuple[ColumnElement[bool], ...]
EVERYBODY: Mapping[str, bool] = MappingProxyType(
    {"crmbot.everybody": True}
)  # option of a look-up that no guard narrows
_STATES = ("open", "won", "lost")  # all there are; named so that the index over state and owner is used


@lru_cache(maxsize=2_000)
def visible(access: Access, model: Visible, right: Right = "read") -> Conditions:
    """The conditions under which rows of `model` may be seen, or be used with `right`. None at all: everything."""
    return visible_at(access, model, model, right)


def within(access: Access, model: Visible, number: Any, right: Right = "read") -> Conditions:
    """The condition that a column names a row of `model` that may be seen, or used with `right`."""
    there = _alias(model)
    conditions = visible_at(access, model, there, right)
    return (exists(select(there.number).where(there.number == number, *conditions)),) if conditions else ()


def visible_at(access: Access, model: Visible, at: Any, right: Right = "read") -> Conditions:
    """As `visible`, over the columns of `at`: the class itself, an alias of it, or the columns of either."""
    if access.member is None:
        return ()
    return _RULES[model](access, at, right)


def _deals(access: Access, at: Any, right: Right) -> Conditions:
    keys = access.keys(right)
    scope = () if keys is None else (_or_shared(access, right, at.owner.in_(sorted(keys)), at.number),)
    if access.without:
        ours = at.process.not_in(sorted(access.without))
        scope = (*scope, or_(at.owner == access.member, _shared(access, at.number), ours))
    if not access.hides:
        return scope
    free = and_(
        _none_of(at.person_number, _hidden_persons(access)), _none_of(at.company_number, _hidden_companies(access))
    )
    return (*scope, or_(at.owner == access.member, _shared(access, at.number), free))


def _persons(access: Access, at: Any, right: Right) -> Conditions:
    keys = access.keys(right)
    hidden = (at.number.not_in(_hidden_persons(access)),) if access.hides else ()
    if keys is None:
        return hidden
    mine = or_(at.owner.in_(sorted(keys)), at.number.in_(_of_deals("person_number", keys)))
    return (_or_shared(access, right, mine, at.number), *hidden)


def _companies(access: Access, at: Any, right: Right) -> Conditions:
    keys = access.keys(right)
    hidden = (at.number.not_in(_hidden_companies(access)),) if access.hides else ()
    if keys is None:
        return hidden
    people = _alias(Person)
    employed = select(people.company_number).where(people.owner.in_(sorted(keys)), people.company_number.is_not(None))
    mine = or_(at.owner.in_(sorted(keys)), at.number.in_(_of_deals("company_number", keys)), at.number.in_(employed))
    return (_or_shared(access, right, mine, at.number), *hidden)


def _activities(access: Access, at: Any, right: Right) -> Conditions:
    """An entry of the history follows its deal; without one its person; without either its company."""
    if access.keys(right) is None and not access.hides and not access.without:
        return ()
    ways: list[ColumnElement[bool]] = []
    above: list[ColumnElement[bool]] = []
    for model, number in ((Deal, at.deal_number), (Person, at.person_number), (Company, at.company_number)):
        ways.append(and_(number.is_not(None), *above, *within(access, model, number, right)))
        above.append(number.is_(None))
    there = or_(*ways, and_(above[0], *above[1:]))
    return (there, _not_of_the_hidden(access, at)) if access.hides else (there,)


def _not_of_the_hidden(access: Access, at: Any) -> ColumnElement[bool]:
    """What a protected person wrote at somebody else's deal stays hidden too, but for who has that deal in hand."""
    deals = _alias(Deal)
    in_hand = or_(deals.owner == access.member, _shared(access, deals.number))
    mine = exists(select(deals.number).where(deals.number == at.deal_number, in_hand))
    return or_(_none_of(at.person_number, _hidden_persons(access)), mine)


def _followups(access: Access, at: Any, right: Right) -> Conditions:
    """Whoever has to do it sees it; others see it at a record that they may see."""
    mine, keys = or_(at.owner == access.member, at.created_by == access.member), access.keys(right)
    if keys is not None:
        places = (condition for model in _PLACES for condition in within(access, model, at.record_number, right))
        return (or_(mine, at.owner.in_(sorted(keys)), *places),)
    if not access.hides and not access.without:
        return ()
    hidden = (_hidden_deals(access), _hidden_persons(access), _hidden_companies(access))
    return (or_(mine, and_(*(_none_of(at.record_number, numbers) for numbers in hidden))),)


_PLACES: tuple[Visible, ...] = (Deal, Person, Company)
_RULES: Mapping[Visible, Callable[[Access, Any, Right], Conditions]] = MappingProxyType(
    {Deal: _deals, Person: _persons, Company: _companies, Activity: _activities, Followup: _followups}
)


_COLUMNS = ("number", "owner", "state", "protected", "person_number", "company_number", "deal_number", "record_number",
            "author", "created_by", "member", "kind", "process")  # fmt: skip


def _alias(model: type[Base]) -> Any:
    """The columns that the rules ask for, of an alias of the table. An alias of all columns costs far more to make."""
    wanted = model.__table__.c
    return table(model.__tablename__, *(column(n, wanted[n].type) for n in _COLUMNS if n in wanted)).alias().c


def _or_shared(access: Access, right: Right, mine: ColumnElement[bool], number: Any) -> ColumnElement[bool]:
    """A collaborator may read, and nothing more."""
    return or_(mine, _shared(access, number)) if right == "read" else mine


def _shared(access: Access, number: Any) -> ColumnElement[bool]:
    watchers = _alias(Watcher)
    shared = select(watchers.record_number).where(watchers.member == access.member, watchers.kind == COLLABORATOR)
    result: ColumnElement[bool] = number.in_(shared)
    return result


def _of_deals(number: str, keys: Iterable[str]) -> Any:
    deals = _alias(Deal)
    return select(deals[number]).where(
        deals.state.in_(_STATES), deals.owner.in_(sorted(keys)), deals[number].is_not(None)
    )


def _none_of(number: Any, numbers: Any) -> ColumnElement[bool]:
    return or_(number.is_(None), number.not_in(numbers))


def _foreign(access: Access, at: Any) -> ColumnElement[bool]:
    """Neither the member's own nor shared with him."""
    return and_(or_(at.owner.is_(None), at.owner != access.member), ~_shared(access, at.number))


def _hidden_companies(access: Access) -> Any:
    companies = _alias(Company)
    return select(companies.number).where(companies.protected, _foreign(access, companies))


def _hidden_persons(access: Access) -> Any:
    """Protected people, and those of a protected company."""
    people, employed = _alias(Person), _alias(Person)
    at_hidden = employed.company_number.in_(_hidden_companies(access))
    return union(
        select(people.number).where(people.protected, _foreign(access, people)),
        select(employed.number).where(at_hidden, _foreign(access, employed)),
    )


def _hidden_deals(access: Access) -> Any:
    by_person, by_company, by_process = _alias(Deal), _alias(Deal), _alias(Deal)
    return union(
        select(by_process.number).where(by_process.process.in_(sorted(access.without)), _foreign(access, by_process)),
        select(by_person.number).where(
            by_person.person_number.in_(_hidden_persons(access)), _foreign(access, by_person)
        ),
        select(by_company.number).where(
            by_company.company_number.in_(_hidden_companies(access)), _foreign(access, by_company)
        ),
    )
