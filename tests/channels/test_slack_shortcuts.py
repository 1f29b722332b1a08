"""The shortcuts, and files that people post: what reaches the assistant of a message, its thread and its files."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web

from crmbot.channels.slack.shown_message import ShownMessage, unpack_message
from crmbot.shapes import ChatMessage, Form, FormField, Option, Reply, t
from tests.channels import slack_requests as ask
from tests.channels.slack_bot import Bot, bot
from tests.channels.slack_far_end import FarEnd

pytestmark = pytest.mark.asyncio

SAID = {"type": "message", "user": "U2", "ts": "1700000000.000100", "text": "Kolb wants &lt;oak&gt; shelves"}
FILE = {"id": "F1", "name": "plan.pdf", "mimetype": "application/pdf", "size": 4, "mode": "hosted"}
NOTE, YES = "note", {"type": "checkboxes", "selected_options": [{"value": "yes"}]}
FORM = Form(
    t("Log this message"), t("Log"), "log message",
    (
        FormField("other", t("To whom?"), required=True),
        FormField("kind", t("As what?"), "choice", required=True, options=(Option(NOTE, t("Note")),), initial=NOTE),
        FormField("thread", t("With the whole thread"), "check"),
        FormField("files", t("With its files"), "check", initial="yes"),
    ),
)  # fmt: skip


def answering(message: ChatMessage) -> Reply:
    if message.text.startswith("log message") and not message.values:
        return Reply("error", FORM.title, ok=False, form=FORM)
    if message.values.get("other") == "nobody":
        return Reply("error", t("Look"), ok=False, form=FORM, errors={"other": t("I know nobody of that name.")})
    return Reply("done", t("Logged."))


def shortcut(message: dict[str, Any], trigger: str = "5.t") -> str:
    payload = {
        "type": "message_action", "callback_id": "log_message", "trigger_id": trigger, "message_ts": message["ts"],
        "user": {"id": "U1"}, "channel": {"id": "C1", "name": "sales"}, "team": {"id": "T1", "domain": "firma"},
        "message": message, "response_url": "", "api_app_id": "A1",
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)})


def names(far: FarEnd) -> None:
    """U1 is Anna, U2 Ben, others come from another organisation."""
    people = {"U1": ("T1", "Anna Berg"), "U2": ("T1", "Ben Muster")}

    def info(asked: dict[str, Any]) -> dict[str, Any]:
        team, name = people.get(asked["user"], ("T9", "Julia Brandt"))
        email = f"{name.split()[0].lower()}@firma.example"
        return {
            "ok": True,
            "user": {"id": asked["user"], "team_id": team, "profile": {"real_name": name, "email": email}},
        }

    far.behaviours["users.info"] = info


def fields_of(view: dict[str, Any]) -> list[str]:
    return [block["block_id"].removeprefix("field:") for block in view["blocks"] if block["type"] == "input"]


async def logged(here: Bot, message: dict[str, Any], **values: dict[str, Any]) -> ChatMessage:
    """What the assistant is asked once the dialog of the shortcut is sent off."""
    await here.post(shortcut(message))
    view = await here.opened()
    given = {
        "other": ask.typed("#1042"),
        "kind": {"type": "static_select", "selected_option": {"value": NOTE}},
        **values,
    }
    assert await here.post(ask.submit(view, given)) == {}
    await here.far.wait_for("chat.postEphemeral")
    return here.asked[-1]


async def test_the_message_is_shown_to_the_assistant_with_its_link_and_the_dialog_asks_only_what_it_raises():
    async with bot(answering) as here:
        await here.post(shortcut(SAID))
        view = await here.opened()
        assert fields_of(view) == ["other", "kind"]
        assert here.asked[0].text == "log message\nKolb wants <oak> shelves"
        assert here.asked[0].link == "https://firma.slack.com/archives/C1/p1700000000000100"


async def test_a_message_with_thread_and_files_asks_for_both():
    async with bot(answering) as here:
        await here.post(shortcut({**SAID, "thread_ts": "1700000000.000100", "reply_count": 2, "files": [FILE]}))
        assert fields_of(await here.opened()) == ["other", "kind", "thread", "files"]


async def test_what_is_sent_off_carries_author_time_and_link_though_the_bot_is_not_in_the_channel():
    async with bot(answering) as here:
        names(here.far)
        here.far.behaviours["conversations.replies"] = lambda _asked: {"ok": False, "error": "not_in_channel"}
        message = await logged(here, SAID)
    assert (message.text, message.link) == ("log message", "https://firma.slack.com/archives/C1/p1700000000000100")
    told = {key: message.values[key] for key in ("said", "by", "by_user", "by_email", "at", "speakers", "left_out")}
    assert told == {
        "said": "Kolb wants <oak> shelves", "by": "Ben Muster", "by_user": "U2", "by_email": "ben@firma.example",
        "at": "2023-11-14T22:13:20.000100+00:00", "speakers": "", "left_out": "",
    }  # fmt: skip


async def test_the_whole_thread_comes_as_one_with_its_speakers():
    thread = [
        {**SAID, "ts": "1700000000.000100"},
        {"user": "U7", "ts": "1700000100.000100", "text": "We need them in May"},
    ]
    async with bot(answering) as here:
        names(here.far)
        here.far.behaviours["conversations.replies"] = lambda _asked: {"ok": True, "messages": thread}
        last = {**thread[1], "type": "message", "thread_ts": thread[0]["ts"]}
        message = await logged(here, last, thread=YES)
    assert message.values["said"] == "Ben Muster: Kolb wants <oak> shelves\nJulia Brandt: We need them in May"
    assert (message.values["by"], message.values["speakers"]) == ("Ben Muster", "yes")
    assert message.values["at"].startswith("2023-11-14T22:13:20")


async def test_a_thread_that_the_bot_may_not_read_is_said_and_the_message_logged_alone():
    async with bot(answering) as here:
        names(here.far)
        here.far.behaviours["conversations.replies"] = lambda _asked: {"ok": False, "error": "not_in_channel"}
        message = await logged(here, {**SAID, "reply_count": 3, "thread_ts": SAID["ts"]}, thread=YES)
    assert message.values["said"] == "Kolb wants <oak> shelves"
    assert "/invite @crmbot" in message.values["left_out"]


async def test_a_thread_for_which_a_proxy_answers_is_left_out_and_the_message_logged_alone():
    async def proxy(_asked: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=502, text="<h1>Bad Gateway</h1>", content_type="text/html")

    async with bot(answering) as here:
        names(here.far)
        here.far.behaviours["conversations.replies"] = proxy
        message = await logged(here, {**SAID, "reply_count": 3, "thread_ts": SAID["ts"]}, thread=YES)
    assert message.values["said"] == "Kolb wants <oak> shelves"
    assert "the thread" in message.values["left_out"]


async def test_its_files_are_fetched_with_the_token():
    async with bot(answering) as here:
        asked = serve_file(here.far, b"%PDF")
        message = await logged(here, {**SAID, "files": [FILE]}, files=YES)
    assert [(file.filename, file.content_type, file.content) for file in message.files] == [
        ("plan.pdf", "application/pdf", b"%PDF")
    ]
    assert asked == ["F1"]


async def test_files_that_are_not_wanted_stay_where_they_are():
    async with bot(answering) as here:
        asked = serve_file(here.far, b"%PDF")
        assert (await logged(here, {**SAID, "files": [FILE]})).files == ()
    assert asked == []


async def test_what_is_wrong_stands_beside_its_field():
    async with bot(answering) as here:
        await here.post(shortcut(SAID))
        given = {"other": ask.typed("nobody"), "kind": {"type": "static_select", "selected_option": {"value": NOTE}}}
        told = await here.post(ask.submit(await here.opened(), given))
    assert told == {"response_action": "errors", "errors": {"field:other": "I know nobody of that name."}}


async def test_a_very_long_message_is_fetched_again_when_it_is_logged():
    words = " ".join(f"w{number * 7919 % 99991}" for number in range(3000))
    async with bot(answering) as here:
        names(here.far)
        here.far.behaviours["conversations.replies"] = lambda _asked: {
            "ok": True,
            "messages": [{**SAID, "text": words}],
        }
        message = await logged(here, {**SAID, "text": words})
    assert message.values["said"] == words


async def test_the_shortcut_for_a_call_opens_its_form():
    form = Form(t("Call"), t("Log"), "call", (FormField("who", t("Who?"), required=True),))
    async with bot(lambda _message: Reply("error", form.title, ok=False, form=form)) as here:
        payload = {
            "type": "shortcut",
            "callback_id": "log_call",
            "trigger_id": "6.t",
            "user": {"id": "U1"},
            "team": {"id": "T1"},
        }
        await here.post(urlencode({"payload": json.dumps(payload)}))
        assert fields_of(await here.opened()) == ["who"]
        assert here.asked[0].text == "call"


async def test_a_file_in_the_direct_message_comes_along_with_its_words():
    async with bot(answering) as here:
        serve_file(here.far, b"%PDF")
        file = {**FILE, "url_private_download": f"{here.far.url}/api/file.bytes"}
        await here.post(ask.event(text="note #1042 hall plan", subtype="file_share", files=[file]), kind="json")
        await here.far.wait_for("chat.postMessage")
    assert here.asked[0].text == "note #1042 hall plan"
    assert [file.content for file in here.asked[0].files] == [b"%PDF"]


async def test_files_without_a_word_are_asked_about():
    async with bot(answering) as here:
        serve_file(here.far, b"%PDF")
        await here.post(ask.event(text="", subtype="file_share", files=[FILE]), kind="json")
        await here.far.wait_for("chat.postMessage")
    assert here.asked[0].text == "log message"


@pytest.mark.parametrize(
    ("details", "why"),
    [
        ({"url_private_download": "https://evil.example/plan.pdf"}, "does not lie at Slack"),
        ({"url_private_download": "https://slack.com.evil.example/plan.pdf"}, "does not lie at Slack"),
        ({"mode": "external"}, "does not lie at Slack"),
        ({"size": 30_000_000}, "too large"),
        ({"size": 1, "long": True}, "too large"),
        ({"login": True}, "files:read"),
    ],
)
async def test_the_token_goes_to_slack_alone_and_large_files_are_left_out(details: dict[str, Any], why: str):
    async with bot(answering) as here:
        content = b"x" * 27_000_000 if details.pop("long", False) else b"%PDF"
        serve_file(here.far, content, login=details.pop("login", False), **details)
        message = await logged(here, {**SAID, "files": [FILE]}, files=YES)
    assert message.files == ()
    assert why in message.values["left_out"]
    assert "plan.pdf" in message.values["left_out"]


async def test_a_message_keeps_its_form_packed_and_nonsense_is_none():
    shown = ShownMessage("https://x", "C1", "1.0", "U2", text="Grüße 🎉", files=("F1",), has_thread=True)
    assert unpack_message(shown.packed(100)) == shown
    assert unpack_message(shown.packed(2)) == ShownMessage(
        "https://x", "C1", "1.0", "U2", text="Gr", files=("F1",), has_thread=True, cut=True
    )
    for nonsense in ("", "x", "e30=", "\ud800", "eJyrVkrOT0lVslIyVKoFABvvA9Y="):
        assert unpack_message(nonsense) is None


def serve_file(far: FarEnd, content: bytes, *, login: bool = False, **details: Any) -> list[str]:
    """A file on the far end, and the ids of the files that were asked for."""
    asked: list[str] = []

    def info(arguments: dict[str, Any]) -> dict[str, Any]:
        asked.append(arguments["file"])
        url = f"{far.url}/api/file.bytes"
        return {"ok": True, "file": {**FILE, "url_private_download": url, **details}}

    async def give(_arguments: dict[str, Any]) -> web.StreamResponse:
        if login:
            return web.Response(text="<html>log in</html>", content_type="text/html")
        return web.Response(body=content, content_type="application/pdf")

    far.behaviours["files.info"] = info
    far.behaviours["file.bytes"] = give
    return asked
