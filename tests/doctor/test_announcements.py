"""What the doctor says of rules for announcements (rows G14, G19)."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from aiohttp import web

from crmbot.doctor import Finding
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.members.members import add_member
from crmbot.domain.process import builtin_process
from crmbot.storage.store import Store
from tests.channels.slack_far_end import far_end
from tests.channels.slack_workspace import Room, Workspace
from tests.databases import Databases
from tests.doctor.office import MORNING, about, bad, examined

RULES = [
    {"event": "won", "to": ["#wins", "#private", "#closed"]},
    {"event": ["lead"], "to": "zoe", "owner": "anna", "stage": ["offer", "nowhere"], "process": "sales"},
]


def found_with(sqlite_databases: Databases, *scopes: str, refused: str = "", answered: int = 0) -> list[Finding]:
    """What the doctor says to a token with these scopes; Slack does not name them where there are none. The method `refused`
    is answered no more than `answered` times.
    """
    asked: list[str] = []

    def rarely(answer: Any) -> Any:
        def behave(arguments: dict[str, Any]) -> Any:
            asked.append(refused)
            return answer(arguments) if len(asked) <= answered else {"ok": False, "error": "ratelimited"}

        return behave

    async def who(_asked: dict[str, Any]) -> web.StreamResponse:
        headers = {"x-oauth-scopes": ",".join(scopes)} if scopes else {}
        return web.json_response({"ok": True, "team_id": "T1", "user": "crmbot"}, headers=headers)

    async def look() -> list[Finding]:
        async with far_end() as far:
            far.behaviours["auth.test"] = who
            Workspace(
                rooms=[
                    Room("C1", "wins"),
                    Room("C2", "private", private=True, members=[]),
                    Room("C3", "closed", members=[]),
                ]
            ).behind(far)
            if refused:
                far.behaviours[refused] = rarely(far.behaviours[refused])
            slack = {"bot_token": "xoxb-1", "signing_secret": "s", "api_url": far.api_url}
            return await asyncio.to_thread(
                examined, sqlite_databases.fresh(), slack=slack, http={"listen": "127.0.0.1:0"}, announcements=RULES
            )

    return asyncio.run(look())


@pytest.fixture
def findings(sqlite_databases: Databases) -> list[Finding]:
    return found_with(sqlite_databases)


def test_g19_a_channel_without_the_bot_is_named_with_the_mend(sqlite_databases: Databases) -> None:
    findings = found_with(sqlite_databases, "chat:write", "channels:read")
    found = {(one.level, one.found): one.mend for one in about(findings, "announcements")}
    assert found["ok", "the bot is in #wins"] == ""
    assert "/invite @crmbot in #closed" in found["error", "the bot is not in #closed"]
    assert (
        "/invite @crmbot in #private" in found["error", "there is no #private, or it is private and the bot not in it"]
    )


@pytest.mark.parametrize("scopes", [("chat:write", "chat:write.public"), ()])
def test_g19_a_public_channel_needs_no_invitation(sqlite_databases: Databases, scopes: tuple[str, ...]) -> None:
    findings = about(found_with(sqlite_databases, *scopes), "announcements")
    assert ("ok", "#closed is public: the bot posts there without being in it") in [
        (f.level, f.found) for f in findings
    ]


@pytest.mark.parametrize(
    ("refused", "answered", "unsure"),
    [("auth.test", 1, ["#closed"]), ("users.conversations", 0, ["#wins", "#private", "#closed"])],
)
def test_what_slack_does_not_tell_is_not_called_fine(
    sqlite_databases: Databases, refused: str, answered: int, unsure: list[str]
) -> None:
    findings = about(found_with(sqlite_databases, refused=refused, answered=answered), "announcements")
    told = [(one.level, one.found) for one in findings if "could not be checked" in one.found]
    assert told == [("warning", f"could not be checked whether the bot reaches {channel}") for channel in unsure]
    assert "is public" not in str(findings)


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("announcements.1.to", "zoe is no member"),
        ("announcements.1.owner", "anna is no member"),
        ("announcements.1.stage", "nowhere is no stage"),
    ],
)
def test_what_a_rule_names_and_nobody_knows_is_an_error(findings: list[Finding], place: str, found: str) -> None:
    assert [one.found for one in bad(about(findings, place)) if one.found.startswith(found)] != []
    assert about(findings, "announcements.1.process") == []


def test_rules_without_a_slack_say_nothing_of_channels(sqlite_databases: Databases) -> None:
    rules: list[dict[str, Any]] = [{"event": "won", "to": "#wins"}]
    found = examined(sqlite_databases.fresh(), announcements=rules)
    assert bad(about(found, "announcements")) == []


def test_amounts_that_no_rule_can_be_compared_with_are_named(sqlite_databases: Databases) -> None:
    url = sqlite_databases.fresh()
    with Store.open(url).write(MORNING) as work:
        add_member(work, "ben", "Ben Bauer", ["ben@firma.example"])
        open_lead(work, builtin_process(), name="Racks", owner="ben", amount=Decimal(60_000), currency="USD")
    plain, asking = ({"event": "won", "to": "#wins"}, {"event": "won", "to": "#wins", "value_from": 5000})
    assert bad(about(examined(url, announcements=[plain]), "announcements")) == []
    (finding,) = bad(about(examined(url, announcements=[asking]), "announcements"))
    assert (finding.level, finding.found) == (
        "warning", "amounts in USD are compared with no rule's, which are in EUR"
    )  # fmt: skip
