"""Lists of contacts: persons and companies by role, tag, place, any field, and what they have bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Text, and_, exists, func, literal, not_, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session

from crmbot.domain.deals.role_queries import holds
from crmbot.domain.deals.roles import CONTACT, LEADING_ORDER, STANDING
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.records.pages import skipped
from crmbot.domain.search.hits import Numbered, load

Kind: TypeAlias = Literal["person", "company"]
Condition: TypeAlias = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which contacts are wanted: conditions for each kind of record; a kind without an entry is not listed at all."""

    conditions: dict[Kind, list[Condition]] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What is listed."""
        return tuple(self.conditions)


@dataclass(frozen=True, slots=True)
class ContactPage:
    """One page in the order of the names, and how many there are over all pages."""

    records: list[Person | Company]
    count: int


def contact_page(session: Session, wanted: ContactFilter, access: Access, *, limit: int, page: int = 1) -> ContactPage:
    """The contacts of one page, past the last one of that. Each stands there once, whatever the number of its deals."""
    parts = [_part(kind, wanted.conditions[kind], access) for kind in wanted.kinds]
    if not parts:
        return ContactPage([], 0)
    every = union_all(*parts).subquery()
    count = session.scalar(select(func.count()).select_from(every)) or 0
    if not count:
        return ContactPage([], 0)
    rows = select(every.c.kind, every.c.number).order_by(every.c.name_key, every.c.number)
    found = session.execute(rows.limit(limit).offset(skipped(page, count, limit))).all()
    numbered: list[Numbered] = [(kind, number) for kind, number in found]
    return ContactPage([one for one in load(session, numbered).values() if isinstance(one, (Person, Company))], count)


def _part(kind: Kind, conditions: Sequence[Condition], access: Access) -> Any:
    model: Any = _model(kind)
    columns = (literal(kind).label("kind"), model.number.label("number"), model.name_key.label("name_key"))
    return select(*columns).where(*conditions, *visible(access, model))


def _model(kind: Kind) -> type[Person | Company]:
    return Person if kind == "person" else Company


def with_role(process: Process, role: str, kind: Kind, *, both: bool) -> Condition:
    """That somebody holds a role: by a deal, or a standing one; `contact` means none at all.

    Where persons and companies are listed together (`both`), a company counts for the deals that name no person only: a
    contact is one contact.
    """
    model = _model(kind)
    if role in STANDING:
        return func.coalesce(type_coerce(model.standing_roles, Text), "").contains(f'"{role}"')
    if role == CONTACT:
        standing = func.coalesce(type_coerce(model.standing_roles, Text), "[]").in_(("[]", "null"))
        return and_(standing, *(not_(holds(process, one, model)) for one in LEADING_ORDER))
    if kind == "company" and both:
        keys = process.granting(role)
        at_deal = (
            Deal.company_number == Company.number,
            Deal.person_number.is_(None),
            Deal.stage.in_(keys),
            Deal.state != "lost",
        )
        return exists().where(*at_deal)
    return holds(process, role, model)


def has_deal(kind: Kind, *conditions: Condition) -> Condition:
    """That one of the contact's deals is so."""
    column = Deal.person_number if kind == "person" else Deal.company_number
    return exists().where(column == _model(kind).number, *conditions)


def of_company(*conditions: Condition) -> Condition:
    """That the person's company is so."""
    return exists().where(Company.number == Person.company_number, *conditions)


def untouched(kind: Kind, days: int, now: datetime) -> Condition:
    """That nothing has happened with the contact for so many days, and that it is known for as long."""
    model, since = _model(kind), now - timedelta(days=days)
    column = Activity.person_number if kind == "person" else Activity.company_number
    touched = exists().where(column == model.number, Activity.at > since)
    return and_(model.created_at <= since, not_(touched))


def any_of(conditions: Sequence[Condition]) -> Condition:
    """One of them."""
    return or_(*conditions)
