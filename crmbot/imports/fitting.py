"""What an editor, or another program, has made of our own complete format: a value that its place cannot hold is left out."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Boolean, Integer, String, inspect
from sqlalchemy.orm import ColumnProperty

from crmbot.domain.records import Activity, Company, Deal, Followup, Offer, Person, Product
from crmbot.domain.records.base import Cents, Json

_MODELS: dict[str, type[Any]] = {
    "person": Person, "company": Company, "deal": Deal, "product": Product, "activity": Activity, "offer": Offer, "followup": Followup,
}  # fmt: skip
MOST = 2**31  # numbers of records, and what else a column for whole numbers takes
_LARGEST = 10**15  # of an amount
_DEEPEST = 20  # levels of JSON; we write five
# Rows that hang on a record, with what each of them must say.
_ROWS: dict[str, tuple[str, ...]] = {
    "emails": ("email",), "phones": ("number",), "addresses": (), "outside_ids": ("system", "kind", "id"), "people": ("number",),
    "stakeholders": ("person",), "stages": ("stage",), "competitors": ("name",), "products": ("product",), "files": (),
}  # fmt: skip
_LISTS = frozenset({"tags", "domains", "standing_roles"})
_PARTS = frozenset({"person", "company", "deal", "parent", "about", "custom"})


def fitting(record: dict[str, Any]) -> dict[str, Any]:
    """The record with what fits."""
    columns = inspect(_MODELS[record["type"]]).column_attrs
    shown = {key: _shown(value) for key, value in record.items()}
    return {key: value for key, value in shown.items() if _fits(key, columns.get(key), value)} | {
        key: [row for row in shown[key] if isinstance(row, dict) and row.keys() >= set(said)]
        for key, said in _ROWS.items()
        if isinstance(shown.get(key), list)
    }


def _shown(value: Any, depth: int = _DEEPEST) -> Any:
    """Texts without NUL and half characters, which no database takes."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if not isinstance(value, (list, dict)):
        return value
    if not depth:
        return None
    if isinstance(value, list):
        return [_shown(one, depth - 1) for one in value]
    return {key: _shown(one, depth - 1) for key, one in value.items()}


def _fits(key: str, column: ColumnProperty[Any] | None, value: Any) -> bool:
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if key in _PARTS:
        return isinstance(value, dict)
    return key not in _ROWS and (column is None or holds(column, value))


def holds(attribute: ColumnProperty[Any], value: Any) -> bool:
    """Whether the column takes the value; what days, moments and amounts say is looked at when they are read."""
    kind = attribute.columns[0].type
    if value is None or isinstance(kind, Json):
        return True
    if isinstance(kind, Boolean):
        return isinstance(value, bool)
    if isinstance(kind, Integer):
        return isinstance(value, int) and not isinstance(value, bool) and -MOST < value < MOST
    if isinstance(kind, Cents):
        return _is_amount(value)
    if isinstance(kind, String):
        return isinstance(value, str) and len(value) <= (kind.length or len(value))
    return isinstance(value, str)


def _is_amount(value: Any) -> bool:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return False
    return amount.is_finite() and abs(amount) < _LARGEST


def lacking(model: type[Any], given: Collection[str]) -> bool:
    """Whether a row of these columns could not be written: one that must hold something does not."""
    return any(
        not (column.nullable or column.default or column.server_default or column.foreign_keys or column.primary_key)
        and attribute.key not in given
        for attribute in inspect(model).column_attrs
        for column in attribute.columns
    )
