"""What the past says about a deal: naive Bayes over the deals of its process that were won and lost.

For each variable the share of its value among the won and among the lost deals is taken (half a deal added, so that what
never happened is not impossible), multiplied with the share of won and lost deals in all, and both products are put in
proportion: P(won) = W / (W + L). A process switches it on by `[prediction] variables = [...]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.sources import spellings
from crmbot.domain.records import Company, Deal, Person

FEWEST = 10  # decided deals, and at least one of each kind, before the past is asked
_HALF = Decimal("0.5")
_SIZES = (Decimal(0), Decimal(1_000), Decimal(5_000), Decimal(20_000), Decimal(100_000), Decimal(10**13))


@dataclass(frozen=True, slots=True)
class Seen:
    """How often the value that a deal has of a variable was seen among won and lost deals."""

    variable: str
    won: int
    lost: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """The probability in percent with the won and lost deals it rests on."""

    percent: int
    won: int
    lost: int
    evidence: tuple[Seen, ...]


_Same = Callable[[Session, Deal], ColumnElement[bool] | None]


def _source(session: Session, deal: Deal) -> ColumnElement[bool] | None:
    return Deal.source.in_(spellings(session, deal.source)) if deal.source else None


def _size(_session: Session, deal: Deal) -> ColumnElement[bool] | None:
    """Of the same order of size."""
    if deal.amount is None:
        return None
    above = next((n for n, limit in enumerate(_SIZES) if deal.amount < limit), len(_SIZES) - 1)
    return (Deal.amount >= _SIZES[max(above - 1, 0)]) & (Deal.amount < _SIZES[above])


def _industry(_session: Session, deal: Deal) -> ColumnElement[bool] | None:
    if deal.company is None or not deal.company.industry:
        return None
    return Deal.company_number.in_(select(Company.number).where(Company.industry == deal.company.industry))


def _language(_session: Session, deal: Deal) -> ColumnElement[bool] | None:
    if deal.person is None or not deal.person.language:
        return None
    same = select(Person.number).where(Person.language.startswith(deal.person.language[:2], autoescape=True))
    return Deal.person_number.in_(same)


VARIABLES: Mapping[str, _Same] = MappingProxyType(
    {
        "source": _source, "amount": _size, "industry": _industry, "language": _language,
        "owner": lambda _session, deal: Deal.owner == deal.owner,
    }
)  # fmt: skip


def naive_bayes(evidence: tuple[Seen, ...], wins: int, losses: int) -> Decimal:
    """P(won), from 0 to 1, for what was seen among `wins` won and `losses` lost deals; there is at least one of each."""
    yes, no = Decimal(wins) / (wins + losses), Decimal(losses) / (wins + losses)
    for seen in evidence:
        yes *= (seen.won + _HALF) / (wins + 1)
        no *= (seen.lost + _HALF) / (losses + 1)
    return yes / (yes + no)


def predict(session: Session, deal: Deal, variables: tuple[str, ...]) -> Prediction | None:
    """What the decided deals of the same process say; None while they are too few, or of one kind only."""
    wins, losses = _counts(session, deal, None)
    if wins + losses < FEWEST or not wins or not losses:
        return None
    conditions = {name: VARIABLES[name](session, deal) for name in variables}
    evidence = tuple(
        Seen(name, *_counts(session, deal, condition))
        for name, condition in conditions.items()
        if condition is not None
    )
    percent = round(naive_bayes(evidence, wins, losses) * 100)
    return Prediction(max(1, min(99, percent)), wins, losses, evidence)


def _counts(session: Session, deal: Deal, same: ColumnElement[bool] | None) -> tuple[int, int]:
    """How many other deals that were decided are won and lost. What was disqualified was never worth a prediction."""
    conditions = [Deal.process == deal.process, Deal.state.in_(("won", "lost")), Deal.number != deal.number]
    conditions += [Deal.disqualified.is_(False), *([same] if same is not None else [])]
    rows = session.execute(select(Deal.state, func.count()).where(*conditions).group_by(Deal.state))
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return found.get("won", 0), found.get("lost", 0)


def read_variables(value: Any, place: str, faults: list[str]) -> tuple[str, ...]:
    """The `[prediction]` table of a process; what cannot be used adds a line to `faults`."""
    names = value.get("variables") if isinstance(value, Mapping) else None
    if not isinstance(names, list) or not isinstance(value, Mapping) or set(value) != {"variables"}:
        faults.append(f'{place}: write variables = ["source", "amount"]; known are {", ".join(VARIABLES)}')
        return ()
    known = tuple(str(name) for name in names if name in VARIABLES)
    faults += [
        f"{place}: unknown variable {name!r}; known are {', '.join(VARIABLES)}"
        for name in names
        if name not in VARIABLES
    ]
    return known
