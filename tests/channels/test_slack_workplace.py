"""Home, and a file dropped into the direct message, with a whole Slack."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from tests.channels import slack_emulator as slack
from tests.channels.block_rules import shown, view_faults
from tests.channels.test_slack_emulator import TRANSPORTS, Office, office

pytestmark = pytest.mark.asyncio


async def published(here: Office) -> dict[str, Any]:
    """The view of the Home that was published."""
    async with asyncio.timeout(20):
        while True:
            for entry in await here.slack.log():
                if entry["summary"] == "views.publish" and entry["direction"] == "from_bot":
                    view = entry["detail"]["view"]
                    return dict(json.loads(view) if isinstance(view, str) else view)
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_home_is_shown_when_it_is_opened(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        await here.slack.control("open-home", user=slack.ANNA)
        view = await published(here)
    assert view_faults(view) == []
    assert "Call 1" in shown(view["blocks"])
    assert here.asked[0].text == "home"
    assert here.asked[0].user == slack.ANNA


@pytest.mark.parametrize("transport", TRANSPORTS[:1])
async def test_a_file_dropped_into_the_direct_message_comes_with_its_words(tmp_path, transport):
    async with office(tmp_path, transport) as here:
        direct = await here.slack.open_direct(slack.ANNA)
        form = aiohttp.FormData({"channel": direct, "user": slack.ANNA, "text": "note #1042 hall plan"})
        form.add_field("file", b"%PDF-1.4 plan", filename="plan.pdf", content_type="application/pdf")
        async with here.slack.session.post(here.slack._url("upload"), data=form) as response:
            assert (await response.json())["ok"]
        await here.slack.wait(direct, lambda message: message.get("user") == "UBOT1")
    (asked,) = here.asked
    assert asked.text == "note #1042 hall plan"
    assert [(file.filename, file.content) for file in asked.files] == [("plan.pdf", b"%PDF-1.4 plan")]
