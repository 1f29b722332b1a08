"""Asking for records by the value of a field: conditions for queries, the same on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Numeric, Text, exists, func, literal, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from crmbot.domain.people.field_shapes import ContactField, FieldRecord
from crmbot.domain.records import Company, Deal, Person, PostalAddress
from crmbot.domain.search.names import company_key

Operator: TypeAlias = Literal["=", "<", ">", "contains", "known"]  # `<` and `>` include the value itself
_MODELS: dict[FieldRecord, type[Person | Company | Deal]] = {
    "person": Person,
    "company": Company,
    "deal": Deal,
}


def field_condition(field: ContactField, operator: Operator, value: Any = None) -> ColumnElement[bool]:
    """The rows of the field's records with such a value. Words are compared without regard to case; a record without a
    value meets no comparison. `value` is as the record holds it: of a choice its key.
    """
    condition: ColumnElement[bool] = _condition(field, operator, value)
    return condition


def _condition(field: ContactField, operator: Operator, value: Any) -> Any:
    if field.kind in _POINTS:
        return _point(field, operator, value)
    if field.kind == "company":
        return _company(field, operator, value)
    column: Any = _own(field) if field.custom else getattr(_MODELS[field.record], field.column or field.key)
    if operator == "known":
        return column.is_not(None) if value is None or value else column.is_(None)
    if operator in ("<", ">"):
        wanted = _comparable(field, value)
        return column <= wanted if operator == "<" else column >= wanted
    if field.kind == "flag":
        return _flag(field, column, wanted=bool(value))
    if isinstance(value, str):
        return _words(column, value, part=operator == "contains")
    return column == _comparable(field, value)


class _OwnValue(FunctionElement[Any]):
    """An entry of the dictionary that a column holds as JSON text, as SQL of either database."""

    name = "own_value"
    inherit_cache = True


class _OwnText(_OwnValue):
    name = "own_text"
    inherit_cache = True
    type = Text()


class _OwnNumber(_OwnValue):
    name = "own_number"
    inherit_cache = True
    type = Numeric()


@compiles(_OwnText, "sqlite")
def _text_in_sqlite(element: _OwnValue, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_number_in_sqlite(element, compiler, **kw)} AS TEXT)"


@compiles(_OwnNumber, "sqlite")
def _number_in_sqlite(element: _OwnValue, compiler: SQLCompiler, **kw: Any) -> str:
    column, key = list(element.clauses)
    return f"json_extract({compiler.process(column, **kw)}, '$.' || {compiler.process(key, **kw)})"


@compiles(_OwnText, "postgresql")
def _text_in_postgresql(element: _OwnValue, compiler: SQLCompiler, **kw: Any) -> str:
    column, key = list(element.clauses)
    return f"(CAST({compiler.process(column, **kw)} AS jsonb) ->> {compiler.process(key, **kw)})"


@compiles(_OwnNumber, "postgresql")
def _number_in_postgresql(element: _OwnValue, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({_text_in_postgresql(element, compiler, **kw)} AS numeric)"


def _own(field: ContactField) -> Any:
    kind = _OwnNumber if field.kind == "number" else _OwnText
    return kind(_MODELS[field.record].custom, literal(field.key, Text()))


def _comparable(field: ContactField, value: Any) -> Any:
    """As the column, or the JSON of an own field, holds it."""
    if field.custom:
        return value.isoformat() if isinstance(value, date) else value
    return Decimal(value) if field.kind == "money" else value


def _flag(field: ContactField, column: Any, *, wanted: bool) -> Any:
    """SQLite reads true as 1, PostgreSQL as a word."""
    if not field.custom:
        return column.is_(wanted)
    return column.in_(["true", "1"]) if wanted else or_(column.is_(None), column.in_(["false", "0"]))


def _words(column: Any, value: str, *, part: bool) -> Any:
    if part:
        return or_(column.contains(value, autoescape=True), func.lower(column).contains(value.lower(), autoescape=True))
    return or_(column == value, func.lower(column) == value.lower())


_POINTS = frozenset({"email", "phone", "address", "domain"})


def _point(field: ContactField, operator: Operator, value: Any) -> Any:
    """Any of the mail addresses, phones, postal addresses or domains."""
    model = _MODELS[field.record]
    relation = getattr(model, field.column or field.key)
    if operator == "known":
        return relation.any() if value is None or value else ~relation.any()
    if field.kind == "address":
        holder = PostalAddress.person_number if field.record == "person" else PostalAddress.company_number
        fits = or_(
            PostalAddress.postcode.startswith(str(value), autoescape=True),
            _words(PostalAddress.text, str(value), part=True),
        )
        return exists(select(PostalAddress.id).where(holder == model.number, fits))
    target = relation.property.mapper.class_
    column = {"email": "email", "phone": "number", "domain": "domain"}[field.kind]
    return relation.any(_words(getattr(target, column), str(value), part=operator == "contains"))


def _company(field: ContactField, operator: Operator, value: Any) -> Any:
    """The company of a person, or the mother of a company, by number or name."""
    column = getattr(_MODELS[field.record], field.column or field.key)
    if operator == "known":
        return column.is_not(None) if value is None or value else column.is_(None)
    if isinstance(value, int):
        return column == value
    key, name = company_key(str(value)), Company.__table__.alias().c
    fits = name.name_key.contains(key, autoescape=True) if operator == "contains" else name.name_key == key
    return column.in_(select(name.number).where(fits))
