"""The fields of a form as Block Kit's input elements, and what people entered as text again.

https://docs.slack.dev/reference/block-kit/blocks/input-block and the elements named there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from crmbot.channels.slack.markup import plain
from crmbot.shapes import FormField, Option, Reader
from crmbot.texts import render, zone

ANSWER = "crm/answer"  # the action id of every input; its block id names the field
CHECKED = "yes"

_LABEL = 75  # characters of an option
_OPTION_VALUE = 150
_GROUP = 100  # options in a group, and groups in a menu
_PERSON = re.compile(r"[UW][A-Z0-9]{2,30}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")
_MOST_INITIAL = 3000  # characters in a text field


def element(field: FormField, reader: Reader) -> dict[str, Any]:
    """The input for `field` with what it begins with; a choice without options is asked for as text."""
    if field.kind in ("choice", "choices") or (field.kind == "person" and field.options):
        return _menu(field, reader) if any(map(_fits, field.options)) else _text(field)
    if field.kind == "check":
        return _check(field, reader)
    made = {"number": _number, "date": _date, "person": _person}.get(field.kind)
    if made is not None:
        return made(field)
    return _moment(field, reader) if field.kind == "datetime" else _text(field)


def entered(state: Mapping[str, Any]) -> str:
    """What one input holds, empty when nothing: days as ISO 8601, moments with their zone, several choices by comma."""
    match state.get("type"):
        case "datepicker":
            found = state.get("selected_date")
        case "datetimepicker":
            seconds = state.get("selected_date_time")
            found = datetime.fromtimestamp(seconds, UTC).isoformat() if isinstance(seconds, int) else ""
        case "users_select":
            found = state.get("selected_user")
        case "static_select":
            found = (state.get("selected_option") or {}).get("value")
        case "multi_static_select" | "checkboxes":
            found = ",".join(str(option.get("value")) for option in state.get("selected_options") or ())
        case _:
            found = state.get("value")
    return str(found) if found else ""


def _text(field: FormField) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "plain_text_input", "action_id": ANSWER, "multiline": field.kind == "long_text"}
    return {**made, "initial_value": field.initial[:_MOST_INITIAL]} if field.initial else made


def _number(field: FormField) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "number_input", "action_id": ANSWER, "is_decimal_allowed": True}
    fits = field.initial is not None and _NUMBER.fullmatch(field.initial)
    return {**made, "initial_value": field.initial} if fits else made


def _date(field: FormField) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "datepicker", "action_id": ANSWER}
    day = _day(field.initial)
    return {**made, "initial_date": day.isoformat()} if day else made


def _moment(field: FormField, reader: Reader) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "datetimepicker", "action_id": ANSWER}
    try:
        at = datetime.fromisoformat(field.initial or "")
    except ValueError:
        return made
    at = at if at.tzinfo else at.replace(tzinfo=zone(reader))
    return {**made, "initial_date_time": int(at.timestamp())}


def _person(field: FormField) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "users_select", "action_id": ANSWER}
    known = field.initial and _PERSON.fullmatch(field.initial)
    return {**made, "initial_user": field.initial} if known else made


def _check(field: FormField, reader: Reader) -> dict[str, Any]:
    words = field.options[0].label if field.options else field.label
    option = {"text": plain(render(words, reader), _LABEL), "value": CHECKED}
    made: dict[str, Any] = {"type": "checkboxes", "action_id": ANSWER, "options": [option]}
    return {**made, "initial_options": [option]} if field.initial in (CHECKED, "true", "1") else made


def _menu(field: FormField, reader: Reader) -> dict[str, Any]:
    several = field.kind == "choices"
    options = {option.value: _option(option, reader) for option in field.options if _fits(option)}
    made: dict[str, Any] = {"type": "multi_static_select" if several else "static_select", "action_id": ANSWER}
    made |= _grouped(list(options.values()))
    wanted = (field.initial or "").split(",") if several else [field.initial or ""]
    chosen = [options[value.strip()] for value in wanted if value.strip() in options]
    if not chosen:
        return made
    return {**made, "initial_options": chosen} if several else {**made, "initial_option": chosen[0]}


def _grouped(options: list[dict[str, Any]]) -> dict[str, Any]:
    """A menu holds a hundred options; more of them in groups, named for their first and last."""
    if len(options) <= _GROUP:
        return {"options": options}
    chunks = [options[start : start + _GROUP] for start in range(0, len(options), _GROUP)][:_GROUP]
    return {"option_groups": [{"label": _span(chunk), "options": chunk} for chunk in chunks]}


def _span(options: list[dict[str, Any]]) -> dict[str, Any]:
    first, last = (str(option["text"]["text"])[:30] for option in (options[0], options[-1]))
    return plain(f"{first} – {last}", _LABEL)


def _option(option: Option, reader: Reader) -> dict[str, Any]:
    return {"text": plain(render(option.label, reader), _LABEL), "value": option.value}


def _fits(option: Option) -> bool:
    return 0 < len(option.value) <= _OPTION_VALUE


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
