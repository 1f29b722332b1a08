"""Keeps slow and many clients of the web port within bounds, before the HTTP library sees them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_HEADER_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class WebLimits:
    """Times in seconds. `header`: from connecting to the end of the first request's header; `life`: of one connection."""

    connections: int = 256
    header: float = 10.0
    life: float = 600.0


class Doorkeeper:
    """Counts the connections of one port; `build` makes the HTTP library's own protocol."""

    def __init__(self, build: Callable[[], asyncio.Protocol], limits: WebLimits) -> None:
        self.build = build
        self.limits = limits
        self.connected = 0

    def __call__(self) -> asyncio.Protocol:
        """The protocol of one new connection."""
        return _Guarded(self)


class _Guarded(asyncio.Protocol):
    """One connection, passed on to the library's protocol as long as it keeps within the limits."""

    def __init__(self, door: Doorkeeper) -> None:
        self._door = door
        self._inner: asyncio.Protocol | None = None
        self._tail = b""
        self._timers: list[asyncio.TimerHandle] = []

    def connection_made(self, transport: Any) -> None:
        if self._door.connected >= self._door.limits.connections:
            transport.abort()  # what waits at the door costs nothing; the client tries again
            return
        self._door.connected += 1
        self._inner = self._door.build()
        loop, limits = asyncio.get_running_loop(), self._door.limits
        self._timers = [loop.call_later(seconds, transport.abort) for seconds in (limits.header, limits.life)]
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._inner is None:
            return
        seen = self._tail + data
        if _HEADER_END in seen:
            self._timers[0].cancel()
        self._tail = seen[-len(_HEADER_END) :]
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received() if self._inner is not None else None

    def pause_writing(self) -> None:
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        if self._inner is not None:
            self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._inner is None:
            return
        self._door.connected -= 1
        for timer in self._timers:
            timer.cancel()
        self._inner.connection_lost(exc)
