"""The conditions under which records may be seen, in SQL that uses the indexes.

Each is at most: `owned by these members, or shared with this one` and `not among the protected contacts that are hidden`.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from crmbot.domain.records import Activity, Company, Deal, Followup, Person, Watcher
from crmbot.domain.rights import Access, Right

COLLABORATOR = "collaborator"  # kinds of Watcher
FOLLOWER = "follower"
Visible: TypeAlias = type[Deal] | type[Person] | type[Company] | type[Activity] | type[Followup]
VisibleRecord: TypeAlias = Deal | Person | Company | Activity | Followup
Conditions: TypeAlias = tuple[ColumnElement[bool], ...]
Number: TypeAlias = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
_STATES = ("open", "won", "lost")  # all there are; named so that the index over state and owner is used


def visible(access: Access, model: Visible, right: Right = "read") -> Conditions:
    """The conditions under which rows of `model` may be seen, or be used with `right`. None at all: everything."""
    if access.member is None:
        return ()
    if issubclass(model, Deal):
        return _deals(access, right)
    if issubclass(model, Person):
        return _persons(access, right)
    if issubclass(model, Company):
        return _companies(access, right)
    return _activities(access, right) if issubclass(model, Activity) else _followups(access, right)


def _deals(access: Access, right: Right) -> Conditions:
    keys = access.keys(right)
    scope = () if keys is None else (_or_shared(access, right, Deal.owner.in_(sorted(keys)), Deal.number),)
    if not access.hides:
        return scope
    free = and_(
        _none_of(Deal.person_number, _hidden_persons(access)), _none_of(Deal.company_number, _hidden_companies(access))
    )
    return (*scope, or_(Deal.owner == access.member, _shared(access, Deal.number), free))


def _persons(access: Access, right: Right) -> Conditions:
    keys = access.keys(right)
    hidden = (Person.number.not_in(_hidden_persons(access)),) if access.hides else ()
    if keys is None:
        return hidden
    dealt = Person.number.in_(_of_deals(Deal.person_number, keys))
    return (_or_shared(access, right, or_(Person.owner.in_(sorted(keys)), dealt), Person.number), *hidden)


def _companies(access: Access, right: Right) -> Conditions:
    keys = access.keys(right)
    hidden = (Company.number.not_in(_hidden_companies(access)),) if access.hides else ()
    if keys is None:
        return hidden
    people = select(Person.company_number).where(Person.owner.in_(sorted(keys)), Person.company_number.is_not(None))
    mine = or_(
        Company.owner.in_(sorted(keys)),
        Company.number.in_(_of_deals(Deal.company_number, keys)),
        Company.number.in_(people),
    )
    return (_or_shared(access, right, mine, Company.number), *hidden)


def _activities(access: Access, right: Right) -> Conditions:
    """An entry of the history follows its deal; without one its person; without either its company."""
    nowhere = and_(Activity.deal_number.is_(None), Activity.person_number.is_(None), Activity.company_number.is_(None))
    if access.keys(right) is not None:
        return (
            or_(
                _at(access, right, Deal, Activity.deal_number),
                and_(Activity.deal_number.is_(None), _at(access, right, Person, Activity.person_number)),
                and_(
                    Activity.deal_number.is_(None),
                    Activity.person_number.is_(None),
                    _at(access, right, Company, Activity.company_number),
                ),
                and_(nowhere, Activity.author == access.member),
            ),
        )
    if not access.hides:
        return ()
    return (
        or_(Activity.deal_number.is_(None), Activity.deal_number.not_in(_hidden_deals(access))),
        or_(
            Activity.deal_number.is_not(None),
            and_(
                _none_of(Activity.person_number, _hidden_persons(access)),
                _none_of(Activity.company_number, _hidden_companies(access)),
            ),
        ),
    )


def _followups(access: Access, right: Right) -> Conditions:
    """Whoever has to do it sees it; others see it at a record that they may see."""
    mine = or_(Followup.owner == access.member, Followup.created_by == access.member)
    if access.keys(right) is not None:
        places = (_at(access, right, model, Followup.record_number) for model in (Deal, Person, Company))
        return (or_(mine, Followup.owner.in_(sorted(access.keys(right) or ())), *places),)
    if not access.hides:
        return ()
    number = Followup.record_number
    hidden = (_hidden_deals(access), _hidden_persons(access), _hidden_companies(access))
    return (or_(mine, and_(*(_none_of(number, numbers) for numbers in hidden))),)


def _or_shared(access: Access, right: Right, mine: ColumnElement[bool], number: Number) -> ColumnElement[bool]:
    """A collaborator may read, and nothing more."""
    return or_(mine, _shared(access, number)) if right == "read" else mine


def _shared(access: Access, number: Number) -> ColumnElement[bool]:
    shared = select(Watcher.record_number).where(Watcher.member == access.member, Watcher.kind == COLLABORATOR)
    return number.in_(shared)


def _of_deals(number: Number, keys: frozenset[str]) -> Select[Any]:
    return select(number).where(Deal.state.in_(_STATES), Deal.owner.in_(sorted(keys)), number.is_not(None))


def _at(access: Access, right: Right, model: type[Deal | Person | Company], number: Number) -> ColumnElement[bool]:
    return exists().where(model.number == number, *visible(access, model, right))


def _none_of(number: Number, numbers: Select[Any] | CompoundSelect[Any]) -> ColumnElement[bool]:
    return or_(number.is_(None), number.not_in(numbers))


def _foreign(access: Access, model: type[Person | Company]) -> ColumnElement[bool]:
    """Neither the member's own nor shared with him."""
    return and_(or_(model.owner.is_(None), model.owner != access.member), ~_shared(access, model.number))


def _hidden_companies(access: Access) -> Select[Any]:
    return select(Company.number).where(Company.protected, _foreign(access, Company))


def _hidden_persons(access: Access) -> CompoundSelect[Any]:
    """Protected people, and those of a protected company."""
    within = Person.company_number.in_(_hidden_companies(access))
    return union(
        select(Person.number).where(Person.protected, _foreign(access, Person)),
        select(Person.number).where(within, _foreign(access, Person)),
    )


def _hidden_deals(access: Access) -> CompoundSelect[Any]:
    foreign = and_(Deal.owner != access.member, ~_shared(access, Deal.number))
    return union(
        select(Deal.number).where(Deal.person_number.in_(_hidden_persons(access)), foreign),
        select(Deal.number).where(Deal.company_number.in_(_hidden_companies(access)), foreign),
    )
