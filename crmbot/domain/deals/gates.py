"""The gate before a stage: which fields and steps are still missing, and which moves the process allows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.process import Process, Stage, Step
from crmbot.domain.records import Deal, DealProduct, Offer, Stakeholder

Known = Callable[[Session, Deal], bool]


def missing_fields(session: Session, deal: Deal, stage: Stage) -> tuple[str, ...]:
    """The fields that `stage` requires and the deal does not have, in the order of the process."""
    return tuple(key for key in stage.required if not is_known(session, deal, key))


def is_known(session: Session, deal: Deal, key: str) -> bool:
    """Whether a field of the deal has a value."""
    known = _KNOWN.get(key)
    if known is not None:
        return known(session, deal)
    if key in _COLUMNS:
        return getattr(deal, key) not in (None, "")
    return (deal.custom or {}).get(key) not in (None, "")


def open_steps(deal: Deal, stage: Stage, *, required: bool = False) -> tuple[Step, ...]:
    """The steps of a stage that are not done; with `required` only those that hold the deal."""
    done = deal.steps_done or {}
    return tuple(step for step in stage.steps if step_mark(stage, step) not in done and (step.required or not required))


def step_mark(stage: Stage, step: Step) -> str:
    """Under which name a done step is kept at its deal: two stages may have steps of one key."""
    return f"{stage.key}:{step.key}"


def holding_steps(process: Process, deal: Deal, stage: Stage) -> tuple[Step, ...]:
    """The required steps of the deal's stage that have to be done before it goes on to `stage`; none on the way back."""
    current = process.stage(deal.stage)
    if current is None or current.process != stage.process or stage.state == "lost":
        return ()
    keys = [one.key for one in process.line(stage).stages]
    if current.key not in keys or keys.index(stage.key) < keys.index(current.key):
        return ()
    return open_steps(deal, current, required=True)


def allowed(process: Process, deal: Deal, stage: Stage) -> bool:
    """Whether the process lets the deal go there. Losing is always possible."""
    current = process.stage(deal.stage)
    if current is None or not current.moves or stage.state == "lost":
        return True
    return stage.key in current.moves


def _email(_session: Session, deal: Deal) -> bool:
    return bool((deal.person and deal.person.emails) or (deal.company and deal.company.emails))


def _phone(_session: Session, deal: Deal) -> bool:
    return bool((deal.person and deal.person.phones) or (deal.company and deal.company.phones))


def _offer(session: Session, deal: Deal) -> bool:
    return bool(session.scalar(select(exists().where(Offer.deal_number == deal.number, Offer.state != "withdrawn"))))


def _products(session: Session, deal: Deal) -> bool:
    return bool(session.scalar(select(exists().where(DealProduct.deal_number == deal.number))))


def _stakeholders(session: Session, deal: Deal) -> bool:
    return bool(session.scalar(select(exists().where(Stakeholder.deal_number == deal.number))))


def _next_step(session: Session, deal: Deal) -> bool:
    return bool(open_followups_of(session, [deal.number]))


_COLUMNS = frozenset({"amount", "expected_close", "budget", "need", "source", "probability"})
_KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "name": lambda _session, deal: not deal.unnamed,
        "person": lambda _session, deal: deal.person_number is not None,
        "company": lambda _session, deal: deal.company_number is not None,
        "email": _email, "phone": _phone, "offer": _offer, "products": _products, "stakeholders": _stakeholders,
        "next_step": _next_step,
    }
)  # fmt: skip
