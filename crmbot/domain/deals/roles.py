"""Roles follow from the stages of a person's deals; nobody stores them (design, invariant 6). Pure: no session here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crmbot.domain.process import Process

LEADING_ORDER = ("debtor", "customer", "prospect", "lead")  # a debtor is a customer too; what weighs most leads
STANDING = ("supplier", "partner", "employee")  # held by a contact whatever becomes of deals
CONTACT = "contact"


class Entry(Protocol):
    """A deal entered a stage; as `StageEntry` has it."""

    @property
    def deal_number(self) -> int: ...  # noqa: D102
    @property
    def stage(self) -> str: ...  # noqa: D102
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def actor(self) -> str | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A role that was held at a deal from one moment to another; `until` None: still. `by` brought it about."""

    role: str
    deal: int
    since: datetime
    by: str | None
    until: datetime | None = None


def roles_of_stages(stages: Iterable[str], process: Process, standing: Iterable[str] = ()) -> tuple[str, ...]:
    """All roles of somebody whose deals stand in `stages`, what weighs most first; `contact` for nobody's."""
    granted = {role for key in stages if (stage := process.stage(key)) for role in stage.roles}
    roles = [role for role in LEADING_ORDER if role in granted]
    roles += [role for role in standing if role not in roles]
    return tuple(roles) or (CONTACT,)


def role_history(entries: Iterable[Entry], process: Process) -> tuple[RoleSpan, ...]:
    """Every role of every deal with its dates, the earliest first: the fold over the entries, which come in their order.

    A role that goes on into the next stage is one span.
    """
    held: dict[int, dict[str, RoleSpan]] = {}
    over: list[RoleSpan] = []
    for entry in entries:
        stage = process.stage(entry.stage)
        granted = stage.roles if stage else ()
        mine = held.setdefault(entry.deal_number, {})
        for role in [role for role in mine if role not in granted]:
            span = mine.pop(role)
            over.append(RoleSpan(span.role, span.deal, span.since, span.by, entry.at))
        for role in granted:
            mine.setdefault(role, RoleSpan(role, entry.deal_number, entry.at, entry.actor))
    spans = [*over, *(span for mine in held.values() for span in mine.values())]
    return tuple(sorted(spans, key=lambda span: (span.since, span.deal, _weight(span.role))))


def roles_held(spans: Iterable[RoleSpan], at: datetime | None = None) -> dict[str, RoleSpan]:
    """The roles that are held (at a moment, else now), what weighs most first, each with the span that began first."""
    found: dict[str, RoleSpan] = {}
    for span in sorted(spans, key=lambda span: (_weight(span.role), span.since)):
        begun = at is None or span.since <= at
        if begun and (span.until is None or (at is not None and at < span.until)):
            found.setdefault(span.role, span)
    return found


def _weight(role: str) -> int:
    return LEADING_ORDER.index(role) if role in LEADING_ORDER else len(LEADING_ORDER)
