"""Whether blocks keep Slack's limits: three independent opinions (slack_sdk's models, blockkit, rules of our own)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import blockkit
from blockkit.core import ComponentValidationError, FieldValidationError
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

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
    "plain_text": blockkit.Text,
    "mrkdwn": blockkit.Text,
}


def faults(blocks: list[dict[str, Any]]) -> list[str]:
    """What Slack would refuse in a message of these blocks; empty when it is valid."""
    return [*_own(blocks), *(fault for block in blocks for fault in (*_sdk(block), *_blockkit(block)))]


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
    return [] if rebuilt == block else [f"slack_sdk reads {rebuilt} from {block}"]


def _blockkit(block: dict[str, Any]) -> list[str]:
    try:
        rebuilt = _rebuilt(block).build()
    except (FieldValidationError, ComponentValidationError, TypeError, KeyError) as fault:
        return [f"blockkit: {fault}"]
    return [] if rebuilt == block else [f"blockkit reads {rebuilt} from {block}"]


def _rebuilt(value: Any) -> Any:
    if isinstance(value, list):
        return [_rebuilt(item) for item in value]
    if not isinstance(value, dict):
        return value
    parts = {key: _rebuilt(item) for key, item in value.items()}
    if "type" not in value:
        return blockkit.Option(**parts)
    if value["type"] in ("plain_text", "mrkdwn"):
        return blockkit.Text(**parts)
    return _BLOCKKIT[parts.pop("type")](**parts)


def _own(blocks: list[dict[str, Any]]) -> list[str]:
    """What the libraries overlook: counts of a message, empty actions, duplicate ids, lengths as Slack counts them."""
    found = [] if 1 <= len(blocks) <= 50 else [f"{len(blocks)} blocks"]
    for name in ("block_id", "action_id"):
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
    if len(item.get("fields", ())) > 10:
        found.append("more than ten fields")
    found += [f"field of {_length(f)}" for f in item.get("fields", ()) if _length(f) > 2000]
    found += [f"id of {len(item[n])}" for n in ("block_id", "action_id") if len(item.get(n, "x")) > 255]
    if item.get("type") in ("plain_text", "mrkdwn", "text") and not (item["text"].strip() and _length(item) <= 3000):
        found.append(f"text of {_length(item)}")
    if item.get("type") == "button" and (_length(item["text"]) > 75 or len(item.get("value", "")) > 2000):
        found.append("button too long")
    return found


def _length(text: dict[str, Any]) -> int:
    return len(text["text"].encode("utf-16-le")) // 2
