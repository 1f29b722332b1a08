"""The proof of an erasure: every column of every table that holds text is searched for what named the person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, String, Table, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from crmbot.domain.filing.traces import Traces
from crmbot.domain.records.base import Base, Json

_ONLY_WORDS = frozenset({"search_names", "search_details", "search_texts", "search_terms"})  # folded


def leftovers(session: Session, traces: Traces, *words: str) -> list[tuple[str, str, int]]:
    """Table, column and number of rows in which he is still named; with `words` where one of these stands instead."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in _texts(table):
            count = _said(session, column, words) if words else _named(session, column, traces)
            if count:
                found.append((table.name, column.name, count))
    return found


def _texts(table: Table) -> Iterator[Column[Any]]:
    return (column for column in table.columns if isinstance(column.type, (String, Text, Json)))


def _said(session: Session, column: Column[Any], words: tuple[str, ...]) -> int:
    text = type_coerce(column, String)
    conditions = or_(*(text.icontains(word, autoescape=True) for word in words))
    return session.scalar(select(func.count()).select_from(column.table).where(conditions)) or 0


def _named(session: Session, column: Column[Any], traces: Traces) -> int:
    table = column.table
    text = type_coerce(column, String)
    rows = session.scalars(select(text).where(traces.within(column)))
    if isinstance(table, Table) and table.name in _ONLY_WORDS:
        return sum(traces.listed_in(row) for row in rows)
    return sum(traces.found_in(row) for row in rows)
