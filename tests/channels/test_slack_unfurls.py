"""Links of records: a small card for the team, the name for people from outside, nothing for who may not see it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from crmbot.channels.slack.linked import records_linked
from crmbot.channels.slack.shown import TABLE
from crmbot.shapes import Action, Field, Money, Record, Reply, Verbatim, t
from tests.channels import slack_requests as ask
from tests.channels.block_rules import entity_faults, faults, shown
from tests.channels.slack_bot import Bot, bot

pytestmark = pytest.mark.asyncio

PUBLIC = "https://crm.firma.example"
LINK = f"{PUBLIC}/r/1042"
CARD = Reply(
    "card", t("{name} (#{number})", name=Verbatim("Hall <shelving>"), number=1042),
    fields=(
        Field(t("Kind"), t("Deal"), "kind"), Field(t("Stage"), Verbatim("Offer"), "stage"),
        Field(t("Owner"), Verbatim("Anna"), "owner"), Field(t("Amount"), Money(Decimal(5000)), "amount"),
    ),
    records=(Record("deal", 1042, "Hall <shelving>", company="Kolb GmbH"),),
    actions=(Action(t("Show it"), "show #1042"),),
)  # fmt: skip
REFUSED = Reply("error", t("There is no person, company or deal {number}.", number="#1042"), ok=False)


async def paste(here: Bot, *urls: str, channel: str = "C1", **details: Any) -> None:
    links = [{"domain": "crm.firma.example", "url": url} for url in urls]
    told = {"type": "link_shared", "channel": channel, "user": "U1", "message_ts": "5.0", "links": links, **details}
    await here.post(ask.event(**told), kind="json")


def audience(here: Bot, *, shared: bool = False, guest: bool = False) -> None:
    here.far.behaviours["conversations.info"] = lambda _asked: {"ok": True, "channel": {"is_ext_shared": shared}}
    here.far.behaviours["conversations.members"] = lambda _asked: {"ok": True, "members": ["U1", "U2"]}
    here.far.behaviours["users.info"] = lambda asked: {
        "ok": True,
        "user": {"id": asked["user"], "team_id": "T1", "is_restricted": guest and asked["user"] == "U2"},
    }


async def preview(here: Bot) -> str:
    (call,) = await here.far.wait_for("chat.unfurl")
    (blocks,) = [unfurl["blocks"] for unfurl in call["unfurls"].values()]
    assert faults(blocks) == []
    assert list(call["unfurls"]) == [LINK]
    return shown(blocks) + str([b for b in blocks if b["type"] == "actions"])


async def test_in_a_channel_of_the_team_a_link_shows_name_stage_owner_and_buttons():
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        await paste(here, LINK)
        words = await preview(here)
    assert "Hall <shelving>" in words
    assert all(part in words for part in ("Offer", "Anna", "show #1042"))
    assert (here.asked[0].text, here.asked[0].user, here.asked[0].shared) == ("preview card #1042", "U1", True)


@pytest.mark.parametrize("outsiders", [{"guest": True}, {"shared": True}])
async def test_with_people_from_outside_it_shows_the_name_only(outsiders: dict[str, bool]):
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here, **outsiders)
        await paste(here, LINK)
        words = await preview(here)
    assert "Hall <shelving>" in words
    assert not any(part in words for part in ("Offer", "Anna", "Kolb", "#1042"))


async def test_where_the_bot_cannot_look_into_it_shows_the_name_only():
    for_guests = {**TABLE, "stage": "guests"}
    async with bot(lambda _message: CARD, public_url=PUBLIC, shown=for_guests) as here:
        here.far.behaviours["conversations.info"] = lambda _asked: {"ok": False, "error": "channel_not_found"}
        await paste(here, LINK, unfurl_id="C1.5.0.x", source="conversations_history")
        assert "Offer" not in await preview(here)
        assert here.far.of("chat.unfurl")[0]["unfurl_id"] == "C1.5.0.x"


def made(call: dict[str, Any]) -> dict[str, Any]:
    """The Work Object of a preview."""
    (entity,) = call["metadata"]["entities"]
    assert entity_faults({name: value for name, value in entity.items() if name != "app_unfurl_url"}) == []
    return dict(entity)


def values(entity: dict[str, Any]) -> dict[str, Any]:
    return {field["key"]: field["value"] for field in entity["entity_payload"].get("custom_fields", ())}


async def test_a_preview_is_a_work_object_that_knows_its_record():
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        await paste(here, f"{LINK}/?from=mail")
        (call,) = await here.far.wait_for("chat.unfurl")
    entity = made(call)
    assert entity["app_unfurl_url"] == f"{LINK}/?from=mail"
    assert (entity["url"], entity["external_ref"]) == (LINK, {"id": "1042"})
    assert entity["entity_payload"]["attributes"] == {
        "title": {"text": "Hall <shelving> (#1042)"},
        "display_type": "Deal",
    }
    assert values(entity) == {"stage": "Offer", "owner": "Anna"}
    assert [each["value"] for each in entity["entity_payload"]["actions"]["primary_actions"]] == ["show #1042"]


AUDIENCES = {"team": {}, "guests": {"guest": True}, "shared": {"shared": True}}


@pytest.mark.parametrize(
    ("seen", "readers"),
    [
        ("nobody", set()),
        ("team", {"team"}),
        ("guests", {"team", "guests"}),
        ("everybody", {"team", "guests", "shared"}),
    ],
)
@pytest.mark.parametrize("reader", AUDIENCES)
async def test_who_sees_a_field_is_set_for_each(seen: Any, readers: set[str], reader: str):
    async with bot(lambda _message: CARD, public_url=PUBLIC, shown={**TABLE, "amount": seen}) as here:
        audience(here, **AUDIENCES[reader])
        await paste(here, LINK)
        (call,) = await here.far.wait_for("chat.unfurl")
        words = await preview(here)
    assert ("amount" in values(made(call))) is (reader in readers)
    assert ("5,000" in words) is (reader in readers)
    assert ("Offer" in words) is ("stage" in values(made(call))) is (reader == "team")


async def test_people_from_outside_find_nothing_but_the_name_in_the_work_object():
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here, guest=True)
        await paste(here, LINK)
        (call,) = await here.far.wait_for("chat.unfurl")
    assert made(call)["entity_payload"] == {"attributes": {"title": {"text": "Hall <shelving>"}}}


@pytest.mark.parametrize("error", ["invalid_arguments", "feature_not_enabled"])
async def test_where_slack_takes_no_work_objects_the_preview_is_shown_alone_and_that_is_logged_once(error, caplog):
    def refuse(asked: dict[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": error} if "metadata" in asked else {"ok": True}

    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        here.far.behaviours["chat.unfurl"] = refuse
        await paste(here, LINK)
        calls = await here.far.wait_for("chat.unfurl", 2)
        await paste(here, LINK, event_id="Ev2")
        calls = await here.far.wait_for("chat.unfurl", 3)
    assert ["metadata" in call for call in calls] == [True, False, False]
    assert [record.getMessage().count(error) for record in caplog.records if record.levelname == "WARNING"] == [1]


async def test_a_preview_that_slack_refuses_as_such_says_nothing_of_work_objects(caplog):
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        here.far.behaviours["chat.unfurl"] = lambda _asked: {"ok": False, "error": "cannot_unfurl_url"}
        await paste(here, LINK)
        await here.far.wait_for("chat.unfurl", 2)
        await here.work.finish(2)
    assert "cannot_unfurl_url" in caplog.text
    assert "Work Objects" not in caplog.text


# https://docs.slack.dev/reference/methods/chat.unfurl#errors
ERRORS = (
    "accesslimited", "account_inactive", "cannot_auth_user", "cannot_find_channel", "cannot_find_message", "cannot_find_service",
    "cannot_parse_attachment", "cannot_prompt", "cannot_unfurl_message", "cannot_unfurl_url", "deprecated_endpoint",
    "ekm_access_denied", "enterprise_is_restricted", "fatal_error", "internal_error", "invalid_arg_name", "invalid_arguments",
    "invalid_array_arg", "invalid_auth", "invalid_charset", "invalid_form_data", "invalid_post_type", "invalid_source",
    "invalid_unfurl_id", "invalid_unfurls_format", "is_bot", "method_deprecated", "missing_channel", "missing_post_type",
    "missing_scope", "missing_source", "missing_ts", "missing_unfurl_id", "missing_unfurls", "no_permission",
    "not_allowed_token_type", "not_authed", "org_login_required", "ratelimited", "request_timeout", "service_unavailable",
    "team_access_not_granted", "team_added_to_org", "token_revoked", "two_factor_setup_required",
)  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
async def test_whatever_slack_has_against_the_work_object_the_blocks_are_shown_once(error: str):
    shown: list[dict[str, Any]] = []

    def refuse(asked: dict[str, Any]) -> dict[str, Any]:
        if "metadata" in asked:
            return {"ok": False, "error": error}
        shown.append(asked)
        return {"ok": True}

    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        here.far.behaviours["chat.unfurl"] = refuse
        await paste(here, LINK)
        await here.far.wait_for("chat.unfurl", 2)
        await here.work.finish(2)
        assert len(here.far.of("chat.unfurl")) == 2
    (asked,) = shown
    assert list(asked["unfurls"]) == [LINK]


@pytest.mark.parametrize("error", ["internal_error", "service_unavailable", "ratelimited"])
async def test_a_trouble_that_passes_takes_the_side_panel_from_no_other_preview(error: str):
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        here.far.behaviours["chat.unfurl"] = lambda asked: (
            {"ok": False, "error": error}
            if "metadata" in asked and len(here.far.of("chat.unfurl")) == 1
            else {"ok": True}
        )
        await paste(here, LINK)
        await here.far.wait_for("chat.unfurl", 2)
        await paste(here, LINK, event_id="Ev2")
        calls = await here.far.wait_for("chat.unfurl", 3)
        await here.work.finish(2)
    assert ["metadata" in call for call in calls] == [True, False, True]


async def test_that_slack_drops_what_it_finds_unfit_is_logged_once_and_costs_nothing_else(caplog):
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        here.far.behaviours["chat.unfurl"] = lambda _asked: {"ok": True, "warning": "invalid_metadata_format"}
        for event_id in ("Ev1", "Ev2"):
            await paste(here, LINK, event_id=event_id)
        await here.far.wait_for("chat.unfurl", 2)
        await here.work.finish(2)
        calls = here.far.of("chat.unfurl")
    assert ["metadata" in call for call in calls] == [True, True]
    assert caplog.text.count("invalid_metadata_format") == 1


async def test_a_preview_is_brought_up_to_date_as_often_as_slack_asks():
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        audience(here)
        for event_id in ("Ev1", "Ev2", "Ev2"):
            await paste(here, LINK, event_id=event_id)
        await here.far.wait_for("chat.unfurl", 2)
        await here.work.finish(2)
    assert len(here.asked) == 2


async def test_without_the_right_there_is_no_preview():
    async with bot(lambda message: CARD if "1043" in message.text else REFUSED, public_url=PUBLIC) as here:
        audience(here)
        await paste(here, LINK, LINK.replace("1042", "1043"))
        (call,) = await here.far.wait_for("chat.unfurl")
    assert len(here.asked) == 2
    assert list(call["unfurls"]) == [LINK.replace("1042", "1043")]


async def test_what_is_still_being_written_is_not_shown():
    async with bot(lambda _message: CARD, public_url=PUBLIC) as here:
        await paste(here, LINK, channel="COMPOSER", source="composer")
        await paste(here, LINK, event_id="Ev2", message_ts="6.0")
        await here.far.wait_for("chat.unfurl")
    assert len(here.asked) == 1


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/r/1042", f"{PUBLIC}.evil.example/r/1042", f"{PUBLIC}/r/1042/x", f"{PUBLIC}/r/0", f"{PUBLIC}/r/x", "", "r/1042"],
)  # fmt: skip
async def test_other_links_are_none_of_ours(url: str):
    assert list(records_linked({"links": [{"url": url}, "x"]}, PUBLIC)) == []
    assert list(records_linked({"links": [{"url": url}]}, "")) == []


async def test_each_record_is_shown_once_and_at_most_five():
    links = [{"url": f"{PUBLIC}/r/{number}?x=1"} for number in (1, 1, 2, 3, 4, 5, 6)]
    assert [number for _, number in records_linked({"links": links}, PUBLIC)] == [1, 2, 3, 4, 5]
    assert list(records_linked({"links": [{"url": "https://firma.example/crm/r/7"}]}, "https://firma.example/crm/"))
