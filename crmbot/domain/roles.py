"""Roles follow from the stages of a person's deals; nobody stores them (design, invariant 6)."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.domain.process import Process

LEADING_ORDER = ("debtor", "customer", "prospect", "lead")  # a debtor is a customer too; what weighs most leads
CONTACT = "contact"


def roles_of_stages(stages: Iterable[str], process: Process, standing: Iterable[str] = ()) -> tuple[str, ...]:
    """All roles of somebody whose deals stand in `stages`, what weighs most first; `contact` for nobody's."""
    granted = {role for key in stages if (stage := process.stage(key)) for role in stage.roles}
    roles = [role for role in LEADING_ORDER if role in granted]
    roles += [role for role in standing if role not in roles]
    return tuple(roles) or (CONTACT,)
