"""A whole Slack on this machine: the emulator of package.json, run for one test.

It listens on all interfaces (it has no option for that) on a free port and is ended with the test. `missing` says why it
cannot be used, or None: `npm install` in the project's folder brings it.
"""

from __future__ import annotations

import asyncio
import json
import platform
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import aiohttp

_PROGRAM = Path(__file__).parents[2] / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
_SECONDS = 40.0

BOT_TOKEN = "xoxb-test-token"
APP_TOKEN = "xapp-test-token"
SECRET = "emulator-secret"
CHANNEL = "C0001"
ANNA = "U0001"
BEN = "U0002"


def available() -> bool:
    """Whether the emulator is installed and can run here."""
    return sys.platform == "linux" and platform.machine() == "x86_64" and _PROGRAM.is_file()


@dataclass
class Emulator:
    """The emulator's Web API and its control."""

    port: int
    session: aiohttp.ClientSession

    @property
    def api_url(self) -> str:
        return f"http://localhost:{self.port}/api/"

    async def control(self, what: str, **details: Any) -> dict[str, Any]:
        """A person does something: `message`, `command`, `interact`."""
        async with self.session.post(self._url(what), json=details) as response:
            answer: dict[str, Any] = await response.json()
        assert answer.get("ok"), answer
        return answer

    async def messages(self, channel: str) -> list[dict[str, Any]]:
        """What stands in a channel, oldest first."""
        async with self.session.get(self._url(f"messages/{channel}")) as response:
            found = await response.json()
        return list(found["messages"] if isinstance(found, dict) else found)

    async def log(self) -> list[dict[str, Any]]:
        """Every request and answer between the emulator and the bot."""
        async with self.session.get(self._url("log")) as response:
            found = await response.json()
        return list(found["log"] if isinstance(found, dict) and "log" in found else found)

    async def wait(self, channel: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message in `channel` that is wanted, as soon as it is there."""
        async with asyncio.timeout(_SECONDS):
            while True:
                for message in await self.messages(channel):
                    if wanted(message):
                        return message
                await asyncio.sleep(0.02)

    async def open_direct(self, user: str) -> str:
        """The direct message between the bot and `user`."""
        headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
        async with self.session.post(
            f"{self.api_url}conversations.open", data={"users": user}, headers=headers
        ) as response:
            return str((await response.json())["channel"]["id"])

    def _url(self, what: str) -> str:
        return f"http://localhost:{self.port}/_control/{what}"


@asynccontextmanager
async def emulator(
    folder: Path, port: int, mode: Literal["socket", "events"], request_url: str = ""
) -> AsyncIterator[Emulator]:
    """The emulator on `port`, ready to serve; its configuration and log stand in `folder`."""
    config = folder / "emulator.json"
    config.write_text(json.dumps(_config(mode, request_url)))
    with (folder / "emulator.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(_PROGRAM),
            "--config",
            str(config),
            "--port",
            str(port),
            "--files-dir",
            str(folder),
            stdout=log,
            stderr=log,
        )
        try:
            async with aiohttp.ClientSession() as session:
                running = Emulator(port, session)
                await _ready(running, process)
                yield running
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _ready(running: Emulator, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(_SECONDS):
        while process.returncode is None:
            try:
                async with running.session.get(running._url("state")) as response:
                    if response.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)
    raise RuntimeError("the emulator ended")


def _config(mode: str, request_url: str) -> dict[str, Any]:
    app = {
        "appId": "A0001", "botUserId": "UBOT1", "botName": "crmbot", "botToken": BOT_TOKEN, "appToken": APP_TOKEN,
        "signingSecret": SECRET, "mode": mode,
    }  # fmt: skip
    return {
        "workspace": {"name": "Firma", "domain": "firma", "teamId": "T0001"},
        "app": {**app, "requestUrl": request_url} if request_url else app,
        "users": [
            {"id": ANNA, "name": "anna", "real_name": "Anna Beispiel", "email": "anna@firma.example"},
            {"id": BEN, "name": "ben", "real_name": "Ben Muster", "email": "ben@firma.example"},
        ],
        "channels": [{"id": CHANNEL, "name": "vertrieb", "members": [ANNA, BEN, "UBOT1"]}],
    }
