"""An answer as a message of Slack's, and the address at which Slack takes answers to one request for half an hour."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.webhook.async_client import AsyncWebhookClient

from crmbot.channels.slack.blocks import fallback_text, reply_to_blocks
from crmbot.channels.slack.menus import with_fresh_menus
from crmbot.shapes import Answer

_log = logging.getLogger(__name__)

Post = Callable[[Answer], Awaitable[None]]

_PATIENCE = 2  # times that Slack may ask us to wait


def message_of(answer: Answer, share: str | None = None, asked: str | None = None) -> dict[str, Any]:
    """The arguments of a Slack message. Links of outsiders are not unfurled: their pictures would tell who reads.

    `share` is the chat text that a button "Share in channel" stands for; without it there is no such button.
    `asked` is the text that the answer is given to.
    """
    return {
        "text": fallback_text(answer.reply, answer.reader),
        "blocks": with_fresh_menus(reply_to_blocks(answer.reply, answer.reader, share=share, asked=asked)),
        "unfurl_links": False,
        "unfurl_media": False,
    }


async def respond(url: str, **message: Any) -> bool:
    """Sends `message` to a response URL (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).

    False when Slack does not take it: half an hour is over, or it took five already.
    """
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=_PATIENCE)]
    response = await AsyncWebhookClient(url, retry_handlers=list(handlers)).send_dict(message)
    if response.status_code != 200:
        _log.warning("Slack did not take an answer: %s %s", response.status_code, _first_line(response.body))
    return response.status_code == 200


def _first_line(body: str | Mapping[str, Any] | None) -> str:
    return str(body or "").partition("\n")[0][:200]
