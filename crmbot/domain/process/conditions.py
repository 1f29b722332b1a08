"""Conditions over facts, as an administrator writes them in TOML: `all`, `any`, `not`, and comparisons of one fact.

A comparison names a `field` and one or several operators: `{ field = "budget", at_least = 10000 }`. Values may be the
name of another field: `{ field = "budget", at_least = "product_sum" }`. A fact that is not known meets no comparison but
`known = false`. `since = "14d"` asks whether a moment lies at least so long ago, `within` whether less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from crmbot.folding import fold

Fact: TypeAlias = "bool | int | Decimal | str | datetime | date | tuple[str, ...] | None"
Facts: TypeAlias = Mapping[str, Fact]
Kind = Literal["number", "text", "list", "moment", "flag"]

_KINDS_OF_GROUPS: tuple[Literal["all", "any", "not"], ...] = ("all", "any", "not")
DEEPEST = 20  # groups within groups
_DURATION = re.compile(r"(\d{1,4})\s?(min|h|d|w)?")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_OPERATORS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        "is": ("number", "text", "flag", "list"), "is_not": ("number", "text", "flag", "list"),
        "in": ("number", "text", "list"), "contains": ("text", "list"), "known": ("number", "text", "list", "moment", "flag"),
        "at_least": ("number",), "more_than": ("number",), "at_most": ("number",), "less_than": ("number",),
        "since": ("moment",), "within": ("moment",),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compare:
    """One fact compared by one operator."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """`all`, `any` or `not` of the parts; an empty `all` is always met."""

    kind: Literal["all", "any", "not"]
    parts: tuple[Condition, ...]


Condition: TypeAlias = "Compare | Group"
ALWAYS = Group("all", ())


def holds(condition: Condition, facts: Facts, now: datetime) -> bool:
    """Whether the facts meet the condition at `now`."""
    if isinstance(condition, Compare):
        return _met(condition, facts, now)
    met = (holds(part, facts, now) for part in condition.parts)
    if condition.kind == "any":
        return any(met)
    return not any(met) if condition.kind == "not" else all(met)


def deciding(condition: Condition, facts: Facts, now: datetime) -> tuple[str, ...]:
    """The fields that made a condition come true, each once, in the order they are written."""
    return tuple(dict.fromkeys(_deciding(condition, facts, now)))


def _deciding(condition: Condition, facts: Facts, now: datetime) -> Iterator[str]:
    if isinstance(condition, Compare):
        yield condition.field
        return
    for part in condition.parts:
        if condition.kind != "any" or holds(part, facts, now):
            yield from _deciding(part, facts, now)


def turns(condition: Condition, facts: Facts, now: datetime) -> datetime | None:
    """The next moment at which passing time alone may change the answer; None when only new facts can."""
    moments = [moment for moment in _turning(condition, facts) if moment > now]
    return min(moments, default=None)


def _turning(condition: Condition, facts: Facts) -> Iterator[datetime]:
    if isinstance(condition, Group):
        for part in condition.parts:
            yield from _turning(part, facts)
    elif condition.operator in ("since", "within"):
        at = facts.get(condition.field)
        if isinstance(at, datetime):
            yield at + condition.value


def _met(compare: Compare, facts: Facts, now: datetime) -> bool:
    fact = facts.get(compare.field)
    known = fact not in (None, "", ())
    if compare.operator == "known":
        return known is compare.value
    return known and _TESTS[compare.operator](fact, _wanted(compare, facts), now)


def _wanted(compare: Compare, facts: Facts) -> Any:
    """The value to compare with; of a number also that of another field."""
    if isinstance(compare.value, str) and _OPERATORS[compare.operator] == ("number",):
        return facts.get(compare.value)
    return compare.value


def _same(fact: Any, wanted: Any) -> bool:
    if isinstance(fact, tuple):
        return any(_same(one, wanted) for one in fact)
    if isinstance(fact, str):
        return fold(fact) == fold(str(wanted))
    return bool(fact == wanted)


def _has(fact: Any, wanted: Any) -> bool:
    texts = [fold(one) for one in (fact if isinstance(fact, tuple) else (fact,))]
    return any(fold(str(one)) in text for one in (wanted if isinstance(wanted, list) else [wanted]) for text in texts)


def _past(fact: Any, wanted: timedelta, now: datetime) -> bool:
    return isinstance(fact, datetime) and fact + wanted <= now


_TESTS: Mapping[str, Callable[[Any, Any, datetime], bool]] = MappingProxyType(
    {
        "is": lambda fact, wanted, _: _same(fact, wanted),
        "is_not": lambda fact, wanted, _: not _same(fact, wanted),
        "in": lambda fact, wanted, _: any(_same(fact, one) for one in wanted),
        "contains": lambda fact, wanted, _: _has(fact, wanted),
        "at_least": lambda fact, wanted, _: wanted is not None and fact >= wanted,
        "more_than": lambda fact, wanted, _: wanted is not None and fact > wanted,
        "at_most": lambda fact, wanted, _: wanted is not None and fact <= wanted,
        "less_than": lambda fact, wanted, _: wanted is not None and fact < wanted,
        "since": _past,
        "within": lambda fact, wanted, now: isinstance(fact, datetime) and not _past(fact, wanted, now),
    }
)


def read_condition(data: Any, kinds: Mapping[str, Kind], place: str, faults: list[str], depth: int = 0) -> Condition:
    """A condition from TOML. `kinds` says which fields there are; what cannot be used adds a line to `faults`."""
    if not isinstance(data, Mapping) or depth > DEEPEST:
        faults.append(f'{place}: a condition is a table such as {{ field = "budget", at_least = 10000 }}')
        return ALWAYS
    groups = [name for name in _KINDS_OF_GROUPS if name in data]
    if len(groups) == 1 and len(data) == 1:
        (name,) = groups
        parts = data[name] if isinstance(data[name], list) else [data[name]]
        read = (read_condition(part, kinds, f"{place}.{name}", faults, depth + 1) for part in parts)
        return Group(name, tuple(read))
    if groups:
        faults.append(f"{place}: {groups[0]} stands alone in its table; put the other conditions into it")
        return ALWAYS
    compares = tuple(_compares(data, kinds, place, faults))
    return compares[0] if len(compares) == 1 else Group("all", compares)


def _compares(data: Mapping[str, Any], kinds: Mapping[str, Kind], place: str, faults: list[str]) -> Iterator[Compare]:
    field = data.get("field")
    kind = _kind(str(field), kinds)
    if kind is None:
        faults.append(f"{place}: unknown field {field!r}; known are {', '.join(sorted(kinds))}, custom.NAME")
        return
    if len(data) < 2:
        faults.append(f"{place}: no comparison for {field}; write for example known = true")
    for operator, value in data.items():
        if operator == "field":
            continue
        if kind not in _OPERATORS.get(operator, ()):
            fitting = ", ".join(name for name, fit in _OPERATORS.items() if kind in fit)
            faults.append(f"{place}: {operator!r} does not fit {field}; it takes {fitting}")
            continue
        try:
            yield Compare(str(field), operator, _value(operator, kind, value, kinds))
        except (TypeError, ValueError, InvalidOperation):
            faults.append(f"{place}: {value!r} is no value for {field} {operator}")


def _kind(field: str, kinds: Mapping[str, Kind]) -> Kind | None:
    return "text" if field.startswith("custom.") else kinds.get(field)


def _value(operator: str, kind: Kind, value: Any, kinds: Mapping[str, Kind]) -> Any:
    """The value as it is compared. Raises TypeError, ValueError, InvalidOperation."""
    if operator == "known" or (kind == "flag" and operator in ("is", "is_not")):
        return _flag(value)
    if operator in ("since", "within"):
        return duration(value)
    if operator == "in":
        return [_plain(kind, one) for one in _list(value)]
    if operator == "contains":
        return [str(one) for one in value] if isinstance(value, list) else str(value)
    if isinstance(value, str) and kinds.get(value) == "number":
        return value
    return _plain(kind, value)


def _plain(kind: Kind, value: Any) -> Any:
    if isinstance(value, (list, dict)):
        raise TypeError(value)
    if kind != "number":
        return str(value)
    if isinstance(value, bool):
        raise TypeError(value)
    return Decimal(str(value))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def duration(value: Any) -> timedelta:
    """`14d`, `36h`, `30min`, `2w`, or a number of days. Raises ValueError."""
    match = _DURATION.fullmatch(str(value).strip())
    if match is None:
        raise ValueError(value)
    return int(match[1]) * _UNITS[match[2] or "d"]
