"""Figures with their words, from which table and picture are made alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crmbot.charts import Bars, Series
from crmbot.charts.bars import Way
from crmbot.shapes import Column, Money, Reader, Table, Text, Value, t
from crmbot.texts import render

Amounts = Mapping[str, Decimal]
Cell = int | Decimal | Amounts | None  # a count, a share in percent, or sums by currency


@dataclass(frozen=True, slots=True)
class Line:
    """One column: its heading, a cell for each label, and whether the picture has bars of it."""

    heading: Text
    cells: tuple[Cell, ...]
    drawn: bool = True
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Labels with their columns. `ends`: the column (its place) that says the whole in a stacked picture."""

    title: Text
    first: Text  # the heading of the labels
    labels: tuple[Value, ...]
    columns: tuple[Line, ...]
    totals: Mapping[str, Any]
    said: Text | None = None
    way: Way = "nested"
    ends: int | None = None
    lines: tuple[Value, ...] = field(default=())

    @property
    def currency(self) -> str | None:
        """The one that is drawn: that of the most sums; None where nothing is counted in money."""
        found = Counter(
            currency for line in self.columns for cell in line.cells if isinstance(cell, Mapping) for currency in cell
        )
        return found.most_common(1)[0][0] if found else None

    @property
    def currencies(self) -> int:
        """How many there are."""
        return len({one for line in self.columns for cell in line.cells if isinstance(cell, Mapping) for one in cell})


def table_of(figures: Figures) -> Table:
    """Every figure, exactly."""
    columns = (Column(figures.first), *(Column(line.heading, numeric=True) for line in figures.columns))
    rows = (
        (label, *(_value(line, line.cells[place]) for line in figures.columns))
        for place, label in enumerate(figures.labels)
    )
    return Table(columns, tuple(rows))


def bars_of(figures: Figures, reader: Reader) -> Bars:
    """The same for the picture, in the reader's words; sums without cents."""
    drawn = [line for line in figures.columns if line.drawn]
    labels = tuple(render(label, reader) for label in figures.labels)
    series = [
        Series(
            render(line.heading, reader), _sizes(line.cells, figures.currency), _words(figures, drawn, place, reader)
        )
        for place, line in enumerate(drawn)
    ]
    whole = figures.columns[figures.ends].cells if figures.ends is not None else ()
    ends = tuple(_short(cell, figures.currency, reader) for cell in whole)
    said = render(figures.said, reader) if figures.said else ""
    return Bars(render(figures.title, reader), said, labels, tuple(series), figures.way, ends)


def _words(figures: Figures, drawn: Sequence[Line], place: int, reader: Reader) -> tuple[str, ...]:
    """At the bars of the first series; nested ones stand behind it, for they begin at the same place."""
    if figures.way == "stacked" or (figures.way == "nested" and place):
        return ()
    cells = [[_short(cell, figures.currency, reader) for cell in line.cells] for line in drawn]
    if figures.way == "beside":
        return tuple(cells[place])
    cells += [_percents(line, reader) for line in figures.columns if line.percent]
    return tuple(f"{one[0]} ({', '.join(one[1:])})" if len(one) > 1 else one[0] for one in zip(*cells, strict=True))


def _percents(line: Line, reader: Reader) -> list[str]:
    return [render(_value(line, cell), reader) for cell in line.cells]


def _sizes(cells: Sequence[Cell], currency: str | None) -> tuple[float, ...]:
    return tuple(float(_number(cell, currency)) for cell in cells)


def _number(cell: Cell, currency: str | None) -> int | Decimal:
    if isinstance(cell, Mapping):
        return cell.get(currency or "", Decimal())
    return cell or 0


def _short(cell: Cell, currency: str | None, reader: Reader) -> str:
    """As a bar says it: sums without cents, of one currency."""
    if isinstance(cell, Mapping):
        return render(
            Money(cell.get(currency or "", Decimal()).quantize(Decimal(1)), currency or reader.currency), reader
        )
    return render(cell if cell is not None else 0, reader)


def _value(line: Line, cell: Cell) -> Value:
    if isinstance(cell, Mapping):
        sums: list[Value] = [Money(amount, currency) for currency, amount in sorted(cell.items())]
        return _together(sums)
    if line.percent and cell is not None:
        return t("{percent} %", percent=cell)
    return cell


def _together(sums: list[Value]) -> Value:
    from crmbot.assistant.words import joined

    return joined(sums) if len(sums) > 1 else sums[0] if sums else None
