"""A channel-neutral answer or notice, with its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from crmbot.shapes.form import Form
from crmbot.shapes.record import Record
from crmbot.shapes.words import Text, Value


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do next. `command` is chat text: sending it does what the button does.

    With `url` the button opens that address instead; `command` tells the same where nothing can be opened.
    """

    label: Text
    command: str
    style: Literal["default", "primary", "danger"] = "default"
    dialog: bool = False  # the command asks for more: where the chat has dialogs, pressing opens `Reply.form`
    url: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value of a card; `key` names what it is, where it matters who reads along."""

    label: Text
    value: Value
    key: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of a table; numbers are aligned to the right."""

    heading: Text
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under headings; each row as long as `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section, with what can be done about it."""

    text: Value
    note: Value = None  # smaller print below
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines below it."""

    heading: Text | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to a reply, with words for those who do not see it."""

    content: bytes
    filename: str
    alt: Text
    content_type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Reply:
    """A channel-neutral answer or notice. Parts are shown in the order of the fields, but for `first`.

    `records` carry the data for programs (contracts, section 6) and the places `1`, `2` … of the conversation;
    what people read stands in the other parts.
    """

    kind: Literal["card", "list", "chart", "choice", "done", "help", "error"]
    title: Text
    understood: Text | None = None
    lines: tuple[Value, ...] = ()
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    sections: tuple[Section, ...] = ()
    records: tuple[Record, ...] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    ok: bool = True
    first: tuple[Section, ...] = ()  # shown right below the title: what matters most
    form: Form | None = None  # what has to be asked first
    errors: Mapping[str, Text] = field(default_factory=dict)  # by the key of the form's field
    picture: Picture | None = None
    personal: bool = False  # of use to the asker alone: he is not offered to share it
