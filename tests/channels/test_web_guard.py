"""Slow clients and floods at the web port: others are served, and the port is free again afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest

from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.channels.web_guard import WebLimits

pytestmark = pytest.mark.asyncio


@asynccontextmanager
async def served(limits: WebLimits) -> AsyncIterator[int]:
    async def ready() -> str | None:
        return None

    server = WebServer(build_web(WebParts(ready, lambda: b"")), limits)
    _, port = await server.start("127.0.0.1", 0)
    try:
        yield port
    finally:
        await server.stop()


async def health(port: int) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as response:
        return response.status


async def test_a_header_that_does_not_end_is_cut_off() -> None:
    async with served(WebLimits(header=0.2)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
        assert await health(port) == 200


async def test_a_header_in_pieces_is_taken() -> None:
    async with served(WebLimits(header=2)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for piece in (b"GET /healthz HTTP/1.1\r\nHost: x\r", b"\n\r", b"\n"):
            writer.write(piece)
            await asyncio.sleep(0.02)
        assert b"200" in await asyncio.wait_for(reader.readline(), 5)
        writer.close()


async def test_a_connection_lives_so_long_and_no_longer() -> None:
    async with served(WebLimits(life=0.3)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        with suppress(ConnectionError):
            assert b"200" in await asyncio.wait_for(reader.read(), 5)
        writer.close()


async def test_more_than_the_port_takes_are_turned_away_until_others_have_gone() -> None:
    async with served(WebLimits(connections=5)) as port:
        crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientError):
            await health(port)
        for _, writer in crowd:
            writer.close()
        await asyncio.sleep(0.1)
        assert await health(port) == 200


async def test_a_flood_of_slow_clients_does_not_keep_others_out_for_long() -> None:
    async with served(WebLimits(connections=50, header=0.3)) as port:
        slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
        for _, writer in slow:
            writer.write(b"GET / HTTP/1.1\r\nX-A")
        async with asyncio.timeout(5):
            while True:
                with suppress(aiohttp.ClientError):
                    if await health(port) == 200:
                        break
                await asyncio.sleep(0.05)
        for _, writer in slow:
            writer.close()
