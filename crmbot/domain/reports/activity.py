"""What each member did with customers, and how long customers waited for an answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity

_ASKS = frozenset({"mail", "form"})  # what a customer waits for an answer to
_ANSWERS = frozenset({"mail", "call", "meeting", "offer", "letter"})


@dataclass(slots=True)
class MemberActivity:
    """`kinds` counts entries by kind and, for mails, direction (`mail_in`, `mail_out`); `waits` are the times of answers."""

    kinds: Counter[str] = field(default_factory=Counter)
    waits: list[timedelta] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All entries."""
        return sum(count for kind, count in self.kinds.items() if not kind.startswith("mail_"))

    @property
    def median_wait(self) -> timedelta | None:
        """The time after which half of the answers had gone out; None without any."""
        return median_of(self.waits)


def median_of(waits: Iterable[timedelta]) -> timedelta | None:
    """The middle one; None of none."""
    seconds = sorted(wait.total_seconds() for wait in waits)
    return timedelta(seconds=median(seconds)) if seconds else None


def activity_by_member(
    session: Session, conditions: list[Any], *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, MemberActivity]:
    """Between the two moments (the second not counted in). What outsiders wrote themselves counts for nobody."""
    found: defaultdict[str, MemberActivity] = defaultdict(MemberActivity)
    when = [*([Activity.at >= since] if since else []), *([Activity.at < until] if until else [])]
    counts = select(Activity.author, Activity.kind, Activity.direction, func.count()).where(
        Activity.author.is_not(None), *when, *conditions
    )
    for author, kind, direction, count in session.execute(
        counts.group_by(Activity.author, Activity.kind, Activity.direction)
    ):
        found[author or ""].kinds[kind] += count
        if kind == "mail":
            found[author or ""].kinds["mail_in" if direction == "in" else "mail_out"] += count
    for member, wait in answers(session, conditions, since=since, until=until):
        found[member].waits.append(wait)
    return dict(found)


def answers(
    session: Session, conditions: list[Any], *, since: datetime | None = None, until: datetime | None = None
) -> list[tuple[str, timedelta]]:
    """Who answered, and after what time: from the first mail since the last answer to the next mail, call or meeting of
    ours with the same customer. Counted by when it was asked.
    """
    columns = (
        Activity.person_number, Activity.deal_number, Activity.company_number, Activity.kind, Activity.direction,
        Activity.at, Activity.author,
    )  # fmt: skip
    told = select(*columns).where(
        Activity.kind.in_(_ASKS | _ANSWERS), Activity.direction.in_(("in", "out")), *conditions
    )
    if since is not None:
        told = told.where(Activity.at >= since)
    asked: dict[tuple[str, int], datetime] = {}
    found: list[tuple[str, timedelta]] = []
    for person, deal, company, kind, direction, at, author in session.execute(
        told.order_by(Activity.at, Activity.number)
    ):
        place = ("person", person) if person else ("deal", deal) if deal else ("company", company or 0)
        if direction == "in" and kind in _ASKS:
            if until is None or at < until:
                asked.setdefault(place, at)
        elif direction == "out" and kind in _ANSWERS and place in asked:
            found.append((author or "", at - asked.pop(place)))
    return found
