"""Who takes care of a contact: whoever owns it, else who has a deal with it in hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.members.absence import stand_in
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Company, Deal, Member, Person
from crmbot.domain.search.lookup import Contactable


def caretaker(session: Session, record: Contactable, day: date) -> Member | None:
    """The member, on a day of his absence who stands in for him; None where nobody of the team has it in hand."""
    team = {member.key: member for member in all_members(session, active_only=True)}
    for key in _owners(session, record):
        if key in team:
            return stand_in(team.values(), team[key], day) or team[key]
    return None


def _owners(session: Session, record: Contactable) -> Iterable[str | None]:
    yield record.owner
    if isinstance(record, Deal):
        return
    column = Deal.person_number if isinstance(record, Person) else Deal.company_number
    for state in ("open", "won", "lost"):
        deals = select(Deal.owner).where(column == record.number, Deal.state == state)
        yield from session.scalars(deals.order_by(Deal.number.desc()).limit(5))
    if isinstance(record, Person) and record.company_number is not None:
        company = session.get(Company, record.company_number)
        yield company.owner if company is not None else None
