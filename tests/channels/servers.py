"""Real servers for the tests of the mail channels, each on a port of its own."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crmbot.channels.smtp.limits import Limits
from crmbot.channels.smtp.server import SmtpServer, SmtpSettings
from crmbot.shapes import RawMail

NOW = datetime(2026, 11, 18, 8, 12, tzinfo=UTC)


@dataclass
class MailStore:
    """Where the mail of a test ends. `fault` is raised instead of storing; `strangers` are no addresses of ours."""

    mails: list[RawMail] = field(default_factory=list)
    fault: BaseException | None = None
    strangers: tuple[str, ...] = ("nobody@firma.example",)

    async def receive(self, mail: RawMail) -> None:
        if self.fault is not None:
            raise self.fault
        self.mails.append(mail)

    async def accepts(self, address: str) -> bool:
        return address not in self.strangers


@contextmanager
def running_smtp(
    store: MailStore,
    settings: SmtpSettings | None = None,
    limits: Limits | None = None,
    receive: Callable[[RawMail], Awaitable[None]] | None = None,
) -> Iterator[tuple[str, int]]:
    """The mail port on a loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = SmtpServer(settings or SmtpSettings(), receive or store.receive, store.accepts, lambda: NOW, limits)
    try:
        yield asyncio.run_coroutine_threadsafe(server.start(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(server.stop(), loop).result(15)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def eventually(condition: Callable[[], object], seconds: float = 5.0) -> None:
    """Waits until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
