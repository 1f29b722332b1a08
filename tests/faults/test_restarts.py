"""Twenty mails a second while the process is restarted again and again (`CRMBOT_SOAK=1`: for an hour, each minute).

Nothing that was accepted is lost, and memory and file handles at the end of each life are those of the first.
"""

from __future__ import annotations

import asyncio
import os
import smtplib
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from crmbot.domain.records import InboxItem
from crmbot.storage.store import Store
from tests.channels.slack_far_end import FarEnd, far_end
from tests.databases import Databases
from tests.faults.office import command, hire, keys_of, terminated, with_slack
from tests.faults.storm import port_of
from tests.faults.test_memory import handles_of, memory_of
from tests.mails import ENQUIRY, mail
from tests.running import Crmbot

SECONDS = float(os.environ.get("CRMBOT_SOAK_SECONDS") or (3600 if os.environ.get("CRMBOT_SOAK") else 120))
LIFE = 60.0 if SECONDS > 240 else 40.0  # seconds until the process is restarted
RATE = 20.0  # mails a second
MOST_GROWTH = 25.0  # MB, of a later life over the first whole one
MOST = 300.0  # MB
MOST_HANDLES = 30  # as many more: the pools are not always as full; one of each mail would be hundreds
SENDERS = 5


@dataclass
class Life:
    """One process from its start to its end."""

    accepted: list[str]
    memory: float
    handles: int


def _content(number: int) -> bytes:
    """Half of all mails come from people who have written before."""
    person = number // 2
    body = f"Vorgang {number}.\n\n{ENQUIRY.replace('Lagerbau Nord', f'Lagerbau Nr. {person}')}"
    return mail(
        sender=f"Person {person} <p{person}@kunde-{person}.example>", message_id=f"<{number}@kunde.example>", body=body
    )


def _stream(port: int, numbers: list[int], begin: float) -> list[str]:
    """Sends each at its time; the ids of those that were accepted."""
    accepted: list[str] = []
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=60) as smtp:
            for place, number in enumerate(numbers):
                time.sleep(max(0.0, begin + place * SENDERS / RATE - time.monotonic()))
                smtp.sendmail("someone@kunde.example", ["crm@firma.example"], _content(number))
                accepted.append(f"<{number}@kunde.example>")
    except (OSError, smtplib.SMTPException):
        pass
    return accepted


async def _live(crmbot: Crmbot, first: int, seconds: float) -> Life:
    """Takes mails for so many seconds, then is told to stop."""
    async with command(crmbot, "serve", "--only", "smtp,worker,clock") as server:
        port, begin = await port_of(server), time.monotonic()
        numbers = range(first, first + int(seconds * RATE))
        streams = [asyncio.to_thread(_stream, port, list(numbers[n::SENDERS]), begin) for n in range(SENDERS)]
        accepted = [one for stream in await asyncio.gather(*streams) for one in stream]
        life = Life(accepted, memory_of(server.pid), handles_of(server.pid))
        await terminated(server)
        return life


@pytest.mark.asyncio
@pytest.mark.timeout(SECONDS * 4 + 200)
async def test_restarts_under_load_lose_nothing_and_leak_nothing(sqlite_databases: Databases, tmp_path: Path) -> None:
    url = sqlite_databases.fresh()
    hire(url, "anna", now=datetime.now(UTC))
    lives: list[Life] = []
    async with far_end() as far:
        crmbot = with_slack(
            url, str(tmp_path), far, CRMBOT_LOG__LEVEL="warning", CRMBOT_SMTP__MAX_MESSAGES_PER_MINUTE="100000"
        )
        for start in range(int(SECONDS // LIFE)):
            lives.append(await _live(crmbot, start * int(LIFE * RATE), LIFE))
        await _work_off(crmbot, url)
        _report(lives, far)
        accepted = {one for life in lives for one in life.accepted}
        assert len(accepted) >= 0.9 * SECONDS * RATE
        assert _stored(url) == accepted
        assert len(keys_of(far)) == len(set(keys_of(far)))
    whole = lives[1:] or lives
    assert max(life.memory for life in whole) < min(MOST, whole[0].memory + MOST_GROWTH)
    assert max(life.handles for life in whole) < whole[0].handles + MOST_HANDLES


def _report(lives: list[Life], far: FarEnd) -> None:
    accepted = sum(len(life.accepted) for life in lives)
    figures = ", ".join(f"{life.memory:.0f} MB/{life.handles}" for life in lives)
    sys.stdout.write(f"{accepted} mails, {len(lives)} lives, {len(far.posted)} messages: {figures} handles\n")


async def _work_off(crmbot: Crmbot, url: str) -> None:
    store = Store.open(url)

    def waiting() -> int:
        with store.read() as session:
            open_ = select(func.count()).select_from(InboxItem).where(InboxItem.state == "received")
            return session.scalar(open_) or 0

    async with command(crmbot, "serve", "--only", "worker") as server:
        async with asyncio.timeout(SECONDS * 3 + 100):
            while waiting():  # noqa: ASYNC110 - another process works it off
                await asyncio.sleep(0.2)
        await terminated(server)
    store.close()


def _stored(url: str) -> set[str | None]:
    store = Store.open(url)
    with store.read() as session:
        found = set(session.scalars(select(InboxItem.message_id).where(InboxItem.state == "done")))
    store.close()
    return found
