"""The whole way with real processes: mail in by SMTP and IMAP, Slack as the emulator plays it, the morning digest."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.channels import slack_emulator as slack
from tests.channels.block_rules import faults, shown
from tests.channels.imap_servers import ImapRig, running_imap
from tests.mails import mail, outlook_forward
from tests.ports import free_port
from tests.running import Crmbot, Served

pytestmark = [pytest.mark.asyncio, pytest.mark.timeout(180), pytest.mark.needs("emulator")]

WAYS = [("socket", "pymap"), pytest.param("events", "dovecot", marks=pytest.mark.needs("dovecot"))]
MORNING, LATER = "2030-01-07T08:30", "2030-01-07T09:00"  # a Monday that no serving clock reaches
OTHER = """Guten Tag,

bitte senden Sie uns ein Angebot über 12 Schreibtische.

Mit freundlichen Grüßen
Paula Reif
Reif Möbel GmbH
Tel. +49 711 5553344
"""


@dataclass
class Firm:
    """crmbot serving a team that works in the emulator."""

    crmbot: Crmbot
    served: Served
    emulator: slack.Emulator
    mailbox: ImapRig
    folder: str
    personal: str

    async def say(self, *arguments: str) -> Any:
        return await asyncio.to_thread(self.crmbot.json, "say", "--as", "anna", *arguments)

    async def ask(self, text: str, user: str = slack.ANNA) -> dict[str, Any]:
        """The answer to a slash command, as its asker sees it."""
        before = {message["ts"] for message in await self.emulator.messages(slack.CHANNEL)}
        await self.emulator.control("command", channel=slack.CHANNEL, user=user, command="/crm", text=text)
        return await self.emulator.wait(slack.CHANNEL, lambda m: _from_bot(m) and m["ts"] not in before)

    async def directs(self, words: str) -> list[dict[str, Any]]:
        """Anna's direct messages with these words."""
        found = await self.emulator.messages(await self.emulator.open_direct(slack.ANNA))
        return [message for message in found if _from_bot(message) and words in shown(message["blocks"])]

    async def direct(self, words: str) -> dict[str, Any]:
        """The one direct message with these words, as soon as it is there."""
        channel = await self.emulator.open_direct(slack.ANNA)
        try:
            await self.emulator.wait(channel, lambda m: _from_bot(m) and words in shown(m["blocks"]))
        except TimeoutError:
            lists = [await asyncio.to_thread(self.crmbot.run, box, "list") for box in ("inbox", "outbox")]
            raise AssertionError("\n".join(done.stdout + done.stderr for done in lists)) from None
        (message,) = await self.directs(words)
        return message


def _from_bot(message: dict[str, Any]) -> bool:
    return message.get("user") == "UBOT1"


def _button(message: dict[str, Any], command: str) -> dict[str, Any]:
    """The pressed button of that chat text."""
    return next(
        {**element, "block_id": block["block_id"]}
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element.get("value") == command
    )


@asynccontextmanager
async def firm(url: str, folder: Path, transport: str, server: str) -> AsyncIterator[Firm]:
    api, own = free_port(), free_port()
    with running_imap(server) as mailbox:
        inbox = mailbox.folder()
        settings = {
            "CRMBOT_HTTP__LISTEN": f"127.0.0.1:{own}",
            "CRMBOT_IMAP__0__URL": mailbox.url(inbox),
            "CRMBOT_IMAP__0__PASSWORD": mailbox.password,
            "CRMBOT_IMAP__0__POLL_SECONDS": "1",
            "CRMBOT_SLACK__BOT_TOKEN": slack.BOT_TOKEN,
            "CRMBOT_SLACK__API_URL": f"http://localhost:{api}/api/",
            **(
                {"CRMBOT_SLACK__APP_TOKEN": slack.APP_TOKEN}
                if transport == "socket"
                else {"CRMBOT_SLACK__SIGNING_SECRET": slack.SECRET}
            ),
        }
        crmbot = Crmbot(url, str(folder), settings)
        personal = await asyncio.to_thread(crmbot.add_member)
        crmbot.run("member", "set", "anna", "--timezone", "Europe/Berlin")  # else Slack's, which is another one
        mode = "socket" if transport == "socket" else "events"
        async with slack.emulator(folder, api, mode, f"http://127.0.0.1:{own}/slack/events") as running:  # type: ignore[arg-type]
            with crmbot.serving() as served:
                yield Firm(crmbot, served, running, mailbox, inbox, personal)
                assert served.process.poll() is None
            assert "Traceback" not in served.err, served.err


async def _a_stranger_is_refused_politely_and_changes_nothing(here: Firm) -> None:
    for text in ("pipeline", "lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example"):
        answer = await here.ask(text, user=slack.BEN)
        assert answer["ephemeral_to"] == slack.BEN
        assert "team" in shown(answer["blocks"])
        assert "Lang" not in shown(answer["blocks"])
    assert (await here.say("pipeline"))["reply"]["totals"]["count"] == 0


async def _mail_comes(here: Firm) -> None:
    await asyncio.to_thread(
        here.served.send, outlook_forward(to=here.personal), recipient=here.personal, sender="anna@firma.example"
    )
    by_imap = mail(sender="Paula Reif <p.reif@reif-moebel.example>", body=OTHER, message_id="<2@reif-moebel.example>")
    await asyncio.to_thread(here.mailbox.put, here.folder, by_imap)
    await here.direct("Brandt")
    receipt = await here.direct("Reif")
    assert "New lead #" in shown(receipt["blocks"])


@pytest.mark.parametrize(("transport", "server"), WAYS)
async def test_a_stranger_is_refused_mail_becomes_leads_slack_answers_and_the_digest_arrives(
    database_url: str, tmp_path: Path, transport: str, server: str
) -> None:
    async with firm(database_url, tmp_path, transport, server) as here:
        await _a_stranger_is_refused_politely_and_changes_nothing(here)
        await _mail_comes(here)
        assert await asyncio.to_thread(here.mailbox.seen, here.folder) == [True]
        pipeline = await here.ask("pipeline")
        assert pipeline["ephemeral_to"] == slack.ANNA
        assert [word for word in ("Lagerbau", "Reif Möbel") if word not in shown(pipeline["blocks"])] == []

        records = (await here.say("pipeline"))["reply"]["records"]
        number = next(record["number"] for record in records if record["company"] == "Lagerbau Nord GmbH")
        await here.ask(f"followup #{number} 2030-01-07 call about the racks")
        for _ in range(2):
            await asyncio.to_thread(here.crmbot.run, "tick", "--now", MORNING)
        digest = await here.direct("Good morning Anna")
        planned = (await here.say("--now", LATER, "today"))["reply"]["records"]
        (due,) = [record for record in planned if record["text"] == "call about the racks"]
        assert _button(digest, f"snooze #{due['number']} tomorrow")["text"]["text"] == "Tomorrow"
        done = _button(digest, f"done #{due['number']}")
        channel = await here.emulator.open_direct(slack.ANNA)
        await here.emulator.control("interact", channel=channel, messageTs=digest["ts"], user=slack.ANNA, action=done)
        changed = await here.emulator.wait(
            channel, lambda m: m["ts"] == digest["ts"] and "✓ Done" in shown(m["blocks"])
        )
        assert f"done #{due['number']}" not in str(changed["blocks"])
        left = (await here.say("--now", LATER, "today"))["reply"]["records"]
        assert [record["text"] for record in left] == [record["text"] for record in planned if record != due]
        assert [len(await here.directs(words)) for words in ("Good morning", "New lead")] == [1, 2]
        for message in (pipeline, digest, changed):
            assert faults(message["blocks"]) == []
