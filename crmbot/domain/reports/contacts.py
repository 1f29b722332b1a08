"""Contacts counted by the value of a field, and the deals of a group of companies."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.people.companies import group_of
from crmbot.domain.people.field_shapes import ContactField
from crmbot.domain.records import Company, Deal, Person


def contacts_by_field(session: Session, one: ContactField, conditions: list[Any]) -> list[tuple[Any, int]]:
    """How many persons or companies have which value, the most frequent first; None counts those without one."""
    model: Any = Person if one.record == "person" else Company
    if not one.custom:
        column = getattr(model, one.column or one.key)
        counted = session.execute(select(column, func.count()).where(*conditions).group_by(column))
        counts = Counter({value: count for value, count in counted})  # noqa: C416 (rows are no tuples)
    else:
        counts = Counter((own or {}).get(one.key) for own in session.scalars(select(model.custom).where(*conditions)))
    return sorted(counts.items(), key=lambda pair: (pair[0] is None, -pair[1], str(pair[0])))


@dataclass(slots=True)
class CompanyResults:
    """The deals of one company of a group; amounts by currency."""

    company: Company
    open: int = 0
    won: int = 0
    open_amounts: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    won_amounts: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def group_results(session: Session, company: Company, conditions: list[Any]) -> list[CompanyResults]:
    """A company and all below it, each with its open and won deals."""
    numbers = group_of(session, [company.number])
    members = {one.number: one for one in session.scalars(select(Company).where(Company.number.in_(numbers)))}
    found = {number: CompanyResults(members[number]) for number in numbers if number in members}
    sums = select(Deal.company_number, Deal.state, Deal.currency, func.count(), func.sum(Deal.amount))
    sums = sums.where(Deal.company_number.in_(numbers), Deal.state.in_(("open", "won")), *conditions)
    for number, state, currency, count, amount in session.execute(
        sums.group_by(Deal.company_number, Deal.state, Deal.currency)
    ):
        if number not in found:
            continue
        one = found[number]
        if state == "open":
            one.open += count
            one.open_amounts[currency] += amount or Decimal()
        else:
            one.won += count
            one.won_amounts[currency] += amount or Decimal()
    return list(found.values())
