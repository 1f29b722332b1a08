"""Questions that are asked before something can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from crmbot.shapes.words import Text, Value


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a form's field; `value` is what the command gets."""

    value: str
    label: Value


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `initial` is in the form of the answer: dates as ISO 8601, several choices by comma."""

    key: str
    label: Value
    kind: Literal["text", "long_text", "number", "date", "datetime", "choice", "choices", "person", "check"] = "text"
    required: bool = False
    initial: str | None = None
    hint: Value = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Questions whose answers go to `command`: it comes back as a `ChatMessage` with that text and `values`.

    A reply to it with `errors` names what is wrong beside the fields, and the form stays open.
    """

    title: Text
    submit: Text
    command: str
    fields: tuple[FormField, ...]
    lines: tuple[Value, ...] = ()  # words above the questions
    typed: Value = None  # the line that says the same, for a chat without dialogs; capitals stand for answers

    def begun_with(self, values: Mapping[str, str]) -> Form:
        """The same, beginning with `values` by key where somebody answered before."""
        fields = (replace(f, initial=values[f.key]) if f.key in values else f for f in self.fields)
        return replace(self, fields=tuple(fields))
