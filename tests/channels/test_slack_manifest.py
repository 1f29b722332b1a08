"""The manifest of the Slack app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from crmbot.channels.slack.manifest import EVENTS, SCOPES, CommandHelp, manifest

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


def made(commands: list[CommandHelp] = COMMANDS, command: str = "/crm", url: str | None = None) -> dict[str, Any]:
    result = manifest(commands, command=command, url=url)
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
    assert result["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert {"commands", "chat:write", "im:history", "im:read", "im:write", "app_mentions:read"} <= set(SCOPES)
    assert {"users:read", "users:read.email", "channels:read", "groups:read"} <= set(SCOPES)


def test_every_scope_has_its_reason():
    assert all(len(reason) > 10 for reason in SCOPES.values())


@pytest.mark.parametrize("command", ["", "/", "/" + "x" * 32, "/my crm", "/CRM"])
def test_a_name_that_slack_refuses_is_refused_here(command):
    with pytest.raises(ValueError, match="slash command"):
        manifest(COMMANDS, command=command, url=None)


def test_the_administrator_reads_why_each_scope_is_asked_for():
    guide = (Path(__file__).parents[2] / "docs" / "slack.md").read_text()
    assert all(f"| `{scope}` | {reason} |" in guide for scope, reason in SCOPES.items())
