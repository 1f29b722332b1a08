"""The HTTP side over a real socket."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from crmbot.channels import web as ours
from crmbot.channels.web import Handler, WebParts, WebServer, build_web

pytestmark = pytest.mark.asyncio


async def echo(request: web.Request) -> web.StreamResponse:
    return web.Response(text=str(len(await request.read())))


@asynccontextmanager
async def served(
    missing: str | None = None, slack: Handler | None = echo
) -> AsyncIterator[tuple[aiohttp.ClientSession, int]]:
    async def ready() -> str | None:
        return missing

    server = WebServer(build_web(WebParts(ready, lambda: b"crmbot_inbox 3\n", slack)))
    host, port = await server.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(f"http://{host}:{port}") as session:
            yield session, port
    finally:
        await server.stop()


async def test_the_real_port_is_told():
    async with served() as (_, port):
        assert port > 0


async def test_healthz_is_well_as_long_as_it_answers():
    async with served() as (session, _):
        response = await session.get("/healthz")
        assert (response.status, await response.text()) == (200, "ok\n")


@pytest.mark.parametrize(("missing", "status", "text"), [(None, 200, "ready\n"), ("no database", 503, "no database\n")])
async def test_readyz_says_what_is_missing(missing, status, text):
    async with served(missing) as (session, _):
        response = await session.get("/readyz")
        assert (response.status, await response.text()) == (status, text)


async def test_metrics_are_in_the_form_of_prometheus():
    async with served() as (session, _):
        response = await session.get("/metrics")
        assert await response.text() == "crmbot_inbox 3\n"
        assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"


@pytest.mark.parametrize("path", ["/", "/admin", "/slack", "/slack/events/x", "/../etc/passwd", "/%00"])
async def test_what_is_not_there_is_not_found(path):
    async with served() as (session, _):
        assert (await session.get(path)).status == 404


async def test_without_slack_there_is_no_address_for_it():
    async with served(slack=None) as (session, _):
        assert (await session.post("/slack/events", data=b"x")).status == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "/slack/events"), ("PUT", "/slack/events"), ("POST", "/healthz")])
async def test_the_wrong_method_is_refused(method, path):
    async with served() as (session, _):
        assert (await session.request(method, path)).status == 405


async def test_a_megabyte_is_taken_and_one_byte_more_is_not():
    async with served() as (session, _):
        assert (await session.post("/slack/events", data=io.BytesIO(b"x" * ours.MOST_BYTES))).status == 200
        assert (await session.post("/slack/events", data=io.BytesIO(b"x" * (ours.MOST_BYTES + 1)))).status == 413


async def test_too_much_without_a_stated_length_is_refused_too():
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    async with served() as (session, _):
        assert (await session.post("/slack/events", data=pieces())).status == 413


async def test_a_body_that_does_not_come_is_given_up(monkeypatch):
    monkeypatch.setattr(ours, "_READING", 0.1)
    async with served() as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
        line = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()
    assert line.startswith(b"HTTP/1.1 408")


async def test_nonsense_is_a_bad_request():
    async with served() as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x16\x03\x01\x00\xff nonsense\r\n\r\n")
        line = await asyncio.wait_for(reader.readline(), 5)
        writer.close()
        await writer.wait_closed()
    assert line.startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))


async def test_the_versions_of_our_parts_are_not_told():
    async with served() as (session, _):
        for path in ("/healthz", "/nowhere"):
            assert (await session.get(path)).headers["Server"] == "crmbot"


async def test_a_taken_port_is_an_error_of_the_system():
    async with served() as (_, port):

        async def ready() -> str | None:
            return None

        with pytest.raises(OSError, match="in use"):
            await WebServer(build_web(WebParts(ready, lambda: b""))).start("127.0.0.1", port)


async def test_stopping_does_not_wait_for_idle_clients():
    async with served() as (session, _):
        await session.get("/healthz")
        started = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - started < 2


async def test_the_page_of_a_record_says_where_to_look_and_nothing_of_the_record():
    async with served() as (session, _):
        pages = [await session.get(f"/r/{number}", headers={"Accept-Language": "en"}) for number in (1042, 999999)]
        first, second = [await page.text() for page in pages]
    assert "/crm show #1042" in first
    assert first.replace("1042", "999999") == second
    assert pages[0].content_type == "text/html"
    assert "default-src 'none'" in pages[0].headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/r/", "/r/0", "/r/x", "/r/<script>", "/r/12345678901", "/r/1/2"])
async def test_other_addresses_below_are_not_found(path):
    async with served() as (session, _):
        assert (await session.get(path)).status == 404


@pytest.mark.parametrize(
    ("header", "language"), [("de-AT,de;q=0.9,en;q=0.8", "de"), ("en-GB,de", "en"), ("fr,de;q=0.5", "de"), ("", "en")]
)
async def test_the_page_of_a_record_is_in_the_language_of_its_reader(header, language):
    async with served() as (session, _):
        page = await session.get("/r/1042", headers={"Accept-Language": header})
        assert f'<html lang="{language}">' in await page.text()
