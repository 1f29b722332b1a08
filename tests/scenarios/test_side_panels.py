"""Links of records in Slack with the whole product behind them: what a channel sees, and what each reader sees beside it (rows
G8 and N9).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from crmbot.app import App
from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.config import Settings
from crmbot.domain.members.members import add_member, require_member
from crmbot.shapes import Answer, ChatMessage, Reply
from tests.channels import slack_requests as ask
from tests.channels.block_rules import entity_faults
from tests.channels.slack_far_end import FarEnd, far_end
from tests.channels.test_slack_panels import pressed
from tests.databases import Databases

pytestmark = pytest.mark.asyncio

PUBLIC = "https://crm.firma.example"
TEAM = {"U1": "anna", "U2": "ben"}


@dataclass
class Firm:
    """A team with one deal, its CRM behind a Slack app, and Slack."""

    app: App
    far: FarEnd
    url: str
    number: int
    now: datetime
    count: int = 0

    async def say(self, text: str, who: str = "anna") -> Reply:
        self.now += timedelta(minutes=1)
        message = ChatMessage(text, who, "slack", f"c:{who}", self.now)
        reply = (await asyncio.to_thread(self.app.assistant.answer, message)).reply
        assert reply.ok, text
        return reply

    async def post(self, body: str, **how: Any) -> None:
        headers = ask.signed(body, **how)
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            assert response.status == 200

    async def panel(self, user: str, number: int | None = None) -> dict[str, Any]:
        """What somebody sees who opens the side panel."""
        self.count += 1
        link = f"{PUBLIC}/r/{number or self.number}"
        await self.post(
            ask.event(
                f"Ev{self.count}", type="entity_details_requested", user=user, trigger_id=f"{self.count}.t", entity_url=link,
                external_ref={"id": str(number or self.number)}, channel="C1", message_ts="5.0",
            ),
            kind="json",
        )  # fmt: skip
        return await self._presented(lambda call: call["trigger_id"] == f"{self.count}.t")

    async def press(self, panel: dict[str, Any], label: str, user: str = "U1") -> dict[str, Any]:
        """The panel as it is after a button of it was pressed."""
        actions = panel["metadata"]["entity_payload"]["actions"]
        (button,) = [one for some in actions.values() for one in some if one["text"] == label]
        self.now += timedelta(seconds=30)
        before = len(self.far.of("entity.presentDetails"))
        await self.post(
            pressed(button, user=user, channel_id="C1", message_ts="5.0", external_ref={"id": str(self.number)})
        )
        calls = await self.far.wait_for("entity.presentDetails", before + 1)
        return calls[-1]

    async def _presented(self, wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while True:
                found = [call for call in self.far.of("entity.presentDetails") if wanted(call)]
                if found:
                    assert "metadata" not in found[0] or entity_faults(found[0]["metadata"]) == []
                    return found[0]
                await asyncio.sleep(0.02)


def shown(panel: dict[str, Any]) -> dict[str, Any]:
    return {field["key"]: field["value"] for field in panel["metadata"]["entity_payload"]["custom_fields"]}


@asynccontextmanager
async def firm(url: str, now: datetime, **slack: Any) -> AsyncIterator[Firm]:
    async with far_end() as far:
        here = await asyncio.to_thread(_made, url, far, now, slack)
        work = Work()

        async def handle(message: ChatMessage) -> Answer:
            return await asyncio.to_thread(here.app.assistant.answer, message)

        assert here.app.slack_settings is not None
        bolt = build_app(here.app.slack_settings, handle, work=work, clock=lambda: here.now)
        server = WebServer(build_web(WebParts(_ready, lambda: b"", events_handler(bolt, ask.SECRET))))
        host, port = await server.start("127.0.0.1", 0)
        here.url = f"http://{host}:{port}/slack/events"
        try:
            yield here
        finally:
            await server.stop()
            await work.finish(2)
            here.app.close()


async def _ready() -> str | None:
    return None


def _made(url: str, far: FarEnd, now: datetime, slack: dict[str, Any]) -> Firm:
    settings = Settings.model_validate({
        "database": {"url": url}, "locale": {"language": "en"}, "http": {"public_url": PUBLIC},
        "slack": {"bot_token": "xoxb-1", "signing_secret": ask.SECRET, "api_url": far.api_url, **slack},
    })  # fmt: skip
    here = Firm(App(settings, lambda: here.now), far, "", 0, now)
    far.behaviours["users.info"] = lambda asked: {"ok": True, "user": _person(asked["user"])}
    with here.app.store.write(now) as work:
        for key in TEAM.values():
            add_member(work, key, key.title(), [f"{key}@firma.example"])
    message = ChatMessage(
        "lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 4455660, 20k", "anna", "say", "c", now
    )
    made = here.app.assistant.answer(message).reply
    here.number = next(record.number for record in made.records if record.type == "deal")
    return here


def _person(user: str) -> dict[str, Any]:
    if user not in TEAM:
        return {"id": user, "team_id": "T2", "is_stranger": True, "profile": {"email": "anna@firma.example"}}
    return {"id": user, "team_id": "T1", "profile": {"email": f"{TEAM[user]}@firma.example"}}


async def test_each_reader_sees_what_he_may_see(sqlite_databases: Databases, now: datetime) -> None:
    async with firm(sqlite_databases.fresh(), now) as here:
        with here.app.store.write(now) as work:
            require_member(work.session, "ben").rights = "own"
        await here.say(f"followup #{here.number} tomorrow send the plan")
        mine, his, strangers = [await here.panel(user) for user in ("U1", "U2", "U9")]
    fields = shown(mine)
    assert (fields["amount"], fields["owner"], fields["person"]) == ("€20,000", "Anna", "Sabine Kolb")
    assert "send the plan" in fields["next_step"]
    for other in (his, strangers):
        assert set(other) & {"metadata", "error"} == {"error"}
        assert "Kolb" not in str(other)


async def test_everybody_reads_it_in_his_language(sqlite_databases: Databases, now: datetime) -> None:
    async with firm(sqlite_databases.fresh(), now) as here:
        with here.app.store.write(now) as work:
            require_member(work.session, "ben").language = "de"
        mine, his = [await here.panel(user) for user in ("U1", "U2")]
        unknown = await here.panel("U2", 9999)
    labels = [[one["label"] for one in panel["metadata"]["entity_payload"]["custom_fields"]] for panel in (mine, his)]
    assert ("Amount" in labels[0], "Betrag" in labels[1]) == (True, True)
    assert "9999" in unknown["error"]["custom_message"]
    assert "There is no" not in unknown["error"]["custom_message"]


async def test_whoever_was_erased_is_not_found(sqlite_databases: Databases, now: datetime) -> None:
    async with firm(sqlite_databases.fresh(), now) as here:
        person = next(one for one in (await here.say("show Sabine Kolb")).records if one.type == "person")
        assert "711" in shown(await here.panel("U1", person.number))["phones"]
        await here.say(f"erase #{person.number} yes really")
        gone = await here.panel("U1", person.number)
    assert "Kolb" not in str(gone)
    assert "metadata" not in gone


async def test_a_button_of_the_panel_does_what_that_of_the_card_does(
    sqlite_databases: Databases, now: datetime
) -> None:
    async with firm(sqlite_databases.fresh(), now) as here:
        first = await here.panel("U1")
        label, command = moving(first)
        after = await here.press(first, label)
        card = await here.say(f"show #{here.number}")
        (told,) = here.far.of("chat.postEphemeral")
    assert command.partition(" ^")[0] == f"stage #{here.number} {card.records[0].stage}"
    assert shown(after)["stage"] != shown(first)["stage"]
    assert (told["channel"], told["user"]) == ("C1", "U1")


async def test_a_button_of_a_panel_out_of_date_does_nothing(sqlite_databases: Databases, now: datetime) -> None:
    async with firm(sqlite_databases.fresh(), now) as here:
        first = await here.panel("U1")
        label, command = moving(first)
        await here.say(command.partition(" ^")[0], "ben")
        now_shown = await here.press(first, label)
        (told,) = here.far.of("chat.postEphemeral")
    assert "Ben changed" in str(told)
    assert shown(now_shown)["stage"] != shown(first)["stage"]


def moving(panel: dict[str, Any]) -> tuple[str, str]:
    """The words and the command of the button that moves the deal on."""
    actions = [one for some in panel["metadata"]["entity_payload"]["actions"].values() for one in some]
    return next((one["text"], one["value"]) for one in actions if one["value"].startswith("stage"))


@pytest.mark.parametrize(("shared", "seen"), [(False, {"stage", "owner", "amount"}), (True, {"owner"})])
async def test_a_channel_sees_what_the_settings_say(
    sqlite_databases: Databases, now: datetime, shared: bool, seen: set[str]
) -> None:
    table = {"amount": "team", "company": "nobody", "owner": "everybody"}
    async with firm(sqlite_databases.fresh(), now, shown=table) as here:
        here.far.behaviours["conversations.info"] = lambda _a: {"ok": True, "channel": {"is_ext_shared": shared}}
        here.far.behaviours["conversations.members"] = lambda _a: {"ok": True, "members": ["U1", "U2"]}
        links = [{"url": f"{PUBLIC}/r/{here.number}"}]
        await here.post(ask.event(type="link_shared", channel="C1", message_ts="5.0", links=links), kind="json")
        (call,) = await here.far.wait_for("chat.unfurl")
    (entity,) = call["metadata"]["entities"]
    assert {field["key"] for field in entity["entity_payload"]["custom_fields"]} == seen
    assert ("20,000" in str(call)) is ("amount" in seen)
    assert (f"#{here.number}" in str(call["unfurls"])) is not shared
