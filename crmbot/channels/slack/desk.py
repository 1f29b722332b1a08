"""Takes requests from all surfaces of Slack: each is handled once, in order, and answered where it was asked."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from crmbot.channels.slack.answers import Post
from crmbot.channels.slack.company import Company
from crmbot.channels.slack.conversation import DOUBLE_CLICK
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.settled import Settled
from crmbot.channels.slack.source import Source
from crmbot.channels.slack.users import Users
from crmbot.channels.slack.work import Repeats, Submission, Submissions, Work
from crmbot.shapes import Answer, ChatMessage, Reply, t

_log = logging.getLogger(__name__)

Handle = Callable[[ChatMessage], Awaitable[Answer]]
Ask = Callable[[str | None], ChatMessage]  # the mail address of the asking person, to the message
Prepare = Callable[[ChatMessage], Awaitable[ChatMessage]]  # fetches what has to be fetched before it can be handled
Clock = Callable[[], datetime]
Moved = Callable[
    [str, str], Coroutine[Any, Any, None]
]  # somebody's Slack id, and the IANA zone of his clock there from now on
Tell = Callable[[Source, Answer], Awaitable[None]]

_REPEAT = 900.0  # seconds; Slack repeats an event for some minutes at most

SORRY = Reply("error", t("That failed on our side, nothing was changed. Please try again in a moment."), ok=False)
_REMOVED = Reply("error", t("This account is no more; I do not work for it."), ok=False)


class Desk:
    """Takes requests, lets them be handled and sees to the answer. What every surface needs is found here."""

    def __init__(
        self,
        settings: SlackSettings,
        handle: Handle,
        company: Company,
        work: Work,
        clock: Clock,
        moved: Moved | None = None,
    ) -> None:
        self.settings = settings
        self.handle = handle
        self.client = company.client
        self.users = Users(company.client)
        self.audiences = company.audiences
        self.work = work
        self.now = clock
        self.moved = moved
        self.team: str | None = None  # our own workspace
        self._repeats = Repeats()
        self._presses = Repeats()
        self._submissions = Submissions(work)
        self.settled = Settled()
        self.pace = company.pace
        # By the kind of the source: surfaces that tell answers to dialogs themselves.
        self.tellers: dict[str, Tell] = {}

    def take(
        self, context: AsyncBoltContext, ask: Ask, post: Post, prepare: Prepare | None = None, *, at_once: bool = False
    ) -> None:
        """Starts the work on one request, unless it was taken before; `at_once` does not wait for its conversation."""
        draft = ask(None)
        if not self._is_ours(context, draft):
            return
        if not self._repeats.is_first(draft.request_key, _REPEAT):
            _log.info("Slack repeats %s", draft.request_key)
            return
        turn = f"at once:{draft.request_key}" if at_once else draft.conversation
        self.work.start(turn, self._answer(draft, _team(context), ask, post, prepare))

    def submit(self, context: AsyncBoltContext, ask: Ask, prepare: Prepare | None = None) -> Submission | None:
        """The answer to a dialog, as soon as it is there; a repeat shares it. None for one of another workspace.

        A dialog does not wait for what else is in hand in its conversation: whoever sent it is waiting in front of it.
        """
        draft = ask(None)
        if not self._is_ours(context, draft):
            return None
        team, key = _team(context), draft.request_key or ""
        return self._submissions.once(key, lambda: self._handled(draft, team, ask, prepare))

    async def ask(self, draft: ChatMessage) -> Answer:
        """The answer to something that we ask ourselves in somebody's name, such as the card that he sees anew."""
        return await self._handled(draft, self.team, lambda email: replace(draft, email=email))

    def is_double_click(self, button: str) -> bool:
        """Whether the same person pressed the same button a moment ago."""
        return not self._presses.is_first(button, DOUBLE_CLICK)

    async def direct(self, user: str) -> str:
        """The channel of the direct message with `user`. Raises what the Web API raises."""
        opened = await self.client.conversations_open(users=user)
        return str(opened["channel"]["id"])

    def _is_ours(self, context: AsyncBoltContext, draft: ChatMessage) -> bool:
        team = self.team = _team(context)
        if team and context.team_id and context.team_id != team and not context.is_enterprise_install:
            _log.warning("A request from another workspace was refused", extra={"request": draft.request_key})
            return False
        return True

    async def _answer(
        self, draft: ChatMessage, team: str | None, ask: Ask, post: Post, prepare: Prepare | None
    ) -> None:
        answer = await self._handled(draft, team, ask, prepare)
        await self.deliver(post, answer, draft.request_key)

    async def _handled(self, draft: ChatMessage, team: str | None, ask: Ask, prepare: Prepare | None = None) -> Answer:
        try:
            email = await self.users.email(draft.user, team)
            if self.users.is_gone(draft.user):
                return Answer(_REMOVED, self.settings.fallback)
            message = replace(ask(email), zone=self.users.zone(draft.user))
            return await self.handle(await prepare(message) if prepare is not None else message)
        except Exception:  # noqa: BLE001 - the last place before the person: whatever went wrong, she is told that it did
            _log.exception("A request from Slack failed", extra={"request": draft.request_key})
            self._repeats.forget(draft.request_key)
            return Answer(SORRY, self.settings.fallback)

    @staticmethod
    async def deliver(post: Post, answer: Answer, request_key: str | None) -> None:
        """Posts an answer; what goes wrong with that is a line in the log."""
        try:
            await post(answer)
        except AWAY as fault:
            # What was asked is done. Slack is away, or the request named no address at which it takes answers.
            why = f"{type(fault).__name__} {fault}"[:300]
            _log.warning("An answer to Slack was not delivered: %s", why, extra={"request": request_key})
        except Exception:  # noqa: BLE001 - what was asked is done; only the log can tell that the answer is lost
            _log.exception("An answer to Slack was not delivered", extra={"request": request_key})


def _team(context: AsyncBoltContext) -> str | None:
    return context.authorize_result.team_id if context.authorize_result else None
