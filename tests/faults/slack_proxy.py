"""A proxy before the Slack emulator that spoils calls of one method: refuses, breaks, is slow, or hangs up after delivery.

It also keeps the metadata of messages, which Slack does and the emulator does not.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

FAULTS = ("429", "500", "502 after sending", "cut before", "cut after sending", "late")
_LATE = 20.0  # seconds; longer than a sender waits for an answer


@dataclass
class SlackProxy:
    """`chance` of `chat.postMessage` to go wrong until `most` have; `happened` counts by kind."""

    target: str
    rng: random.Random
    most: int
    chance: float = 0.6
    url: str = ""
    happened: Counter[str] = field(default_factory=Counter)
    metadata: dict[str, Any] = field(default_factory=dict)
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    async def take(self, request: web.Request) -> web.StreamResponse:
        """One call, passed on unless something happens to it."""
        fault = self._fault(request.match_info["method"])
        body = await request.read()
        if fault == "429":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "1"})
        if fault == "500":
            return web.Response(status=500, text="upstream connect error")
        if fault == "cut before":
            return _hang_up(request)
        answer = await self._pass_on(request, body)
        if fault == "502 after sending":
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        if fault == "cut after sending":
            return _hang_up(request)
        if fault == "late":
            await asyncio.wait([asyncio.ensure_future(self.closing.wait())], timeout=_LATE)
        return answer

    def _fault(self, method: str) -> str | None:
        if method != "chat.postMessage" or self.happened.total() >= self.most or self.rng.random() > self.chance:
            return None
        # Each kind comes before any comes again; late ones cost most time.
        fault = min(self.rng.sample(FAULTS, len(FAULTS)), key=lambda kind: self.happened[kind])
        self.happened[fault] += 1
        return fault

    async def _pass_on(self, request: web.Request, body: bytes) -> web.StreamResponse:
        headers = {n: v for n, v in request.headers.items() if n.lower() in ("authorization", "content-type")}
        url = f"{self.target}{request.match_info['method']}"
        async with (
            aiohttp.ClientSession() as session,
            session.request(request.method, url, data=body, headers=headers, params=request.query) as response,
        ):
            answer = await response.json()
            if request.match_info["method"] == "chat.postMessage" and answer.get("ok"):
                self.metadata[answer["ts"]] = _metadata(request.content_type, body)
            for message in answer.get("messages") or ():
                if message["ts"] in self.metadata:
                    message["metadata"] = self.metadata[message["ts"]]
            return web.json_response(answer, status=response.status)


def _metadata(kind: str, body: bytes) -> Any:
    if kind == "application/json":
        return json.loads(body)["metadata"]
    return json.loads(parse_qs(body.decode())["metadata"][0])


def _hang_up(request: web.Request) -> web.StreamResponse:
    """No answer at all."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


@asynccontextmanager
async def slack_proxy(target: str, seed: int, most: int) -> AsyncIterator[SlackProxy]:
    """A proxy on a free port before the Web API at `target`."""
    proxy = SlackProxy(target, random.Random(seed), most)
    app = web.Application()
    app.router.add_route("*", "/api/{method}", proxy.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield proxy
    finally:
        proxy.closing.set()
        await runner.cleanup()
