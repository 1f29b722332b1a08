"""What somebody entered into a form that failed, kept behind the button that opens it again."""

from __future__ import annotations

import json
from collections.abc import Mapping

_MOST = 2000  # characters in the value of a button


def pack_draft(command: str, values: Mapping[str, str]) -> str:
    """The value of the button; without the longest answers where all of them are too long."""
    kept = dict(values)
    while True:
        packed = json.dumps({"command": command, "values": kept}, ensure_ascii=False, separators=(",", ":"))
        if len(packed.encode("utf-16-le")) // 2 <= _MOST or not kept:
            return packed
        kept.pop(max(kept, key=lambda key: len(kept[key])))


def unpack_draft(value: str) -> tuple[str, dict[str, str]]:
    """The form's command and what was entered."""
    try:
        told = json.loads(value)
        return str(told["command"]), {str(key): str(entered) for key, entered in told["values"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return value, {}
