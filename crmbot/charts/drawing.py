"""Drawing bars as a PNG, without a display and without any state between two pictures.

Bars lie: whatever the labels and amounts are, they are read from left to right and never overlap.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from crmbot.charts.bars import Bars
from crmbot.charts.words import fitted, known_signs

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 7.2  # inches
_DPI = 140
_ROW, _ROW_BESIDE = 0.42, 0.34  # inches of height for a label, and for each bar of one below the other
_MOST_ROWS = 40  # of a picture; the table has all
_INK, _GREY, _FAINT = "#1f2937", "#6b7280", "#e5e7eb"
_NESTED = ("#bfdbfe", "#3b82f6", "#1e3a8a")
_APART = ("#2563eb", "#f59e0b", "#10b981", "#8b5cf6", "#ef4444", "#9ca3af", "#0891b2", "#a16207")


class ChartsMissing(Exception):
    """The library that draws is not installed: it comes with the extra `charts`."""


def draw(bars: Bars) -> bytes:
    """The picture as PNG. Raises ChartsMissing without matplotlib. Labels beyond the fortieth are left to the table."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as fault:
        raise ChartsMissing from fault
    rows = max(min(len(bars.labels), _MOST_ROWS), 1)
    figure = Figure(figsize=(_WIDTH, _height(bars, rows)), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.3, 0.1, 0.6, 0.7))
    _bars(axes, bars, rows)
    _plain(axes)
    _labels(axes, bars, rows)
    _arranged(figure, axes, bars)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def _height(bars: Bars, rows: int) -> float:
    row = max(_ROW, _ROW_BESIDE * len(bars.series)) if bars.way == "beside" else _ROW
    return rows * row + _above(bars) + 0.2


def _above(bars: Bars) -> float:
    """Inches for the title, what it is narrowed to, and the names of the series."""
    return (
        0.56 + (0.19 * len(_subtitle(bars).splitlines()) if bars.subtitle else 0) + (0.3 if len(bars.series) > 1 else 0)
    )


def _subtitle(bars: Bars) -> str:
    return fitted(bars.subtitle, 92, 2)


def _colours(bars: Bars) -> tuple[str, ...]:
    if bars.way != "nested":
        return _APART
    return _NESTED if len(bars.series) > 1 else _NESTED[1:]


def _bars(axes: Axes, bars: Bars, rows: int) -> None:
    """All bars with the words at their ends; the scale leaves room for the longest of them."""
    ends: list[tuple[float, float, str]] = []
    for places, lefts, widths, height, colour, words in _laid_out(bars, rows):
        axes.barh(places, widths, left=lefts, height=height, color=colour, linewidth=0)
        ends += [
            (place, left + width, word) for place, left, width, word in zip(places, lefts, widths, words, strict=True)
        ]
    values = [end for _, end, _ in ends] or [0.0]
    low, high = min(*values, 0.0), max(*values, 0.0)
    longest = max((len(word[:60]) for _, _, word in ends), default=0)
    room = (high - low or 1.0) * min(0.06 + 0.016 * longest, 0.8)
    axes.set_xlim(low - (room if low < 0 else 0), high + room)
    axes.set_ylim(rows - 0.45, -0.55)
    gap = (axes.get_xlim()[1] - axes.get_xlim()[0]) * 0.012
    for place, end, word in ends:
        if word:
            side = "right" if end < 0 else "left"
            _say(
                axes,
                end + (gap if end >= 0 else -gap),
                place,
                known_signs(word)[:60],
                ha=side,
                va="center",
                fontsize=8.5,
                color=_INK,
            )


def _laid_out(bars: Bars, rows: int) -> Iterator[tuple[list[float], list[float], list[float], float, str, list[str]]]:
    """For each series: where its bars are, where they begin, how long and high they are, the colour, the words."""
    count, nothing = len(bars.series), [""] * rows
    ahead, behind = [0.0] * rows, [0.0] * rows
    for place, (one, colour) in enumerate(zip(bars.series, _cycled(_colours(bars), count), strict=True)):
        widths, words = list(one.values[:rows]), list(one.words[:rows]) or nothing
        rows_at = [float(row) for row in range(rows)][: len(widths)]
        words = (words + nothing)[: len(widths)]
        if bars.way == "stacked":
            lefts = [(ahead if width >= 0 else behind)[row] for row, width in enumerate(widths)]
            for row, width in enumerate(widths):
                (ahead if width >= 0 else behind)[row] += width
            last = place == count - 1
            yield rows_at, lefts, widths, 0.62, colour, [""] * len(widths)
            if last and bars.ends:
                yield rows_at, [0.0] * len(widths), ahead[: len(widths)], 0.0, colour, list(bars.ends[: len(widths)])
        elif bars.way == "beside":
            height = 0.78 / count
            yield (
                [row - 0.39 + height * (place + 0.5) for row in rows_at],
                [0.0] * len(widths),
                widths,
                height * 0.88,
                colour,
                words,
            )
        else:
            yield rows_at, [0.0] * len(widths), widths, 0.66 - 0.2 * place, colour, words


def _cycled(colours: tuple[str, ...], count: int) -> list[str]:
    return [colours[place % len(colours)] for place in range(count)]


def _plain(axes: Axes) -> None:
    """No frame, no scale: every bar says its value itself."""
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.axvline(0, color=_GREY, linewidth=0.8)


def _labels(axes: Axes, bars: Bars, rows: int) -> None:
    axes.set_yticks(range(len(bars.labels[:rows])), [fitted(label, 30, 2) for label in bars.labels[:rows]])
    for label in axes.get_yticklabels():
        label.set_parse_math(False)
        label.set_fontsize(9)
        label.set_color(_INK)
        label.set_linespacing(0.95)


def _arranged(figure: Figure, axes: Axes, bars: Bars) -> None:
    """Title and names of the series above; the bars begin where the longest label ends."""
    width, height = figure.get_size_inches()
    top = height - 0.18
    _say(
        figure,
        0.18 / width,
        top / height,
        fitted(bars.title, 68, 1),
        ha="left",
        va="top",
        fontsize=13,
        fontweight="bold",
        color=_INK,
    )
    if bars.subtitle:
        _say(
            figure, 0.18 / width, (top - 0.32) / height, _subtitle(bars), ha="left", va="top", fontsize=8.5, color=_GREY
        )
    if len(bars.series) > 1:
        _legend(figure, bars, (height - _above(bars) + 0.29) / height)
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    widest = max((label.get_window_extent(renderer).width for label in axes.get_yticklabels()), default=0.0)
    left = (widest / _DPI + 0.3) / width
    axes.set_position((left, 0.12 / height, 1 - left - 0.15 / width, 1 - (_above(bars) + 0.12) / height))


def _legend(figure: Figure, bars: Bars, top: float) -> None:
    from matplotlib.patches import Patch

    colours = _cycled(_colours(bars), len(bars.series))
    patches = [Patch(color=colour) for colour in colours]
    names = [fitted(one.name, 24, 1) for one in bars.series]
    shown = figure.legend(
        patches, names, loc="upper left", bbox_to_anchor=(0.012, top), ncols=len(names), frameon=False, fontsize=8.5,
        handlelength=1.0, handleheight=1.0, columnspacing=1.2, labelcolor=_INK,
    )  # fmt: skip
    for text in shown.get_texts():
        text.set_parse_math(False)


def _say(place: Any, x: float, y: float, words: str, **how: Any) -> None:
    """Words as they are: a dollar sign is no formula."""
    place.text(x, y, words, parse_math=False, **how)
