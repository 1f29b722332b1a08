"""Slack over HTTP: the handler behind `POST /slack/events`, for commands, buttons and events alike.

The signature is checked before anything else is done with a request: Bolt reads the body first, and what strangers send
would fail there, with a traceback each time.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier


def events_handler(app: AsyncApp, signing_secret: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Verifies, dispatches and acknowledges one request: 401 for what Slack did not sign in the last five minutes, 400 for
    what it could not have sent. Without a secret nothing comes in.
    """
    verifier = SignatureVerifier(signing_secret or secrets.token_hex())

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body = (await request.read()).decode("utf-8")
        except UnicodeDecodeError:
            return web.Response(status=400, text="not UTF-8")
        if not _is_signed(verifier, request, body):
            return web.Response(status=401, text="not signed by Slack")
        # Bolt wants the headers as lists: a mapping of its own kind would lose repeated ones.
        headers: dict[str, str | Sequence[str]] = {n: request.headers.getall(n) for n in request.headers}
        try:
            bolt_request = AsyncBoltRequest(body=body, query=request.query_string, headers=headers)
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return web.Response(status=400, text="not in Slack's form")
        answer = await app.async_dispatch(bolt_request)
        return await to_aiohttp_response(answer)

    return handle


def _is_signed(verifier: SignatureVerifier, request: web.Request, body: str) -> bool:
    """Signature and age (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 16 and signature.isascii()):
        return False
    return verifier.is_valid(body, timestamp, signature)
