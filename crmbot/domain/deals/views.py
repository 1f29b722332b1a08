"""Records as values for replies: what a person, company, deal, follow-up, activity or member looks like outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.deals import probability
from crmbot.domain.deals.roles import roles_of_stages
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Company, Deal, Followup, Member, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Money, Record


def deal_view(deal: Deal, process: Process) -> Record:
    """A deal; its roles are what its stage grants."""
    roles = roles_of_stages([deal.stage], process) if deal.state != "lost" else ()
    return Record(
        "deal", deal.number, deal.name, company=deal.company.name if deal.company else None,
        person=deal.person.name if deal.person else None, stage=deal.stage, role=roles[0] if roles else None,
        roles=roles, owner=deal.owner, amount=deal.amount, currency=deal.currency,
        budget=Money(deal.budget, deal.currency) if deal.budget is not None else None,
        probability=probability(deal, process), expected_close=deal.expected_close, source=deal.source,
        grade=deal.grade, created_at=deal.created_at, text=deal.lost_reason, last_activity_at=deal.last_activity_at,
    )  # fmt: skip


def person_view(session: Session, person: Person, process: Process, deals: Sequence[Deal] | None = None) -> Record:
    """A person with all roles of all `deals`, which are looked up where they are not known."""
    stages = _stages(session, Deal.person_number == person.number, deals)
    last = session.scalar(
        select(Activity.at).where(Activity.person_number == person.number).order_by(Activity.at.desc()).limit(1)
    )
    return person_record(person, process, stages, last)


def person_record(person: Person, process: Process, stages: Iterable[str], last: datetime | None) -> Record:
    """A person whose deals stand in `stages`, last contacted at `last`."""
    roles = roles_of_stages(stages, process, person.standing_roles or ())
    return Record(
        "person", person.number, person.name, company=person.company.name if person.company else None,
        emails=tuple(entry.email for entry in person.emails), phones=tuple(entry.number for entry in person.phones),
        job_title=person.job_title, website=person.website, role=roles[0], roles=roles, owner=person.owner,
        source=person.source, created_at=person.created_at, last_activity_at=last,
    )  # fmt: skip


def company_view(session: Session, company: Company, process: Process, deals: Sequence[Deal] | None = None) -> Record:
    """A company with the roles of its `deals`, which are looked up where they are not known."""
    return company_record(company, process, _stages(session, Deal.company_number == company.number, deals))


def _stages(session: Session, mine: ColumnElement[bool], deals: Sequence[Deal] | None) -> list[str]:
    if deals is not None:
        return [deal.stage for deal in deals]
    return list(session.scalars(select(Deal.stage).where(mine)))


def company_record(company: Company, process: Process, stages: Iterable[str]) -> Record:
    """A company whose deals stand in `stages`."""
    roles = roles_of_stages(stages, process, company.standing_roles or ())
    return Record(
        "company", company.number, company.name, website=company.website, role=roles[0], roles=roles,
        owner=company.owner, source=company.source, created_at=company.created_at,
    )  # fmt: skip


def followup_view(followup: Followup) -> Record:
    """A follow-up; `done` says whether."""
    return Record(
        "followup", followup.number, followup.text or f"#{followup.number}", owner=followup.owner, due=followup.due_at,
        done=followup.done_at is not None, text=followup.text, created_at=followup.created_at, link=followup.link,
    )  # fmt: skip


def activity_view(activity: Activity) -> Record:
    """An entry of the history; `owner` is its author."""
    return Record(
        "activity", activity.number, activity.subject or activity.kind, owner=activity.author, kind=activity.kind,
        medium=activity.medium, direction=activity.direction, at=activity.at, text=activity.text,
        created_at=activity.created_at, note=activity.note, reason=activity.reason, touchpoint=activity.touchpoint,
        link=activity.link, done=activity.resolved_at is not None if activity.owner is not None else None,
    )  # fmt: skip


def member_view(member: Member) -> Record:
    """A member of the team."""
    return Record("member", member.number, member.name, emails=tuple(entry.email for entry in member.emails))


def view(
    session: Session, record: Deal | Person | Company, process: Process, deals: Sequence[Deal] | None = None
) -> Record:
    """Whatever it is; `deals` are all that a contact has, where they are known."""
    if isinstance(record, Deal):
        return deal_view(record, process)
    if isinstance(record, Person):
        return person_view(session, record, process, deals)
    return company_view(session, record, process, deals)


def deals_of(session: Session, record: Contactable) -> list[Deal]:
    """All deals of a person or company, oldest first; a deal itself."""
    if isinstance(record, Deal):
        return [record]
    column = Deal.person_number if isinstance(record, Person) else Deal.company_number
    return list(session.scalars(select(Deal).where(column == record.number).order_by(Deal.number)))
