"""Reasons as they stand in the inbox: keys and values, put into words when somebody reads them."""

from __future__ import annotations

from typing import Any

from crmbot import codec
from crmbot.shapes import Text


def dump_reason(reason: Text) -> Any:
    """A reason as JSON."""
    return codec.dump(reason)


def load_reason(stored: Any) -> Text | None:
    """What `dump_reason` wrote; None where there is none."""
    if stored is None:
        return None
    loaded = codec.load(stored)
    return loaded if isinstance(loaded, Text) else Text(str(loaded.get("message", "")), loaded.get("args", {}))
