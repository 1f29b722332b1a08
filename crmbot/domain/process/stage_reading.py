"""One stage of a process file: its gate, steps, suggestions and follow-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

from crmbot.domain.process.field_names import DEAL_FIELDS
from crmbot.domain.process.model import DealRole, Stage, StageFollowup, State, Step, Suggestion
from crmbot.domain.process.table import Table

_STANDING = ("supplier", "partner", "employee", "contact")
_PLACEHOLDER = re.compile(r"\{([^{}]{0,40})\}")
_LONGEST_KEY = 29  # a stage is kept as process.stage in 60 characters


def read_stage(table: Table, process: str, prefix: str, fields: Iterable[str]) -> Stage:
    """A stage of the process called `process`; `fields` are those that the process adds to its deals."""
    known = (*DEAL_FIELDS, *fields)
    key = table.key(longest=_LONGEST_KEY)
    stage = Stage(
        key=prefix + key, names=table.names("name"), aliases=table.words("aliases"),
        roles=table.words("roles", get_args(DealRole), "role"),
        state=table.one_of("state", get_args(State), "open"),  # type: ignore[arg-type]
        probability=table.whole("probability", 0, 100, 0) or 0, takes_mail=table.flag("takes_mail"),
        department=table.text("department"), process=process, required=table.words("required", known, "field"),
        dialog=table.words("dialog", known, "field"), steps=_steps(table), suggestions=read_suggestions(table),
        followups=_followups(table), stale_after=table.whole("stale_after", 1, 3650),
        moves=tuple(prefix + move for move in table.words("moves")), next_step=table.names("next_step"),
    )  # fmt: skip
    table.close()
    return stage


def _steps(table: Table) -> tuple[Step, ...]:
    steps = []
    for row in table.tables("steps", "step"):
        steps.append(Step(row.key(), row.names("name"), row.flag("required")))
        row.close()
    _refuse_twice(table, "step", [step.key for step in steps])
    return tuple(steps)


def _followups(table: Table) -> tuple[StageFollowup, ...]:
    found = []
    for place, row in enumerate(table.tables("followups", "follow-up"), 1):
        key = row.key(longest=20) if row.take("key") is not None else f"f{place}"
        after = row.whole("after", 0, 1000)
        if after is None:
            row.fault("after is missing; write after how many working days it falls due: after = 5")
        found.append(StageFollowup(key, after or 0, row.names("text", needed=True), row.text("once_done")))
        row.close()
    keys = [one.key for one in found]
    _refuse_twice(table, "follow-up", keys)
    for one in found:
        if one.once_done is not None and one.once_done not in keys:
            table.fault(f"once_done names the follow-up {one.once_done!r}; known are {', '.join(keys)}")
    return tuple(found)


def read_suggestions(table: Table) -> tuple[Suggestion, ...]:
    """What a stage, or the process as a whole, suggests."""
    found = []
    for row in table.tables("suggestions", "suggestion"):
        command, role = row.text("command"), row.text("role")
        if command and any(name != "number" for name in _PLACEHOLDER.findall(command)):
            row.fault("command may hold {number} only: the number of the deal")
        if role is not None and role not in (*get_args(DealRole), *_STANDING):
            row.fault(f"unknown role {role!r}; known are {', '.join((*get_args(DealRole), *_STANDING))}")
        found.append(Suggestion(row.names("text", needed=True), command, role))
        row.close()
    return tuple(found)


def _refuse_twice(table: Table, what: str, keys: list[str]) -> None:
    for key in sorted(set(keys)):
        if keys.count(key) > 1:
            table.fault(f"the {what} {key!r} stands twice")
