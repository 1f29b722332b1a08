"""From a signed request of Slack's to its acknowledgement and to the answer, in a CRM with 100,000 deals.

Everything is as in a serving process but Slack itself, which is a far end on this machine: the signature is checked, the
request dispatched and acknowledged, the assistant asks the database, the answer arrives at the address Slack named. The
same with an assistant that knows only one answer shows what of it is the way, and what the CRM. The processor's time, in
which the far end is counted too, says the same on a busy machine.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from benchmarks.crm import Chat, reading, writing
from benchmarks.crm_data import NOW, fill
from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Answer, ChatMessage, Reader, Reply, t
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store

SIZE = (100_000, 100_000, 200_000)  # contacts, deals, activities
BAR_MS = 60  # from the request to the answer, in the middle
ROUNDS = 3
_SECRET = "not-a-secret"

Times = tuple[float, float, float]  # milliseconds to the acknowledgement, to the answer, and of the processor
Handle = Callable[[ChatMessage], Awaitable[Answer]]


@dataclass
class Slack:
    """Slack's side: gives the address of the person who asks, and takes answers."""

    url: str = ""
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    async def call(self, request: web.Request) -> web.Response:
        """The Web API, as far as it is asked."""
        user = {"id": "U1", "team_id": "T1", "profile": {"email": "m1@firma.example", "real_name": "Member 1"}}
        ids = {"team_id": "T1", "user_id": "UBOT", "bot_id": "BBOT"}
        return web.json_response({"ok": True, **ids, "user": user if request.path.endswith("users.info") else "crmbot"})

    async def answered(self, request: web.Request) -> web.Response:
        """An answer to a command."""
        await request.read()
        self.waiting[request.match_info["number"]].set_result(time.perf_counter())
        return web.json_response({"ok": True})


def bench_slack(folder: Path) -> None:
    """Print the medians of the acknowledgement and of the answer, by what is asked."""
    store = Store.open(f"sqlite:///{folder}/slack.db")
    ensure_schema(store.engine)
    fill(store, *SIZE)
    requests = {**reading(store), **writing(store)}
    asyncio.run(_measure(requests, store))
    store.close()


async def _measure(requests: dict[str, list[str]], store: Store) -> None:
    chat, pool = Chat(store), ThreadPoolExecutor(4)

    async def handle(message: ChatMessage) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(pool, chat.answer, message)

    async def stub(_message: ChatMessage) -> Answer:
        return Answer(Reply("done", t("Done")), Reader("en"))

    ways = {"stub": await _times(stub, {"one answer": ["help"] * 20}), "crm": await _times(handle, requests)}
    pool.shutdown()
    (base,) = ways["stub"].values()
    print(
        f"slack: one known answer: acknowledged after {_middle(base, 0):.1f} ms, answered after {_middle(base, 1):.1f} ms"
    )
    for name, times in ways["crm"].items():
        _tell(name, times, base)
    _tell("all of them", [one for times in ways["crm"].values() for one in times], base)


def _tell(name: str, times: list[Times], base: list[Times]) -> None:
    acknowledged, answered, busy = (_middle(times, which) for which in range(3))
    verdict = "as promised" if answered <= BAR_MS else "TOO LATE"
    ratio = answered / _middle(base, 1)
    print(
        f"slack: {name}: acknowledged after {acknowledged:.1f} ms, answered after {answered:.1f} ms, "
        f"processor {busy:.1f} ms ({ratio:.1f} times one known answer; promised {BAR_MS} ms, {verdict})"
    )


def _middle(times: list[Times], which: int) -> float:
    return statistics.median(one[which] for one in times)


async def _times(handle: Handle, requests: dict[str, list[str]]) -> dict[str, list[Times]]:
    """Milliseconds to the acknowledgement and to the answer of each request, by what is asked; the first round warms up."""
    found: dict[str, list[Times]] = {name: [] for name in requests}
    async with _bot(handle) as (slack, url), aiohttp.ClientSession() as session:
        for turn in range(ROUNDS + 1):
            for name, texts in requests.items():
                taken = [await _ask(slack, session, url, text) for text in texts]
                found[name] += taken if turn else []
    return found


async def _ask(slack: Slack, session: aiohttp.ClientSession, url: str, text: str) -> Times:
    number = str(len(slack.waiting))
    answered = slack.waiting[number] = asyncio.get_running_loop().create_future()
    body = urlencode({
        "command": "/crm", "text": text, "user_id": "U1", "channel_id": f"C{number}", "team_id": "T1", "api_app_id": "A1",
        "trigger_id": number, "response_url": f"{slack.url}/response/{number}",
    })  # fmt: skip
    headers = _signed(body)
    begun, busy = time.perf_counter(), time.process_time()
    async with session.post(url, data=body, headers=headers) as response:
        assert response.status == 200, response.status
    acknowledged = time.perf_counter()
    told = await asyncio.wait_for(answered, 30)
    return 1000 * (acknowledged - begun), 1000 * (told - begun), 1000 * (time.process_time() - busy)


def _signed(body: str) -> dict[str, str]:
    at = str(int(time.time()))
    digest = hmac.new(_SECRET.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return {**kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


@asynccontextmanager
async def _bot(handle: Handle) -> AsyncIterator[tuple[Slack, str]]:
    slack, work = Slack(), Work()
    api = web.Application()
    api.router.add_post("/api/{method}", slack.call)
    api.router.add_get("/api/{method}", slack.call)
    api.router.add_post("/response/{number}", slack.answered)
    runner = web.AppRunner(api, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    settings = SlackSettings("xoxb-1", signing_secret=_SECRET, api_url=f"{slack.url}/api/")
    app = build_app(settings, handle, work=work, clock=lambda: NOW)
    server = WebServer(build_web(WebParts(_ready, lambda: b"", events_handler(app, _SECRET))))
    host, port = await server.start("127.0.0.1", 0)
    try:
        yield slack, f"http://{host}:{port}/slack/events"
    finally:
        await server.stop()
        await work.finish(5)
        await runner.cleanup()


async def _ready() -> str | None:
    return None
