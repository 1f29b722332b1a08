"""The manifest of the Slack app."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from slack_sdk.models.metadata import EntityType

from crmbot.channels.slack.manifest import EVENTS, LINK_SCOPES, SCOPES, CommandHelp, manifest

COMMANDS = [CommandHelp("pipeline", "[filters]"), CommandHelp("note", "REF TEXT")]


def text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest}


def closed(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


URL = {"type": "string", "pattern": "^https?://", "maxLength": 3000}
YES_OR_NO = {"type": "boolean"}
NAMES = {"type": "array", "items": text(50), "uniqueItems": True, "maxItems": 100}
# The limits of https://docs.slack.dev/reference/app-manifest for the parts we use.
SCHEMA = closed(
    "display_information", "features", "oauth_config", "settings",
    display_information=closed("name", name=text(35), description=text(140)),
    features=closed(
        "bot_user", "slash_commands",
        app_home=closed(home_tab_enabled=YES_OR_NO, messages_tab_enabled=YES_OR_NO, messages_tab_read_only_enabled=YES_OR_NO),
        shortcuts={"type": "array", "maxItems": 10, "items": closed(
            "name", "type", "callback_id", "description",
            name=text(24), type={"enum": ["message", "global"]}, callback_id=text(255), description=text(150),
        )},
        rich_previews=closed("is_active", "entity_types", is_active=YES_OR_NO, entity_types={
            "type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": sorted(EntityType)},
        }),
        unfurl_domains={"type": "array", "minItems": 1, "maxItems": 5, "uniqueItems": True, "items": {"type": "string", "pattern": r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"}},
        bot_user=closed("display_name", display_name=text(80), always_online=YES_OR_NO),
        slash_commands={"type": "array", "minItems": 1, "maxItems": 50, "items": closed(
            "command", "description",
            command={**text(32), "pattern": "^/"}, description=text(2000), usage_hint=text(1000), should_escape=YES_OR_NO, url=URL,
        )},
    ),
    oauth_config=closed("scopes", scopes=closed("bot", bot=NAMES)),
    settings=closed(
        event_subscriptions=closed("bot_events", bot_events=NAMES, request_url=URL),
        interactivity=closed("is_enabled", is_enabled=YES_OR_NO, request_url=URL),
        org_deploy_enabled=YES_OR_NO, socket_mode_enabled=YES_OR_NO, token_rotation_enabled=YES_OR_NO,
    ),
)  # fmt: skip


def made(
    commands: list[CommandHelp] = COMMANDS, command: str = "/crm", url: str | None = None, **more: Any
) -> dict[str, Any]:
    result = manifest(commands, command=command, url=url, **more)
    jsonschema.validate(result, SCHEMA)
    return result


def test_without_an_address_the_app_uses_socket_mode():
    result = made()
    assert result["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(result)


def test_with_an_address_every_part_points_to_it():
    result = made(url="https://crm.firma.example/")
    url = "https://crm.firma.example/slack/events"
    assert result["settings"]["socket_mode_enabled"] is False
    assert result["settings"]["event_subscriptions"]["request_url"] == url
    assert result["settings"]["interactivity"]["request_url"] == url
    assert result["features"]["slash_commands"][0]["url"] == url


def test_every_command_is_in_the_hint():
    assert made()["features"]["slash_commands"][0]["usage_hint"] == "pipeline [filters] | note REF TEXT"


def test_a_long_hint_ends_with_a_whole_command():
    many = [CommandHelp(f"command{n}", "REF TEXT") for n in range(100)]
    assert made(many)["features"]["slash_commands"][0]["usage_hint"].endswith("REF TEXT")


def test_without_commands_there_is_help():
    assert made([])["features"]["slash_commands"][0]["usage_hint"] == "help"


def test_the_scopes_and_events_are_those_the_bot_uses():
    result = made()
    assert result["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)
    assert result["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)


def test_every_scope_has_its_reason():
    assert all(len(reason) > 10 for reason in {**SCOPES, **LINK_SCOPES}.values())


def test_links_are_previewed_only_where_records_have_a_public_address():
    assert not {"unfurl_domains", "rich_previews"} & set(made()["features"])
    for result in (made(url="https://crm.firma.example/"), made(link_url="https://crm.firma.example")):
        assert result["features"]["unfurl_domains"] == ["crm.firma.example"]
        assert set(LINK_SCOPES) <= set(result["oauth_config"]["scopes"]["bot"])
        assert {"link_shared", "entity_details_requested"} <= set(
            result["settings"]["event_subscriptions"]["bot_events"]
        )
        assert result["features"]["rich_previews"] == {"is_active": True, "entity_types": ["slack#/entities/item"]}
    assert made(link_url="https://crm.firma.example")["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("address", ["http://localhost:8080", "http://192.0.2.1", "crm.firma.example", ""])
def test_an_address_that_slack_takes_no_links_of_is_left_out(address):
    assert "unfurl_domains" not in made(link_url=address)["features"]


def test_the_home_tab_and_the_shortcuts_are_on():
    features = made()["features"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert {(each["type"], each["callback_id"]) for each in features["shortcuts"]} == {
        ("message", "log_message"),
        ("global", "log_call"),
    }


# What each method of the Web API takes, by its page below https://docs.slack.dev/reference/methods; any one of several.
METHODS = {
    "apps.connections.open": {""},
    "auth.test": {""},
    "chat.delete": {"chat:write"},
    "chat.getPermalink": {""},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.unfurl": {"links:write"},
    "chat.update": {"chat:write"},
    "conversations.archive": {"channels:manage"},
    "conversations.create": {"channels:manage"},
    "conversations.history": {"im:history"},
    "conversations.info": {"channels:read"},
    "conversations.invite": {"channels:manage"},
    "conversations.kick": {"channels:manage"},
    "conversations.list": {"channels:read"},
    "conversations.members": {"channels:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history"},
    "conversations.setPurpose": {"channels:manage"},
    "conversations.setTopic": {"channels:manage"},
    "dnd.info": {"dnd:read"},
    "dnd.teamInfo": {"dnd:read"},
    "entity.presentDetails": {""},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "pins.add": {"pins:write"},
    "pins.list": {"pins:read"},
    "pins.remove": {"pins:write"},
    "users.conversations": {"channels:read"},
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "users.lookupByEmail": {"users:read.email"},
    "views.open": {""},
    "views.publish": {""},
    "views.push": {""},
    "views.update": {""},
}
_CALL = re.compile(r"client\.([a-z]+)_([A-Za-z]+(?:_[a-z0-9]+)*)\(|\"((?:[a-z]+\.)+[A-Za-z]+)\"")
_AT_ONCE = {"files.uploadV2": ("files.getUploadURLExternal", "files.completeUploadExternal")}


def _called() -> set[str]:
    """The methods of the Web API that the sources name."""
    known = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in (*METHODS, *_AT_ONCE)}
    found = set()
    for path in (Path(__file__).parents[2] / "crmbot" / "channels" / "slack").glob("*.py"):
        for area, method, spelled in _CALL.findall(path.read_text("utf-8")):
            plain = re.sub(r"[^a-z0-9]", "", (spelled or area + method).lower())
            if area and area not in ("api", "is"):
                assert plain in known, f"{path.name}: which scope does {area}.{method} take?"
            if plain in known:
                found |= set(_AT_ONCE.get(known[plain], (known[plain],)))
    return found


def test_every_method_that_is_called_has_its_scope():
    called, granted = _called(), {*SCOPES, *LINK_SCOPES, ""}
    assert {"chat.postMessage", "users.info", "auth.test", "files.completeUploadExternal"} <= called
    assert {method for method in called if not METHODS[method] & granted} == set()


@pytest.mark.parametrize("command", ["", "/", "/" + "x" * 32, "/my crm", "/CRM"])
def test_a_name_that_slack_refuses_is_refused_here(command):
    with pytest.raises(ValueError, match="slash command"):
        manifest(COMMANDS, command=command, url=None)


def test_the_administrator_reads_why_each_scope_is_asked_for():
    guide = (Path(__file__).parents[2] / "docs" / "slack.md").read_text()
    assert all(f"| `{scope}` | {reason} |" in guide for scope, reason in {**SCOPES, **LINK_SCOPES}.items())
