"""A file of any of the formats, as a stream of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crmbot.imports.entries import Entry, Kind, kind_of
from crmbot.imports.layout import defaults_of, layout_of
from crmbot.imports.rows import RowReader
from crmbot.imports.tables import Table, read_table
from crmbot.imports.values import Reading


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: what it holds, from which program, how large it is, and its entries one after the other.

    `entries` takes a function that is told how many bytes were read so far.
    """

    kind: Kind
    system: str
    size: int
    entries: Callable[[Callable[[int], None]], Iterator[Entry]]
    unknown: tuple[str, ...] = ()


def open_csv(
    path: str, reading: Reading, *, what: str | None, mapped: Mapping[str, str], defaults: Sequence[str]
) -> Source:
    """A table. Raises RequestFault for one of which nothing can be made."""
    table = read_table(path)
    layout = layout_of(table, reading.fields, about=kind_of(what), mapped=mapped)
    reader = RowReader(layout, reading, defaults_of(defaults, layout.kind, reading.fields))
    return Source(
        layout.kind, layout.system, table.size, lambda tell: _rows(table, reader, layout.system, tell), layout.unknown
    )


def _rows(table: Table, reader: RowReader, system: str, tell: Callable[[int], None]) -> Iterator[Entry]:
    for number, cells, read in table.rows():
        entry = reader.entry(number, cells)
        entry.extra["system"] = system
        tell(read)
        yield entry


def open_file(
    path: str, reading: Reading, *, what: str | None, mapped: Mapping[str, str], defaults: Sequence[str]
) -> Source:
    """By what stands in it, whatever it is called: cards, our own complete format, else a table."""
    with Path(path).open("rb") as stream:
        start = stream.read(500).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:1] == b"{":
        from crmbot.imports.complete import open_complete

        return open_complete(path, reading)
    if start[:11].upper() == b"BEGIN:VCARD":
        from crmbot.imports.cards import open_cards

        return open_cards(path, reading)
    return open_csv(path, reading, what=what, mapped=mapped, defaults=defaults)
