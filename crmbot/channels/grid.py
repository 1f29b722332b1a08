"""Lines of text in columns, for every place where letters have one width: terminals, plain mails, code blocks.

Widths are counted in cells as a terminal shows them: an umlaut takes one, a Chinese character or an emoji two.
"""

from __future__ import annotations

from collections.abc import Sequence

GAP = "  "
_NARROWEST = 8  # cells; a column of words is not squeezed below this while another can give way
_LOOKED_AT = 1000  # characters of a cell, for its words
_LONG_WORD = 12  # cells; words up to here are not broken while there is room elsewhere


def grid(
    rows: Sequence[Sequence[str]], numeric: Sequence[bool], width: int, *, most_lines: int | None = None
) -> list[list[str]]:
    """For each row its lines, columns aligned (numeric ones to the right), none wider than `width` cells where that can be.

    Cells too long for their column go on below; with `most_lines` they end in "…" after so many.
    """
    flat = [[" ".join(cell.split()) for cell in row] for row in rows]
    columns = list(zip(*flat, strict=True))
    floors = [_longest_word(column) for column in columns]
    widths = _fit([max(map(cells, column)) for column in columns], floors, numeric, width)
    return [_lines(row, widths, numeric, most_lines) for row in flat]


def least_width(rows: Sequence[Sequence[str]], numeric: Sequence[bool]) -> int:
    """How wide a grid has to be for its words to stay whole, but for very long ones."""
    columns = list(zip(*rows, strict=True))
    least = [
        max(map(cells, column)) if is_number else _longest_word(column)
        for column, is_number in zip(columns, numeric, strict=True)
    ]
    return sum(least) + len(GAP) * (len(least) - 1)


def cells(text: str) -> int:
    """How many cells `text` takes on a terminal."""
    from rich.cells import cell_len

    return cell_len(text)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words where possible; at least one line."""
    lines, line = [], ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cells(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _chop(word, width)
        lines.extend(full)
    return [*lines, line]


def shorten(text: str, width: int) -> str:
    """`text`, or its beginning and "…", in at most `width` cells."""
    return text if cells(text) <= width else _chop(text, max(width - 1, 1))[0].rstrip() + "…"


def _chop(word: str, width: int) -> list[str]:
    if cells(word) <= width:
        return [word]
    from rich.cells import chop_cells

    return chop_cells(word, max(width, 2))  # two cells: the widest single character fits


def _longest_word(column: Sequence[str]) -> int:
    words = (word[:_LONG_WORD] for cell in column for word in cell[:_LOOKED_AT].split())
    return min(max(map(cells, words), default=0), _LONG_WORD)


def _fit(wanted: list[int], floors: list[int], numeric: Sequence[bool], width: int) -> list[int]:
    """Column widths that add up to `width`: the widest column of words gives way first, at last below its longest word;
    numbers never.
    """
    widths = [min(w, width) for w in wanted]
    words = [i for i, is_number in enumerate(numeric) if not is_number]
    for least in (floors, [_NARROWEST] * len(widths)):
        for _ in range(sum(widths) + len(GAP) * (len(widths) - 1) - width):
            widest = max((i for i in words if widths[i] > least[i]), key=lambda i: widths[i], default=None)
            if widest is None:
                break
            widths[widest] -= 1
    return [max(w, 1) for w in widths]


def _lines(row: list[str], widths: list[int], numeric: Sequence[bool], most: int | None) -> list[str]:
    stacked = [_stacked(cell, width, most) for cell, width in zip(row, widths, strict=True)]
    height = max(map(len, stacked), default=0)
    padded = [[*lines, *[""] * (height - len(lines))] for lines in stacked]
    return [
        GAP.join(_pad(line, w, right=n) for line, w, n in zip(parts, widths, numeric, strict=True)).rstrip()
        for parts in zip(*padded, strict=True)
    ]


def _stacked(cell: str, width: int, most: int | None) -> list[str]:
    if most is not None:
        cell = cell[: (most + 1) * max(width, 2)]  # what is certainly too long need not be wrapped
    lines = wrap(cell, width)
    if most is None or len(lines) <= most:
        return lines
    return [*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), width)]


def _pad(text: str, width: int, *, right: bool) -> str:
    fill = " " * max(width - cells(text), 0)
    return fill + text if right else text + fill
