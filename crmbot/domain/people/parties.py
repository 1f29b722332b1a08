"""Who else has a say in a deal: stakeholders of the customer with function and attitude, competitors with their strengths."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Competitor, Deal, Person, Stakeholder
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import company_key

ATTITUDES = ("for", "neutral", "against")


def stakeholders_of(session: Session, deal_number: int) -> list[tuple[Stakeholder, Person]]:
    """Those who have a say, in the order they were named."""
    statement = select(Stakeholder, Person).join(Person, Person.number == Stakeholder.person_number)
    rows = session.execute(statement.where(Stakeholder.deal_number == deal_number).order_by(Stakeholder.id))
    return [(row[0], row[1]) for row in rows]


def competitors_of(session: Session, deal_number: int) -> list[Competitor]:
    """Who else courts this customer."""
    statement = select(Competitor).where(Competitor.deal_number == deal_number).order_by(Competitor.id)
    return list(session.scalars(statement))


def name_stakeholder(
    work: Work, deal: Deal, person: Person, *, function: str | None = None, attitude: str | None = None
) -> Stakeholder:
    """Somebody has a say in the deal; what is not given stays as it was."""
    known = next((one for one, who in stakeholders_of(work.session, deal.number) if who is person), None)
    stakeholder = known or Stakeholder(deal_number=deal.number, person_number=person.number)
    if function:
        stakeholder.function = fitted(Stakeholder.function, function)
    if attitude:
        stakeholder.attitude = attitude
    work.session.add(stakeholder)
    work.session.flush()
    return stakeholder


def name_competitor(
    work: Work, deal: Deal, name: str, *, strengths: str | None = None, weaknesses: str | None = None
) -> Competitor:
    """Another firm courts the customer; what is not given stays as it was."""
    key = company_key(name)[:200]
    known = next((one for one in competitors_of(work.session, deal.number) if one.name_key == key), None)
    competitor = known or Competitor(deal_number=deal.number, name=name[:200], name_key=key)
    competitor.strengths = strengths or competitor.strengths
    competitor.weaknesses = weaknesses or competitor.weaknesses
    work.session.add(competitor)
    work.session.flush()
    return competitor
