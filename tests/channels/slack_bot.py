"""The Slack app behind its HTTP port, answering by a function of the test, with Slack's side on this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.desk import Moved
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Answer, ChatMessage, Reader, Reply
from tests.channels import slack_requests as ask
from tests.channels.block_rules import faults, view_faults
from tests.channels.slack_far_end import FarEnd, far_end

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ENGLISH = Reader("en", "Europe/Berlin")

Answering = Callable[[ChatMessage], Reply | Awaitable[Reply]]


@dataclass
class Bot:
    """A running bot: where it listens, what it was asked, and how it answers."""

    url: str
    far: FarEnd
    answering: Answering
    work: Work
    asked: list[ChatMessage] = field(default_factory=list)

    async def handle(self, message: ChatMessage) -> Answer:
        self.asked.append(message)
        reply = self.answering(message)
        return Answer(reply if isinstance(reply, Reply) else await reply, ENGLISH)

    async def post(self, body: str, **how: Any) -> dict[str, Any]:
        """Slack's request; the acknowledgement's body, empty when it has none."""
        headers = ask.signed(body, **how)
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            assert response.status == 200
            return dict(await response.json()) if response.content_type == "application/json" else {}

    async def opened(self, count: int = 1) -> dict[str, Any]:
        """The last of so many dialogs."""
        view: dict[str, Any] = (await self.far.wait_for("views.open", count))[-1]["view"]
        assert view_faults(view) == []
        return view

    async def answers(self, count: int = 1, method: str = "response") -> list[dict[str, Any]]:
        """What came in at the response URL, or by a method of the Web API."""
        found = await self.far.wait_for(method, count)
        for answer in found:
            assert faults(answer["blocks"]) == []
        return found


@asynccontextmanager
async def bot(
    answering: Answering, *, clock: Callable[[], datetime] = lambda: NOW, moved: Moved | None = None, **more: Any
) -> AsyncIterator[Bot]:
    """A bot that listens on a free port of this machine."""
    async with far_end() as far:
        running = Bot("", far, answering, Work())
        settings = SlackSettings("xoxb-1", signing_secret=ask.SECRET, api_url=far.api_url, fallback=ENGLISH, **more)
        app = build_app(settings, running.handle, work=running.work, clock=clock, moved=moved)

        async def ready() -> str | None:
            return None

        server = WebServer(build_web(WebParts(ready, lambda: b"", events_handler(app, ask.SECRET))))
        host, port = await server.start("127.0.0.1", 0)
        running.url = f"http://{host}:{port}/slack/events"
        try:
            yield running
        finally:
            await server.stop()
            await running.work.finish(2)
