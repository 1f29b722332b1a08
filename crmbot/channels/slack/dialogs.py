"""Forms as Slack's dialogs ("modals", https://docs.slack.dev/reference/views/modal-views), and the answers given there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from crmbot.channels.slack.inputs import ANSWER, element, entered
from crmbot.channels.slack.markup import cut, literal, plain
from crmbot.channels.slack.source import Source, pack
from crmbot.shapes import Form, FormField, Reader, Reply, Text, t
from crmbot.texts import render

CALLBACK = "crm/form"

MOST_BLOCKS = 100
_TITLE = 24  # characters, of the title and the two buttons
_LABEL = 2000
_TEXT = 2900
_LINES = 10  # sections of words above the questions
_ERROR = 300
_FIELD = "field:"  # before the key of a field in its block id


def view_of(
    form: Form, reader: Reader, source: Source, errors: Mapping[str, Text] = MappingProxyType({})
) -> dict[str, Any] | None:
    """`form` as a view, what is wrong with earlier answers above the questions.

    None when it cannot be a view: no questions, more than fit, or too much to carry along.
    """
    metadata = pack(source, form.command)
    if metadata is None or not form.fields or len(form.fields) > MOST_BLOCKS - _LINES:
        return None
    words = [render(line, reader) for line in (*errors.values(), *form.lines)]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain(render(form.title, reader), _TITLE),
        "submit": plain(render(form.submit, reader), _TITLE),
        "close": plain(render(t("Cancel"), reader), _TITLE),
        "private_metadata": metadata,
        "blocks": [
            *({"type": "section", "text": literal(line, _TEXT)} for line in words[:_LINES] if line.strip()),
            *(_input(field, reader) for field in form.fields),
        ],
    }


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What was entered, by the keys of the form's fields; empty where nothing was."""
    state = (view.get("state") or {}).get("values") or {}
    return {
        block.removeprefix(_FIELD): entered(inputs[ANSWER])
        for block, inputs in state.items()
        if block.startswith(_FIELD) and isinstance(inputs, Mapping) and isinstance(inputs.get(ANSWER), Mapping)
    }


def errors_of(view: Mapping[str, Any], reply: Reply, reader: Reader) -> dict[str, str]:
    """What is wrong, by the block it stands beside; what belongs to no field of the view stands at the first one."""
    keys = [block["block_id"] for block in view.get("blocks") or () if block.get("type") == "input"]
    told: dict[str, str] = {}
    for key, text in (reply.errors or {"": reply.title}).items():
        block = f"{_FIELD}{key}" if f"{_FIELD}{key}" in keys else next(iter(keys), None)
        if block is not None:
            told[block] = cut(
                f"{told[block]} {render(text, reader)}" if block in told else render(text, reader), _ERROR
            )
    return told


def has_field(view: Mapping[str, Any], key: str) -> bool:
    """Whether `view` asks for the field with that key."""
    return any(block.get("block_id") == f"{_FIELD}{key}" for block in view.get("blocks") or ())


def label_of(view: Mapping[str, Any], key: str) -> str:
    """The words of the question with that key, as they stood in `view`."""
    blocks = (block for block in view.get("blocks") or () if block.get("block_id") == f"{_FIELD}{key}")
    return str(next(((block.get("label") or {}).get("text") for block in blocks), None) or key)


def _input(field: FormField, reader: Reader) -> dict[str, Any]:
    block = {
        "type": "input",
        "block_id": f"{_FIELD}{field.key}"[:255],
        "label": plain(render(field.label, reader), _LABEL),
        "element": element(field, reader),
        "optional": not field.required,
    }
    hint = render(field.hint, reader)
    return {**block, "hint": plain(hint, _LABEL)} if hint.strip() else block
