"""A reply as Block Kit, within Slack's limits whatever the reply holds (https://docs.slack.dev/reference/block-kit/blocks).

The texts are plain words: `markup` sees to it that what outsiders wrote shows as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crmbot.channels.grid import grid, least_width
from crmbot.channels.slack.buttons import Buttons
from crmbot.channels.slack.markup import bold, cost, cut, escape, literal
from crmbot.shapes import Action, Field, Reader, Reply, Row, Section, Table, Value, t
from crmbot.texts import brief, render

Block = dict[str, Any]

MOST_BLOCKS = 50  # of a message
_TEXT = 2900  # of 3000 characters in a section: room for our own signs
_FIELD = 1900  # of 2000
_FIELDS = 10  # in a section
_LONGEST = 8000  # characters of one text; the rest is in the record
_TABLE_WIDTH = 72  # letters of equal width that fit beside each other in Slack's column of messages
_CELL_LINES = 2  # of a cell in a table
_ONE_LINE = 90  # characters that fit beside each other
_BELOW = "\n\u2003"  # a line below a bullet, indented
_FALLBACK = 300  # characters of a notification


def reply_to_blocks(reply: Reply, reader: Reader, *, share: str | None = None, asked: str | None = None) -> list[Block]:
    """`reply` for `reader` as at most 50 valid blocks, with a button to share it where `share` is the text that asks for it.

    `asked` is the chat text that the reply answers: where the reply is a form, a button asks for it again.

    Rows show their buttons below themselves; where that makes too many blocks, in a menu beside their text. What still
    does not fit is left out, with a line that says so; the buttons of the whole reply always stand at the end.
    """
    for compact in (False, True):
        page = _Page(reply, reader, compact=compact, share=share, asked=asked)
        blocks = [*page.body(), *page.foot()]
        if len(blocks) <= MOST_BLOCKS:
            return blocks
    foot = page.foot()
    more = literal(render(t("There is more than fits here. Ask for less, for instance with a filter."), reader), _TEXT)
    return [*blocks[: MOST_BLOCKS - len(foot) - 1], {"type": "context", "elements": [more]}, *foot]


def all_blocks(reply: Reply, reader: Reader, *, compact: bool) -> list[Block]:
    """Every block of `reply`, also more than a message holds; in the `compact` form rows have menus beside them."""
    page = _Page(reply, reader, compact=compact)
    return [*page.body(), *page.foot()]


def fallback_text(reply: Reply, reader: Reader) -> str:
    """The words for notifications and screen readers that cannot show blocks, escaped."""
    words = [render(value, reader) for value in (reply.title, *reply.lines[:3])]
    return escape(cut(" – ".join(" ".join(word.split()) for word in words if word.strip()), _FALLBACK)) or "–"


class _Page:
    """The blocks of one reply for one reader."""

    def __init__(
        self, reply: Reply, reader: Reader, *, compact: bool, share: str | None = None, asked: str | None = None
    ) -> None:
        self._reply = reply
        self._reader = reader
        self._compact = compact
        self._share = share
        self._asked = asked
        card = reply.records[0].number if reply.kind == "card" and reply.records else None
        self._buttons = Buttons(reply.kind, reader, card)

    def body(self) -> list[Block]:
        """Everything but the buttons of the whole reply."""
        reply = self._reply
        return [
            _section(bold(self._words(reply.title), _TEXT)),
            *self._understood(),
            *(block for section in reply.first for block in self._rows(section, quick=True)),
            *self._texts([self._words(line) for line in reply.lines]),
            *self._fields(reply.fields),
            *self._table(reply.table),
            *self._questions(reply),
            *(block for section in reply.sections for block in self._rows(section)),
        ]

    def foot(self) -> list[Block]:
        """The buttons of the whole reply."""
        asks = self._reply.form is not None and self._asked
        opening = (Action(t("Fill in"), self._asked or "", "primary", dialog=True),) if asks else ()
        return self._buttons.foot((*opening, *self._reply.actions), self._share)

    def _understood(self) -> Iterator[Block]:
        if self._reply.understood is not None:
            words = self._words(t("I understood: {request}", request=self._reply.understood))
            yield {"type": "context", "elements": [literal(words, _TEXT)]}

    def _fields(self, fields: tuple[Field, ...]) -> Iterator[Block]:
        shown = [bold(self._words(field.label), _FIELD, self._words(field.value) or "–") for field in fields]
        for start in range(0, len(shown), _FIELDS):
            yield {"type": "section", "fields": shown[start : start + _FIELDS]}

    def _questions(self, reply: Reply) -> Iterator[Block]:
        """What a form asks, where it is not open as a dialog; with what is wrong beside each question."""
        if reply.form is None:
            return
        wrong = {key: f" ({self._words(text)})" for key, text in reply.errors.items()}
        asked = [f"• {self._words(field.label)}{wrong.get(field.key, '')}" for field in reply.form.fields]
        yield from self._texts([*(self._words(line) for line in reply.form.lines), *asked])

    def _table(self, table: Table | None) -> Iterator[Block]:
        if table is None or not table.columns:
            return
        heading = [self._words(column.heading) for column in table.columns]
        cells = [heading, *([brief(value, self._reader) for value in row] for row in table.rows)]
        numeric = [column.numeric for column in table.columns]
        cells, numeric = _with_room(cells, numeric)
        lines = [line for row in grid(cells, numeric, _TABLE_WIDTH, most_lines=_CELL_LINES) for line in row]
        for chunk in _chunks(lines):
            yield _code(chunk)

    def _rows(self, section: Section, *, quick: bool = False) -> Iterator[Block]:
        if section.heading is not None:
            yield _section(bold(self._words(section.heading), _TEXT))
        waiting: list[str] = []  # rows without buttons share a block
        for row in section.rows:
            if not row.actions:
                waiting.append(self._bullet(row))
                continue
            yield from self._texts(waiting)
            waiting = []
            yield from self._row(row, quick=quick)
        yield from self._texts(waiting)

    def _row(self, row: Row, *, quick: bool) -> list[Block]:
        """A row with what can be done; what stands `quick` at hand before all else shows all of it."""
        block = _section(literal(self._row_text(row), _TEXT))
        if self._compact or len(row.actions) == 1:
            return [self._buttons.beside(block, row.actions)]
        return [block, *self._buttons.block(row.actions, all_shown=quick)]

    def _row_text(self, row: Row) -> str:
        note = self._words(row.note)
        return f"{self._words(row.text)}\n{note}" if note else self._words(row.text)

    def _bullet(self, row: Row) -> str:
        text, note = self._words(row.text), self._words(row.note)
        short = "\n" not in note and len(text) + len(note) <= _ONE_LINE
        return f"• {text}" + (f"{' · ' if short else _BELOW}{note}" if note else "")

    def _texts(self, texts: list[str]) -> Iterator[Block]:
        """Texts one below the other in as few sections as hold them; a very long one is cut."""
        pieces = [cut(text.strip(), _LONGEST) for text in texts if text.strip()]
        for chunk in _chunks([piece for text in pieces for piece in _split(text)]):
            yield _section(literal("\n".join(chunk), _TEXT))

    def _words(self, value: Value) -> str:
        return render(value, self._reader)


def _with_room(rows: list[list[str]], numeric: list[bool]) -> tuple[list[list[str]], list[bool]]:
    """The columns for which there is room. One in which nothing stands below its heading is left out; while words would be
    broken, so is the one in which least stands, but for the first two.
    """
    filled = [sum(bool(row[place].strip()) for row in rows[1:]) for place, _ in enumerate(numeric)]
    shown = [place for place, count in enumerate(filled) if count] or list(range(len(numeric)))
    while True:
        left = [[row[place] for place in shown] for row in rows]
        numbers = [numeric[place] for place in shown]
        spare = [place for place in shown[2:] if filled[place] < len(rows) - 1]
        if not spare or least_width(left, numbers) <= _TABLE_WIDTH:
            return left, numbers
        shown.remove(min(reversed(spare), key=lambda place: filled[place]))


def _section(text: dict[str, Any]) -> Block:
    return {"type": "section", "text": text}


def _code(lines: list[str]) -> Block:
    """Lines in letters of equal width; rich text holds no markup, so that nothing has to be escaped."""
    text = {"type": "text", "text": "\n".join(lines)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": [text]}]}


def _split(text: str) -> Iterator[str]:
    """`text`, which begins with no blank, in pieces of which each fits into a section, broken at a line end or a space where there is one."""
    while cost(text) > _TEXT:
        most = max(len(cut(text, _TEXT)) - 1, 1)
        place = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most))
        place = place if place > most // 2 else most
        yield text[:place]
        text = text[place:].lstrip()
    yield text


def _chunks(lines: list[str]) -> Iterator[list[str]]:
    """`lines` in groups that fit into a section each."""
    chunk: list[str] = []
    spent = 0
    for line in lines:
        if chunk and spent + cost(line) + 1 > _TEXT:
            yield chunk
            chunk, spent = [], 0
        chunk.append(line)
        spent += cost(line) + 1
    if chunk:
        yield chunk
