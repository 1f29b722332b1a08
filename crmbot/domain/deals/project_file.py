"""The project file, which an organisation may switch off: then a contact has one deal only, and that carries its role."""

from __future__ import annotations

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.process import Process
from crmbot.domain.records import Company, Deal, Person


def carrier_of(session: Session, person: Person | None, company: Company | None) -> Deal | None:
    """The deal that carries the role of a contact: the open one, else the unnamed one, else the newest won, else any.

    Deals of the time when the file was on are found too: switching either way loses nothing.
    """
    holders = []
    if person is not None:
        holders.append(Deal.person_number == person.number)
    elif company is not None:
        holders.append(Deal.company_number == company.number)
    if not holders:
        return None
    order = case((Deal.state == "open", 0), (Deal.unnamed, 1), (Deal.state == "won", 2), else_=3)
    statement = select(Deal).where(or_(*holders)).order_by(order, Deal.number.desc()).limit(1)
    return session.scalars(statement).first()


def wants_project(process: Process, deals: list[Deal]) -> bool:
    """Whether somebody works on a contact that has no open project, while the file is on."""
    return process.settings.project_file and all(deal.state != "open" for deal in deals)
