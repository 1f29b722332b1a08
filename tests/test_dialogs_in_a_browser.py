"""A person at a real browser before a whole Slack: button, dialog, a wrong answer, the right one, the card as it is then."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page, async_playwright, expect

from crmbot.channels.slack.app import build_app
from crmbot.channels.slack.http import events_handler
from crmbot.channels.slack.settings import SlackSettings
from crmbot.channels.slack.socket_mode import SocketMode
from crmbot.channels.slack.work import Work
from crmbot.channels.web import WebParts, WebServer, build_web
from crmbot.shapes import Action, Answer, ChatMessage
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.channels import slack_emulator as slack
from tests.channels.block_rules import faults, objects, view_faults
from tests.conftest import add_team
from tests.ports import free_port

pytestmark = [pytest.mark.asyncio, pytest.mark.needs("chromium", "emulator")]

_CHROMIUM = shutil.which("chromium")
_PATIENCE = 15_000  # milliseconds for anything that shall appear


@pytest.mark.parametrize("transport", ["socket", "events"])
async def test_a_dialog_in_a_browser(tmp_path: Path, transport: str, sqlite_store: Store, now: datetime) -> None:
    add_team(sqlite_store, now)
    talk = Talk(sqlite_store, now)
    deal = only(talk.say("lead Nora Neu, Neubau GmbH, nora@neubau.example, 12k"), "deal")
    offered = talk.say(f"show #{deal.number}").actions
    (change,) = [action for action in offered if action.dialog and action.command == f"edit #{deal.number} amount"]
    async with _office(tmp_path, transport, talk) as office, _browser(office) as page:
        await page.locator(".sidebar-item", has_text="Anna Beispiel").click()
        await _type(page, f"show #{deal.number}")
        await _use(page, change)
        dialog = page.locator(".modal")
        amount = dialog.locator(".bk-input", has_text="Amount")
        await expect(amount.locator("input")).to_have_value("12000", timeout=_PATIENCE)
        await amount.locator("input").fill("plenty")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.locator(".modal-error")).to_contain_text("I find no amount in “plenty”", timeout=_PATIENCE)
        await expect(amount.locator("input")).to_have_value("plenty")
        await amount.locator("input").fill("18k")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0, timeout=_PATIENCE)
        await expect(page.locator(".msg").nth(1)).to_contain_text("€18,000", timeout=_PATIENCE)
        await expect(page.locator(".msg").nth(2).get_by_role("button", name="Undo")).to_be_visible(timeout=_PATIENCE)
        await _check_what_was_sent(office)
    assert only(talk.say(f"show #{deal.number}"), "deal").amount == 18_000


@asynccontextmanager
async def _office(folder: Path, transport: str, talk: Talk) -> AsyncIterator[slack.Emulator]:
    """The emulator, and the bot with the assistant of `talk` in it."""
    port, work = free_port(), Work()
    settings = SlackSettings(slack.BOT_TOKEN, slack.APP_TOKEN, slack.SECRET, f"http://localhost:{port}/api")

    async def handle(message: ChatMessage) -> Answer:
        return await asyncio.to_thread(talk.assistant.answer, message)

    async def ready() -> str | None:
        return None

    app = build_app(settings, handle, work=work, clock=lambda: datetime.now(UTC))
    server = WebServer(build_web(WebParts(ready, lambda: b"", events_handler(app, slack.SECRET))))
    host, own = await server.start("127.0.0.1", 0)
    mode: Literal["socket", "events"] = "socket" if transport == "socket" else "events"
    async with slack.emulator(folder, port, mode, f"http://{host}:{own}/slack/events") as running:
        socket = SocketMode(app, settings)
        if transport == "socket":
            assert await socket.start()
        try:
            yield running
        finally:
            await socket.stop()
            await server.stop()
            await work.finish(2)


@asynccontextmanager
async def _browser(office: slack.Emulator) -> AsyncIterator[Page]:
    """A page with the emulator's own view of Slack; Anna sits before it."""
    await office.open_direct(slack.ANNA)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = await browser.new_page()
            page.set_default_timeout(_PATIENCE)
            await page.goto(office.api_url.removesuffix("api/"))
            yield page
        finally:
            await browser.close()


async def _use(page: Page, action: Action) -> None:
    """Uses an action of the card: its button, or its entry in the menu."""
    card = page.locator(".msg").nth(1)
    button = card.get_by_role("button", name=action.label.message, exact=True)
    menu = card.locator("select", has=page.locator(f"option[value='{action.command}']"))
    await expect(button.or_(menu).first).to_be_visible(timeout=_PATIENCE)
    if await button.count():
        await button.click()
    else:
        await menu.select_option(value=action.command)


async def _type(page: Page, words: str) -> None:
    await page.locator(".composer-input").fill(words)
    await page.locator(".composer-send").click()


async def _check_what_was_sent(office: slack.Emulator) -> None:
    sent = [item for entry in await office.log() if entry["direction"] == "from_bot" for item in objects(entry)]
    views = [item for item in sent if item.get("type") == "modal"]
    assert views
    for view in views:
        assert view_faults(view) == []
    for item in sent:
        if "blocks" in item and item.get("type") != "modal":
            assert faults(item["blocks"]) == []
