"""Telling the person in charge: into the outbox, in the transaction of the decision."""

from __future__ import annotations

from sqlalchemy import select

from crmbot.domain.members import active_keys
from crmbot.domain.outbox import enqueue
from crmbot.domain.records import Deal, Person
from crmbot.intake.case import Case, owner_of
from crmbot.intake.filing import Filed
from crmbot.intake.receipts import filed_receipt, held_notice, repeated_receipt, which_deal_question


def tell_filed(case: Case, filed: Filed) -> None:
    """The owner gets a receipt that says why; where the deal is not certain he is asked."""
    work, item = case.work, case.item
    owner = _who_is_told(case, filed.deal, filed.person)
    if not owner:
        return
    content = filed_receipt(case, filed)
    enqueue(work, key=f"receipt:{item.id}:{item.attempts}", kind="receipt", recipient=owner, content=content)
    if filed.person is not None and case.decision.ask_deals:
        deals = work.session.scalars(select(Deal).where(Deal.number.in_(case.decision.ask_deals)).order_by(Deal.number))
        question = which_deal_question(filed.activity, filed.person, list(deals))
        enqueue(work, key=f"question:{item.id}", kind="question", recipient=owner, content=question)


def tell_repeated(case: Case) -> None:
    """Whoever forwards what is filed already hears where it stands."""
    if case.gathered.member is not None:
        key, recipient = f"receipt:{case.item.id}:{case.item.attempts}", case.gathered.member.key
        enqueue(case.work, key=key, kind="receipt", recipient=recipient, content=repeated_receipt(case))


def tell_held(case: Case) -> None:
    """The member in whose name a mail waits."""
    claimed = case.gathered.facts.claimed
    if claimed and claimed != "?":
        content = held_notice(case)
        enqueue(case.work, key=f"held:{case.item.id}", kind="question", recipient=claimed, content=content)


def _who_is_told(case: Case, deal: Deal | None, person: Person | None) -> str:
    """The owner of what it was filed at; somebody else where he has left."""
    team = active_keys(case.work.session)
    owners = (deal.owner if deal else None, person.owner if person else None)
    return next((owner for owner in owners if owner in team), None) or owner_of(case)
