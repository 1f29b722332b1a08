"""The bot and a whole Slack, over Socket Mode and over signed HTTP. Every message the bot sends is checked."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.sender import SlackSender
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.socket_mode import SocketMode
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Action, Answer, ChatMessage, Notice, Reader, Reply, Row, Section, Verbatim, t
from tests.channels import slack_emulator as slack
from tests.channels.block_rules import faults, objects, shown
from tests.ports import free_port

pytestmark = [pytest.mark.asyncio, pytest.mark.needs("emulator")]

TRANSPORTS = ("socket", "events")
ENGLISH = Reader("en")
SUBJECT = "<!channel> *look* & <https://evil.example|click>"
DIGEST = Reply(
    "list",
    t("Today"),
    lines=(Verbatim(SUBJECT),),
    sections=(
        Section(
            t("Due"),
            tuple(
                Row(
                    Verbatim(f"Call {n}"),
                    actions=(Action(t("Done"), f"done {n}"), Action(t("Later"), f"snooze {n} 3d")),
                )
                for n in (1, 2)
            ),
        ),
    ),
)


@dataclass
class Office:
    """The emulator and the bot in it."""

    slack: slack.Emulator
    settings: SlackSettings
    asked: list[ChatMessage] = field(default_factory=list)

    async def handle(self, message: ChatMessage) -> Answer:
        self.asked.append(message)
        if message.text.startswith("done"):
            return Answer(Reply("done", t("Done: call {n}", n=message.text.split()[1])), ENGLISH)
        return Answer(DIGEST, ENGLISH)


@asynccontextmanager
async def office(folder: Path, transport: str) -> AsyncIterator[Office]:
    port = free_port()
    settings = SlackSettings(slack.BOT_TOKEN, slack.APP_TOKEN, slack.SECRET, f"http://localhost:{port}/api")
    work, asked = Work(), []  # type: ignore[var-annotated]
    current: list[Office] = []

    async def handle(message: ChatMessage) -> Answer:
        return await current[0].handle(message)

    app = build_app(settings, handle, work=work)
    server = WebServer(build_web(WebParts(_ready, lambda: b"", events_handler(app, slack.SECRET))))
    host, own = await server.start("127.0.0.1", 0)
    async with slack.emulator(
        folder, port, "socket" if transport == "socket" else "events", f"http://{host}:{own}/slack/events"
    ) as running:
        current.append(Office(running, settings, asked))
        socket = SocketMode(app, settings)
        if transport == "socket":
            assert await socket.start()
        try:
            yield current[0]
            await _check_what_was_sent(running)
        finally:
            await socket.stop()
            await server.stop()
            await work.finish(2)


async def _ready() -> str | None:
    return None


async def _check_what_was_sent(running: slack.Emulator) -> None:
    sent = [item for entry in await running.log() if entry["direction"] == "from_bot" for item in objects(entry)]
    shown_in = [m for c in (slack.CHANNEL, await running.open_direct(slack.ANNA)) for m in await running.messages(c)]
    messages = [item["blocks"] for item in (*sent, *shown_in) if "blocks" in item]
    assert messages
    for blocks in messages:
        assert faults(blocks) == []


def _from_bot(message: dict[str, Any]) -> bool:
    return message.get("user") == "UBOT1"


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_slash_command_is_answered_to_the_asker(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        await here.slack.control("command", channel=slack.CHANNEL, user=slack.ANNA, command="/crm", text="today >10k")
        answer = await here.slack.wait(slack.CHANNEL, _from_bot)
    assert answer["ephemeral_to"] == slack.ANNA
    assert SUBJECT in shown(answer["blocks"])
    assert (here.asked[0].text, here.asked[0].email) == ("today >10k", "anna@firma.example")


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_mention_is_answered_to_the_asker_alone(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        await here.slack.control("message", channel=slack.CHANNEL, user=slack.BEN, text="<@UBOT1> today")
        answer = await here.slack.wait(slack.CHANNEL, _from_bot)
    assert answer["ephemeral_to"] == slack.BEN
    assert [(message.text, message.user) for message in here.asked] == [("today", slack.BEN)]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_direct_message_and_the_button_in_its_answer(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        direct = await here.slack.open_direct(slack.ANNA)
        await here.slack.control("message", channel=direct, user=slack.ANNA, text="today")
        answer = await here.slack.wait(direct, _from_bot)
        (block,) = [b for b in answer["blocks"] if b["type"] == "actions" and b["elements"][0]["value"] == "done 1"]
        action = {**block["elements"][0], "block_id": block["block_id"]}
        await here.slack.control("interact", channel=direct, messageTs=answer["ts"], user=slack.ANNA, action=action)
        changed = await here.slack.wait(direct, lambda m: _from_bot(m) and "✓ Done: call 1" in shown(m["blocks"]))
    assert changed["ts"] == answer["ts"]
    assert [b["elements"][0]["value"] for b in changed["blocks"] if b["type"] == "actions"] == ["done 2"]
    assert [message.text for message in here.asked] == ["today", "done 1"]


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_a_notice_arrives_in_the_direct_message_and_a_channel(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        sender = SlackSender(here.settings)
        for address in (slack.ANNA, "vertrieb"):
            notice = Notice(1, f"digest:{address}", "digest", "anna", address, DIGEST, ENGLISH, attempt=1)
            assert (await sender.send(notice)).sent
        direct = await here.slack.open_direct(slack.ANNA)
        assert _from_bot(await here.slack.wait(direct, _from_bot))
        assert _from_bot(await here.slack.wait(slack.CHANNEL, _from_bot))


@pytest.mark.parametrize("transport", TRANSPORTS[:1])
async def test_socket_mode_hangs_up_within_two_seconds(tmp_path, transport):
    async with office(tmp_path, "events") as here:
        socket = SocketMode(build_app(here.settings, here.handle, work=Work()), here.settings)
        await socket.start(wait=5)
        started = time.perf_counter()
        await socket.stop()
        assert time.perf_counter() - started < 2
        assert not await socket.connected()
        await here.slack.control("command", channel=slack.CHANNEL, user=slack.ANNA, command="/crm", text="today")
        await here.slack.wait(slack.CHANNEL, _from_bot)
