"""The HTTP side: health for machines, metrics, and Slack's requests. Nothing here shows what customers wrote."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from crmbot.channels.record_page import RECORD_PATH, record_page
from crmbot.channels.slack.manifest import EVENTS_PATH
from crmbot.channels.web_guard import Doorkeeper, WebLimits

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MOST_BYTES = 1024 * 1024  # of a request; Slack's are far smaller
_READING = 10.0  # seconds that a client has for sending its request body
_BACKLOG = 128
_STOPPING = 1.0  # seconds that open requests have when the server stops
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"  # the Prometheus text format
_NAME = "crmbot"  # instead of the versions of Python and aiohttp


@dataclass(frozen=True, slots=True)
class WebParts:
    """What the web side asks for: `ready` gives None, or one line that says what is missing; `slack` is None without HTTP mode.

    `command` is the slash command that the pages of records speak of.
    """

    ready: Callable[[], Awaitable[str | None]]
    metrics: Callable[[], bytes]
    slack: Handler | None = None
    command: str = "/crm"


def build_web(parts: WebParts) -> web.Application:
    """The application with `/healthz`, `/readyz`, `/metrics`, the pages of records and, where given, `POST /slack/events`."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        missing = await parts.ready()
        return web.Response(text=f"{missing}\n", status=503) if missing else web.Response(text="ready\n")

    async def metrics(_request: web.Request) -> web.Response:
        # Collecting asks the database for queue lengths: not on the loop.
        body = await asyncio.to_thread(parts.metrics)
        return web.Response(body=body, headers={"Content-Type": _METRICS_TYPE})

    app = web.Application(client_max_size=MOST_BYTES)
    app.on_response_prepare.append(_anonymous)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    app.router.add_get(RECORD_PATH, record_page(parts.command))
    if parts.slack is not None:
        app.router.add_post(EVENTS_PATH, _read_first(parts.slack))
    return app


class WebServer:
    """An application on a socket of its own, within `limits`."""

    def __init__(self, app: web.Application, limits: WebLimits = WebLimits()) -> None:  # noqa: B008 - a frozen value
        self._limits = limits
        self._server: asyncio.Server | None = None
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=_STOPPING, keepalive_timeout=30
        )

    async def start(self, host: str, port: int) -> tuple[str, int]:
        """Listens on `host` and `port` (0: any free one); the address that it really is. Raises OSError when it is taken."""
        await self._runner.setup()
        build = self._runner.server
        assert build is not None
        try:
            loop = asyncio.get_running_loop()
            self._server = await loop.create_server(Doorkeeper(build, self._limits), host, port, backlog=_BACKLOG)
        except OSError:
            await self._runner.cleanup()
            raise
        address = self._server.sockets[0].getsockname()
        return str(address[0]), int(address[1])

    async def stop(self) -> None:
        """Closes the socket and waits a moment for open requests."""
        if self._server is not None:
            self._server.close()
        await self._runner.cleanup()


def _read_first(handler: Handler) -> Handler:
    """`handler` behind the limits on the request body: 413 when it is too long, 408 when it comes too slowly."""

    async def limited(request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > MOST_BYTES:
            raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=request.content_length or 0)
        try:
            await asyncio.wait_for(request.read(), _READING)  # aiohttp keeps what it has read
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        return await handler(request)

    return limited


async def _anonymous(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = _NAME
