"""A form in the terminal: its questions one after the other, each with what stands there already, ready to be changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crmbot.channels.grid import wrap
from crmbot.shapes import Form, FormField, Option, Reader, Text, Value, t
from crmbot.texts import render

_CANCEL = frozenset({"cancel", "abbrechen"})
_MOST_OPTIONS = 30  # that are listed; the others are named by their words
_DIGITS = 6  # of the number of an option
_SEVERAL = frozenset({"choices"})

# Shows the lines and takes one from the keyboard, with words that are there already and some to complete from; None leaves.
Ask = Callable[[Sequence[str], str, Sequence[str]], str | None]


def fill(form: Form, errors: Mapping[str, Text], reader: Reader, ask: Ask) -> dict[str, str] | None:
    """The answers by key; None when the form was left. With `errors` only what is wrong is asked again."""
    values = {one.key: one.initial or "" for one in form.fields}
    wrong = [one for one in form.fields if one.key in errors]
    for one in wrong or form.fields:
        said = _answer(one, errors.get(one.key), reader, ask)
        if said is None:
            return None
        values[one.key] = said
    return values


def _answer(question: FormField, fault: Value, reader: Reader, ask: Ask) -> str | None:
    labels = [_plain(option.label, reader) for option in question.options]
    while True:
        typed = ask(_lines(question, labels, fault, reader), _standing(question, labels), labels)
        if typed is None or typed.strip().lower() in _CANCEL:
            return None
        said = _meant(question, labels, typed.strip())
        if said or not question.required:
            return said
        fault = t("Please fill this in.")


def _lines(question: FormField, labels: Sequence[str], fault: Value, reader: Reader) -> list[str]:
    label = t("{label} (required)", label=question.label) if question.required else question.label
    lines = [f"? {_plain(label, reader)}"]
    lines += [f"  ✗ {line}" for line in wrap(_plain(fault, reader), 100)] if fault is not None else []
    if question.kind == "check":
        lines.append(f"    {_plain(t('yes or no'), reader)}")
    lines += [f"    {number}  {words}" for number, words in enumerate(labels[:_MOST_OPTIONS], 1)]
    if len(labels) > _MOST_OPTIONS:
        more = t("… and {n} more: type the words, Tab completes them.", n=len(labels) - _MOST_OPTIONS)
        lines.append(f"    {_plain(more, reader)}")
    return lines + ([f"    {line}" for line in wrap(_plain(question.hint, reader), 96)] if question.hint else [])


def _standing(question: FormField, labels: Sequence[str]) -> str:
    """What is there already, options by their words."""
    held = question.initial or ""
    words = dict(zip((option.value for option in question.options), labels, strict=True))
    if question.kind in _SEVERAL:
        return ", ".join(words.get(one.strip(), one.strip()) for one in held.split(",") if one.strip())
    return words.get(held, held)


def _meant(question: FormField, labels: Sequence[str], typed: str) -> str:
    """Options by their value: named by number, by their words, or by the value itself."""
    if question.kind in _SEVERAL:
        return ",".join(_option(question.options, labels, one.strip()) for one in typed.split(",") if one.strip())
    return _option(question.options, labels, typed)


def _option(options: Sequence[Option], labels: Sequence[str], typed: str) -> str:
    for option, label in zip(options, labels, strict=True):
        if typed.lower() in (option.value.lower(), label.lower()):
            return option.value
    if typed.isascii() and typed.isdigit() and len(typed) <= _DIGITS and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1].value
    return typed


def _plain(value: Value, reader: Reader) -> str:
    return " ".join(render(value, reader).split())
