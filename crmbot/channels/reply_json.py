"""A reply as a JSON object for programs: what `say --json` prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crmbot.channels.terminal import numbered_actions, render_text
from crmbot.shapes import Form, Moment, Money, Picture, Reader, Record, Reply, Text, Verbatim, Worded
from crmbot.texts import render, zone


def reply_to_json(reply: Reply, reader: Reader, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The object of the contract for one reply: its plain text, its Block Kit `blocks` and its data.

    Times are ISO 8601 in the reader's zone with milliseconds, amounts decimal strings, absent fields left out of records.
    """
    title = render(reply.title, reader)
    return {
        "ok": reply.ok,
        "text": render_text(reply, reader),
        "blocks": [dict(block) for block in blocks],
        "reply": {
            "kind": reply.kind,
            "title": title,
            "understood": render(reply.understood, reader) if reply.understood else None,
            "records": [record_to_json(record, reader) for record in reply.records],
            "totals": plain(reply.totals, reader),
            "actions": [
                {"label": render(action.label, reader), "command": action.command} for action in numbered_actions(reply)
            ],
            "error": None if reply.ok else title,
            **({"picture": picture_to_json(reply.picture, reader)} if reply.picture else {}),
            **({"form": form_to_json(reply.form, reader)} if reply.form else {}),
            **({"errors": {key: render(words, reader) for key, words in reply.errors.items()}} if reply.errors else {}),
        },
    }


def picture_to_json(picture: Picture, reader: Reader) -> dict[str, Any]:
    """What a picture is, without its content."""
    return {
        "filename": picture.filename,
        "content_type": picture.content_type,
        "size": len(picture.content),
        "alt": render(picture.alt, reader),
    }


def form_to_json(form: Form, reader: Reader) -> dict[str, Any]:
    """The questions of a form. Sending `command` back with a value for each key answers them."""
    return {
        "title": render(form.title, reader),
        "submit": render(form.submit, reader),
        "command": form.command,
        "typed": render(form.typed, reader) if form.typed is not None else None,
        "fields": [
            {
                "key": one.key,
                "label": render(one.label, reader),
                "kind": one.kind,
                "required": one.required,
                "initial": one.initial,
                "hint": render(one.hint, reader) if one.hint is not None else None,
                "options": [{"value": option.value, "label": render(option.label, reader)} for option in one.options],
            }
            for one in form.fields
        ],
    }


def record_to_json(record: Record, reader: Reader) -> dict[str, Any]:
    """A record with the fields it has."""
    return {name: plain(value, reader) for name, value in record.known().items()}


def plain(value: Any, reader: Reader) -> Any:
    """`value` made of what JSON knows."""
    if isinstance(value, Mapping):
        return {str(key): plain(item, reader) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, reader) for item in value]
    if isinstance(value, Money):
        return {"amount": _digits(value.amount), "currency": value.currency}
    return _scalar(value, reader)


def _scalar(value: Any, reader: Reader) -> Any:
    if isinstance(value, Moment):
        value = value.at
    if isinstance(value, str | Text | Verbatim | Worded):
        return render(value, reader)
    if isinstance(value, datetime):
        return value.astimezone(zone(reader)).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return _digits(value) if isinstance(value, Decimal) else value


def _digits(number: Decimal) -> str:
    """Without exponent, as people and spreadsheets read it; the exponent stays where it would fill the memory."""
    return f"{number:f}" if number.is_finite() and abs(number.adjusted()) < 30 else str(number)
