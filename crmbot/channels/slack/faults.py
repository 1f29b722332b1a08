"""What goes wrong when Slack is asked: how it is caught, and Slack's own word for it."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

# Slack refuses, or gives no answer. Any other OSError, such as a full disk, is ours: aiohttp makes its own of those of the network.
AWAY = (SlackClientError, ClientError, TimeoutError, ConnectionError)
# The same where also a body must be borne that is JSON and no object: the SDK stumbles over it.
NO_ANSWER = (*AWAY, AttributeError)

# Slack's own troubles, and ours with the connection: the same may go through later.
PASSING = frozenset({
    "ratelimited", "rate_limited", "message_limit_exceeded", "internal_error", "fatal_error", "service_unavailable",
    "request_timeout", "team_added_to_org", "accesslimited",
})  # fmt: skip
# Slack's words for what this workspace or app has not got.
UNKNOWN = frozenset(
    {"unknown_method", "method_deprecated", "feature_not_enabled", "missing_scope", "not_allowed_token_type"}
)


def error_of(fault: BaseException) -> str:
    """Slack's word for what it refused; empty for an answer that is none of Slack's.

    Behind a broken proxy the response is text instead of an object, or aiohttp's own.
    """
    data: Any = getattr(getattr(fault, "response", None), "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def word_of(fault: BaseException) -> str:
    """The same; the kind of the fault where Slack has no word for it."""
    return error_of(fault) or type(fault).__name__
