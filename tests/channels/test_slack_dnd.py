"""Who does not want to be disturbed gets his digest when that is over, once. (F12)"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from crmbot.channels.slack.sender import SlackSender
from crmbot.channels.slack.settings import SlackSettings
from crmbot.shapes import Notice, Reader, Reply, t
from tests.channels.slack_far_end import FarEnd, far_end

pytestmark = pytest.mark.asyncio

NOW = 1_795_334_400.0
NOTICE = Notice(1, "digest:anna:2026-11-22", "digest", "anna", "U1", Reply("list", t("Today")), Reader("en"), attempt=1)
NIGHT = {"ok": True, "dnd_enabled": True, "next_dnd_start_ts": NOW - 600, "next_dnd_end_ts": NOW + 1800}
SNOOZED = {"ok": True, "dnd_enabled": False, "snooze_enabled": True, "snooze_endtime": NOW + 1800}


def sender(far: FarEnd) -> SlackSender:
    return SlackSender(SlackSettings("xoxb-1", api_url=far.api_url), clock=lambda: NOW)


@pytest.mark.parametrize("state", [NIGHT, SNOOZED])
@pytest.mark.parametrize("kind", ["digest", "reminder"])
async def test_it_waits_until_that_is_over(state: dict[str, Any], kind: str) -> None:
    async with far_end() as far:
        far.behaviours["dnd.info"] = lambda _arguments: state
        outcome = await sender(far).send(replace(NOTICE, kind=kind))
    assert (outcome.sent, outcome.retry, outcome.retry_after) == (False, True, 1801)
    assert far.posted == []
    assert far.of("dnd.info")[0]["user"] == "U1"


@pytest.mark.parametrize(
    "state",
    [
        {"ok": True, "dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1},
        {**NIGHT, "next_dnd_start_ts": NOW + 60},
        {**NIGHT, "next_dnd_end_ts": NOW},
        {**SNOOZED, "snooze_endtime": None},
        {"ok": True},
        {"ok": False, "error": "missing_scope"},
        {"ok": False, "error": "ratelimited"},
    ],
)
async def test_else_and_if_slack_does_not_say_it_comes_at_once(state: dict[str, Any]) -> None:
    async with far_end() as far:
        far.behaviours["dnd.info"] = lambda _arguments: state
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, len(far.posted)) == (True, 1)


async def test_a_broken_answer_stops_no_message() -> None:
    async def broken(_arguments: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=502, text="<html>")

    async with far_end() as far:
        far.behaviours["dnd.info"] = broken
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, len(far.posted)) == (True, 1)


async def test_receipts_come_at_once_and_nobody_asks() -> None:
    async with far_end() as far:
        far.behaviours["dnd.info"] = lambda _arguments: NIGHT
        outcome = await sender(far).send(replace(NOTICE, kind="receipt"))
    assert (outcome.sent, far.of("dnd.info")) == (True, [])
