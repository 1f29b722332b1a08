"""A reply as plain text: for `say`, the console and mails. No colours, no markup, nothing a terminal would obey."""

from __future__ import annotations

import re

from crmbot.channels.grid import cells, grid, wrap
from crmbot.shapes import Action, Field, FormField, Reader, Reply, Row, Section, Table, Value, Verbatim, t
from crmbot.texts import brief, render

_BULLET = "• "
_MARK = re.compile(r"\s\^\d{1,12}$")  # what only a button needs to say: which change its card knew


def render_text(
    reply: Reply, reader: Reader, *, width: int = 100, buttons: bool = False, row_actions: bool = False
) -> str:
    """`reply` in lines of at most `width` cells where words allow it, without a line end at the end.

    With `buttons` each action carries its number in `numbered_actions`; without, the actions of the whole reply are
    shown with the words to type, those of single rows only where the reply asks to choose, or with `row_actions`.
    """
    page = _Page(
        reader, max(width, 20), {id(a): n for n, a in enumerate(numbered_actions(reply), 1)} if buttons else None
    )
    blocks = [
        page.opening(reply),
        *(page.section(section, choice=True) for section in reply.first),
        page.lines(reply),
        page.fields(reply.fields),
        page.table(reply.table),
        *(page.section(section, choice=row_actions or reply.kind == "choice") for section in reply.sections),
        page.form(reply),
        page.actions(reply.actions),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def numbered_actions(reply: Reply) -> tuple[Action, ...]:
    """Every action of `reply` in the order shown: those of the rows first, then those of the whole reply."""
    rows = (action for section in (*reply.first, *reply.sections) for row in section.rows for action in row.actions)
    return (*rows, *reply.actions)


class _Page:
    """The parts of a reply as lists of lines for one reader."""

    def __init__(self, reader: Reader, width: int, numbers: dict[int, int] | None) -> None:
        self._reader = reader
        self._width = width
        self._numbers = numbers

    def opening(self, reply: Reply) -> list[str]:
        understood = t("I understood: {request}", request=reply.understood) if reply.understood else None
        below = () if reply.first else reply.lines
        values = (reply.title, understood, *below)
        return [line for value in values if value is not None for line in self._wrapped(value)]

    def lines(self, reply: Reply) -> list[str]:
        """The lines of a reply where something stands between them and the title."""
        return [line for value in reply.lines for line in self._wrapped(value)] if reply.first else []

    def fields(self, fields: tuple[Field, ...]) -> list[str]:
        shown = [(f"{self._words(field.label)}:", self._wordy(field.value)) for field in fields]
        label_width = min(max((cells(label) for label, _ in shown), default=0), self._width // 2)
        return [line for label, value in shown for line in self._field(label, value, label_width)]

    def table(self, table: Table | None) -> list[str]:
        if table is None or not table.columns:
            return []
        heading = [self._words(column.heading) for column in table.columns]
        rows = [[_with_plain_blanks(brief(value, self._reader)) for value in row] for row in table.rows]
        numeric = [column.numeric for column in table.columns]
        (head, *body) = grid([heading, *rows], numeric, self._width)
        lines = [line for row in body for line in row]
        return [*head, "─" * max(map(cells, [*head, *lines])), *lines]

    def section(self, section: Section, *, choice: bool) -> list[str]:
        heading = self._wrapped(section.heading) if section.heading else []
        return [*heading, *(line for row in section.rows for line in self._row(row, choice=choice))]

    def actions(self, actions: tuple[Action, ...]) -> list[str]:
        """Each in a line of its own; typed text has what opens a form all in one."""
        forms = [action for action in actions if action.dialog] if self._numbers is None else []
        shown = [self._action(action) for action in actions if action not in forms]
        if forms:
            commands = " · ".join(action.command.removesuffix(" …") for action in forms)
            further = t("Also by a form: {commands}", commands=Verbatim(commands))
            shown.append(f"→ {self._words(further)}")
        return [line for words in shown for line in wrap(words, self._width)]

    def form(self, reply: Reply) -> list[str]:
        """What is asked, with what is wrong about an answer, and the line that says it all."""
        form = reply.form
        if form is None:
            return []
        lines = [line for value in form.lines for line in self._wrapped(value)]
        for one in form.fields:
            lines += self._question(one)
            if one.key in reply.errors:
                lines += self._wrapped(reply.errors[one.key], "  ✗ ")
        if form.typed is not None:
            lines += self._wrapped(t("In one line: {command}", command=form.typed))
        return lines

    def _question(self, one: FormField) -> list[str]:
        label = t("{label} (required)", label=one.label) if one.required else one.label
        shown = next((option.label for option in one.options if option.value == one.initial), one.initial)
        lines = self._wrapped(t("{label}: {value}", label=label, value=shown) if shown else label, "? ")
        if one.options:
            lines += self._wrapped(" | ".join(self._words(option.label) for option in one.options), "    ")
        return lines + (self._wrapped(one.hint, "    ") if one.hint is not None else [])

    def _row(self, row: Row, *, choice: bool) -> list[str]:
        lines = self._wrapped(row.text, _BULLET)
        if row.note is not None:
            lines += self._wrapped(row.note, "  ")
        if row.actions and (self._numbers is not None or choice):
            shown = "   ".join(self._action(action) for action in row.actions)
            lines += [f"  {line}" for line in wrap(shown, self._width - 2)]
        return lines

    def _action(self, action: Action) -> str:
        label = self._words(action.label)
        if self._numbers is None:
            return f"→ {label}: {_MARK.sub('', action.command)}"
        return f"[{self._numbers[id(action)]}] {label}"

    def _field(self, label: str, value: str, label_width: int) -> list[str]:
        first = label + " " * (max(label_width - cells(label), 0) + 1)
        indent = " " * (label_width + 1)
        lines = [line for part in value.split("\n") for line in wrap(part, max(self._width - label_width - 1, 10))]
        return [f"{first}{lines[0]}".rstrip(), *(f"{indent}{line}" for line in lines[1:])]

    def _wrapped(self, value: Value, prefix: str = "") -> list[str]:
        """The lines of `value`, its own line ends kept; the first after `prefix`, the others below its text."""
        room = self._width - len(prefix)
        lines = [line for part in self._wordy(value).split("\n") for line in wrap(part, room)]
        return [(prefix if n == 0 else " " * len(prefix)) + line for n, line in enumerate(lines)]

    def _words(self, value: Value) -> str:
        return " ".join(self._wordy(value).split())

    def _wordy(self, value: Value) -> str:
        return _with_plain_blanks(render(value, self._reader))


def _with_plain_blanks(words: str) -> str:
    """With plain blanks: the non-breaking ones, which Babel puts into amounts, hinder searching and copying."""
    return words.replace("\u00a0", " ").replace("\u202f", " ")
