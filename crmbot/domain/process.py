"""The process: the stages a deal travels, as the administrator wrote them in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal, get_args

from crmbot.errors import ProcessFault
from crmbot.folding import fold

State = Literal["open", "won", "lost"]
DealRole = Literal["lead", "prospect", "customer", "debtor"]

_KNOWN = {"key", "name", "aliases", "roles", "state", "probability", "takes_mail", "department"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step. `roles` are what the deal's people are while it stands here; the first one leads."""

    key: str
    names: Mapping[str, str]  # by language
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    state: State
    probability: int  # percent
    takes_mail: bool
    department: str | None

    def name(self, language: str) -> str:
        """What people read, in `language` or else in English or else any."""
        return self.names.get(language[:2]) or self.names.get("en") or next(iter(self.names.values()), self.key)


@dataclass(frozen=True, slots=True)
class Process:
    """Stages in their order. The first open one is where leads begin."""

    name: str
    version: int
    stages: tuple[Stage, ...]

    @property
    def first(self) -> Stage:
        """Where a new deal begins."""
        return self.stages[0]

    @property
    def won(self) -> Stage:
        """The first stage after the customer's yes."""
        return next(stage for stage in self.stages if stage.state == "won")

    @property
    def lost(self) -> Stage:
        """Where a deal ends that came to nothing."""
        return next(stage for stage in self.stages if stage.state == "lost")

    def stage(self, key: str) -> Stage | None:
        """The stage with this key; None for one that an older process had."""
        return next((stage for stage in self.stages if stage.key == key), None)

    def words(self) -> dict[str, str]:
        """Folded key, names and aliases of all stages to their key; earlier stages win."""
        words: dict[str, str] = {}
        for stage in self.stages:
            for word in (stage.key, *stage.names.values(), *stage.aliases):
                words.setdefault(fold(word), stage.key)
        return words


def read_process(text: str, *, origin: str) -> Process:
    """Read a process file; `origin` names it in faults. Raises ProcessFault with a line for each fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProcessFault([f"{origin}: {error}"]) from error
    faults: list[str] = []
    rows = data.get("stages")
    if not isinstance(rows, list) or not rows:
        raise ProcessFault([f"{origin}: no [[stages]]: write at least an open, a won and a lost one"])
    stages = tuple(_stage(row, f"{origin}: stage {place}", faults) for place, row in enumerate(rows, 1))
    faults += _faults_of_all(stages, origin)
    if faults:
        raise ProcessFault(faults)
    return Process(str(data.get("name", origin)), int(data.get("version", 1)), stages)


def builtin_process() -> Process:
    """The process that comes with crmbot."""
    return read_process(files("crmbot").joinpath("processes/sales.toml").read_text("utf-8"), origin="sales.toml")


def _stage(row: Any, place: str, faults: list[str]) -> Stage:
    if not isinstance(row, dict):
        faults.append(f"{place}: not a table")
        row = {}
    faults += [f"{place}: unknown name {name!r}; known are {', '.join(sorted(_KNOWN))}" for name in row.keys() - _KNOWN]
    key, names = row.get("key"), row.get("name", {})
    names = {"en": names} if isinstance(names, str) else names
    probability, roles, state = row.get("probability", 0), row.get("roles", []), row.get("state", "open")
    if not isinstance(key, str) or not key.isidentifier():
        faults.append(f"{place}: key must be one word, not {key!r}")
    if state not in get_args(State):
        faults.append(f"{place}: state must be open, won or lost, not {state!r}")
    faults += [
        f"{place}: unknown role {r!r}; known are lead, prospect, customer, debtor"
        for r in roles
        if r not in get_args(DealRole)
    ]
    if not isinstance(probability, int) or not 0 <= probability <= 100:
        faults.append(f"{place}: probability must be a whole number from 0 to 100, not {probability!r}")
    return Stage(
        key=str(key), names=names, aliases=tuple(row.get("aliases", [])), roles=tuple(roles), state=state,
        probability=probability, takes_mail=bool(row.get("takes_mail", False)), department=row.get("department"),
    )  # fmt: skip


def _faults_of_all(stages: tuple[Stage, ...], origin: str) -> list[str]:
    keys = [stage.key for stage in stages]
    faults = [f"{origin}: stage key {key!r} stands twice" for key in sorted(set(keys)) if keys.count(key) > 1]
    for state in get_args(State):
        if not any(stage.state == state for stage in stages):
            faults.append(f"{origin}: no stage with state {state!r}")
    if stages[0].state != "open":
        faults.append(f"{origin}: the first stage must be open: new deals begin there")
    return faults
