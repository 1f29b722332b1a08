"""Takes requests from all surfaces of Slack: each is handled once, in order, and answered where it was asked."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import ClientError
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.answers import Post
from crmbot.channels.slack.conversation import DOUBLE_CLICK
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.settled import Settled
from crmbot.channels.slack.users import Users
from crmbot.channels.slack.work import Repeats, Work
from crmbot.shapes import Answer, ChatMessage, Reply, t

_log = logging.getLogger(__name__)

Handle = Callable[[ChatMessage], Awaitable[Answer]]
Ask = Callable[[str | None], ChatMessage]  # the mail address of the asking person, to the message
Clock = Callable[[], datetime]

_REPEAT = 900.0  # seconds; Slack repeats an event for some minutes at most

_SORRY = Reply("error", t("That failed on our side, nothing was changed. Please try again in a moment."), ok=False)


class Desk:
    """Takes requests, lets them be handled and sees to the answer. What every surface needs is found here."""

    def __init__(
        self, settings: SlackSettings, handle: Handle, client: AsyncWebClient, work: Work, clock: Clock
    ) -> None:
        self.settings = settings
        self.handle = handle
        self.client = client
        self.users = Users(client)
        self.work = work
        self.now = clock
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
        self.work.start(draft.conversation, self._answer(draft, team, ask, post))

    def is_double_click(self, button: str) -> bool:
        """Whether the same person pressed the same button a moment ago."""
        return not self._presses.is_first(button, DOUBLE_CLICK)

    async def _answer(self, draft: ChatMessage, team: str | None, ask: Ask, post: Post) -> None:
        try:
            answer = await self.handle(ask(await self.users.email(draft.user, team)))
        except Exception:  # noqa: BLE001 - the last place before the person: whatever went wrong, she is told that it did
            _log.exception("A request from Slack failed", extra={"request": draft.request_key})
            self._repeats.forget(draft.request_key)
            answer = Answer(_SORRY, self.settings.fallback)
        try:
            await post(answer)
        except (ClientError, SlackClientError, TimeoutError, OSError) as fault:
            # What was asked is done. Slack is away, or the request named no address at which it takes answers.
            why = f"{type(fault).__name__} {fault}"[:300]
            _log.warning("An answer to Slack was not delivered: %s", why, extra={"request": draft.request_key})
        except Exception:  # noqa: BLE001 - what was asked is done; only the log can tell that the answer is lost
            _log.exception("An answer to Slack was not delivered", extra={"request": draft.request_key})
