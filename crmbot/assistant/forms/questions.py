"""The kinds of questions a form may ask, each with the reader of its answers. Dates and amounts in plain words too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Literal

from crmbot.assistant.amounts import leading_amount
from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import read_when, refuse_past
from crmbot.assistant.forms.sheet import Question
from crmbot.domain.members.members import all_members, require_member
from crmbot.domain.records import Member
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import FormField, Money, Option, Value, Verbatim, t
from crmbot.texts import render

_MOST_OPTIONS = 500  # what a menu holds
_LONGEST_CALL = 24 * 60  # minutes


def words(
    key: str, label: Value, *, required: bool = False, initial: str | None = None, hint: Value = None
) -> Question:
    """A line of text."""
    return Question(FormField(key, label, "text", required, initial, hint), _text)


def prose(
    key: str, label: Value, *, required: bool = False, initial: str | None = None, hint: Value = None
) -> Question:
    """Text of several lines."""
    return Question(FormField(key, label, "long_text", required, initial, hint), _text)


def amount(key: str, label: Value, *, currency: str, required: bool = False, initial: str | None = None) -> Question:
    """Money: `12.5k`, `12.500 €`; in `currency` where none is said."""

    def read(_ask: Asking, said: str) -> Money:
        found, rest = leading_amount(said, currency=currency)
        if found is None or rest.strip(" .!"):
            raise RequestFault(t("I find no amount in “{words}”.", words=Verbatim(said[:80])))
        if found.amount < 0:
            raise RequestFault(t("An amount below 0 makes no sense here."))
        return found

    return Question(FormField(key, label, "text", required, initial, t("for example 12,500 or 12.5k")), read)


def day(key: str, label: Value, *, required: bool = False, initial: date | None = None, past: bool = True) -> Question:
    """A day, picked or in plain words; with `past=False` none that is over."""

    def read(ask: Asking, said: str) -> date:
        return _when(ask, said, past=past).at.astimezone(ask.zone).date()

    shown = initial.isoformat() if initial else None
    return Question(FormField(key, label, "date", required, shown), read)


def moment(key: str, label: Value, *, required: bool = False, hint: Value = None, picked: bool = False) -> Question:
    """A point in time that is still to come, in plain words; `picked` where a day can be picked instead."""
    kind: Literal["date", "text"] = "date" if picked else "text"
    return Question(FormField(key, label, kind, required, None, hint), lambda ask, said: _when(ask, said, past=False))


def choice(
    key: str, label: Value, options: Iterable[Option], *, required: bool = False, initial: str | None = None, hint: Value = None,
    open_: bool = False,
) -> Question:  # fmt: skip
    """One of `options`, named by its value or its words; an `open_` choice takes other words as they are."""
    known = tuple(options)[:_MOST_OPTIONS]

    def read(ask: Asking, said: str) -> str:
        found = _chosen(ask, known, said)
        if found is None and not open_:
            raise RequestFault(t("“{words}” is none of the choices.", words=Verbatim(said[:80])))
        return found or said

    shown = initial if any(option.value == initial for option in known) else None
    return Question(FormField(key, label, "choice", required, shown, hint, known), read)


def member(ask: Asking, key: str, label: Value, *, required: bool = False, initial: str | None = None) -> Question:
    """A member of the team, by key, name, mail address or Slack id."""
    team = sorted(all_members(ask.session, active_only=True), key=lambda one: (one.key != ask.member.key, one.name))
    options = tuple(Option(one.key, Verbatim(one.name)) for one in team[:_MOST_OPTIONS])

    return Question(FormField(key, label, "choice", required, initial, None, options), _member)


def check(key: str, label: Value, *, initial: bool = False, hint: Value = None) -> Question:
    """Yes or no."""
    return Question(
        FormField(key, label, "check", False, "yes" if initial else None, hint), lambda _, said: fold(said) in _YES
    )


def minutes(key: str, label: Value) -> Question:
    """How long something took: `12`, `12 min`."""

    def read(_ask: Asking, said: str) -> int:
        digits = said.lower().removesuffix("minutes").removesuffix("minuten").removesuffix("min").strip(" .")
        if not digits.isascii() or not digits.isdigit() or not 0 < int(digits[:6]) <= _LONGEST_CALL:
            raise RequestFault(t("How many minutes? A whole number up to 1440."))
        return int(digits[:6])

    return Question(FormField(key, label, "number"), read)


def _member(ask: Asking, said: str) -> Member:
    return require_member(ask.session, said)


def _text(_ask: Asking, said: str) -> str:
    return said


def _when(ask: Asking, said: str, *, past: bool) -> When:
    when, rest = read_when(ask, said)
    if when is None or rest.strip(" .!"):
        raise RequestFault(t("I find no date in “{words}”.", words=Verbatim(said[:80])))
    if not past:
        refuse_past(ask, when)
    return when


def _chosen(ask: Asking, options: Iterable[Option], said: str) -> str | None:
    wanted = fold(said)
    for option in options:
        if fold(option.value) == wanted or fold(render(option.label, ask.reader)) == wanted:
            return option.value
    return None


def on_day(ask: Asking, picked: date) -> When:
    """A day that was picked, as a date in words would be read."""
    return When(datetime.combine(picked, time(), ask.zone), day_only=True, text="")


_YES = frozenset({"yes", "true", "on", "1", "ja", "wahr", "an", "x"})
