"""A form with what reads its answers: each question knows its kind of value, and says beside itself what is wrong.

A handler that was told too little calls `answers(ask, sheet)`. The first time that raises `Unanswered`, and the form is
shown; when the form comes back, it gives the values, or raises `Unanswered` with a word beside each wrong answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.errors import RequestFault, Unanswered
from crmbot.shapes import Form, FormField, Text, Value, Verbatim, t

Read = Callable[[Asking, str], Any]
Check = Callable[[dict[str, Any]], Mapping[str, Text]]  # of answers taken together: what is wrong, by key


def no_check(_found: dict[str, Any]) -> Mapping[str, Text]:
    """For a form whose answers do not depend on one another."""
    return {}


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `read` makes a value of an answer that is not empty, or raises RequestFault with what is wrong."""

    field: FormField
    read: Read

    @property
    def key(self) -> str:
        """Under which its answer comes back."""
        return self.field.key

    def asked(self, given: Mapping[str, str]) -> FormField:
        """As it is shown, with what was already answered in it."""
        return replace(self.field, initial=given[self.key] or None) if self.key in given else self.field


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form before it is shown. `command` is what its answers go to, `typed` the line that says the same."""

    title: Text
    submit: Text
    command: str
    questions: tuple[Question, ...]
    lines: tuple[Value, ...] = ()
    typed: Value = None
    check: Check = no_check

    def form(self, given: Mapping[str, str] | None = None) -> Form:
        """The questions, with the answers that were given."""
        asked = tuple(one.asked(given or {}) for one in self.questions)
        return Form(self.title, self.submit, self.command, asked, self.lines, self.typed)

    def unanswered(self, question: Text | None = None) -> Unanswered:
        """What a handler raises to have the form shown."""
        return Unanswered(question or self.title, self.form())


def answers(ask: Asking, sheet: Sheet, question: Text | None = None) -> dict[str, Any]:
    """The answers by key, None for an empty one. Raises Unanswered where nothing was answered yet, or not rightly."""
    if not ask.values:
        raise sheet.unanswered(question)
    found: dict[str, Any] = {}
    errors: dict[str, Text] = {}
    for one in sheet.questions:
        try:
            found[one.key] = _read(ask, one)
        except RequestFault as fault:
            found[one.key], errors[one.key] = None, fault.text
    errors = errors or dict(sheet.check(found))
    if errors:
        raise wrong(ask, sheet, errors)
    return found


def _read(ask: Asking, question: Question) -> Any:
    said = ask.values.get(question.key, "").strip()
    if said:
        return question.read(ask, said)
    if question.field.required:
        raise RequestFault(MISSING)
    return None


def spoken(ask: Asking, verb: str) -> Verbatim:
    """A verb as the reader types it."""
    return Verbatim(ask.commands[verb].name(ask.reader.language))


def wrong(ask: Asking, sheet: Sheet, errors: Mapping[str, Text]) -> Unanswered:
    """The form again, with what is wrong beside the questions; what else was answered stays."""
    return Unanswered(t("Please look at what is marked."), sheet.form(ask.values), errors)


MISSING = t("Please fill this in.")
