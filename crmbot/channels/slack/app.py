"""The Slack app: acknowledges at once, then hands what was asked to `handle` and posts its answer."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.answers import Post, to_asker, to_conversation, to_press
from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.conversation import (
    DOUBLE_CLICK,
    Payload,
    from_command,
    from_event,
    from_press,
    is_direct,
    is_spoken,
    press_of,
)
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.settled import Settled
from crmbot.channels.slack.users import Users
from crmbot.channels.slack.work import Repeats, Work
from crmbot.shapes import Answer, ChatMessage, Reply, t

_log = logging.getLogger(__name__)

Handle = Callable[[ChatMessage], Awaitable[Answer]]
Ask = Callable[[str | None], ChatMessage]  # the mail address of the asking person, to the message

_REPEAT = 900.0  # seconds; Slack repeats an event for some minutes at most


def build_app(
    settings: SlackSettings,
    handle: Handle,
    *,
    work: Work,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncApp:
    """An app that answers the slash command, mentions, direct messages and buttons by `handle`.

    It connects to nothing: requests come in by Socket Mode (`socket_mode.SocketMode`) or HTTP (`http.events_handler`).
    """
    # What Slack refused for its rate is tried again when it says so; what broke on the way may have arrived, so it is not.
    patience = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = AsyncWebClient(token=settings.bot_token, base_url=settings.base_url, retry_handlers=list(patience))
    # Without a secret nothing may come in by HTTP: a random one cannot be guessed, an empty one could be signed with.
    app = AsyncApp(client=client, signing_secret=settings.signing_secret or secrets.token_hex(), name="crmbot")
    _register(app, settings, _Desk(settings, handle, Users(client), work), clock)
    return app


class _Desk:
    """Takes requests, lets them be handled and sees to the answer."""

    def __init__(self, settings: SlackSettings, handle: Handle, users: Users, work: Work) -> None:
        self._settings = settings
        self._handle = handle
        self._users = users
        self._work = work
        self._repeats = Repeats()
        self._presses = Repeats()
        self.settled = Settled()

    def take(self, context: AsyncBoltContext, ask: Ask, post: Post) -> None:
        """Starts the work on one request, unless it was taken before."""
        draft = ask(None)
        team = context.authorize_result.team_id if context.authorize_result else None
        if team and context.team_id and context.team_id != team and not context.is_enterprise_install:
            _log.warning("A request from another workspace was refused", extra={"request": draft.request_key})
            return
        if not self._repeats.is_first(draft.request_key, _REPEAT):
            _log.info("Slack repeats %s", draft.request_key)
            return
        self._work.start(draft.conversation, self._answer(draft, team, ask, post))

    def is_double_click(self, button: str) -> bool:
        """Whether the same person pressed the same button a moment ago."""
        return not self._presses.is_first(button, DOUBLE_CLICK)

    async def _answer(self, draft: ChatMessage, team: str | None, ask: Ask, post: Post) -> None:
        try:
            answer = await self._handle(ask(await self._users.email(draft.user, team)))
        except Exception:  # noqa: BLE001 - the last place before the person: whatever went wrong, she is told that it did
            _log.exception("A request from Slack failed", extra={"request": draft.request_key})
            self._repeats.forget(draft.request_key)
            answer = Answer(_SORRY, self._settings.fallback)
        try:
            await post(answer)
        except (ClientError, SlackClientError, TimeoutError, OSError) as fault:
            # What was asked is done. Slack is away, or the request named no address at which it takes answers.
            why = f"{type(fault).__name__} {fault}"[:300]
            _log.warning("An answer to Slack was not delivered: %s", why, extra={"request": draft.request_key})
        except Exception:  # noqa: BLE001 - what was asked is done; only the log can tell that the answer is lost
            _log.exception("An answer to Slack was not delivered", extra={"request": draft.request_key})


_SORRY = Reply("error", t("That failed on our side, nothing was changed. Please try again in a moment."), ok=False)


def _register(app: AsyncApp, settings: SlackSettings, desk: _Desk, clock: Callable[[], datetime]) -> None:
    @app.command(settings.command)
    async def on_command(ack: AsyncAck, body: Payload, respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        at = clock()
        if body.get("channel_id") and body.get("user_id") and body.get("response_url"):
            desk.take(context, lambda email: from_command(body, at, email), to_asker(respond))

    async def on_event(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if is_spoken(event):
            at, bot = clock(), context.bot_user_id or ""
            desk.take(context, lambda email: from_event(event, bot, at, email), to_conversation(client, event))

    @app.event("app_mention")
    async def on_mention(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        await on_event(event, client, context)

    @app.event("message")
    async def on_message(event: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext) -> None:
        if is_direct(str(event.get("channel", ""))):
            await on_event(event, client, context)

    @app.action(re.compile(f"^{PREFIX}/"))
    async def on_press(ack: AsyncAck, body: Payload, respond: AsyncRespond, context: AsyncBoltContext) -> None:
        await ack()
        at, press = clock(), press_of(body)
        if press is not None and not desk.is_double_click(press.button):
            desk.take(context, lambda email: from_press(press, at, email), to_press(respond, press, desk.settled))
