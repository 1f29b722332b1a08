"""What a process is made of: stages with their steps, gates, suggestions and follow-ups. Values only, no text is read here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from crmbot.domain.process.settings import ProcessSettings
from crmbot.folding import fold

State = Literal["open", "won", "lost"]
DealRole = Literal["lead", "prospect", "customer", "debtor"]
FieldKind = Literal["text", "number", "money", "date", "choice", "flag"]

Names = Mapping[str, str]  # by language


def name_in(names: Names, language: str, otherwise: str = "") -> str:
    """What people read, in `language` or else in English or else in any."""
    return names.get(language[:2]) or names.get("en") or next(iter(names.values()), otherwise)


@dataclass(frozen=True, slots=True)
class Step:
    """A task of a stage. A `required` one has to be done before the deal goes on."""

    key: str
    names: Names
    required: bool = False

    def name(self, language: str) -> str:
        """What people read."""
        return name_in(self.names, language, self.key)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What could be done next. `command` is chat text; `{number}` in it is the deal's. `role`: only for whom holds it."""

    texts: Names
    command: str | None = None
    role: str | None = None

    def text(self, language: str) -> str:
        """What people read."""
        return name_in(self.texts, language)


@dataclass(frozen=True, slots=True)
class StageFollowup:
    """A follow-up that comes by itself `after` so many working days: when the deal enters the stage, or when the
    follow-up of the same stage called `once_done` was done.
    """

    key: str
    after: int
    texts: Names
    once_done: str | None = None

    def text(self, language: str) -> str:
        """What it says."""
        return name_in(self.texts, language)


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field of deals that the process adds: asked for in dialogs, shown on cards, required at gates."""

    key: str
    names: Names
    kind: FieldKind = "text"
    choices: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        """What people read."""
        return name_in(self.names, language, self.key)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `roles` are what the deal's people are while it stands here; the first one leads.

    `key` is unique over all processes: a further process puts its own before it (`insurance.contract`). `required` are
    the fields the gate asks for on the way in, `dialog` those that its dialog shows, `moves` the stages it may go to
    (any when empty), `stale_after` the days without activity after which it is marked, `next_step` what is planned on
    the owner's next working morning for a deal for which nobody has planned anything.
    """

    key: str
    names: Names
    aliases: tuple[str, ...]
    roles: tuple[str, ...]
    state: State
    probability: int  # percent
    takes_mail: bool
    department: str | None
    process: str = "sales"
    required: tuple[str, ...] = ()
    dialog: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    followups: tuple[StageFollowup, ...] = ()
    stale_after: int | None = None
    moves: tuple[str, ...] = ()
    next_step: Names = field(default_factory=dict)

    @property
    def short_key(self) -> str:
        """The key within its own process."""
        return self.key.rpartition(".")[2]

    def name(self, language: str) -> str:
        """What people read, in `language` or else in English or else any."""
        return name_in(self.names, language, self.short_key)

    def step(self, key: str) -> Step | None:
        """The step with this key."""
        return next((step for step in self.steps if step.key == key), None)


@dataclass(frozen=True, slots=True)
class Process:
    """Stages in their order. The first one is where leads begin.

    `departments` and `roles` hold display names by key, `teams` the departments that see it (all when empty), `former`
    the stages that only older versions have, `data` the tables as they were written, for rules of other rooms. `of`, `all` and `line` work on one process and on
    several together (`Processes`) alike.
    """

    key: str
    version: int
    stages: tuple[Stage, ...]
    names: Names = field(default_factory=dict)
    teams: tuple[str, ...] = ()
    departments: Mapping[str, Names] = field(default_factory=dict)
    roles: Mapping[str, Names] = field(default_factory=dict)
    suggestions: tuple[Suggestion, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    default: bool = False
    former: tuple[Stage, ...] = ()
    text: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    settings: ProcessSettings = field(default_factory=ProcessSettings)

    @property
    def all(self) -> tuple[Process, ...]:
        """Each process by itself."""
        return (self,)

    def of(self, key: str | None) -> Process:
        """The process with this key alone; the one where deals begin for a key that is gone."""
        return next((process for process in self.all if process.key == key), self.all[0])

    def line(self, stage: Stage) -> Process:
        """The process this stage belongs to."""
        return self.of(stage.process)

    def name(self, language: str) -> str:
        """What people read."""
        return name_in(self.names, language, self.key)

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
        """The stage with this key, also one that only an older version has; None for one that never was."""
        return next((stage for stage in (*self.stages, *self.former) if stage.key == key), None)

    def following(self, key: str) -> Stage | None:
        """The stage that comes next in the same process; never a lost one."""
        stage = self.stage(key)
        stages = [one for one in self.of(stage.process).stages if one.state != "lost"] if stage else []
        place = next((place for place, one in enumerate(stages) if one.key == key), len(stages))
        return stages[place + 1] if place + 1 < len(stages) else None

    def granting(self, role: str) -> tuple[str, ...]:
        """The keys of the stages whose people hold this role."""
        return tuple(stage.key for stage in (*self.stages, *self.former) if role in stage.roles)

    def spec(self, key: str) -> FieldSpec | None:
        """The field of that key that a process adds."""
        return next((spec for process in self.all for spec in process.fields if spec.key == key), None)

    def words(self) -> dict[str, str]:
        """Folded key, names and aliases of all stages to their key; earlier stages win."""
        words: dict[str, str] = {}
        for stage in self.stages:
            for word in (stage.key, stage.short_key, *stage.names.values(), *stage.aliases):
                words.setdefault(fold(word), stage.key)
        return words


@dataclass(frozen=True, slots=True)
class Processes(Process):
    """Several processes as one: the first is where deals begin unless they name another."""

    lines: tuple[Process, ...] = ()

    @property
    def all(self) -> tuple[Process, ...]:
        """Each process by itself."""
        return self.lines


def together(lines: tuple[Process, ...], settings: ProcessSettings | None = None) -> Processes:
    """These processes as one, the first leading; `settings` count for all of them."""
    if settings is not None:
        lines = tuple(replace(line, settings=settings) for line in lines)
    first = lines[0]
    return Processes(
        key=first.key, version=first.version, stages=tuple(stage for line in lines for stage in line.stages),
        names=first.names, teams=first.teams,
        departments={key: names for line in reversed(lines) for key, names in line.departments.items()},
        roles={key: names for line in reversed(lines) for key, names in line.roles.items()},
        suggestions=tuple(one for line in lines for one in line.suggestions),
        fields=tuple(spec for line in lines for spec in line.fields),
        default=first.default, former=tuple(stage for line in lines for stage in line.former), text=first.text, data=first.data, settings=first.settings, lines=lines,
    )  # fmt: skip
