"""Qualifying, disqualifying, reopening: what becomes of an enquiry, its person and its company."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.deals.deals import lose, move_to_stage
from crmbot.domain.people.contacts import company_by_domain, find_or_add_company
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Company, Deal, Person, PersonPhone, StageEntry
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import Verbatim, t

_MOST_DOUBLES = 3


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Who stands behind an enquiry. `made`: the company is new, `matched`: it was found by the person's mail domain.

    `doubles` are other persons who may be the same human.
    """

    person: Person | None
    company: Company | None
    made: bool = False
    matched: bool = False
    doubles: tuple[Person, ...] = ()


def confirm_contact(work: Work, deal: Deal, *, domain: str | None, name: str | None) -> Confirmed:
    """The person and company of a deal; the company is found by the mail domain, or made under `name` (a guess from it).

    Nothing is doubled: what is known is taken.
    """
    person, company = deal.person, deal.company or (deal.person.company if deal.person else None)
    made = matched = False
    if company is None and domain is not None and name:
        company = company_by_domain(work.session, domain)
        matched, made = company is not None, company is None
        company = company or find_or_add_company(work, name, domain, source=deal.source)
    if company is not None:
        deal.company, deal.company_number = company, company.number
        if person is not None and person.company_number is None:
            person.company, person.company_number = company, company.number
    work.session.flush()
    return Confirmed(person, company, made, matched, tuple(_doubles(work.session, person)) if person else ())


def _doubles(session: Session, person: Person) -> list[Person]:
    """Others of the same name, or with one of his phone numbers and the same family name."""
    same = select(Person).where(Person.name_key == person.name_key, Person.number != person.number)
    found = {one.number: one for one in session.scalars(same.limit(_MOST_DOUBLES))}
    numbers = [phone.number for phone in person.phones]
    shared = select(Person).join(PersonPhone).where(PersonPhone.number.in_(numbers), Person.number != person.number)
    for one in session.scalars(shared.limit(_MOST_DOUBLES)) if numbers else ():
        if one.name_key.split()[-1:] == person.name_key.split()[-1:]:
            found.setdefault(one.number, one)
    return list(found.values())[:_MOST_DOUBLES]


def other_open_deals(session: Session, deal: Deal) -> list[Deal]:
    """Further open deals of the same person, oldest first."""
    if deal.person_number is None:
        return []
    statement = select(Deal).where(
        Deal.person_number == deal.person_number, Deal.state == "open", Deal.number != deal.number
    )
    return list(session.scalars(statement.order_by(Deal.number)))


def qualify(work: Work, process: Process, deal: Deal, stage: Stage) -> None:
    """The same record goes on; nothing is copied."""
    if deal.qualified_at is None:
        deal.qualified_at = work.now
    move_to_stage(work, process, deal, stage)


def next_stage(process: Process, deal: Deal) -> Stage | None:
    """Where a qualified enquiry goes: the stage after the first of its process."""
    stages = process.of(deal.process).stages
    return next((stage for stage in stages[1:] if stage.state == "open"), None)


def disqualify(work: Work, process: Process, deal: Deal, reason: str) -> None:
    """An enquiry that leads nowhere; it stays, with its history and its reason. Raises RequestFault unless it is open."""
    if deal.state != "open":
        raise RequestFault(t("#{number} {name} is decided already.", number=deal.number, name=Verbatim(deal.name)))
    lose(work, deal, process, reason)
    deal.disqualified = True


def reopen(work: Work, process: Process, deal: Deal) -> Stage:
    """Back to where it stood before it was decided. Raises RequestFault for a deal that is open."""
    if deal.state == "open":
        raise RequestFault(t("#{number} {name} is open.", number=deal.number, name=Verbatim(deal.name)))
    entered = work.session.scalars(
        select(StageEntry.stage).where(StageEntry.deal_number == deal.number).order_by(StageEntry.id.desc())
    )
    open_keys = {stage.key: stage for stage in process.of(deal.process).stages if stage.state == "open"}
    stage = next((open_keys[key] for key in entered if key in open_keys), process.of(deal.process).first)
    move_to_stage(work, process, deal, stage)
    return stage
