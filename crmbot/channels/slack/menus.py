"""Menus that can be used again.

Slack remembers what somebody chose in a menu for as long as its block keeps its id, and tells nobody when he chooses the
same once more. So each message that is posted, and each one whose menu was used, gets new ids for those blocks.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

_TAIL = re.compile(r"\.[0-9a-f]{6}(?=/|$)")


def with_fresh_menus(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """`blocks` as they are, but for the ids of those that hold a menu."""
    return [_renamed(block) if has_menu(block) else dict(block) for block in blocks]


def without_tail(block_id: str) -> str:
    """The id that the block of a menu had before it got a new one."""
    return _TAIL.sub("", block_id)


def has_menu(block: Mapping[str, Any]) -> bool:
    """Whether a menu of ours stands in `block`."""
    return block.get("type") == "actions" and any(
        isinstance(element, Mapping) and element.get("type") == "static_select"
        for element in block.get("elements") or ()
    )


def _renamed(block: Mapping[str, Any]) -> dict[str, Any]:
    """The number in the id gets a tail; the rest of the id tells what the block belongs to."""
    parts = str(block.get("block_id") or "").split("/")
    if len(parts) < 4:
        return dict(block)
    parts[3] = f"{without_tail(parts[3])}.{secrets.token_hex(3)}"
    return {**block, "block_id": "/".join(parts)}
