"""A team at work in a database of its own, and crmbot's processes with a far end of Slack that can be made to fail."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from crmbot.domain.followups.followups import add_followup
from crmbot.domain.members.members import add_member
from crmbot.domain.records import OutboxItem
from crmbot.storage.store import Store
from tests.channels.slack_far_end import FarEnd
from tests.databases import open_quickly
from tests.running import PATIENCE, Crmbot

POST = "chat.postMessage"


def with_slack(url: str, folder: str, far: FarEnd, **settings: str) -> Crmbot:
    """Commands that send to `far`."""
    slack = {
        "CRMBOT_SLACK__BOT_TOKEN": "xoxb-1",
        "CRMBOT_SLACK__SIGNING_SECRET": "secret",
        "CRMBOT_SLACK__API_URL": far.api_url,
        "CRMBOT_LOG__LEVEL": "warning",  # nobody reads the pipe until the end: a full one would stop the process
    }
    return Crmbot(url, folder, {**slack, **settings})


def hire(url: str, *keys: str, now: datetime, timezone: str | None = None) -> dict[str, str]:
    """Members whom Slack knows; their personal capture tokens."""
    store, tokens = open_quickly(url), {}
    with store.write(now) as work:
        for key in keys:
            member = add_member(work, key, f"{key.title()} Beispiel", [f"{key}@firma.example"])
            member.slack, member.timezone = f"U{key.upper()}", timezone
            tokens[key] = member.capture_token
    store.close()
    return tokens


def plan(url: str, owner: str, due_at: datetime, text: str = "call back") -> None:
    """A follow-up for that local day."""
    store = open_quickly(url)
    with store.write(due_at - timedelta(days=1)) as work:
        add_followup(work, owner=owner, due_at=due_at, day_only=True, text=text, record_number=None)
    store.close()


def outbox(url: str) -> list[OutboxItem]:
    """What stands in the outbox."""
    store = Store.open(url)
    with store.read() as session:
        found = session.query(OutboxItem).order_by(OutboxItem.id).all()
    store.close()
    return found


def keys_of(far: FarEnd) -> list[str]:
    """The outbox keys of the messages that arrived, in their order."""
    return [message["metadata"]["event_payload"]["key"] for message in far.posted]


@dataclass
class Hanging:
    """chat.postMessage that gives no answer until `release` is set; with `arrives` the message has arrived all the same."""

    far: FarEnd
    arrives: bool
    release: asyncio.Event

    async def __call__(self, arguments: dict[str, Any]) -> web.StreamResponse:
        if self.arrives:
            answer = self.far._usual(POST, arguments)
        await self.release.wait()
        if not self.arrives:
            answer = self.far._usual(POST, arguments)
        return web.json_response(answer)


_MOST_SAID = 1 << 26  # bytes of log that are read along: a full pipe would stop the process


@asynccontextmanager
async def command(crmbot: Crmbot, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """One command in a process of its own; killed when the test leaves it behind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "crmbot", *arguments, env=crmbot.environ, cwd=crmbot.folder,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        limit=_MOST_SAID,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ended(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """Its output, once it has ended well and without a traceback."""
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, err.decode()
    assert "Traceback" not in err.decode(), err.decode()
    return out.decode(), err.decode()


async def terminated(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """Like `ended`, after SIGTERM."""
    process.send_signal(signal.SIGTERM)
    return await ended(process)


async def until(what: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Waits until it is so."""
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110 - other processes change it
            await asyncio.sleep(0.05)
