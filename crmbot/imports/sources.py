"""A file of any of the formats, as a stream of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from crmbot.imports.cards import open_cards
from crmbot.imports.complete import open_complete
from crmbot.imports.entries import Entry, Source, kind_of
from crmbot.imports.layout import defaults_of, layout_of
from crmbot.imports.rows import RowReader
from crmbot.imports.tables import Table, read_table
from crmbot.imports.values import Reading


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
    """By what stands in it: cards, our own complete format, else a table. JSON that is not ours is no table either."""
    with Path(path).open("rb") as stream:
        start = stream.read(500).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start[:1] == b"{" or Path(path).suffix.lower() == ".json":
        return open_complete(path, reading)
    if start[:11].upper() == b"BEGIN:VCARD":
        return open_cards(path, reading)
    return open_csv(path, reading, what=what, mapped=mapped, defaults=defaults)
