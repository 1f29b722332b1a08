"""The Home tab: shown when it is opened, made anew after each thing done from it, in pages when it is long."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.home import home_view
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Action, Answer, ChatMessage, Form, FormField, Reader, Reply, Row, Section, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import objects, shown, view_faults
from tests.channels.slack_far_end import FarEnd, far_end

pytestmark = pytest.mark.asyncio

ENGLISH = Reader("en")


def home_of(rows: int) -> Reply:
    buttons = (Action(t("Done"), "done {n}"), Action(t("Snooze"), "snooze {n} tomorrow"))
    due = tuple(
        Row(Verbatim(f"Call {n}"), actions=tuple(Action(b.label, b.command.format(n=n)) for b in buttons))
        for n in range(1, rows + 1)
    )
    quick = (Action(t("Log a call"), "call", dialog=True), Action(t("Help"), "help"))
    return Reply(
        "list", t("Your day"), first=(Section(None, (Row(t("Quick"), actions=quick),)),), sections=(Section(t("Due"), due),)
    )  # fmt: skip


FORM = Form(t("Call"), t("Log"), "call", (FormField("text", t("What was said?"), "long_text", required=True),))


@dataclass
class Office:
    url: str
    far: FarEnd
    asked: list[ChatMessage] = field(default_factory=list)
    work: Work = field(default_factory=Work)
    release: asyncio.Event | None = None  # until then nothing is done

    async def handle(self, message: ChatMessage) -> Answer:
        self.asked.append(message)
        verb = message.text.split()[0]
        if verb == "done" and self.release is not None:
            await self.release.wait()
        replies = {
            "home": home_of(2),
            "done": Reply("done", t("Done: {n}", n=message.text[5:]), actions=(Action(t("Undo"), "undo 7", "danger"),)),
            "call": Reply("done", t("Call logged.")) if message.values else Reply("list", t("Ask"), form=FORM),
        }
        return Answer(replies.get(verb, Reply("card", t("A card"), actions=(Action(t("Won"), "won 1"),))), ENGLISH)

    async def post(self, body: str, kind: str = "form") -> int:
        headers = ask.signed(body, kind=kind)
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            return response.status

    async def open(self, tab: str = "home", user: str = "U1") -> None:
        inner = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab, "event_ts": "1700000000.000100"}
        told = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "api_app_id": "A1", "event": inner}
        assert await self.post(json.dumps(told), "json") == 200

    async def press(
        self, action_id: str, value: str, view: dict[str, Any] | None = None, at: str = "1.0", words: str = ""
    ) -> None:
        action: dict[str, Any] = {
            "type": "button",
            "action_id": action_id,
            "block_id": "b",
            "value": value,
            "action_ts": at,
        }
        action["text"] = {"type": "plain_text", "text": words}
        payload = {
            "type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "api_app_id": "A1", "trigger_id": "9.t",
            "container": {"type": "view", "view_id": "V1"}, "view": view or {"id": "V1", "type": "home"}, "actions": [action],
        }  # fmt: skip
        assert await self.post(urlencode({"payload": json.dumps(payload)})) == 200

    async def homes(self, count: int = 1) -> list[dict[str, Any]]:
        """The views that were published."""
        return [_view(call) for call in await self.far.wait_for("views.publish", count)]


def _view(call: dict[str, Any]) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(call["view"]) if isinstance(call["view"], str) else call["view"]
    assert view_faults(view) == []
    return view


def buttons(view: dict[str, Any]) -> dict[str, str]:
    """The action ids of a view by what they stand for."""
    return {str(item["value"]): str(item["action_id"]) for item in objects(view) if item.get("type") == "button"}


def labels(view: dict[str, Any]) -> dict[str, str]:
    """The words on the buttons of a view by what they stand for."""
    return {str(item["value"]): item["text"]["text"] for item in objects(view) if item.get("type") == "button"}


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    async with far_end() as far:
        here = Office("", far)
        settings = SlackSettings("xoxb-1", "", ask.SECRET, far.api_url, fallback=ENGLISH)
        app = build_app(settings, here.handle, work=here.work)
        server = WebServer(build_web(WebParts(_ready, lambda: b"", events_handler(app, ask.SECRET))))
        host, port = await server.start("127.0.0.1", 0)
        here.url = f"http://{host}:{port}/slack/events"
        try:
            yield here
        finally:
            await server.stop()
            await here.work.finish(2)


async def _ready() -> str | None:
    return None


async def test_home_is_published_when_it_is_opened_and_not_when_the_messages_are():
    async with office() as here:
        await here.open("messages")
        await here.open()
        (home,) = await here.homes()
        assert "Call 2" in shown(home["blocks"])
        assert here.far.of("views.publish")[0]["user_id"] == "U1"
        assert [(message.text, message.email) for message in here.asked] == [("home", "anna@firma.example")]


async def test_what_is_done_from_home_makes_it_anew_with_the_outcome_and_its_undo():
    async with office() as here:
        await here.open()
        (home,) = await here.homes()
        await here.press(buttons(home)["done 1"], "done 1")
        after = (await here.homes(2))[1]
        assert shown(after["blocks"]).index("Done: 1") < shown(after["blocks"]).index("Your day")
        assert "undo 7" in buttons(after)
        assert [message.text for message in here.asked] == ["home", "done 1", "home"]
        assert here.far.of("chat.postMessage") == []


async def test_what_only_shows_something_opens_above_home_and_its_buttons_work_there():
    async with office() as here:
        await here.press("home/list/row/1", "show #1042")
        (opened,) = await here.far.wait_for("views.open")
        dialog = _view(opened)
        assert "A card" in shown(dialog["blocks"])
        await here.press(buttons(dialog)["won 1"], "done 5", {"id": "V2", "type": "modal"}, at="2.0")
        (updated,) = await here.far.wait_for("views.update")
        assert updated["view_id"] == "V2"
        assert "Done: 5" in shown(_view(updated)["blocks"])
        assert "Done: 5" in shown((await here.homes())[0]["blocks"])


async def test_a_quick_action_opens_its_dialog_and_home_tells_what_came_of_it():
    async with office() as here:
        await here.press("home/list/row/1", "call")
        (opened,) = await here.far.wait_for("views.open")
        view = _view(opened)
        (question,) = [block for block in view["blocks"] if block["type"] == "input"]
        values = {
            question["block_id"]: {
                question["element"]["action_id"]: {"type": "plain_text_input", "value": "wants shelves"}
            }
        }
        payload = {
            "type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "api_app_id": "A1",
            "view": {**view, "id": "V3", "state": {"values": values}},
        }  # fmt: skip
        assert await here.post(urlencode({"payload": json.dumps(payload)})) == 200
        (home,) = await here.homes()
        assert "Call logged." in shown(home["blocks"])
        assert here.asked[-2].values == {"text": "wants shelves"}


async def test_a_dialog_opens_at_once_whatever_else_is_in_hand():
    async with office() as here:
        await here.open()
        (home,) = await here.homes()
        here.release = asyncio.Event()
        await here.press(buttons(home)["done 1"], "done 1")
        await here.press(buttons(home)["call"], "call", words=labels(home)["call"])
        await here.far.wait_for("views.open")
        here.release.set()
        await here.homes(2)


async def test_an_answer_that_home_cannot_tell_is_in_the_log(caplog):
    async with office() as here:
        await here.open()
        await here.homes()
        await here.press("home/list/all/2", "call")
        view = _view((await here.far.wait_for("views.open"))[0])
        here.far.behaviours["views.publish"] = lambda _asked: {"ok": False, "error": "internal_error"}
        assert await here.post(ask.submit(view, {"text": ask.typed("wants shelves")})) == 200
        await here.far.wait_for("views.publish", 2)
        await here.work.finish(2)
    assert any("not delivered" in record.getMessage() for record in caplog.records)


async def test_where_slack_opens_nothing_any_more_the_answer_is_a_direct_message():
    async with office() as here:
        here.far.behaviours["views.open"] = lambda _asked: {"ok": False, "error": "expired_trigger_id"}
        await here.press("home/list/row/1", "show #1042")
        (message,) = await here.far.wait_for("chat.postMessage")
        assert message["channel"] == "DU1"


async def test_a_home_with_more_than_a_hundred_blocks_comes_in_pages():
    answer = Answer(home_of(150), ENGLISH)
    first = home_view(answer)
    assert view_faults(first) == []
    assert len(first["blocks"]) <= 100
    (turn,) = [action_id for action_id in buttons(first).values() if action_id.startswith("home/page")]
    assert turn == "home/page/2"
    seen = [item.get("text") for page in (1, 2, 3) for item in objects(home_view(answer, page=page))]
    assert [f"Call {n}" for n in range(1, 151) if f"Call {n}" not in seen] == []
    last = home_view(answer, page=99)
    assert view_faults(last) == []
    assert "Call 150" in shown(last["blocks"])


async def test_turning_the_page_shows_the_next_one():
    async with office() as here:
        await here.press("home/page/2", "2")
        (home,) = await here.homes()
        assert "Your day" in shown(home["blocks"])
