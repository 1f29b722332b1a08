"""Replies and texts as JSON and back, for the outbox and for repeated requests: keys and values, no words."""

from __future__ import annotations

import dataclasses
from base64 import b64decode, b64encode
from collections.abc import Hashable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, cast

from crmbot import shapes

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        shapes.Action, shapes.Column, shapes.Field, shapes.Moment, shapes.Money, shapes.Record, shapes.Reply,
        shapes.Row, shapes.Section, shapes.Table, shapes.Text, shapes.Verbatim, shapes.Worded, shapes.Form,
        shapes.FormField, shapes.Option, shapes.Picture,
    )
}  # fmt: skip
_PLAIN = frozenset({str, int, bool, float, type(None)})


def dump(value: Any) -> Any:
    """A value of `shapes` as JSON; defaults are left out."""
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is shapes.Text and not value.args and value.plural is None:
        return {"@": "Text", "message": value.message}  # most of what a reply holds
    if (fields := _fields(kind)) is not None:
        return {"@": kind.__name__, **_dump_fields(value, fields)}
    if isinstance(value, Decimal):
        return {"@": "Decimal", "v": str(value)}
    if isinstance(value, datetime):
        return {"@": "datetime", "v": value.isoformat()}
    if isinstance(value, date):
        return {"@": "date", "v": value.isoformat()}
    if isinstance(value, bytes):
        return {"@": "bytes", "v": b64encode(value).decode("ascii")}
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
        case "bytes":
            return b64decode(data["v"])
        case name:
            return _KINDS[name](**{key: load(entry) for key, entry in data.items() if key != "@"})


def _dump_fields(value: Any, fields: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    held = [(name, getattr(value, name), default) for name, default in fields]
    return {name: dump(entry) for name, entry, default in held if entry is not default and entry != default}


@cache
def _fields(kind: Hashable) -> tuple[tuple[str, Any], ...] | None:
    """The fields of a dataclass with their defaults, looked up once; None for another type."""
    if not dataclasses.is_dataclass(kind):
        return None
    return tuple((entry.name, _default(entry)) for entry in dataclasses.fields(cast("type[Any]", kind)))


def _default(entry: dataclasses.Field[Any]) -> Any:
    if entry.default_factory is not dataclasses.MISSING:
        return entry.default_factory()
    return entry.default  # MISSING, which nothing equals, where there is none
