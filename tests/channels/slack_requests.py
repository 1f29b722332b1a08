"""Requests as Slack makes and signs them."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

SECRET = "not-a-real-secret"


def signed(body: str, *, age: float = 0, secret: str = SECRET, kind: str = "form") -> dict[str, str]:
    """The headers for `body`, signed `age` seconds ago."""
    timestamp = str(int(time.time() - age))
    # https://docs.slack.dev/authentication/verifying-requests-from-slack, by hand: the SDK refuses an empty secret.
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    types = {"form": "application/x-www-form-urlencoded", "json": "application/json"}
    return {
        "Content-Type": types[kind],
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def command(text: str, *, response_url: str, trigger: str = "1.trigger", channel: str = "C1") -> str:
    return urlencode({
        "command": "/crm", "text": text, "user_id": "U1", "user_name": "anna", "channel_id": channel, "team_id": "T1",
        "response_url": response_url, "trigger_id": trigger, "api_app_id": "A1",
    })  # fmt: skip


def event(event_id: str = "Ev1", **details: Any) -> str:
    inner = {"type": "message", "user": "U1", "ts": "1700000000.000100", "channel": "D1", "text": "pipeline", **details}
    return json.dumps({
        "token": "x", "team_id": "T1", "api_app_id": "A1", "type": "event_callback", "event_id": event_id,
        "event_time": 1700000000, "event": inner, "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
    })  # fmt: skip


def press(action: dict[str, Any], *, response_url: str, message: dict[str, Any] | None, channel: str = "D1") -> str:
    """A pressed button; `message` None stands for an ephemeral one, whose blocks Slack does not send."""
    container = {"type": "message", "message_ts": "1700000000.000200", "channel_id": channel}
    payload: dict[str, Any] = {
        "type": "block_actions", "user": {"id": "U1", "team_id": "T1"}, "team": {"id": "T1"}, "api_app_id": "A1",
        "trigger_id": "2.trigger", "channel": {"id": channel}, "response_url": response_url,
        "container": {**container, "is_ephemeral": message is None},
        "actions": [{"type": "button", "action_ts": "1700000001.000000", **action}],
    }  # fmt: skip
    if message is not None:
        payload["message"] = {"ts": container["message_ts"], **message}
    return urlencode({"payload": json.dumps(payload)})


def submit(view: dict[str, Any], values: dict[str, dict[str, Any]], *, view_id: str = "V1", user: str = "U1") -> str:
    """A dialog sent off: the view as it was opened, and per field what its input holds."""
    state = {f"field:{key}": {"crm/answer": entered} for key, entered in values.items()}
    payload = {
        "type": "view_submission", "user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"}, "api_app_id": "A1",
        "trigger_id": "3.trigger", "view": {**view, "id": view_id, "hash": "h1", "state": {"values": state}},
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)})


def typed(text: str | None) -> dict[str, Any]:
    """What a text field holds."""
    return {"type": "plain_text_input", "value": text}
