"""Faults in the listeners themselves: one record in the log with its traceback, and a word for whoever waits for an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.listener.async_listener_error_handler import AsyncListenerErrorHandler
from slack_bolt.middleware.async_middleware_error_handler import AsyncMiddlewareErrorHandler

from crmbot.channels.slack.conversation import is_spoken
from crmbot.channels.slack.desk import SORRY, Desk
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.places import say
from crmbot.channels.slack.source import Source
from crmbot.shapes import Answer

_log = logging.getLogger(__name__)

_OURS = "crmbot."  # the modules whose faults are ours
_SEEN = 0.05  # seconds in which Bolt has seen an acknowledgement
_SAID = frozenset({"message", "app_mention"})  # events to which somebody awaits an answer


def register(app: AsyncApp, desk: Desk) -> None:
    """Sees to whatever nobody caught."""
    stumbles = Stumbles(desk)
    # `app.error` sets the same two, behind a wrapper that takes the payload apart, and stumbles over it as the library did.
    app.listener_runner.listener_error_handler = stumbles
    app._async_middleware_error_handler = stumbles  # noqa: SLF001


class Stumbles(AsyncListenerErrorHandler, AsyncMiddlewareErrorHandler):
    """What Slack was not told yet, it is told now: 500, so that it says so where somebody waits and sends events again; 400 where
    the library stumbled over what Slack does not send.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def handle(self, error: Exception, request: AsyncBoltRequest, response: BoltResponse | None) -> None:
        """Logs the fault in one record, and tells Slack or whoever waits."""
        what = {"payload": _kind(request.body)}
        if response is not None:
            response.status = 500
        if isinstance(error, AWAY):
            _log.warning("Slack gives no answer: %s", str(error)[:300], extra=what)
        elif _is_ours(error.__traceback__):
            _log.error("a listener failed", exc_info=error, extra=what)
        else:
            _log.warning("not in Slack's form: %s", type(error).__name__, extra=what)
            if response is not None:
                response.status, response.body = 400, "not in Slack's form"
            return
        if response is not None:
            return
        # Bolt takes the acknowledgement back as soon as this returns; until then it looks for it each hundredth of a second.
        await asyncio.sleep(_SEEN)
        source = _asker(request.body, request.context)
        if source is not None:
            desk, answer = self._desk, Answer(SORRY, self._desk.settings.fallback)
            desk.work.start(source.conversation, desk.deliver(lambda a: say(desk, source, a), answer, None))


def _is_ours(traceback: TracebackType | None) -> bool:
    """Whether a module of ours was at work, not only the library."""
    while traceback is not None:
        if str(traceback.tb_frame.f_globals.get("__name__")).startswith(_OURS):
            return True
        traceback = traceback.tb_next
    return False


def _kind(body: Mapping[str, Any]) -> str:
    """What Slack sent, without anything that people wrote."""
    event = body.get("event")
    found = event.get("type") if isinstance(event, Mapping) else body.get("type") or body.get("command")
    return str(found or "unknown")[:60]


def _asker(body: Mapping[str, Any], context: AsyncBoltContext) -> Source | None:
    """Who waits for an answer, and where; None for an event that nobody made on purpose."""
    event = body.get("event")
    if isinstance(event, Mapping) and not (event.get("type") in _SAID and is_spoken(event)):
        return None
    user, channel = context.user_id, context.channel_id
    if not user:
        return None
    conversation = f"slack:{channel or 'direct'}:{user}"
    return Source(user, conversation, channel=channel or "", response_url=context.response_url or "")
