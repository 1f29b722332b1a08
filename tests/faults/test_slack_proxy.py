"""The emulator behind a proxy that refuses, breaks, delays and hangs up: each direct message arrives once."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Member
from crmbot.shapes import Reply, Verbatim, t
from tests.channels import slack_emulator as slack
from tests.databases import Databases, open_quickly
from tests.faults.office import command, ended, hire, outbox
from tests.faults.slack_proxy import FAULTS, slack_proxy
from tests.ports import free_port
from tests.running import Crmbot

COUNT = 14  # messages


@pytest.mark.needs("emulator")
@pytest.mark.asyncio
@pytest.mark.timeout(300)
async def test_each_direct_message_arrives_once(sqlite_databases: Databases, tmp_path: Path) -> None:
    url = sqlite_databases.fresh()
    _hire(url)
    _queue(url)
    async with (
        slack.emulator(tmp_path, free_port(), "socket") as far,
        slack_proxy(far.api_url, seed=6, most=2 * len(FAULTS)) as proxy,
    ):
        crmbot = Crmbot(url, str(tmp_path), _settings(proxy.api_url))
        for minute in range(40):
            later = datetime.now(UTC).replace(year=2040, minute=minute).isoformat()
            async with command(crmbot, "tick", "--now", later) as clock:
                await ended(clock)
            if all(item.state == "sent" for item in outbox(url)):
                break
        direct = await far.open_direct(slack.ANNA)
        texts = Counter(message["text"] for message in await far.messages(direct))
    attempts = sum(item.attempts for item in outbox(url))
    sys.stdout.write(f"{COUNT} messages, {attempts} attempts, {dict(proxy.happened)}, {texts.total()} arrived\n")
    assert set(proxy.happened) == set(FAULTS)
    assert [item.state for item in outbox(url)] == ["sent"] * COUNT
    assert sorted(texts.values()) == [1] * COUNT


def _settings(api_url: str) -> dict[str, str]:
    return {
        "CRMBOT_SLACK__BOT_TOKEN": slack.BOT_TOKEN,
        "CRMBOT_SLACK__SIGNING_SECRET": slack.SECRET,
        "CRMBOT_SLACK__API_URL": api_url,
    }


def _hire(url: str) -> None:
    """Anna, known to the emulator."""
    hire(url, "anna", now=datetime.now(UTC))
    store = open_quickly(url)
    with store.write(datetime.now(UTC)) as work:
        work.session.execute(update(Member).values(slack=slack.ANNA))
    store.close()


def _queue(url: str) -> None:
    store = open_quickly(url)
    with store.write(datetime.now(UTC)) as work:
        for number in range(COUNT):
            content = Reply("done", t("Filed: {what}", what=Verbatim(f"mail {number}")))
            enqueue(work, key=f"receipt:{number}:0", kind="receipt", recipient="anna", content=content)
    store.close()
