"""Files of a contact by role: the same master record, for each role its own history.

What happened at a deal belongs to the file of the role that the deal gives; what was said to belong to a role (`details`)
to that one; the rest to the only standing role of a contact without deals, else to the contact file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, and_, func, not_, or_, select, type_coerce
from sqlalchemy.orm import Session

from crmbot.domain.deals.roles import CONTACT, STANDING
from crmbot.domain.members.access import Access, visible
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Company, Deal, Person
from crmbot.domain.search.lookup import Contactable

FILES = ("contact", "sales", "customer", "debtor", *STANDING)
ROLE = "role"  # the name under which an activity keeps the file it belongs to
_ROLES = {"sales": ("lead", "prospect"), "customer": ("customer",), "debtor": ("debtor",)}


def deals_in_file(process: Process, deals: Iterable[Deal], file: str) -> list[Deal]:
    """The deals that belong to a file: lost ones stay in the sales file, where they were worked on."""
    wanted = {key for role in _ROLES.get(file, ()) for key in process.granting(role)}
    return [
        deal
        for deal in deals
        if (deal.state == "lost" and file == "sales") or (deal.state != "lost" and deal.stage in wanted)
    ]


def entries_in_file(
    session: Session, access: Access, record: Contactable, deals: list[Deal], file: str, *, alone: bool, limit: int
) -> tuple[int, list[Activity]]:
    """How many entries a file has, and the newest. `alone`: the contact has no other role, so that what stands nowhere
    else is here.
    """
    conditions = [*_conditions(record, deals, file, alone=alone), *visible(access, Activity)]
    count = session.scalar(select(func.count()).select_from(Activity).where(*conditions)) or 0
    newest = select(Activity).where(*conditions).order_by(Activity.at.desc(), Activity.number.desc()).limit(limit)
    return count, list(session.scalars(newest))


def _conditions(record: Contactable, deals: list[Deal], file: str, *, alone: bool) -> list[Any]:
    mine = Activity.person_number if isinstance(record, Person) else Activity.company_number
    marked = type_coerce(Activity.details, String)
    numbers = [deal.number for deal in deals]
    others = [marked.contains(_mark(other)) for other in FILES if other != file]
    unmarked = or_(Activity.details.is_(None), not_(or_(*others)))
    said = and_(mine == record.number, marked.contains(_mark(file)))
    if file in _ROLES:
        return [or_(and_(Activity.deal_number.in_(numbers), unmarked), said)]
    if file != CONTACT and not alone:
        return [said]
    return [mine == record.number, Activity.deal_number.is_(None), unmarked]


def _mark(file: str) -> str:
    """As it stands in the JSON, which is written compactly."""
    return f'"{ROLE}":"{file}"'


def holder_of(record: Contactable) -> Person | Company | None:
    """The master record behind a file."""
    if isinstance(record, Deal):
        return record.person or record.company
    return record
