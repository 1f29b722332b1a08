"""The Slack app behind its HTTP port: Bolt's own dispatch, signed requests, answers to a far end on this machine."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Action, Answer, ChatMessage, Reader, Reply, Row, Section, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import faults, shown
from tests.channels.slack_far_end import FarEnd, far_end

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ENGLISH = Reader("en")
DONE = Reply("done", t("Noted"))
DIGEST = Reply(
    "list",
    t("Today"),
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
class Bot:
    """A running bot: where it listens, what it was asked, and what it shall answer."""

    url: str
    far: FarEnd
    reply: Reply = DONE
    asked: list[ChatMessage] = field(default_factory=list)
    wait: Callable[[], Awaitable[None]] | None = None

    async def handle(self, message: ChatMessage) -> Answer:
        self.asked.append(message)
        if self.wait is not None:
            await self.wait()
        return Answer(self.reply, ENGLISH)

    async def post(self, body: str, **how: Any) -> int:
        """Slack's request; the status of the acknowledgement."""
        headers = ask.signed(body, **how)
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            return response.status

    async def answers(self, count: int = 1) -> list[dict[str, Any]]:
        """What came in at the response URL."""
        found = await self.far.wait_for("response", count)
        for answer in found:
            assert faults(answer["blocks"]) == []
        return found


@asynccontextmanager
async def bot(**settings: Any) -> AsyncIterator[Bot]:
    async with far_end() as far:
        running, work = Bot("", far), Work()
        given = SlackSettings("xoxb-1", signing_secret=ask.SECRET, api_url=far.api_url, fallback=ENGLISH)
        app = build_app(replace(given, **settings), running.handle, work=work, clock=lambda: NOW)

        async def ready() -> str | None:
            return None

        server = WebServer(
            build_web(WebParts(ready, lambda: b"", events_handler(app, replace(given, **settings).signing_secret)))
        )
        host, port = await server.start("127.0.0.1", 0)
        running.url = f"http://{host}:{port}/slack/events"
        try:
            yield running
        finally:
            await server.stop()
            await work.finish(2)


async def test_a_slash_command_is_answered_to_the_asker_alone():
    async with bot() as running:
        status = await running.post(ask.command("pipeline &gt;10k", response_url=running.far.response_url))
        (answer,) = await running.answers()
    assert status == 200
    assert running.asked == [
        ChatMessage("pipeline >10k", "U1", "slack", "slack:C1:U1", NOW, "slash:1.trigger", "anna@firma.example")
    ]
    assert (answer["response_type"], answer["replace_original"], answer["text"]) == ("ephemeral", False, "Noted")


async def test_a_request_comes_with_the_clock_of_who_asks():
    async with bot() as here:
        here.far.behaviours["users.info"] = lambda asked: {
            "ok": True,
            "user": {
                "id": asked["user"],
                "team_id": "T1",
                "tz": "Asia/Tokyo",
                "profile": {"email": "anna@firma.example"},
            },
        }
        await here.post(ask.event(), kind="json")
        await here.far.wait_for("chat.postMessage")
    assert (here.asked[0].email, here.asked[0].zone) == ("anna@firma.example", "Asia/Tokyo")


async def test_a_command_is_acknowledged_before_the_work_is_done():
    release = asyncio.Event()
    async with bot() as running:
        running.wait = lambda: _until(release)
        body = ask.command("chart", response_url=running.far.response_url)
        assert await asyncio.wait_for(running.post(body), 1) == 200
        assert running.far.of("response") == []
        release.set()
        await running.answers()


async def test_a_mention_is_answered_to_the_asker_alone_and_in_its_thread():
    mention = {"type": "app_mention", "channel": "C1", "text": "<@UBOT> zeige Müller &amp; Co"}
    async with bot() as running:
        assert await running.post(ask.event(**mention), kind="json") == 200
        assert await running.post(ask.event(**mention, ts="2.0", thread_ts="1.5"), kind="json") == 200
        messages = await running.far.wait_for("chat.postEphemeral", 2)
    assert running.asked[0].text == "zeige Müller & Co"
    assert running.asked[0].conversation == "slack:C1:U1"
    assert [(m["channel"], m["user"], m.get("thread_ts")) for m in messages] == [
        ("C1", "U1", None),
        ("C1", "U1", "1.5"),
    ]


async def test_where_the_bot_is_not_in_the_channel_the_answer_comes_as_a_direct_message():
    async with bot() as running:
        running.far.behaviours["chat.postEphemeral"] = lambda _arguments: {"ok": False, "error": "channel_not_found"}
        await running.post(ask.event(type="app_mention", channel="C1", text="<@UBOT> today"), kind="json")
        (message,) = await running.far.wait_for("chat.postMessage")
    assert message["channel"] == "DU1"


async def test_a_direct_message_is_answered_there():
    async with bot() as running:
        await running.post(ask.event(text="today", channel_type="im"), kind="json")
        (message,) = await running.far.wait_for("chat.postMessage")
    assert (message["channel"], message.get("thread_ts")) == ("D1", None)
    assert running.asked[0].conversation == "slack:D1"


@pytest.mark.parametrize(
    "details",
    [
        {"bot_id": "B2"},
        {"subtype": "message_changed", "message": {"text": "x"}},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"user": "UBOT"},
        {"user": "USLACKBOT"},
        {"text": "   "},
        {"channel": "C1"},
    ],
)
async def test_what_nobody_said_to_the_bot_is_ignored(details):
    async with bot() as running:
        assert await running.post(ask.event(**details), kind="json") == 200
        await asyncio.sleep(0.05)
    assert running.asked == []


async def test_one_message_told_as_two_events_is_answered_once():
    async with bot() as running:
        await running.post(ask.event("Ev1", type="app_mention", channel="D1"), kind="json")
        await running.post(ask.event("Ev2", channel_type="im"), kind="json")
        await running.far.wait_for("chat.postMessage")
        await asyncio.sleep(0.05)
    assert len(running.asked) == 1


async def test_the_same_signed_request_twice_acts_once():
    async with bot() as running:
        body = ask.command("note 1 hello", response_url=running.far.response_url)
        assert [await running.post(body), await running.post(body)] == [200, 200]
        await running.answers()
        await asyncio.sleep(0.05)
    assert len(running.asked) == 1


async def test_two_commands_of_the_same_words_act_twice_with_different_keys():
    async with bot() as running:
        for trigger in ("a", "b"):
            await running.post(ask.command("note 1 x", response_url=running.far.response_url, trigger=trigger))
        await running.answers(2)
    assert [message.request_key for message in running.asked] == ["slash:a", "slash:b"]


@pytest.mark.parametrize(
    "how",
    [{"age": 360}, {"age": -360}, {"secret": "forged"}, {"secret": ""}],
    ids=["old", "from the future", "forged", "no secret"],
)
async def test_a_request_that_slack_did_not_sign_just_now_is_refused(how):
    async with bot() as running:
        assert await running.post(ask.command("pipeline", response_url=running.far.response_url), **how) == 401
    assert running.asked == []


async def test_an_unsigned_request_is_refused():
    async with bot() as running, aiohttp.ClientSession() as session:
        body = ask.command("x", response_url=running.far.response_url)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        async with session.post(running.url, data=body, headers=headers) as response:
            assert response.status == 401


async def test_a_changed_body_is_refused():
    async with bot() as running, aiohttp.ClientSession() as session:
        body = ask.command("x", response_url=running.far.response_url)
        async with session.post(running.url, data=body + "&more=1", headers=ask.signed(body)) as response:
            assert response.status == 401


@pytest.mark.parametrize("secret", ["", "anything"])
async def test_without_a_signing_secret_nothing_comes_in_by_http(secret):
    async with bot(signing_secret="") as running:
        body = ask.command("x", response_url=running.far.response_url)
        assert await running.post(body, secret=secret) == 401


async def test_bytes_that_are_no_text_are_refused():
    async with bot() as running, aiohttp.ClientSession() as session:
        response = await session.post(running.url, data=b"\xff\xfe\x00", headers=ask.signed(""))
        assert response.status == 400


@pytest.mark.parametrize("body", ["x" * 100_000, "{", "payload=x", "[" * 50_000, "null", "\u0000"])
@pytest.mark.parametrize("kind", ["json", "form"])
async def test_nonsense_is_refused_before_it_is_read_and_leaves_no_traceback(caplog, body, kind):
    async with bot() as running:
        assert await running.post(body, kind=kind, secret="forged") == 401
        assert 200 <= await running.post(body, kind=kind) < 500
    assert [record for record in caplog.records if record.exc_info] == []
    assert running.asked == []


@pytest.mark.parametrize("timestamp", ["", "x", "-1", "9" * 400, "\u0661", "1e9", "nan"])
async def test_a_time_that_is_none_is_refused(timestamp):
    async with bot() as running, aiohttp.ClientSession() as session:
        body = ask.command("x", response_url=running.far.response_url)
        headers = {**ask.signed(body), "X-Slack-Request-Timestamp": timestamp}
        async with session.post(running.url, data=body, headers=headers) as response:
            assert response.status == 401


async def test_a_request_of_another_workspace_is_refused(caplog):
    async with bot() as running:
        body = ask.event(channel_type="im").replace('"T1"', '"T9"')
        assert await running.post(body, kind="json") == 200
        assert await running.post(ask.event(channel_type="im"), kind="json") == 200
        await running.far.wait_for("chat.postMessage")
    assert len(running.asked) == 1
    assert "another workspace" in caplog.text


async def test_an_answer_that_slack_does_not_take_is_a_line_without_a_traceback(caplog):
    async with bot() as running:
        for number, url in enumerate(("-1", "http://127.0.0.1:9/x", "\u0000")):
            await running.post(ask.command("note 1 x", response_url=url, trigger=str(number)))
        await asyncio.sleep(0.3)
    assert len(running.asked) == 3
    assert [record for record in caplog.records if record.exc_info] == []
    assert caplog.text.count("was not delivered") == 3


async def test_a_failure_is_told_to_the_person_and_may_be_repeated(caplog):
    async with bot() as running:
        running.wait = _fail
        body = ask.command("note 1 x", response_url=running.far.response_url)
        await running.post(body)
        (answer,) = await running.answers()
        running.wait = None
        await running.post(body)
        await running.answers(2)
    assert "nothing was changed" in shown(answer["blocks"])
    assert len(running.asked) == 2
    assert "A request from Slack failed" in caplog.text


async def test_requests_of_one_conversation_are_handled_in_order():
    release = asyncio.Event()
    async with bot() as running:
        running.wait = lambda: _until(release)
        for n in range(3):
            await running.post(ask.command(f"note {n}", response_url=running.far.response_url, trigger=str(n)))
        await asyncio.sleep(0.05)
        assert len(running.asked) == 1
        release.set()
        await running.answers(3)
    assert [message.text for message in running.asked] == ["note 0", "note 1", "note 2"]


async def test_what_is_in_hand_is_finished_when_the_bot_stops():
    async with bot() as running:
        running.wait = lambda: asyncio.sleep(0.2)
        await running.post(ask.command("note 1 x", response_url=running.far.response_url))
        responses = running.far.calls
        await asyncio.sleep(0.05)
        assert [name for name, _ in responses if name == "response"] == []
        running.far.behaviours["response"] = lambda _arguments: {"ok": True}
    assert [name for name, _ in responses].count("response") == 1


async def test_people_without_an_address_are_still_heard():
    async with bot() as running:
        running.far.behaviours["users.info"] = lambda _arguments: {"ok": False, "error": "missing_scope"}
        await running.post(ask.command("whoami", response_url=running.far.response_url))
        await running.answers()
    assert running.asked[0].email is None


async def test_an_address_is_asked_for_once_in_a_while():
    async with bot() as running:
        for trigger in ("a", "b", "c"):
            await running.post(ask.command("x", response_url=running.far.response_url, trigger=trigger))
        await running.answers(3)
        assert len(running.far.of("users.info")) == 1


def message(reply: Reply = DIGEST) -> dict[str, Any]:
    return {"text": "Today", "blocks": reply_to_blocks(reply, ENGLISH)}


def element(blocks: list[dict[str, Any]], value: str) -> dict[str, Any]:
    """The action payload of the button with that value."""
    (found,) = [
        {"action_id": e["action_id"], "block_id": block["block_id"], "value": e["value"]}
        for block in blocks
        for e in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ()))
        if e.get("value") == value
    ]
    return found


async def press(running: Bot, value: str, sent: dict[str, Any] | None = None, **how: Any) -> None:
    sent = sent or message()
    seen = None if how.pop("ephemeral", False) else sent
    body = ask.press(element(sent["blocks"], value), response_url=running.far.response_url, message=seen, **how)
    assert await running.post(body) == 200


async def test_a_button_says_its_chat_text():
    async with bot() as running:
        await press(running, "done 1")
        await running.answers()
    assert running.asked[0].text == "done 1"
    assert (running.asked[0].user, running.asked[0].conversation) == ("U1", "slack:D1")


async def test_what_is_done_takes_the_place_of_the_buttons_of_its_row():
    async with bot() as running:
        await press(running, "done 1")
        (answer,) = await running.answers()
    assert answer["replace_original"] is True
    assert [block["type"] for block in answer["blocks"]] == [
        "section",
        "section",
        "section",
        "context",
        "section",
        "actions",
    ]
    assert "✓ Noted" in shown(answer["blocks"])
    assert answer["blocks"][5] == message()["blocks"][5]


async def test_where_something_was_moved_to_stands_in_its_row_for_who_moved_it():
    async with bot() as running:
        running.reply = Reply("done", t("Moved: #7"), understood=t("follow-up Fri 27 Nov 2026"))
        await press(running, "snooze 1 3d")
        (answer,) = await running.answers()
    assert "✓ Moved: #7 · follow-up Fri 27 Nov 2026" in shown(answer["blocks"])


async def test_what_outsiders_wrote_mentions_nobody_when_their_row_is_done():
    async with bot() as running:
        running.reply = Reply("done", t("Done: {what}", what=Verbatim("call <!channel> & <https://evil.example|us>")))
        await press(running, "done 1")
        (answer,) = await running.answers()
    assert answer["text"] == "Done: call &lt;!channel&gt; &amp; &lt;https://evil.example|us&gt;"


async def test_two_quick_presses_in_one_message_keep_both_results():
    async with bot() as running:
        await press(running, "done 1")
        await press(running, "done 2")
        answer = (await running.answers(2))[-1]
    assert [block["type"] for block in answer["blocks"]].count("context") == 2


async def test_a_button_that_opens_an_address_asks_for_nothing():
    row = Row(Verbatim("Call"), actions=(Action(t("First message"), "why #7", url="https://firma.slack.com/x"),))
    async with bot() as running:
        there = message(Reply("list", t("Today"), sections=(Section(None, (row,)),)))
        (button,) = [block["accessory"] for block in there["blocks"] if "accessory" in block]
        button = {**button, "block_id": "b"}
        assert await running.post(ask.press(button, response_url=running.far.response_url, message=there)) == 200
        await asyncio.sleep(0.05)
    assert (running.asked, running.far.of("response")) == ([], [])


async def test_a_double_click_acts_once():
    async with bot() as running:
        await press(running, "done 1")
        await press(running, "done 1")
        await running.answers()
        await asyncio.sleep(0.05)
    assert len(running.asked) == 1


async def test_a_refused_press_leaves_the_message_and_is_told_to_the_presser():
    async with bot() as running:
        running.reply = Reply("error", t("Not yours"), ok=False)
        await press(running, "done 1")
        (answer,) = await running.answers()
    assert (answer["replace_original"], answer["response_type"]) == (False, "ephemeral")


async def test_a_choice_made_replaces_the_question():
    choice = Reply(
        "choice", t("Which?"), sections=(Section(None, (Row(Verbatim("A"), actions=(Action(t("A"), "show 1"),)),)),)
    )
    async with bot() as running:
        running.reply = Reply("card", t("Card"))
        await press(running, "show 1", message(choice), ephemeral=True, channel="C1")
        (answer,) = await running.answers()
    assert answer["replace_original"] is True
    assert running.asked[0].conversation == "slack:C1:U1"


async def test_a_page_turned_replaces_the_list():
    page = Reply("list", t("Pipeline"), actions=(Action(t("Next"), "pipeline page 2"),))
    async with bot() as running:
        running.reply = page
        await press(running, "pipeline page 2", message(page), ephemeral=True)
        (answer,) = await running.answers()
    assert answer["replace_original"] is True


async def test_a_card_asked_for_by_a_button_is_a_message_of_its_own():
    async with bot() as running:
        running.reply = Reply("card", t("Card"))
        await press(running, "done 1")
        await press(running, "done 2", channel="C1")
        answers = await running.answers(2)
    assert [answer["replace_original"] for answer in answers] == [False, False]
    assert [answer["response_type"] for answer in answers] == ["in_channel", "ephemeral"]


async def test_a_menu_entry_says_its_chat_text():
    async with bot() as running:
        chosen = {
            "type": "overflow",
            "action_id": "crm/list/row/1",
            "block_id": "b",
            "selected_option": {"value": "done 7"},
        }
        await running.post(ask.press(chosen, response_url=running.far.response_url, message=message()))
        await running.answers()
    assert running.asked[0].text == "done 7"


async def _until(event: asyncio.Event) -> None:
    await event.wait()


async def _fail() -> None:
    raise RuntimeError("database away")


async def test_an_app_leaves_the_level_of_our_own_logs_alone(caplog):
    caplog.set_level(logging.ERROR)
    async with bot():
        assert logging.getLogger("crmbot").level == logging.NOTSET
