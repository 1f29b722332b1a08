"""Two hundred clients at once on the mail port, half of them slow; and nonsense at the web port.

Figures: how long honest clients wait from connecting to "250", and how long a refusal takes.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.intake import SETTINGS, mails
from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.channels.smtp.limits import Limits
from crmbot.channels.smtp.server import SmtpServer, SmtpSettings
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.intake.receive import receive
from crmbot.shapes import Answer, ChatMessage, RawMail, Reader, Reply, t
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store

CLIENTS = 200
HONEST_SECONDS = 2.0  # that 95 of 100 honest clients may wait
ROUNDS = 200  # of each nonsense
REFUSAL = 0.010  # seconds that a refusal may take


def bench_crowd(folder: Path) -> None:
    """Both, on this machine's loopback."""
    asyncio.run(_mail(folder))
    asyncio.run(_web())


async def _mail(folder: Path) -> None:
    store = Store.open(f"sqlite:///{folder}/crowd.db")
    ensure_schema(store.engine)
    one_at_a_time = asyncio.Semaphore(1)

    async def keep(raw: RawMail) -> None:
        async with one_at_a_time:  # one thread commits, as in a serving process on SQLite
            await asyncio.to_thread(receive, store, SETTINGS, raw)

    async def accepts(_recipient: str) -> bool:
        return True

    settings = SmtpSettings(host="127.0.0.1", port=0, max_connections=CLIENTS)
    limits = Limits(connections_per_peer=CLIENTS, messages_per_minute=100_000, own_peers=())
    server = SmtpServer(settings, keep, accepts, lambda: datetime.now(UTC), limits)
    _, port = await server.start()
    contents = mails("crowd", CLIENTS // 2)
    slow = [asyncio.create_task(_slow(port, content)) for content in contents]
    await asyncio.sleep(0.2)
    waits = sorted(await asyncio.gather(*(_honest(port, content) for content in contents)))
    for task in slow:
        task.cancel()
    await asyncio.gather(*slow, return_exceptions=True)
    await server.stop()
    store.close()
    late = waits[int(len(waits) * 0.95) - 1]
    verdict = "as promised" if late <= HONEST_SECONDS else "TOO LATE"
    print(
        f"crowd: {CLIENTS} clients, {len(slow)} slow: honest ones wait {statistics.median(waits):.2f} s in the middle, "
        f"95% at most {late:.2f} s (promised {HONEST_SECONDS} s, {verdict}), all at most {waits[-1]:.2f} s"
    )


async def _honest(port: int, content: bytes) -> float:
    """Seconds from connecting to the answer about the message."""
    begun = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _greet(reader, writer)
    body = content.replace(b"\n", b"\r\n")
    writer.write(body + b"\r\n.\r\n")
    answer = await reader.readline()
    took = time.perf_counter() - begun
    assert answer.startswith(b"250"), answer
    writer.close()
    return took


async def _slow(port: int, content: bytes) -> None:
    """An octet of the message every tenth of a second."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await _greet(reader, writer)
    for octet in content:
        writer.write(bytes([octet]))
        await asyncio.sleep(0.1)


async def _greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    for line in (b"HELO bench.example", b"MAIL FROM:<a@kunde.example>", b"RCPT TO:<crm@firma.example>", b"DATA"):
        writer.write(line + b"\r\n")
        answer = await reader.readline()
        assert answer[:1] in (b"2", b"3"), answer


async def _web() -> None:
    async def handle(_message: ChatMessage) -> Answer:
        return Answer(Reply("done", t("Done")), Reader())

    async def ready() -> str | None:
        return None

    app = build_app(SlackSettings("xoxb-1", signing_secret="not-a-secret"), handle, work=Work())
    server = WebServer(build_web(WebParts(ready, lambda: b"", events_handler(app, "not-a-secret"))))
    host, port = await server.start("127.0.0.1", 0)
    url = f"http://{host}:{port}"
    async with aiohttp.ClientSession() as session:
        for name, ask in _nonsense(session, url).items():
            await _refused(name, ask)
    await server.stop()


def _nonsense(session: aiohttp.ClientSession, url: str) -> dict[str, Callable[[], Awaitable[int]]]:
    signed = {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=" + "0" * 64}

    async def ask(method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> int:
        async with session.request(method, url + path, data=body, headers=headers) as response:
            await response.read()
            return response.status

    return {
        "unknown address": lambda: ask("GET", "/wp-login.php"),
        "wrong method": lambda: ask("GET", "/slack/events"),
        "unsigned": lambda: ask("POST", "/slack/events", b"payload=x"),
        "forged": lambda: ask("POST", "/slack/events", b"{}", signed),
        "no text": lambda: ask("POST", "/slack/events", b"\xff\xfe", signed),
        "half a megabyte, forged": lambda: ask("POST", "/slack/events", b"x" * 500_000, signed),
    }


async def _refused(name: str, ask: Callable[[], Awaitable[int]]) -> None:
    await ask()
    times, status = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        status = await ask()
        times.append(time.perf_counter() - begun)
    assert 400 <= status < 500, status
    late = sorted(times)[int(ROUNDS * 0.95)]
    verdict = "as promised" if late <= REFUSAL else "TOO LATE"
    middle = statistics.median(times)
    print(
        f"crowd: {name}: {status} after {middle * 1e3:.1f} ms in the middle, 95% at most {late * 1e3:.1f} ms ({verdict})"
    )
