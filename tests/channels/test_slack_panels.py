"""The side panel of a record: by the rights of whoever opens it, with buttons that do what those of the card do."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbot.channels.slack.entities import entity, refusal
from crmbot.channels.slack.linked import record_of
from crmbot.shapes import Action, Answer, Field, Form, FormField, Moment, Money, Record, Reply, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import entity_faults
from tests.channels.slack_bot import ENGLISH, Bot, bot

PUBLIC = "https://crm.firma.example"
LINK = f"{PUBLIC}/r/1042"
PANEL = Reply(
    "card", t("{name} (#{number})", name=Verbatim("Hall <shelving>"), number=1042),
    fields=(
        Field(t("Kind"), t("Deal"), "kind"), Field(t("Stage"), Verbatim("Offer"), "stage"),
        Field(t("Amount"), Money(Decimal(5000)), "amount"), Field(t("Expected close"), date(2026, 12, 24), "expected_close"),
        Field(t("Since"), Moment(datetime(2026, 11, 1, 23, 30, tzinfo=UTC), day_only=True), "since"),
        Field(t("Next step"), Moment(datetime(2026, 11, 23, 9, tzinfo=UTC)), "next_step"),
    ),
    records=(Record("deal", 1042, "Hall <shelving>"),),
    actions=tuple(Action(t("Do {n}", n=n), f"note #1042 {n} ^57") for n in range(1, 10)),
)  # fmt: skip
REFUSED = Reply("error", t("There is no person, company or deal {number}.", number="#1042"), ok=False)
DONE = Reply("done", t("Noted."))


async def open_panel(here: Bot, *, event_id: str = "Ev1", **details: Any) -> None:
    told = {
        "type": "entity_details_requested", "user": "U1", "trigger_id": "9.trigger", "user_locale": "en-GB",
        "entity_url": LINK, "app_unfurl_url": f"{LINK}?x=1", "external_ref": {"id": "1042"},
        "link": {"url": LINK, "domain": "crm.firma.example"}, "channel": "C1", "message_ts": "5.0", **details,
    }  # fmt: skip
    await here.post(ask.event(event_id, **told), kind="json")


async def shown(here: Bot, count: int = 1) -> dict[str, Any]:
    """What the panel was given last."""
    call = (await here.far.wait_for("entity.presentDetails", count))[-1]
    if "metadata" in call:
        assert entity_faults(call["metadata"]) == []
    return call


def values(call: dict[str, Any]) -> dict[str, Any]:
    return {field["key"]: field["value"] for field in call["metadata"]["entity_payload"]["custom_fields"]}


def pressed(action: dict[str, Any], *, user: str = "U1", **where: Any) -> str:
    """A button of the panel, as Slack tells of it: without the message, and outside of a channel where it is opened from a search."""
    container = {"type": "entity_detail", "entity_url": LINK, "external_ref": {"id": "1042"}, **where}
    payload = {
        "type": "block_actions", "user": {"id": user, "team_id": "T1"}, "team": {"id": "T1"}, "api_app_id": "A1",
        "trigger_id": "2.trigger", "container": container,
        "actions": [{
            "type": "button", "block_id": "TPdc", "action_ts": "1700000001.000000", "action_id": action["action_id"],
            "value": action["value"], "text": {"type": "plain_text", "text": action["text"]},
        }],
    }  # fmt: skip
    return urlencode({"payload": json.dumps(payload)})


@pytest.mark.asyncio
async def test_the_panel_shows_what_its_reader_may_see():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here)
        call = await shown(here)
    assert (here.asked[0].text, here.asked[0].user, here.asked[0].shared) == ("side panel #1042", "U1", False)
    assert here.asked[0].email == "anna@firma.example"
    assert call["trigger_id"] == "9.trigger"
    assert (call["metadata"]["url"], call["metadata"]["external_ref"]) == (LINK, {"id": "1042"})
    assert call["metadata"]["entity_payload"]["attributes"] == {
        "title": {"text": "Hall <shelving> (#1042)"}, "display_type": "Deal",
    }  # fmt: skip
    assert values(call) == {
        "stage": "Offer", "amount": "€5,000", "expected_close": "2026-12-24", "since": "2026-11-02", "next_step": 1795424400,
    }  # fmt: skip


@pytest.mark.asyncio
async def test_nothing_in_a_panel_makes_slack_show_it_to_others():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here)
        call = await shown(here)
    assert not {"metadata_last_modified", "date_updated"} & set(str(call).split("'"))


@pytest.mark.asyncio
async def test_two_actions_are_buttons_and_five_stand_in_the_menu():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here)
        actions = (await shown(here))["metadata"]["entity_payload"]["actions"]
    assert [len(actions[name]) for name in ("primary_actions", "overflow_actions")] == [2, 5]
    assert actions["primary_actions"][0]["value"] == "note #1042 1 ^57"


@pytest.mark.asyncio
async def test_whoever_may_not_see_it_is_told_so():
    async with bot(lambda _message: REFUSED, public_url=PUBLIC) as here:
        await open_panel(here)
        call = await shown(here)
    assert "metadata" not in call
    assert call["error"] == {
        "status": "custom", "custom_title": "Not shown", "custom_message": "There is no person, company or deal #1042.",
    }  # fmt: skip


@pytest.mark.asyncio
async def test_a_link_that_is_none_of_ours_leads_nowhere():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here, external_ref={"id": "x"}, entity_url="https://evil.example/r/1042", app_unfurl_url="")
        call = await shown(here)
    assert here.asked == []
    assert call["error"]["custom_message"] == "This link leads to no record."


@pytest.mark.asyncio
async def test_the_same_event_twice_is_answered_once():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here)
        await open_panel(here)
        await shown(here)
        await here.work.finish(2)
    assert len(here.asked) == len(here.far.of("entity.presentDetails")) == 1


@pytest.mark.asyncio
async def test_opened_from_a_search_the_address_says_which_record_it_is():
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        await open_panel(here, external_ref=None, app_unfurl_url=None, channel=None, message_ts=None)
        await shown(here)
    assert here.asked[0].text == "side panel #1042"


@pytest.mark.asyncio
@pytest.mark.parametrize("where", [{"channel_id": "C1", "message_ts": "5.0"}, {}])
async def test_a_button_acts_as_on_the_card_and_the_panel_is_shown_as_it_is_then(where):
    def answer(message: Any) -> Reply:
        return PANEL if message.text.startswith("side panel") else DONE

    async with bot(answer, public_url=PUBLIC) as here:
        await open_panel(here)
        button = (await shown(here))["metadata"]["entity_payload"]["actions"]["overflow_actions"][0]
        await here.post(pressed(button, **where))
        told = await here.far.wait_for("chat.postEphemeral" if where else "chat.postMessage")
        call = await shown(here, 2)
    assert [message.text for message in here.asked] == ["side panel #1042", "note #1042 3 ^57", "side panel #1042"]
    assert told[0]["text"] == "Noted."
    assert told[0]["channel"] == ("C1" if where else "DU1")
    assert call["trigger_id"] == "2.trigger"


@pytest.mark.asyncio
async def test_a_button_that_asks_opens_its_dialog():
    form = Reply("done", t("Call"), form=Form(t("Call"), t("Log"), "call #1042", (FormField("text", t("What?")),)))
    opening = Reply("card", t("Hall"), actions=(Action(t("Log a call"), "call #1042", dialog=True),))

    async with bot(lambda message: opening if "panel" in message.text else form, public_url=PUBLIC) as here:
        await open_panel(here)
        button = (await shown(here))["metadata"]["entity_payload"]["actions"]["primary_actions"][0]
        assert button["text"] == "Log a call …"
        await here.post(pressed(button))
        await here.opened()
        await here.work.finish(2)
    assert here.far.of("views.open")[0]["trigger_id"] == "2.trigger"
    assert len(here.far.of("entity.presentDetails")) == 1


@pytest.mark.asyncio
async def test_a_button_pressed_twice_acts_once():
    async with bot(lambda message: PANEL if "panel" in message.text else DONE, public_url=PUBLIC) as here:
        await open_panel(here)
        button = (await shown(here))["metadata"]["entity_payload"]["actions"]["primary_actions"][0]
        for _ in range(2):
            await here.post(pressed(button))
        await shown(here, 2)
        await here.work.finish(2)
    assert [message.text for message in here.asked].count("note #1042 1 ^57") == 1


@pytest.mark.asyncio
async def test_where_slack_knows_no_panels_that_is_logged_once(caplog):
    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        here.far.behaviours["entity.presentDetails"] = lambda _asked: {"ok": False, "error": "unknown_method"}
        for number in range(3):
            await open_panel(here, event_id=f"Ev{number}", trigger_id=f"{number}.trigger")
        await shown(here, 3)
        await here.work.finish(2)
    assert [r.getMessage().count("unknown_method") for r in caplog.records if r.levelname == "WARNING"] == [1]


@pytest.mark.asyncio
async def test_a_panel_that_slack_finds_unfit_does_not_wait_for_ever(caplog):
    def refuse(asked: dict[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": "invalid_arguments"} if "metadata" in asked else {"ok": True}

    async with bot(lambda _message: PANEL, public_url=PUBLIC) as here:
        here.far.behaviours["entity.presentDetails"] = refuse
        await open_panel(here)
        call = await shown(here, 2)
        await here.work.finish(2)
    assert call["error"] == {"status": "internal_error"}
    assert "invalid_arguments" in caplog.text


WORDS = st.text(max_size=3000)
VALUES = st.one_of(
    WORDS.map(Verbatim), st.none(), st.datetimes(timezones=st.just(UTC)).map(Moment), st.dates(), st.integers()
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)
@given(name=WORDS, values=st.lists(VALUES, max_size=40), commands=st.lists(WORDS, max_size=12))
def test_whatever_a_record_holds_slack_takes_it(name, values, commands):
    fields = tuple(
        Field(t("{w}", w=Verbatim(name)), value, "kind" if place == 3 else f"f{place}")
        for place, value in enumerate(values)
    )
    actions = tuple(Action(t("{w}", w=Verbatim(name)), command, "danger") for command in commands)
    reply = Reply("card", t("{w}", w=Verbatim(name)), fields=fields, actions=actions)
    made = entity(Answer(reply, ENGLISH), 1042, LINK, place="panel")
    assert entity_faults(made) == []
    assert len(json.dumps(made)) < 200_000
    assert refusal(reply, ENGLISH)["custom_message"]


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ({"external_ref": {"id": "7"}, "entity_url": LINK}, 7),
        ({"external_ref": {"id": "07"}, "entity_url": LINK}, 1042),
        ({"external_ref": "7", "app_unfurl_url": f"{LINK}/?a=b"}, 1042),
        ({"entity_url": "https://[x"}, None),
        ({}, None),
    ],
)
def test_the_record_is_known_by_our_reference_or_its_address(told, number):
    assert record_of(told, PUBLIC) == number
