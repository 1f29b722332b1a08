"""Two workspaces, each with its own database: nothing of the one is found, told or done in the other (row G28)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from crmbot.app import App
from crmbot.config import Settings
from crmbot.domain.members.members import add_member
from crmbot.shapes import ChatMessage, Reply
from tests.channels.slack_far_end import FarEnd, far_end
from tests.channels.slack_workspace import Room, Workspace
from tests.databases import Databases

pytestmark = pytest.mark.asyncio


class Firm:
    """One installation with its workspace."""

    def __init__(self, url: str, far: FarEnd, now: datetime, name: str) -> None:
        self.now = now
        settings = {
            "database": {"url": url}, "locale": {"language": "en"},
            "slack": {"bot_token": f"xoxb-{name}", "signing_secret": name, "api_url": far.api_url},
            "announcements": [{"event": ["lead", "won"], "to": "#wins", "group": "off"}, {"event": "won", "to": "ben"}],
        }  # fmt: skip
        self.app = App(Settings.model_validate(settings), lambda: self.now)
        self.workspace = Workspace({"ben@firma.example": "U2"}, rooms=[Room("C1", "wins")]).behind(far)
        with self.app.store.write(now) as work:
            for key in ("anna", "ben"):
                add_member(work, key, key.title(), [f"{key}@firma.example"])

    def say(self, text: str) -> Reply:
        self.now += timedelta(minutes=1)
        return self.app.assistant.answer(ChatMessage(text, "anna", "slack", "c", self.now)).reply

    def deliver(self) -> list[tuple[str, Any]]:
        self.now += timedelta(minutes=2)
        return self.app.outbox_worker(print, asyncio.run).deliver()


async def test_g28_nothing_crosses_between_two_workspaces(sqlite_databases: Databases, now: datetime) -> None:
    async with far_end() as north, far_end() as south:
        first = Firm(sqlite_databases.fresh(), north, now, "north")
        second = Firm(sqlite_databases.fresh(), south, now, "south")
        mine = await asyncio.to_thread(first.say, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
        number = next(record.number for record in mine.records if record.type == "deal")
        assert (await asyncio.to_thread(first.say, f"won #{number}")).ok
        for request in (f"show #{number}", "show Sabine Kolb", f"won #{number}", "undo"):
            assert not (await asyncio.to_thread(second.say, request)).ok
        for request in ("find Kolb", "pipeline", "today"):
            assert (await asyncio.to_thread(second.say, request)).records == ()
        assert await asyncio.to_thread(second.deliver) == []
        assert len(await asyncio.to_thread(first.deliver)) >= 3
        first.app.close()
        second.app.close()
    assert len(first.workspace.rooms[0].messages) == 2
    assert (south.calls, second.workspace.rooms[0].messages) == ([], [])
    assert "Kolb" in str(north.calls)
