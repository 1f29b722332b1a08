"""Slack over HTTP: the handler behind `POST /slack/events`, for commands, buttons and events alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest


def events_handler(app: AsyncApp) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Verifies, dispatches and acknowledges one request. Signature and age are checked by Bolt; a wrong one gets 401."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = (await request.read()).decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400, text="not UTF-8")  # nothing that Slack could have sent
        # Bolt wants the headers as lists: a mapping of its own kind would lose repeated ones.
        headers: dict[str, str | Sequence[str]] = {n: request.headers.getall(n) for n in request.headers}
        bolt_request = AsyncBoltRequest(body=body, query=request.query_string, headers=headers)
        return await to_aiohttp_response(await app.async_dispatch(bolt_request))

    return handle
