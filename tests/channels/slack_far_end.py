"""Slack's side of the Web API on this machine: answers what a test wants and keeps what it was asked.

The emulator knows Slack far better; this one can refuse, be slow, hang up and keep message metadata, which the emulator cannot.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Behaviour = Callable[[dict[str, Any]], Awaitable[web.StreamResponse] | dict[str, Any]]

ANNA = {
    "id": "U1",
    "team_id": "T1",
    "is_bot": False,
    "profile": {"email": "Anna@Firma.example", "real_name": "Anna Berg"},
}


@dataclass
class FarEnd:
    """Calls in the order they came, as (method, arguments); `behaviours` replaces the answer of a method."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    posted: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def response_url(self) -> str:
        return f"{self.url}/response/1"

    def of(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of `method`."""
        return [arguments for name, arguments in self.calls if name == method]

    async def wait_for(self, method: str, count: int = 1, seconds: float = 5.0) -> list[dict[str, Any]]:
        """The calls of `method` as soon as there are `count`."""

        async def enough() -> None:
            async with self.changed:
                await self.changed.wait_for(lambda: len(self.of(method)) >= count)

        await asyncio.wait_for(enough(), seconds)
        return self.of(method)

    async def answer(self, method: str, arguments: dict[str, Any]) -> web.StreamResponse:
        behaviour = self.behaviours.get(method)
        if behaviour is None:
            return web.json_response(self._usual(method, arguments))
        result = behaviour(arguments)
        return web.json_response(result) if isinstance(result, dict) else await result

    def _usual(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            return {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT", "user": "crmbot"}
        if method == "users.info":
            return {"ok": True, "user": {**ANNA, "id": arguments["user"]}}
        if method == "conversations.open":
            return {"ok": True, "channel": {"id": f"D{arguments['users']}"}}
        if method == "conversations.history":
            return {"ok": True, "messages": list(reversed(self.posted)), "has_more": False}
        if method == "chat.postMessage":
            message = {"ts": f"{len(self.posted) + 1}.0", **arguments}
            self.posted.append(message)
            return {"ok": True, "channel": arguments["channel"], "ts": message["ts"], "message": message}
        if method == "chat.getPermalink":
            place = f"{arguments['channel']}/p{str(arguments['message_ts']).replace('.', '')}"
            return {"ok": True, "permalink": f"https://firma.slack.com/archives/{place}"}
        return {"ok": True}


@asynccontextmanager
async def far_end() -> AsyncIterator[FarEnd]:
    """A far end on a free port of this machine."""
    far = FarEnd()

    async def take(request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        far.calls.append((method, arguments))
        async with far.changed:
            far.changed.notify_all()
        return await far.answer(method, arguments)

    app = web.Application()
    app.router.add_post("/api/{method}", take)
    app.router.add_get("/api/{method}", take)
    app.router.add_post("/{method:response|upload}/1", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    far.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield far
    finally:
        await runner.cleanup()


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    form = {**request.query, **{k: str(v) for k, v in (await request.post()).items()}}
    return {k: json.loads(v) if k in ("blocks", "metadata", "view", "unfurls") else v for k, v in form.items()}
