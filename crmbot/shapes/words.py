"""Words that are made later, and the values that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 currency."""

    amount: Decimal
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be made later: an English message (the gettext key) with named arguments.

    Arguments may be any `Value`, a `Text` among them. With `plural` set, `args["n"]` picks the form.
    Build it with `t` and `tn`, which the message extraction looks for.
    """

    message: str
    args: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None


def t(message: str, /, **args: Value) -> Text:
    """A `Text` without plural; placeholders in `message` are `{named}`."""
    return Text(message, args)


def tn(one: str, many: str, n: int, /, **args: Value) -> Text:
    """A `Text` whose form depends on `n`, which is also an argument."""
    return Text(one, {**args, "n": n}, many)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text from outside (a subject, a name, a note): shown as written, never translated, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Worded:
    """Words that an administrator wrote in one or several languages (BCP 47 to words): the reader gets his own."""

    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time to be shown in the reader's zone, by day only when `day_only`."""

    at: datetime
    day_only: bool = False


Value: TypeAlias = "Text | Verbatim | Worded | Moment | Money | date | Decimal | int | str | None"
