"""Column values in the change log: as JSON, and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date
from sqlalchemy.orm import ColumnProperty, InstrumentedAttribute, Mapper

from crmbot.domain.records.base import Cents, UtcDateTime


def fitted(column: InstrumentedAttribute[Any], value: str) -> str:
    """A value cut to what its column holds: PostgreSQL refuses what is longer."""
    return value[: column.type.length]


def tracked_columns(mapper: Mapper[Any]) -> list[ColumnProperty[Any]]:
    """The columns of a tracked record that are logged."""
    derived: frozenset[str] = getattr(mapper.class_, "derived", frozenset())
    return [attribute for attribute in mapper.column_attrs if attribute.key not in derived]


def to_json(value: Any) -> Any:
    """A column value as JSON; the column's type brings it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01")), "f")
    return value


def from_json(column: ColumnProperty[Any], value: Any) -> Any:
    """The column value that `to_json` wrote."""
    if value is None:
        return None
    kind = column.columns[0].type
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Cents):
        return Decimal(value)
    return value


def row_to_json(row: object, mapper: Mapper[Any]) -> dict[str, Any]:
    """All logged columns of a row."""
    return {attribute.key: to_json(getattr(row, attribute.key)) for attribute in tracked_columns(mapper)}
