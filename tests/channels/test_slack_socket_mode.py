"""Socket Mode when Slack is away or refuses."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from aiohttp import web

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.socket_mode import SocketMode
from crmbot.channels.slack.work import Work
from crmbot.shapes import Answer, ChatMessage, Reader, Reply, t
from tests.channels.slack_far_end import far_end

pytestmark = pytest.mark.asyncio


async def handle(_message: ChatMessage) -> Answer:
    return Answer(Reply("done", t("Noted")), Reader())


def socket_mode(api_url: str) -> SocketMode:
    settings = SlackSettings("xoxb-1", "xapp-secret", api_url=api_url)
    return SocketMode(build_app(settings, handle, work=Work()), settings)


async def stopped_within(socket: SocketMode, seconds: float) -> bool:
    started = time.perf_counter()
    await socket.stop()
    return time.perf_counter() - started < seconds


async def test_slack_away_keeps_nobody_waiting():
    async with far_end() as far:
        api_url = far.api_url
    socket = socket_mode(api_url)
    assert not await socket.start(wait=0.1)
    assert not await socket.connected()
    assert await stopped_within(socket, 2)


async def test_a_refused_token_shows_in_no_log(caplog):
    async with far_end() as far:
        far.behaviours["apps.connections.open"] = lambda _arguments: {"ok": False, "error": "invalid_auth"}
        socket = socket_mode(far.api_url)
        assert not await socket.start(wait=0.2)
        assert await stopped_within(socket, 2)
    assert "invalid_auth" in caplog.text
    assert "xapp-secret" not in caplog.text


async def test_an_other_side_that_does_not_say_goodbye_is_left_standing():
    async def silent(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(autoclose=False, autoping=False)
        await socket.prepare(request)
        await asyncio.sleep(30)  # reads nothing, so answers no close
        return socket

    async with far_end() as far:
        runner = web.AppRunner(_app_with(silent), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
        far.behaviours["apps.connections.open"] = lambda _arguments: {"ok": True, "url": url}
        socket = socket_mode(far.api_url)
        assert await socket.start(wait=5)
        assert await socket.connected()
        assert await stopped_within(socket, 2)
        await runner.cleanup()


async def test_a_side_panel_is_acknowledged_and_filled():
    acknowledged: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    event = {
        "type": "entity_details_requested", "user": "U1", "trigger_id": "9.t", "external_ref": {"id": "1042"}, "event_ts": "1.0",
    }  # fmt: skip
    payload = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event_time": 1, "event": event}

    async def slack(request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        for _ in range(2):  # Slack repeats what it believes lost
            envelope = {
                "type": "events_api",
                "envelope_id": "E1",
                "accepts_response_payload": False,
                "payload": payload,
            }
            await socket.send_json(envelope)
        async for message in socket:
            if message.type is web.WSMsgType.TEXT:
                acknowledged.put_nowait(message.json())
        return socket

    async with far_end() as far:
        runner = web.AppRunner(_app_with(slack), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
        far.behaviours["apps.connections.open"] = lambda _arguments: {"ok": True, "url": url}
        socket = socket_mode(far.api_url)
        assert await socket.start(wait=5)
        assert [(await asyncio.wait_for(acknowledged.get(), 5))["envelope_id"] for _ in range(2)] == ["E1", "E1"]
        (call,) = await far.wait_for("entity.presentDetails")
        await socket.stop()
        await runner.cleanup()
        assert len(far.of("entity.presentDetails")) == 1
    assert call["trigger_id"] == "9.t"


async def test_stopping_what_never_started_is_nothing():
    await socket_mode("http://127.0.0.1:1/api/").stop()


def _app_with(handler: Any) -> web.Application:
    app = web.Application()
    app.router.add_get("/link", handler)
    return app
