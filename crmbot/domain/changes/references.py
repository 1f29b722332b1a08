"""Which columns of which records name a row: what undo must not cut off, and what a merge has to turn over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Mapper

from crmbot.domain.records import Base, RecordNumber, Tracked

MAPPERS: dict[str, Mapper[Any]] = {
    mapper.local_table.description: mapper for mapper in Base.registry.mappers if issubclass(mapper.class_, Tracked)
}


_AT_ONCE = 400  # rows of one statement


@cache
def pointing_to(table_name: str) -> tuple[tuple[Mapper[Any], str], ...]:
    """The attributes that name rows of a table: by its key, or by record number whatever the kind of the record."""
    target = MAPPERS[table_name].local_table
    (primary,) = target.primary_key
    numbers = RecordNumber.__table__
    wanted = {target, numbers} if any(key.column.table is numbers for key in primary.foreign_keys) else {target}
    return tuple(
        (mapper, mapper.get_property_by_column(key.parent).key)
        for mapper in MAPPERS.values()
        for key in mapper.local_table.foreign_keys
        if key.column.table in wanted and not key.parent.primary_key
    )


def in_pieces(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many as fit into one statement."""
    return (numbers[start : start + _AT_ONCE] for start in range(0, len(numbers), _AT_ONCE))
