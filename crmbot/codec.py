"""Replies and texts as JSON and back, for the outbox and for repeated requests: keys and values, no words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crmbot import shapes

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        shapes.Action, shapes.Column, shapes.Field, shapes.Moment, shapes.Money, shapes.Record, shapes.Reply,
        shapes.Row, shapes.Section, shapes.Table, shapes.Text, shapes.Verbatim, shapes.Worded,
    )
}  # fmt: skip


def dump(value: Any) -> Any:
    """A value of `shapes` as JSON; defaults are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"@": type(value).__name__, **_dump_fields(value)}
    if isinstance(value, Decimal):
        return {"@": "Decimal", "v": str(value)}
    if isinstance(value, datetime):
        return {"@": "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {"@": "date", "v": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(key): dump(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return [dump(entry) for entry in value]
    return value


def load(data: Any) -> Any:
    """What `dump` wrote; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(load(entry) for entry in data)
    if not isinstance(data, dict):
        return data
    match data.get("@"):
        case None:
            return {key: load(entry) for key, entry in data.items()}
        case "Decimal":
            return Decimal(data["v"])
        case "datetime":
            return datetime.fromisoformat(data["v"])
        case "date":
            return date.fromisoformat(data["v"])
        case name:
            return _KINDS[name](**{key: load(entry) for key, entry in data.items() if key != "@"})


def _dump_fields(value: Any) -> dict[str, Any]:
    fields = {}
    for entry in dataclasses.fields(value):
        held = getattr(value, entry.name)
        if entry.default is dataclasses.MISSING or held != entry.default:
            fields[entry.name] = dump(held)
    return fields
