"""Qualification: rules of the process grade a deal hot, warm or cold, move its chance, and say what to do next.

The first rule with a grade that is met gives it; the points of all that are met are added to the stage's probability.
The result is derived: it follows from the facts and the clock, and is never written by hand. What somebody sets by hand is
`Deal.probability`, which goes before all of it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.process.conditions import (
    ALWAYS,
    Compare,
    Condition,
    Facts,
    Group,
    deciding,
    holds,
    read_condition,
    turns,
)
from crmbot.domain.process.deal_facts import FIELDS, fact_words, facts_of
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.process.prediction import Prediction, predict, read_variables
from crmbot.domain.records import Deal
from crmbot.shapes import Text, Value, Worded, t

if TYPE_CHECKING:
    from crmbot.domain.process.model import Process

GRADES = ("hot", "warm", "cold")
GRADE_WORDS: Mapping[str, Text] = MappingProxyType({"hot": t("hot"), "warm": t("warm"), "cold": t("cold")})
_KNOWN = {"key", "name", "when", "grade", "probability", "advice", "command", "button", "stages"}
_MOST_REASONS = 4  # facts that are named


@dataclass(frozen=True, slots=True)
class Advice:
    """What staff should do. `command` is chat text with `{number}`, `{sum}` for the deal's; `button` is its label."""

    words: Worded
    command: str | None = None
    button: Worded | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. It counts at the `stages` named (short keys), at all open ones when none is."""

    key: str
    name: Worded
    when: Condition
    grade: str | None = None
    points: int = 0
    advice: Advice | None = None
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grading:
    """What the rules find. `chance` is the probability in percent, `points` which rules moved it and how far,
    `base` what they moved it from: the stage's probability, or where the process asks the `past`, what that says. `until` is
    the moment from which passing time alone may change it.
    """

    grade: str | None
    why: Text | None
    chance: int
    base: int
    past: Prediction | None
    points: tuple[tuple[Worded, int], ...]
    advice: tuple[Advice, ...]
    until: datetime | None


def read_rules(rows: Any, place: str, faults: list[str]) -> tuple[Rule, ...]:
    """The `[[rules]]` of a process; what cannot be used adds a line with its place to `faults`."""
    if not isinstance(rows, list):
        faults.append(f"{place}: rules are written as [[rules]]")
        return ()
    return tuple(_rule(row, f"{place}: rule {number}", faults) for number, row in enumerate(rows, 1))


def _rule(row: Any, place: str, faults: list[str]) -> Rule:
    if not isinstance(row, Mapping):
        faults.append(f"{place}: not a table")
        row = {}
    faults += [f"{place}: unknown name {name!r}; known are {', '.join(sorted(_KNOWN))}" for name in row.keys() - _KNOWN]
    key, grade, points = str(row.get("key", place)), row.get("grade"), row.get("probability", 0)
    if grade is not None and grade not in GRADES:
        faults.append(f"{place}: grade must be hot, warm or cold, not {grade!r}")
    if not isinstance(points, int) or isinstance(points, bool) or not -100 <= points <= 100:
        faults.append(f"{place}: probability must be a number of points from -100 to 100, not {points!r}")
        points = 0
    when = read_condition(row["when"], FIELDS, f"{place}: when", faults) if "when" in row else ALWAYS
    stages = row.get("stages", [])
    if not isinstance(stages, list):
        faults.append(f"{place}: stages must be a list of stage keys, not {stages!r}")
        stages = []
    advice = _advice(row, place, faults)
    return Rule(key, _worded(row.get("name", key), place, faults), when, grade, points, advice, tuple(map(str, stages)))


def _advice(row: Mapping[str, Any], place: str, faults: list[str]) -> Advice | None:
    if "advice" not in row:
        faults += [f"{place}: {name} needs advice" for name in ("command", "button") if name in row]
        return None
    button = _worded(row["button"], place, faults) if "button" in row else None
    command = row.get("command")
    return Advice(_worded(row["advice"], place, faults), str(command) if command else None, button)


def _worded(value: Any, place: str, faults: list[str]) -> Worded:
    if isinstance(value, str):
        return Worded({"en": value})
    if isinstance(value, Mapping) and value and all(isinstance(words, str) for words in value.values()):
        return Worded(dict(value))
    faults.append(f'{place}: write words as {{ en = "…", de = "…" }}, not {value!r}')
    return Worded({})


@lru_cache(maxsize=32)
def _tables_in(text: str) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    faults: list[str] = []
    data = tomllib.loads(text) if text else {}
    rules = read_rules(data.get("rules", []), "rules", faults)
    variables = read_variables(data["prediction"], "prediction", faults) if "prediction" in data else ()
    return ((), ()) if faults else (rules, variables)


def rules_of(process: Process) -> tuple[Rule, ...]:
    """The rules of one process. Faults were reported when it was accepted."""
    return _tables_in(process.text)[0]


def grade(rows: DealRows, process: Process, deal: Deal, now: datetime) -> Grading:
    """What the rules of its process say at `now` of one of the deals of `rows`. Reads only."""
    line = process.of(deal.process)
    stage = line.stage(deal.stage)
    rules = [rule for rule in rules_of(line) if not rule.stages or deal.stage.rpartition(".")[2] in rule.stages]
    facts = facts_of(rows, deal, {field for rule in rules for field in _fields(rule.when)})
    variables = _tables_in(line.text)[1]
    past = predict(rows.session, deal, variables) if variables else None
    return graded(rules, facts, stage.probability if stage else 0, deal.currency, now, past)


def graded(
    rules: list[Rule], facts: Facts, probability: int, currency: str, now: datetime, past: Prediction | None = None
) -> Grading:
    """What `rules` make of `facts`, from a stage of that probability in percent, or from what the past says."""
    met = [rule for rule in rules if holds(rule.when, facts, now)]
    base = past.percent if past is not None else probability
    first = next((rule for rule in met if rule.grade is not None), None)
    points = tuple((rule.name, rule.points) for rule in met if rule.points)
    moments = [moment for rule in rules if (moment := turns(rule.when, facts, now)) is not None]
    return Grading(
        grade=first.grade if first else None,
        why=_why(first, facts, currency, now) if first else None,
        chance=max(1, min(99, base + sum(moved for _, moved in points))) if points else base,
        base=base,
        past=past,
        points=points,
        advice=tuple(rule.advice for rule in met if rule.advice is not None),
        until=min(moments, default=None),
    )


def _why(rule: Rule, facts: Facts, currency: str, now: datetime) -> Text:
    """The rule with the facts that decided."""
    name: Value = rule.name
    fields = deciding(rule.when, facts, now)[:_MOST_REASONS]
    reasons = [fact_words(field, facts.get(field), currency) for field in fields]
    if not reasons:
        return t("{rule}", rule=name)
    listed = reasons[0]
    for reason in reasons[1:]:
        listed = t("{left}, {right}", left=listed, right=reason)
    return t("{rule} ({facts})", rule=name, facts=listed)


def _fields(condition: Condition) -> set[str]:
    if isinstance(condition, Group):
        return {field for part in condition.parts for field in _fields(part)}
    assert isinstance(condition, Compare)
    other = {condition.value} if isinstance(condition.value, str) else set()
    return {condition.field} | other


def regrade(session: Session, process: Process, deal: Deal, now: datetime) -> Grading | None:
    """Write what the rules find into an open deal; None for one that is decided: it keeps the grade it had."""
    if deal.state != "open":
        deal.chance, deal.regrade_at = None, None
        return None
    found = grade(DealRows(session, [deal]), process, deal, now)
    stage = process.stage(deal.stage)
    deal.grade = found.grade
    deal.chance = found.chance if stage is None or found.chance != stage.probability else None
    deal.regrade_at = found.until
    reason = {"why": codec.dump(found.why), "points": [[codec.dump(name), moved] for name, moved in found.points]}
    if found.past is not None:
        reason["past"] = [found.past.percent, found.past.won, found.past.lost]
    deal.grade_reason = reason if found.grade or found.points or found.past else None
    return found


def why(deal: Deal) -> Text | None:
    """The reason of the grade: the rule and the facts that decided."""
    reason: Text | None = codec.load(deal.grade_reason["why"]) if deal.grade_reason else None
    return reason


def past(deal: Deal) -> tuple[int, int, int] | None:
    """What earlier deals say, in percent, and how many of them were won and lost; None where they are not asked."""
    found = (deal.grade_reason or {}).get("past")
    return (found[0], found[1], found[2]) if found else None


def points(deal: Deal) -> tuple[tuple[Worded, int], ...]:
    """Which rules moved the chance, and by how many points."""
    found = deal.grade_reason["points"] if deal.grade_reason else ()
    return tuple((codec.load(name), moved) for name, moved in found)
