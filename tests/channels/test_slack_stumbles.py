"""Faults of our own listeners: the log has them with their traceback, and whoever waits is told."""

from __future__ import annotations

import errno
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest

from crmbot.channels.slack.company import Company
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.source import Source
from crmbot.channels.slack.stumbles import Stumbles
from crmbot.shapes import Answer, Form, FormField, Reply, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import shown
from tests.channels.slack_bot import ENGLISH, NOW, Bot, bot

pytestmark = pytest.mark.asyncio

FORM = Form(t("Log a call"), t("Log"), "call", (FormField("who", t("Who?")),))


def broken() -> datetime:
    raise ZeroDivisionError("the clock stands still")


@asynccontextmanager
async def stumbling() -> AsyncIterator[Bot]:
    """A bot whose listeners fail: each of them asks the clock."""
    async with bot(lambda _message: Reply("done", t("Done")), clock=broken) as here:
        yield here


async def status(here: Bot, body: str, kind: str = "form") -> int:
    headers = ask.signed(body, kind=kind)
    async with aiohttp.ClientSession() as session, session.post(here.url, data=body, headers=headers) as response:
        return response.status


def faults(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_who_gave_a_command_is_told_that_it_failed_and_the_log_says_where(caplog):
    async with stumbling() as here:
        assert await status(here, ask.command("pipeline", response_url=here.far.response_url)) == 200
        (answer,) = await here.answers()
    assert "failed on our side" in shown(answer["blocks"])
    assert answer["response_type"] == "ephemeral"
    (record,) = faults(caplog)
    assert (record.name, record.levelname) == ("crmbot.channels.slack.stumbles", "ERROR")
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError
    assert vars(record)["payload"] == "/crm"


async def test_who_wrote_or_pressed_something_is_told_too():
    async with stumbling() as here:
        assert await status(here, ask.event(), "json") == 200
        (message,) = await here.answers(method="chat.postMessage")
        assert (message["channel"], "failed on our side" in shown(message["blocks"])) == ("D1", True)
        button = {"action_id": "crm/list/row/1", "block_id": "crm/list/block/2", "value": "done 1"}
        assert await status(here, ask.press(button, response_url=here.far.response_url, message=None)) == 200
        (answer,) = await here.answers()
    assert "failed on our side" in shown(answer["blocks"])


async def test_a_dialog_that_was_not_taken_stays_open_with_what_was_entered():
    view = view_of(FORM, ENGLISH, Source("U1", "slack:C1:U1"))
    assert view is not None
    async with stumbling() as here:
        assert await status(here, ask.submit(view, {"who": ask.typed("Kolb")})) == 500
    assert here.far.of("chat.postMessage") == []


async def test_nobody_is_written_to_for_what_he_did_not_ask(caplog):
    opened: dict[str, Any] = {"type": "link_shared", "links": [{"url": "https://crm.firma.example/r/7"}]}
    async with bot(lambda _m: Reply("done", t("x")), clock=broken, public_url="https://crm.firma.example") as here:
        assert await status(here, ask.event(**opened), "json") == 200
        await here.work.finish(2)
    assert [record.levelname for record in faults(caplog)] == ["ERROR"]
    assert [method for method, _ in here.far.calls if method.startswith("chat")] == []


@pytest.mark.parametrize("payload", [{"type": "block_actions", "actions": {}}, {"type": "view_submission", "view": 7}])
async def test_what_slack_never_sends_is_refused_in_one_line(caplog: pytest.LogCaptureFixture, payload: dict[str, Any]):
    async with bot(lambda _message: Reply("done", t("Done"))) as here:
        assert await status(here, urlencode({"payload": json.dumps(payload)})) in (400, 404)
    assert [record.exc_info for record in faults(caplog)] == [None] * len(faults(caplog))


async def test_while_slack_is_away_the_request_comes_again(caplog):
    async with bot(lambda _message: Reply("done", t("Done"))) as here:
        desk = Desk(SlackSettings("xoxb-1"), here.handle, Company(SlackSettings("xoxb-1")), here.work, lambda: NOW)
        request, response = AsyncBoltRequest(body=ask.event()), BoltResponse(status=200)
        await Stumbles(desk).handle(aiohttp.ServerDisconnectedError(), request, response)
    assert (response.status, [record.exc_info for record in faults(caplog)]) == (500, [None])


async def test_a_full_disk_is_no_fault_of_slacks(caplog):
    def full(*_anything: object) -> Any:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with bot(lambda _message: Reply("done", t("Done")), clock=full) as here:
        assert await status(here, ask.command("pipeline", response_url=here.far.response_url)) == 200
        await here.answers()
        await Desk.deliver(full, Answer(Reply("done", t("Done")), ENGLISH), None)
    assert [(record.levelname, record.exc_info is not None) for record in faults(caplog)] == [("ERROR", True)] * 2


async def test_who_asks_before_slack_has_told_the_bot_who_it_is_is_told_to_try_again():
    async with bot(lambda _message: Reply("done", t("Done"))) as here:
        here.far.behaviours["auth.test"] = lambda _asked: {"ok": False, "error": "internal_error"}
        body = ask.command("pipeline", response_url="")
        async with (
            aiohttp.ClientSession() as session,
            session.post(here.url, data=body, headers=ask.signed(body)) as got,
        ):
            assert "try again in a moment" in await got.text()
