"""Broken mails and requests by the hundred (`CRMBOT_SOAK=1`: 10,000 and 2,000): nothing lost, nobody dead, nothing in the log."""

from __future__ import annotations

import asyncio
import os
import re
import smtplib
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from crmbot.domain.records import InboxItem, InboxRaw
from crmbot.storage.store import Store
from tests.channels.slack_far_end import far_end
from tests.channels.slack_requests import SECRET, signed
from tests.databases import Databases
from tests.faults.mutations import mutated_mails, mutated_requests
from tests.faults.office import command, hire, terminated, until, with_slack
from tests.faults.storm import port_of
from tests.faults.test_memory import memory_of
from tests.running import PATIENCE

SOAK = bool(os.environ.get("CRMBOT_SOAK"))
MAILS = 10_000 if SOAK else 240
REQUESTS = 2_000 if SOAK else 240
SEED = 20_261_122
LINES = 4  # connections at once
MOST = 300.0  # MB


def _send(port: int, contents: list[bytes]) -> Counter[int]:
    """The codes of the answers, over one connection after the other."""
    codes: Counter[int] = Counter()
    for start in range(0, len(contents), 50):
        with smtplib.SMTP("127.0.0.1", port, timeout=120) as smtp:
            for content in contents[start : start + 50]:
                try:
                    smtp.sendmail("someone@kunde.example", ["crm@firma.example"], content)
                    codes[250] += 1
                except smtplib.SMTPResponseException as refused:
                    codes[refused.smtp_code] += 1
    return codes


def _states(store: Store) -> Counter[str]:
    with store.read() as session:
        counted = select(InboxItem.state, func.count()).group_by(InboxItem.state)
        return Counter({state: count for state, count in session.execute(counted)})  # noqa: C416 - rows are no pairs to mypy


@pytest.mark.asyncio
@pytest.mark.timeout(20_000 if SOAK else 300)
async def test_mutated_mails_are_all_kept_and_none_breaks_anything(sqlite_databases: Databases, tmp_path: Path) -> None:
    url = sqlite_databases.fresh()
    hire(url, "anna", now=datetime.now(UTC))
    contents, store = mutated_mails(SEED, MAILS), Store.open(url)
    async with far_end() as far:
        crmbot = with_slack(url, str(tmp_path), far, CRMBOT_CAPTURE__CHECK_SENDERS="false", CRMBOT_LOG__LEVEL="warning")
        async with command(crmbot, "serve", "--only", "smtp,worker") as server:
            port = await port_of(server)
            lines = [asyncio.to_thread(_send, port, contents[number::LINES]) for number in range(LINES)]
            codes = sum(await asyncio.gather(*lines), Counter())
            await until(lambda: not _states(store)["received"], MAILS)
            memory = memory_of(server.pid)
            _, err = await terminated(server)
    states = _states(store)
    with store.read() as session:
        gone = session.scalars(select(InboxItem).where(InboxItem.id.not_in(select(InboxRaw.inbox_id)))).all()
    store.close()
    sys.stdout.write(f"{MAILS} mails: answers {dict(codes)}, {dict(states)}, {memory:.0f} MB\n")
    assert set(codes) <= {250, 554, 500}
    assert states.total() == codes[250] >= MAILS * 0.9
    assert all(item.state == "done" and "not kept" in str(item.reason) for item in gone)
    assert len(gone) <= MAILS * 0.01  # what turned into mail among colleagues
    assert states["parked"] == 0
    assert "ERROR" not in err
    assert memory < MOST


@pytest.mark.asyncio
@pytest.mark.timeout(20_000 if SOAK else 300)
async def test_mutated_requests_get_an_answer_and_break_nothing(sqlite_databases: Databases, tmp_path: Path) -> None:
    url = sqlite_databases.fresh()
    hire(url, "anna", now=datetime.now(UTC))
    async with far_end() as far:
        bodies = mutated_requests(SEED, REQUESTS, far.response_url)
        crmbot = with_slack(url, str(tmp_path), far, CRMBOT_SLACK__SIGNING_SECRET=SECRET)
        async with command(crmbot, "serve", "--only", "http,slack") as server:
            address = await _address(server)
            statuses = await _post_all(f"{address}/slack/events", bodies)
            async with aiohttp.ClientSession() as session, session.get(f"{address}/readyz") as ready:
                assert ready.status == 200
            memory = memory_of(server.pid)
            _, err = await terminated(server)
    sys.stdout.write(f"{REQUESTS} requests: answers {dict(statuses)}, {memory:.0f} MB\n")
    assert statuses.total() == REQUESTS
    assert max(statuses) < 500
    assert not re.search("Traceback|ERROR", err), err[-3000:]
    assert memory < MOST


async def _post_all(address: str, bodies: list[tuple[str, str]]) -> Counter[int]:
    statuses: Counter[int] = Counter()
    gate = asyncio.Semaphore(8)

    async def post(session: aiohttp.ClientSession, body: str, kind: str) -> None:
        async with gate, session.post(address, data=body.encode(), headers=signed(body, kind=kind)) as response:
            statuses[response.status] += 1

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(post(session, body, kind) for body, kind in bodies))
    return statuses


async def _address(server: asyncio.subprocess.Process) -> str:
    assert server.stdout is not None
    address = ""
    while True:
        words = (await asyncio.wait_for(server.stdout.readline(), PATIENCE)).decode().split()
        assert words, (await server.communicate())[1].decode()
        if words[:2] == ["listening", "http"]:
            address = f"http://{words[2]}"
        if words == ["ready"]:
            return address
