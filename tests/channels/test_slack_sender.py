"""Notices on Slack: once per key, and each refusal told apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from crmbot.channels.slack.sender import EVENT_TYPE, SlackSender
from crmbot.channels.slack.settings import SlackSettings
from crmbot.shapes import Notice, Reader, Record, Reply, Row, Section, Verbatim, t
from tests.channels.block_rules import faults, shown
from tests.channels.slack_far_end import FarEnd, far_end

pytestmark = pytest.mark.asyncio

TODAY = Reply("list", t("Today"), records=(Record("followup", 1007, "send the plan"),))
NOTICE = Notice(1, "digest:anna:2026-11-22", "digest", "anna", "U1", TODAY, Reader("en"), attempt=1)


def sender(far: FarEnd) -> SlackSender:
    return SlackSender(SlackSettings("xoxb-1", api_url=far.api_url))


async def test_a_notice_goes_to_the_direct_message_with_its_key():
    async with far_end() as far:
        outcome = await sender(far).send(NOTICE)
    (message,) = far.posted
    assert (outcome.sent, outcome.reference) == (True, "DU1/1.0")
    assert message["channel"] == "DU1"
    assert message["metadata"] == {"event_type": EVENT_TYPE, "event_payload": {"key": NOTICE.key}}
    assert faults(message["blocks"]) == []


async def test_what_tells_of_followups_says_where_it_is_found_again_and_slack_is_asked_for_one_link():
    async with far_end() as far:
        one = sender(far)
        for place in ("p10", "p20"):
            assert (await one.send(NOTICE)).link == f"https://firma.slack.com/archives/DU1/{place}"
        assert (await one.send(replace(NOTICE, address="U2"))).link == "https://firma.slack.com/archives/DU2/p30"
        assert len(far.of("chat.getPermalink")) == 1


@pytest.mark.parametrize("other", [{"kind": "receipt"}, {"content": Reply("list", t("Today"))}])
async def test_of_what_tells_of_no_followup_slack_is_asked_for_no_link(other: dict[str, Any]):
    async with far_end() as far:
        assert (await sender(far).send(replace(NOTICE, **other))).link is None
        assert far.of("chat.getPermalink") == []


async def test_links_of_a_form_that_is_not_known_are_asked_for_each_time():
    async with far_end() as far:
        far.behaviours["chat.getPermalink"] = lambda _asked: {
            "ok": True,
            "permalink": "https://firma.slack.com/m/1?x=2",
        }
        one = sender(far)
        assert [(await one.send(NOTICE)).link for _ in range(2)] == ["https://firma.slack.com/m/1?x=2"] * 2


async def test_a_message_has_arrived_though_slack_does_not_tell_where():
    async with far_end() as far:
        far.behaviours["chat.getPermalink"] = lambda _asked: {"ok": False, "error": "unknown_method"}
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, outcome.reference, outcome.link) == (True, "DU1/1.0", None)


@pytest.mark.parametrize(
    ("address", "channel"),
    [
        ("U1", "DU1"),
        ("W1AB", "DW1AB"),
        ("C123", "C123"),
        ("vertrieb", "#vertrieb"),
        ("#wins", "#wins"),
        (None, "#team"),
    ],
)
async def test_the_address_is_a_person_a_channel_or_its_name(address, channel):
    async with far_end() as far:
        far.behaviours["users.lookupByEmail"] = lambda _arguments: {"ok": True, "user": {"id": "U7"}}
        await sender(far).send(replace(NOTICE, kind="announcement", recipient="team", address=address))
    assert far.posted[0]["channel"] == channel


async def test_a_digest_for_a_member_without_slack_lands_in_no_channel_of_his_name():
    async with far_end() as far:
        outcome = await sender(far).send(replace(NOTICE, address=None))
    assert (outcome.sent, outcome.retry, far.calls) == (False, False, [])


async def test_a_direct_message_is_opened_once():
    async with far_end() as far:
        sending = sender(far)
        await sending.send(NOTICE)
        await sending.send(replace(NOTICE, key="another"))
    assert len(far.of("conversations.open")) == 1


async def test_a_later_attempt_finds_what_has_arrived_and_sends_nothing():
    async with far_end() as far:
        await sender(far).send(NOTICE)
        outcome = await sender(far).send(replace(NOTICE, attempt=2))
    assert (outcome.sent, outcome.reference, len(far.posted)) == (True, "DU1/1.0", 1)


async def test_a_later_attempt_sends_what_has_not_arrived():
    async with far_end() as far:
        await sender(far).send(replace(NOTICE, key="another"))
        assert (await sender(far).send(replace(NOTICE, attempt=2))).sent
    assert len(far.posted) == 2


async def test_finding_looks_page_after_page():
    pages: dict[str | None, dict[str, Any]] = {
        None: {"ok": True, "messages": [{"ts": "2.0"}], "response_metadata": {"next_cursor": "c2"}},
        "c2": {"ok": True, "messages": [{"ts": "1.0", "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": NOTICE.key}}}]},
    }  # fmt: skip
    async with far_end() as far:
        far.behaviours["conversations.history"] = lambda arguments: pages[arguments.get("cursor")]
        found = await sender(far).send(replace(NOTICE, attempt=2))
    assert (found.reference, found.link) == ("DU1/1.0", "https://firma.slack.com/archives/DU1/p10")
    assert far.posted == []


async def test_metadata_of_others_is_no_key_of_ours():
    other = {"ts": "1.0", "metadata": {"event_type": "other", "event_payload": {"key": NOTICE.key}}}
    async with far_end() as far:
        far.behaviours["conversations.history"] = lambda _arguments: {"ok": True, "messages": [other]}
        await sender(far).send(replace(NOTICE, attempt=2))
    assert len(far.posted) == 1


async def test_channels_are_not_searched():
    async with far_end() as far:
        await sender(far).send(replace(NOTICE, address="vertrieb", attempt=2))
    assert far.of("conversations.history") == []


async def test_a_rate_limit_says_how_long_to_wait():
    async def limited() -> web.StreamResponse:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "17"})

    async with far_end() as far:
        far.behaviours["chat.postMessage"] = lambda _arguments: limited()
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, outcome.retry, outcome.retry_after, outcome.error) == (False, True, 17.0, "ratelimited")
    assert len(far.of("chat.postMessage")) == 1


@pytest.mark.parametrize(
    "error", ["internal_error", "service_unavailable", "fatal_error", "invalid_auth", "token_revoked"]
)
async def test_troubles_of_slack_and_of_the_token_are_tried_again(error):
    async with far_end() as far:
        far.behaviours["chat.postMessage"] = lambda _arguments: {"ok": False, "error": error}
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, outcome.retry, outcome.error) == (False, True, error)
    assert outcome.retry_after


@pytest.mark.parametrize(
    "error", ["channel_not_found", "is_archived", "user_not_found", "invalid_blocks", "not_in_channel"]
)
async def test_what_slack_refuses_for_good_is_not_tried_again(error):
    async with far_end() as far:
        far.behaviours["chat.postMessage"] = lambda _arguments: {"ok": False, "error": error}
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, outcome.retry, (outcome.error or "").partition(":")[0]) == (False, False, error)


async def test_a_person_without_a_direct_message_is_a_refusal_for_good():
    async with far_end() as far:
        far.behaviours["conversations.open"] = lambda _arguments: {"ok": False, "error": "user_not_found"}
        outcome = await sender(far).send(NOTICE)
    assert (outcome.retry, outcome.error, far.posted) == (False, "user_not_found", [])


@pytest.mark.parametrize(
    ("status", "kind"), [(500, "text/plain"), (502, "text/html"), (200, "text/plain"), (200, "application/json")]
)
async def test_what_is_no_answer_of_slacks_is_tried_again(status, kind):
    async def broken() -> web.StreamResponse:
        return web.Response(text="<html>Bad Gateway", status=status, content_type=kind)

    async with far_end() as far:
        far.behaviours["chat.postMessage"] = lambda _arguments: broken()
        outcome = await sender(far).send(NOTICE)
    assert (outcome.sent, outcome.retry) == (False, True)


async def test_a_connection_cut_after_sending_is_unknown_and_not_repeated_at_once():
    async with far_end() as far:
        usual = far.answer

        async def cut(method: str, arguments: dict[str, Any]) -> web.StreamResponse:
            response = await usual(method, arguments)
            if method == "chat.postMessage" and len(far.posted) == 1:
                raise ConnectionResetError
            return response

        far.answer = cut  # type: ignore[method-assign]
        first = await sender(far).send(NOTICE)
        second = await sender(far).send(replace(NOTICE, attempt=2))
    assert (first.sent, first.retry) == (False, True)
    assert (second.sent, second.reference) == (True, "DU1/1.0")
    assert len(far.of("chat.postMessage")) == 1


async def test_slack_away_is_tried_again():
    async with far_end() as far:
        gone = sender(far)
    outcome = await gone.send(NOTICE)
    assert (outcome.sent, outcome.retry) == (False, True)
    assert "xoxb" not in str(outcome.error)


async def test_a_repeat_is_marked_as_such():
    rows = tuple(Row(Verbatim(str(n)), actions=()) for n in range(3))
    full = Reply("list", t("Today"), sections=tuple(Section(t("S"), rows) for _ in range(40)))
    async with far_end() as far:
        await sender(far).send(replace(NOTICE, repeat=True, content=full))
    assert "You may have this already" in shown(far.posted[0]["blocks"])
    assert faults(far.posted[0]["blocks"]) == []


async def test_secrets_do_not_show():
    assert "xoxb" not in repr(SlackSettings("xoxb-1", "xapp-1", "secret"))
