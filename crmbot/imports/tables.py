"""CSV files as they come: encoding and delimiter are found, rows are read one after the other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from crmbot.errors import RequestFault
from crmbot.shapes import Verbatim, t

_DELIMITERS = ";,\t|"
_PIECE = 1 << 20  # bytes that are looked at in one go
_SAMPLE = 2_000  # rows from which habits of the file are learned
_LONGEST_CELL = 10_000_000  # characters


@dataclass(frozen=True, slots=True)
class Table:
    """A file with one heading line. `sample` are its first rows; `size` is in bytes."""

    path: Path
    encoding: str
    delimiter: str
    skipped: int  # lines before the headings
    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    size: int

    def rows(self) -> Iterator[tuple[int, list[str], int]]:
        """Every row that holds something: its number (the headings are 1), its cells, the bytes read so far."""
        with self.path.open("r", encoding=self.encoding, errors="replace", newline="") as stream:
            yield from _rows(stream, self)


def read_table(path: str) -> Table:
    """Open a CSV file in any usual encoding and delimiter. Raises RequestFault for one that is none."""
    file = Path(path)
    encoding = encoding_of(file)
    with file.open("r", encoding=encoding, errors="replace", newline="") as stream:
        first = _first_line(stream)
    told = first.strip().lower()
    skipped = 1 if told.startswith("sep=") and len(told) <= 5 else 0
    delimiter = first.strip()[4:] or "\t" if skipped else ""
    table = Table(file, encoding, delimiter, skipped, (), (), file.stat().st_size)
    if not delimiter:
        table = _fitting(table, first)
    return _with_sample(table)


def _with_sample(table: Table) -> Table:
    headings = _headings(table)
    sampled = Table(table.path, table.encoding, table.delimiter, table.skipped, headings, (), table.size)
    sample = tuple(tuple(cells) for _, cells, _ in islice(sampled.rows(), _SAMPLE))
    return Table(table.path, table.encoding, table.delimiter, table.skipped, headings, sample, table.size)


def _headings(table: Table) -> tuple[str, ...]:
    with table.path.open("r", encoding=table.encoding, errors="replace", newline="") as stream:
        for _ in range(table.skipped):
            stream.readline()
        try:
            return tuple(cell.strip() for cell in next(_reader(stream, table.delimiter), []))
        except csv.Error as error:
            raise _unreadable(table, error) from error


def _rows(stream: IO[str], table: Table) -> Iterator[tuple[int, list[str], int]]:
    for _ in range(table.skipped):
        stream.readline()
    reader, read = _reader(stream, table.delimiter), 0
    try:
        for number, cells in enumerate(reader, 1):
            read += sum(map(len, cells)) + len(cells)
            if number > 1 and any(cell and not cell.isspace() for cell in cells):
                yield number, cells, read
    except csv.Error as error:
        raise _unreadable(table, error) from error


def _reader(stream: IO[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader((line.replace("\x00", "") for line in stream), delimiter=delimiter)


def _unreadable(table: Table, error: csv.Error) -> RequestFault:
    return RequestFault(t("{file} cannot be read as CSV: {error}", file=Verbatim(table.path.name), error=str(error)))


def _first_line(stream: IO[str]) -> str:
    """The headings, which may run over several lines in quotes; at most a good piece of them."""
    line = stream.readline(100_000)
    while line.count('"') % 2 and len(line) < 200_000 and (more := stream.readline(100_000)):
        line += more
    return line


def _fitting(table: Table, first: str) -> Table:
    """The delimiter that stands most often in the headings outside of quotes."""
    bare = "".join(first.split('"')[::2])
    delimiter = max(_DELIMITERS, key=bare.count) if any(map(bare.count, _DELIMITERS)) else ","
    return Table(table.path, table.encoding, delimiter, table.skipped, (), (), table.size)


def encoding_of(file: Path) -> str:
    """UTF-16 and UTF-8 by mark, UTF-8 where all of it is valid, else the code page of Windows."""
    import codecs

    with file.open("rb") as stream:
        start = stream.read(4)
        if start[:3] == codecs.BOM_UTF8:
            return "utf-8-sig"
        if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    if start[1:2] == b"\x00" and start[:1] != b"\x00":
        return "utf-16-le"
    return "utf-8"
