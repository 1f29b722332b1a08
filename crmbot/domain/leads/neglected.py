"""Who has not been contacted for long: open deals, and contacts that have none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, not_, select
from sqlalchemy.orm import Session, aliased, joinedload

from crmbot.domain.leads.contact_list import untouched
from crmbot.domain.members.access import Access, visible
from crmbot.domain.records import Activity, Deal, Person
from crmbot.domain.records.pages import skipped


@dataclass(frozen=True, slots=True)
class Neglected:
    """How many there are of each, and the first of them, the longest untouched first."""

    deals: list[Deal]
    deal_count: int
    people: list[Person]
    people_count: int


def neglected(
    session: Session, days: int, now: datetime, access: Access, *, owner: str | None = None, limit: int,
    page: int = 1,
) -> Neglected:  # fmt: skip
    """Open deals without an activity for so many days, and people without one who have no open deal."""
    touched = func.coalesce(Deal.last_activity_at, Deal.created_at)
    deals: list[Any] = [Deal.state == "open", touched <= now - timedelta(days=days), *visible(access, Deal)]
    people: list[Any] = [untouched("person", days, now), not_(_open_deal()), *visible(access, Person)]
    if owner is not None:
        deals.append(Deal.owner == owner)
        people.append(Person.owner == owner)
    found = select(Deal).options(joinedload(Deal.person), joinedload(Deal.company)).where(*deals)
    named = select(Person).options(joinedload(Person.company)).where(*people)
    deal_count = session.scalar(select(func.count()).select_from(Deal).where(*deals)) or 0
    people_count = session.scalar(select(func.count()).select_from(Person).where(*people)) or 0
    first = skipped(page, max(deal_count, people_count), limit)
    return Neglected(
        list(session.scalars(found.order_by(touched, Deal.number).limit(limit).offset(first))), deal_count,
        list(session.scalars(named.order_by(_last_contact(), Person.number).limit(limit).offset(first))), people_count,
    )  # fmt: skip


def last_contacts(session: Session, people: list[Person]) -> dict[int, datetime]:
    """When there was contact with each of them; of whom there was none, when he became known."""
    numbers = [person.number for person in people]
    latest = select(Activity.person_number, func.max(Activity.at)).where(Activity.person_number.in_(numbers))
    found = dict(session.execute(latest.group_by(Activity.person_number)).all()) if numbers else {}
    return {person.number: found.get(person.number) or person.created_at for person in people}


def _open_deal() -> ColumnElement[bool]:
    deal = aliased(Deal)
    return exists().where(deal.person_number == Person.number, deal.state == "open")


def _last_contact() -> ColumnElement[Any]:
    at = select(func.max(Activity.at)).where(Activity.person_number == Person.number).scalar_subquery()
    return func.coalesce(at, Person.created_at)
