"""Between sending and marking: whatever dies there, each message arrives once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.channels.slack_far_end import far_end
from tests.faults.office import (
    POST,
    Hanging,
    command,
    ended,
    hire,
    keys_of,
    outbox,
    plan,
    terminated,
    until,
    with_slack,
)
from tests.running import PATIENCE

pytestmark = pytest.mark.asyncio

MORNING = "2026-11-18T08:30+01:00"  # long past for the clocks of serving processes
DUE = datetime.fromisoformat("2026-11-18T00:00+01:00")
ALL_DAY = {
    "CRMBOT_REMINDERS__DIGEST_TIME": "00:00",
    "CRMBOT_REMINDERS__WORKING_DAYS": "mon,tue,wed,thu,fri,sat,sun",
}


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_clock_killed_between_sending_and_marking_sends_once(
    database_url: str, tmp_path: Path, arrives: bool
) -> None:
    hire(database_url, "anna", now=DUE)
    plan(database_url, "anna", DUE)
    async with far_end() as far:
        crmbot = with_slack(database_url, str(tmp_path), far)
        far.behaviours[POST] = Hanging(far, arrives, asyncio.Event())
        async with command(crmbot, "tick", "--now", MORNING) as killed:
            await far.wait_for(POST, seconds=PATIENCE)
            killed.kill()
            await killed.wait()
        assert [item.state for item in outbox(database_url)] == ["sending"]
        del far.behaviours[POST]
        async with command(crmbot, "tick", "--now", MORNING) as second:
            await ended(second)
        assert keys_of(far) == ["digest:anna:2026-11-18"]
        assert [(item.state, item.attempts) for item in outbox(database_url)] == [("sent", 2)]


async def test_several_clocks_and_a_server_at_once_send_one_digest(database_url: str, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    noon = f"Etc/GMT{now.hour - 12:+d}"  # where it is about noon now, so that no midnight comes between
    hire(database_url, "anna", "ben", now=now, timezone=noon)
    for owner in ("anna", "ben"):
        plan(database_url, owner, now - timedelta(days=2))
    async with far_end() as far, AsyncExitStack() as stack:
        release = asyncio.Event()
        far.behaviours[POST] = Hanging(far, arrives=False, release=release)
        crmbot = with_slack(database_url, str(tmp_path), far, **ALL_DAY)
        commands = [("tick",), ("serve", "--only", "clock"), ("tick",), ("tick",)]
        server, *ticks = sorted(
            [(name, await stack.enter_async_context(command(crmbot, *name))) for name in commands],
            key=lambda entry: entry[0] == ("tick",),
        )
        await far.wait_for(POST, seconds=PATIENCE)
        await asyncio.sleep(1.5)  # time for the others to come upon it
        release.set()
        for _, clock in ticks:
            await ended(clock)
        await until(lambda: len(far.posted) >= 2)
        await asyncio.sleep(1.5)
        await terminated(server[1])
        assert sorted(key.rpartition(":")[0] for key in keys_of(far)) == ["digest:anna", "digest:ben"]
        assert {item.state for item in outbox(database_url)} == {"sent"}


@pytest.mark.parametrize("days", [-30, 30])
async def test_a_server_leaves_alone_what_a_clock_with_another_time_is_sending(
    database_url: str, tmp_path: Path, days: int
) -> None:
    pretended = datetime.now(UTC).replace(hour=9, minute=0) + timedelta(days=days)
    hire(database_url, "anna", now=pretended)
    plan(database_url, "anna", pretended - timedelta(days=1))
    async with far_end() as far:
        release = asyncio.Event()
        far.behaviours[POST] = Hanging(far, arrives=False, release=release)
        crmbot = with_slack(database_url, str(tmp_path), far, **ALL_DAY)
        other_day = {"CRMBOT_REMINDERS__WORKING_DAYS": f"{datetime.now(UTC) + timedelta(days=3):%a}".lower()}
        serving = with_slack(database_url, str(tmp_path), far, **other_day)
        async with (
            command(crmbot, "tick", "--now", pretended.isoformat()) as clock,
            command(serving, "serve", "--only", "clock") as server,
        ):
            await far.wait_for(POST, seconds=PATIENCE)
            await asyncio.wait_for(server.stdout.readline(), PATIENCE)  # type: ignore[union-attr]
            await asyncio.sleep(3)
            release.set()
            await ended(clock)
            await terminated(server)
        assert keys_of(far) == [f"digest:anna:{pretended.date()}"]
        assert [(item.state, item.attempts) for item in outbox(database_url)] == [("sent", 1)]
