"""Why deals were lost: counted by reason, with the competitors that were in it and the people who were against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from crmbot.domain.deals.periods import between
from crmbot.domain.records import Competitor, Deal, Person, Stakeholder

_MOST = 100_000  # deals that are read


@dataclass(slots=True)
class LostBy:
    """One reason (or competitor): how many deals, what they were worth in each currency, and how it was spelled."""

    spellings: Counter[str] = field(default_factory=Counter)
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def words(self) -> str:
        """The most frequent spelling."""
        return self.spellings.most_common(1)[0][0]

    def add(self, deal: Deal, words: str) -> None:
        """One more deal, with the reason in these words."""
        self.spellings[" ".join(words.split())] += 1
        self.count += 1
        if deal.amount is not None:
            self.amounts[deal.currency] += deal.amount


@dataclass(frozen=True, slots=True)
class LossReport:
    """Largest groups first. `rivals` hold for each competitor its groups' strengths as they were noted."""

    deals: list[Deal]
    disqualified: int
    reasons: list[LostBy]
    rivals: list[LostBy]
    strengths: dict[str, tuple[str, ...]]
    weaknesses: dict[str, tuple[str, ...]]
    opponents: list[tuple[str, str | None, int]]  # name, function, deal


def loss_report(
    session: Session,
    wanted: Sequence[ColumnElement[bool]],
    *,
    key: Callable[[str], str],
    since: datetime | None = None,
    until: datetime | None = None,
    reason: str | None = None,
) -> LossReport:
    """What was lost of the `wanted` deals between the two moments, the second one not counted in. Reasons are one where
    `key` makes them equal; with a `reason` only the deals whose own one is or has it.
    """
    conditions = [Deal.state == "lost", *wanted, *between(Deal.closed_at, since, until)]
    lost = session.scalars(select(Deal).where(*conditions).order_by(Deal.closed_at.desc(), Deal.number).limit(_MOST))
    deals = [deal for deal in lost if reason is None or key(reason) in key(deal.lost_reason or "")]
    by_number = {deal.number: deal for deal in deals}
    reasons: dict[str, LostBy] = {}
    for deal in deals:
        words = deal.lost_reason or ""
        reasons.setdefault(key(words), LostBy()).add(deal, words)
    rivals, strengths, weaknesses = _rivals(session, conditions, by_number)
    return LossReport(
        deals, sum(1 for deal in deals if deal.disqualified), _largest(reasons), _largest(rivals), strengths, weaknesses,
        [one for one in _opponents(session, conditions) if one[2] in by_number],
    )  # fmt: skip


def _largest(groups: dict[str, LostBy]) -> list[LostBy]:
    return sorted(groups.values(), key=lambda group: (-group.count, group.words))


def _rivals(
    session: Session, conditions: list[ColumnElement[bool]], deals: dict[int, Deal]
) -> tuple[dict[str, LostBy], dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    groups: dict[str, LostBy] = {}
    strong: dict[str, tuple[str, ...]] = defaultdict(tuple)
    weak: dict[str, tuple[str, ...]] = defaultdict(tuple)
    statement = select(Competitor).join(Deal, Deal.number == Competitor.deal_number).where(*conditions)
    for rival in session.scalars(statement.order_by(Competitor.id)):
        if rival.deal_number not in deals:
            continue  # one of those beyond the most that a report has
        groups.setdefault(rival.name_key, LostBy()).add(deals[rival.deal_number], rival.name)
        for noted, found in ((rival.strengths, strong), (rival.weaknesses, weak)):
            if noted and noted not in found[rival.name_key]:
                found[rival.name_key] += (noted,)
    named = {key: group.words for key, group in groups.items()}
    return groups, {named[key]: said for key, said in strong.items()}, {named[key]: said for key, said in weak.items()}


def _opponents(session: Session, conditions: list[ColumnElement[bool]]) -> list[tuple[str, str | None, int]]:
    rows = session.execute(
        select(Person.name, Stakeholder.function, Stakeholder.deal_number)
        .join(Person, Person.number == Stakeholder.person_number)
        .join(Deal, Deal.number == Stakeholder.deal_number)
        .where(Stakeholder.attitude == "against", *conditions)
        .order_by(Stakeholder.deal_number.desc())
    )
    return [(row[0], row[1], row[2]) for row in rows]
