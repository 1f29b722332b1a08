"""Whether a request has the form of Slack's, as far as we and Bolt rely on it.

Bolt takes the form for granted and fails with a traceback where it is another. What Slack sends always passes; what is
asked here stands in https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/apis/events-api.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

_WORD = (str, type(None))
_THING = (dict, type(None))
_NAMED = (dict, str, type(None))  # an id, or an object with one
_FORMS: Mapping[str, tuple[type, ...]] = {
    **dict.fromkeys(
        (
            "id", "type", "subtype", "text", "ts", "thread_ts", "bot_id", "team_id", "user_id", "channel_id", "enterprise_id",
            "api_app_id", "event_id", "command", "trigger_id", "response_url", "action_id", "block_id", "callback_id",
            "action_ts", "message_ts", "channel_type", "client_msg_id", "value",
        ),
        _WORD,
    ),
    **dict.fromkeys(("event", "container", "message", "view", "previous_message"), _THING),
    **dict.fromkeys(("user", "team", "channel", "enterprise"), _NAMED),
    **dict.fromkeys(("authorizations", "actions", "blocks"), (list, type(None))),
    "is_enterprise_install": (bool, str, type(None)),
    "is_ephemeral": (bool, type(None)),
}  # fmt: skip
_NEEDED: Mapping[str, Sequence[str]] = {  # by the type of the payload
    "event_callback": ("event", "event_id"),
    "block_actions": ("actions", "user"),
}
_DEPTH = 4


def well_formed(body: str, content_type: str) -> bool:
    """Whether Bolt and we can take it."""
    try:
        value = _read(body, content_type)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and _fits(value, _DEPTH) and _whole(value)


def _read(body: str, content_type: str) -> Any:
    if "application/json" in content_type or body.startswith("{"):
        return json.loads(body)
    fields: dict[str, Any] = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    return json.loads(fields["payload"]) if "payload" in fields else fields


def _fits(value: Mapping[str, Any], depth: int) -> bool:
    """Every known name has a value of its kind, here and below."""
    for name, one in value.items():
        if name in _FORMS and not isinstance(one, _FORMS[name]):
            return False
        below = one if isinstance(one, list) and name in _FORMS else [one] if isinstance(one, dict) else []
        if not all(isinstance(entry, dict) and (not depth or _fits(entry, depth - 1)) for entry in below):
            return False
    return True


def _whole(value: Mapping[str, Any]) -> bool:
    kind = value.get("type")
    if any(not value.get(name) for name in _NEEDED.get(str(kind), ())):
        return False
    if kind == "block_actions":
        named = all(
            action.get("action_id") and action.get("block_id") and action.get("type") for action in value["actions"]
        )
        return named and isinstance(value["user"], dict) and bool(value["user"].get("id"))
    if kind == "event_callback":
        return bool(value["event"].get("type"))
    return kind in _KINDS or "command" in value


_KINDS = ("url_verification", "app_rate_limited", "view_submission", "view_closed", "shortcut", "message_action")
