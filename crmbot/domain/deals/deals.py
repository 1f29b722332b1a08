"""The life of a deal: opened as a lead, handed over, moved through the stages, won or lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from crmbot.domain.deals.handover import hand_over_to_department, tell_followers
from crmbot.domain.deals.offer_states import settle_offers
from crmbot.domain.deals.project_file import carrier_of
from crmbot.domain.followups.stage_followups import change_stage_followups
from crmbot.domain.members.guard import unguarded
from crmbot.domain.process import Process, Stage
from crmbot.domain.records import Company, Deal, Person, StageEntry
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import person_key


def open_lead(
    work: Work, process: Process, *, name: str, owner: str, person: Person | None = None, company: Company | None = None,
    amount: Decimal | None = None, currency: str = "EUR", budget: Decimal | None = None, source: str | None = None,
    expected_close: date | None = None,
) -> Deal:  # fmt: skip
    """A new deal in the first stage of `process`. Amounts are in `currency`; a budget is also the first guess of the amount.

    With the project file switched off it is the one deal of the contact, which is taken up again where there is one.
    """
    unnamed = not process.settings.project_file and (person is not None or company is not None)
    if unnamed:
        standing = carrier_of(work.session, person, company)
        if standing is not None:
            return _taken_up(work, process, standing, amount if amount is not None else budget, currency)
        name = next(one.name for one in (person, company) if one is not None)
    first = process.first
    deal = Deal(
        number=work.next_number("deal"), name=name[:300], name_key=person_key(name)[:300], person=person,
        person_number=person.number if person else None, company=company,
        company_number=company.number if company else None, stage=first.key, state=first.state, owner=owner,
        amount=amount if amount is not None else budget, currency=currency, budget=budget,
        source=fitted(Deal.source, source) if source else None, process=first.process,
        unnamed=unnamed, expected_close=expected_close, created_at=work.now, stage_since=work.now, last_activity_at=work.now,
        regrade_at=work.now,
    )  # fmt: skip
    work.session.add(deal)
    work.session.flush()
    _enter(work, process, deal, first)
    change_stage_followups(work, process, deal, first)
    return deal


def _taken_up(work: Work, process: Process, deal: Deal, amount: Decimal | None, currency: str) -> Deal:
    """The one deal of a contact, for another enquiry: it begins anew where it was lost, else it stays where it stands."""
    if deal.state == "lost":
        move_to_stage(work, process, deal, process.of(deal.process).first)
    if amount is not None and (deal.amount is None or deal.state == "open"):
        deal.amount, deal.currency = amount, currency
    work.session.flush()
    return deal


def move_to_stage(work: Work, process: Process, deal: Deal, stage: Stage) -> None:
    """Put a deal into a stage; its state, the time it entered and its end follow, and the history of its roles."""
    if deal.stage == stage.key:
        return
    before = process.stage(deal.stage)
    stand_in_stage(work, process, deal, stage)
    with unguarded(work.session):  # what follows is the process's doing, whoever gets the deal
        hand_over_to_department(work, process, deal, before, stage)
        change_stage_followups(work, process, deal, stage)
        tell_followers(work, deal, before, stage)


def stand_in_stage(work: Work, process: Process, deal: Deal, stage: Stage) -> None:
    """As `move_to_stage`, quietly: nobody is told, nothing is handed over, no follow-up comes. For what other programs say."""
    before = process.stage(deal.stage)
    deal.stage = stage.key
    deal.process = stage.process
    deal.stage_since = work.now
    if stage.state != deal.state:
        deal.closed_at = work.now if stage.state != "open" else None
    if stage.state != "open":
        deal.probability = None  # it is decided: what somebody expected counts no more
    if stage.state != deal.state:
        settle_offers(work, deal, stage.state)
    deal.state = stage.state
    deal.chance, deal.regrade_at = None, work.now  # the rules are asked anew
    if stage.state != "lost":
        deal.lost_reason, deal.disqualified = None, False
    if before is not None and before.key == process.line(stage).first.key and stage.state != "lost":
        deal.qualified_at = deal.qualified_at or work.now
    _enter(work, process, deal, stage)


def _enter(work: Work, process: Process, deal: Deal, stage: Stage) -> None:
    version = process.line(stage).version
    work.session.add(
        StageEntry(
            deal_number=deal.number,
            stage=stage.key,
            process=stage.process,
            version=version,
            at=work.now,
            actor=work.actor,
        )
    )
    work.session.flush()


def win(work: Work, deal: Deal, process: Process) -> None:
    """The customer said yes."""
    move_to_stage(work, process, deal, process.of(deal.process).won)


def lose(work: Work, deal: Deal, process: Process, reason: str) -> None:
    """It came to nothing; the reason is kept for the report."""
    move_to_stage(work, process, deal, process.of(deal.process).lost)
    deal.lost_reason = reason


def probability(deal: Deal, process: Process) -> int:
    """Of closing, in percent: what somebody set, else what the rules make of the stage's, else the stage's, else 0 for a
    stage that is gone.
    """
    if deal.probability is not None:
        return deal.probability
    if deal.chance is not None:
        return deal.chance
    stage = process.stage(deal.stage)
    return stage.probability if stage else 0
