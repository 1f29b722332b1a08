"""The values of fields: read from a record, written with their source, shown in words."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from sqlalchemy.orm import InstrumentedAttribute

from crmbot.domain.people.field_shapes import ContactField
from crmbot.domain.people.value_sources import Source, forget_source, note_source, offer, replaces, source_of
from crmbot.domain.records import Company, Deal, Person
from crmbot.domain.records.values import fitted
from crmbot.domain.search.names import company_key, person_key
from crmbot.shapes import Money, Value, Verbatim, t

FieldHolder: TypeAlias = Person | Company | Deal


def value_of(record: FieldHolder, field: ContactField) -> Any:
    """The value of a field that holds a single one: as its column holds it, of an own field as it is in JSON."""
    if field.custom:
        return (record.custom or {}).get(field.key)
    return getattr(record, field.column or field.key)


def write_value(record: FieldHolder, field: ContactField, value: Any, source: Source) -> bool:
    """Set a field, None to empty it; whether it was written.

    A person's or company's value gives way to a better source only: what a weaker one says otherwise is kept to be offered.
    """
    old = value_of(record, field)
    if isinstance(record, Deal):
        _put(record, field, value)
        return True
    if old == value and value is not None and source.kind != "hand":
        return False
    if value is not None and not replaces(source, old, source_of(record, field.key)):
        offer(record, field.key, _plain(value), source)
        return False
    _put(record, field, value)
    if value is None:
        forget_source(record, field.key)
    else:
        note_source(record, field.key, source)
    return True


def _put(record: FieldHolder, field: ContactField, value: Any) -> None:
    if field.custom:
        others = {key: held for key, held in (record.custom or {}).items() if key != field.key}
        record.custom = {**others, field.key: _plain(value)} if value is not None else others or None
        return
    column = field.column or field.key
    attribute: InstrumentedAttribute[Any] = getattr(type(record), column)
    length = getattr(attribute.type, "length", None)
    setattr(record, column, fitted(attribute, value) if length and isinstance(value, str) else value)
    if column == "name":
        record.name_key = (company_key(value) if isinstance(record, Company) else person_key(value))[:300]


def _plain(value: Any) -> Any:
    """As JSON holds it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def shown_value(field: ContactField, value: Any, *, currency: str) -> Value:
    """A value as people read it; money is in `currency`."""
    if value is None or value == "":
        return None
    match field.kind:
        case "choice":
            return field.shown_choice(str(value))
        case "flag":
            return t("yes") if value else t("no")
        case "money":
            return Money(value if isinstance(value, Decimal) else Decimal(str(value)), currency)
        case "percent":
            return t("{percent} %", percent=int(value))
        case "stars":
            return "★" * int(value) or None
        case "date":
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        case "number":
            return value if isinstance(value, int) else Decimal(str(value))
        case _:
            return Verbatim(str(value))
