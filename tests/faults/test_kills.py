"""kill -9 at random moments, by fixed seeds: 40 kills on each database, by `CRMBOT_SOAK=1` 250 over 2,500 mails."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.channels.imap_servers import running_pymap
from tests.channels.slack_far_end import FarEnd, far_end
from tests.faults.books import Audit, audit
from tests.faults.office import POST, hire, keys_of, with_slack
from tests.faults.storm import Storm

SOAK = bool(os.environ.get("CRMBOT_SOAK"))
MAILS = 2500 if SOAK else 105
BATCH = 10 if SOAK else 3  # mails on their way at each kill
KILLS = 250 if SOAK else 40


def _slow(far: FarEnd) -> Any:
    """A message has arrived a while before its sender knows: kills fall in between."""

    async def post(arguments: dict[str, Any]) -> web.StreamResponse:
        answer = far._usual(POST, arguments)
        await asyncio.sleep(0.05)
        return web.json_response(answer)

    return post


def _told(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


@pytest.mark.asyncio
@pytest.mark.timeout(40_000 if SOAK else 1200)
async def test_kills_at_random_moments_lose_nothing_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    token = hire(database_url, "anna", now=datetime.now(UTC))["anna"]
    with running_pymap() as mailbox:
        folder = mailbox.folder()
        async with far_end() as far:
            far.behaviours[POST] = _slow(far)
            crmbot = with_slack(
                database_url, str(tmp_path), far, CRMBOT_IMAP__0__URL=mailbox.url(folder),
                CRMBOT_IMAP__0__PASSWORD=mailbox.password, CRMBOT_IMAP__0__POLL_SECONDS="1",
            )  # fmt: skip
            storm = Storm(
                crmbot, mailbox, folder, f"crm+{token}@firma.example", 1, BATCH, lambda: len(far.posted), _told
            )
            await storm.blow(MAILS, KILLS)
            found = audit(database_url, storm.accepted, keys_of(far))
    sent = f"{storm.sendings} sent, {len(storm.accepted)} accepted, {storm.kills} kills {dict(storm.reached)}"
    _told(f"{MAILS} mails, {sent}: {replace(found, about=())}\n")
    assert storm.kills == KILLS
    assert min(storm.reached["handling"], storm.reached["telling"]) >= KILLS // 10
    assert len(set(storm.accepted)) == MAILS
    assert len(storm.accepted) > MAILS
    assert found == Audit(), "\n".join(found.about)
