"""Whether blocks and views keep Slack's limits: three independent opinions (slack_sdk's models, blockkit, rules of our own)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import blockkit
from blockkit.core import ComponentValidationError, FieldValidationError
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.metadata import CustomFieldType, EntityMetadata, EntityType
from slack_sdk.models.views import View

_BLOCKKIT = {
    "section": blockkit.Section,
    "actions": blockkit.Actions,
    "context": blockkit.Context,
    "divider": blockkit.Divider,
    "header": blockkit.Header,
    "button": blockkit.Button,
    "overflow": blockkit.Overflow,
    "image": blockkit.Image,
    "rich_text": blockkit.RichText,
    "rich_text_preformatted": blockkit.RichTextPreformatted,
    "text": blockkit.RichTextEl,
    "input": blockkit.Input,
    "plain_text_input": blockkit.PlainTextInput,
    "number_input": blockkit.NumberInput,
    "datepicker": blockkit.DatePicker,
    "datetimepicker": blockkit.DatetimePicker,
    "static_select": blockkit.StaticSelect,
    "multi_static_select": blockkit.MultiStaticSelect,
    "users_select": blockkit.UsersSelect,
    "checkboxes": blockkit.Checkboxes,
    "modal": blockkit.Modal,
    "home": blockkit.Home,
    "plain_text": blockkit.Text,
    "mrkdwn": blockkit.Text,
}


def faults(blocks: list[dict[str, Any]]) -> list[str]:
    """What Slack would refuse in a message of these blocks; empty when it is valid."""
    return [*_own(blocks), *(fault for block in blocks for fault in (*_sdk(block), *_blockkit(block)))]


def view_faults(view: dict[str, Any]) -> list[str]:
    """What Slack would refuse in this dialog or Home tab; empty when it is valid."""
    blocks = view["blocks"]
    own = [*_own(blocks, most=100, alike="action_id"), *_own_of_view(view)]
    try:
        View(**view).to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as fault:
        own.append(f"slack_sdk: {fault}")
    return [*own, *_blockkit(view), *(fault for block in blocks for fault in _sdk(block))]


def _own_of_view(view: dict[str, Any]) -> list[str]:
    found = []
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    if inputs and view["type"] == "modal" and "submit" not in view:
        found.append("input without submit")
    for name in ("title", "submit", "close"):
        if name in view and not (view[name]["type"] == "plain_text" and _length(view[name]) <= 24):
            found.append(f"{name} of {_length(view[name])}")
    if view["type"] == "modal" and "title" not in view:
        found.append("no title")
    if len(view.get("private_metadata", "").encode("utf-16-le")) // 2 > 3000:
        found.append("private_metadata too long")
    if len(view.get("callback_id", "")) > 255:
        found.append("callback_id too long")
    return found


def entity_faults(entity: dict[str, Any]) -> list[str]:
    """What Slack would refuse or drop in a Work Object (https://docs.slack.dev/messaging/work-objects-implementation).

    It drops metadata that it finds unfit without a word: better to find all of it here.
    """
    payload, actions = entity["entity_payload"], entity["entity_payload"].get("actions", {})
    found = [f"{name} is not known" for name in set(payload) - {"attributes", "custom_fields", "actions"}]
    found += [f"no {name}" for name in ("url", "external_ref", "entity_type") if not entity.get(name)]
    found += [] if entity["entity_type"] in EntityType else [f"type {entity['entity_type']}"]
    found += [] if set(entity["external_ref"]) <= {"id", "type"} and entity["external_ref"]["id"] else ["external_ref"]
    found += [f"{url} is no address" for url in (entity["url"],) if not url.startswith("https://") or "?" in url]
    found += [] if payload["attributes"]["title"]["text"].strip() else ["no title"]
    found += [f"{name} is no text" for name, value in payload["attributes"].items() if name != "title" and not value]
    for name, most in (("primary_actions", 2), ("overflow_actions", 5)):
        if name in actions and not 1 <= len(actions[name]) <= most:
            found.append(f"{len(actions[name])} {name}")
    found += [fault for action in _all_actions(actions) for fault in _action_faults(action)]
    keys = [field.get("key") for field in payload.get("custom_fields", ())]
    found += [f"two fields {key}" for key in set(keys) if keys.count(key) > 1]
    found += [fault for field in payload.get("custom_fields", ()) for fault in _field_faults(field)]
    try:
        EntityMetadata(**entity).validate_json()
    except (SlackObjectFormationError, TypeError) as fault:
        found.append(f"slack_sdk: {fault}")
    return found


def _all_actions(actions: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [*actions.get("primary_actions", ()), *actions.get("overflow_actions", ())]


def _action_faults(action: dict[str, Any]) -> list[str]:
    limits = {"text": 75, "action_id": 255, "value": 2000}
    found = [f"{name} of {len(action[name])}" for name, most in limits.items() if not 1 <= len(action[name]) <= most]
    found += [f"{name} is not known" for name in set(action) - {*limits, "style", "url", "accessibility_label"}]
    return found + [
        f"style {action['style']}" for _ in "x" if action.get("style", "primary") not in ("primary", "danger")
    ]


_FIELD_VALUES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str) and bool(value),
    "integer": lambda value: type(value) is int,
    "slack#/types/timestamp": lambda value: type(value) is int,
    "slack#/types/date": lambda value: bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)),
}


def _field_faults(field: dict[str, Any]) -> list[str]:
    name = field.get("key")
    found = [
        f"{part} of {name} is missing" for part in ("key", "label", "type", "value") if field.get(part) in (None, "")
    ]
    if field.get("type") not in CustomFieldType:
        return [*found, f"type {field.get('type')}"]
    if not found and not _FIELD_VALUES[field["type"]](field["value"]):
        found.append(f"{field['value']!r} is no {field['type']}")
    found += [
        f"{part} at {name}"
        for part in ("long", "format", "icon", "tag_color")
        if part in field and field["type"] != "string"
    ]
    return found + [f"{part} is not known" for part in set(field) - {"key", "label", "type", "value", "long"}]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within `value`, itself included."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from objects(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def shown(blocks: list[dict[str, Any]]) -> str:
    """What a person reads, as far as Slack's documentation tells: markup gone, entities decoded, one text a line."""
    return "\n".join(_read(item) for item in objects(blocks) if item.get("type") in ("plain_text", "mrkdwn", "text"))


def _read(text: dict[str, Any]) -> str:
    words = str(text["text"])
    if text["type"] != "mrkdwn":
        return words
    assert not re.search(r"<[^>]*>", words), f"control sequence in {words!r}"
    words = re.sub(r"^\*([^*\n]+)\*$", r"\1", words, flags=re.MULTILINE)
    assert not re.search(r"[*_~`]|:[a-z0-9_+-]+:|^\s*&gt;", words, re.MULTILINE), f"markup in {words!r}"
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _sdk(block: dict[str, Any]) -> list[str]:
    try:
        (parsed,) = Block.parse_all([block])
        rebuilt = parsed.to_dict()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError) as fault:
        return [f"slack_sdk: {fault}"]
    if rebuilt.get("private_metadata") == "null":  # what blockkit makes of a Home without any
        del rebuilt["private_metadata"]
    return [] if rebuilt == block else [f"slack_sdk reads {rebuilt} from {block}"]


def _blockkit(block: dict[str, Any]) -> list[str]:
    block = _without_misread(block)
    try:
        rebuilt = _rebuilt(block).build()
    except (FieldValidationError, ComponentValidationError, TypeError, KeyError) as fault:
        return [f"blockkit: {fault}"]
    if rebuilt.get("private_metadata") == "null":  # what blockkit makes of a Home without any
        del rebuilt["private_metadata"]
    return [] if rebuilt == block else [f"blockkit reads {rebuilt} from {block}"]


def _without_misread(value: Any) -> Any:
    """Without what blockkit gets wrong: numbers begin with a string, and a choice may stand in a group of options."""
    if isinstance(value, list):
        return [_without_misread(item) for item in value]
    if not isinstance(value, dict):
        return value
    left_out = {"initial_value"} if value.get("type") == "number_input" else set()
    left_out |= {"initial_option", "initial_options"} if "option_groups" in value else set()
    return {key: _without_misread(item) for key, item in value.items() if key not in left_out}


def _rebuilt(value: Any) -> Any:
    if isinstance(value, list):
        return [_rebuilt(item) for item in value]
    if not isinstance(value, dict):
        return value
    parts = {key: _rebuilt(item) for key, item in value.items()}
    if "type" not in value:
        return blockkit.OptionGroup(**parts) if "label" in value else blockkit.Option(**parts)
    if value["type"] in ("plain_text", "mrkdwn"):
        return blockkit.Text(**parts)
    return _BLOCKKIT[parts.pop("type")](**parts)


def _own(blocks: list[dict[str, Any]], *, most: int = 50, alike: str = "") -> list[str]:
    """What the libraries overlook: counts of a message, empty actions, duplicate ids, lengths as Slack counts them.

    Ids named `alike` have to be unique only within their block.
    """
    found = [] if 1 <= len(blocks) <= most else [f"{len(blocks)} blocks"]
    for name in {"block_id", "action_id"} - {alike}:
        ids = [item[name] for item in objects(blocks) if name in item]
        found += [f"duplicate {name} {i}" for i in {i for i in ids if ids.count(i) > 1}]
    for item in objects(blocks):
        found += _counts(item)
    return found


def _counts(item: dict[str, Any]) -> list[str]:
    found = []
    if item.get("type") == "actions" and not 1 <= len(item["elements"]) <= 25:
        found.append("actions block with a wrong number of elements")
    if item.get("type") == "context" and not 1 <= len(item["elements"]) <= 10:
        found.append("context block with a wrong number of elements")
    if item.get("type") == "overflow" and not 1 <= len(item["options"]) <= 5:
        found.append("overflow menu with a wrong number of options")
    found += _choices(item)
    if len(item.get("fields", ())) > 10:
        found.append("more than ten fields")
    found += [f"field of {_length(f)}" for f in item.get("fields", ()) if _length(f) > 2000]
    found += [f"id of {len(item[n])}" for n in ("block_id", "action_id") if len(item.get(n, "x")) > 255]
    if item.get("type") in ("plain_text", "mrkdwn", "text") and not (item["text"].strip() and _length(item) <= 3000):
        found.append(f"text of {_length(item)}")
    if item.get("type") == "button" and (_length(item["text"]) > 75 or len(item.get("value", "")) > 2000):
        found.append("button too long")
    return found


def _choices(item: dict[str, Any]) -> list[str]:
    """The options of menus and boxes: how many, how long, each once, and those chosen among them."""
    if item.get("type") not in ("static_select", "multi_static_select", "checkboxes", "overflow"):
        return []
    groups = item.get("option_groups", [{"options": item.get("options", [])}])
    most = 10 if item["type"] == "checkboxes" else 100
    found = [] if 1 <= len(groups) <= 100 else [f"{len(groups)} groups of options"]
    found += [f"{len(g['options'])} options" for g in groups if not 1 <= len(g["options"]) <= most]
    options = [option for group in groups for option in group["options"]]
    found += [f"option of {_length(o['text'])}" for o in options if _length(o["text"]) > 75]
    found += [f"option value {o['value']!r}" for o in options if not 1 <= len(o["value"]) <= 150]
    if len({o["value"] for o in options}) < len(options):
        found.append("an option twice")
    chosen = [*item.get("initial_options", ()), *([item["initial_option"]] if "initial_option" in item else ())]
    return found + [f"{o} is no option" for o in chosen if o not in options]


def _length(text: dict[str, Any]) -> int:
    return len(text["text"].encode("utf-16-le")) // 2
