"""Files that people post in Slack: fetched with the bot's token, within the limits that mail has too.

The token goes to Slack alone: a file may say of itself that it lies elsewhere
(https://docs.slack.dev/reference/objects/file-object).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Desk, Prepare
from crmbot.channels.slack.faults import AWAY, word_of
from crmbot.channels.slack.settings import SlackSettings
from crmbot.shapes import ChatFile, ChatMessage

_log = logging.getLogger(__name__)

_MOST = 20  # files at once
_SECONDS = 60.0  # for one file
_PIECE = 65_536  # bytes
_OURS = frozenset({"hosted", "snippet", "post", ""})  # modes of files that lie at Slack; others are links or gone


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files there were, and in words of the administrator what was left out and why."""

    files: tuple[ChatFile, ...] = ()
    left_out: tuple[str, ...] = ()


def with_files(desk: Desk, event: Payload) -> Prepare | None:
    """What adds the files of a message to its request; None where it has none."""
    files = [file for file in event.get("files") or () if isinstance(file, Mapping)]
    if not files:
        return None

    async def prepare(message: ChatMessage) -> ChatMessage:
        fetched = await fetch(desk, files)
        if fetched.left_out:
            _log.warning("Files were left out: %s", "; ".join(fetched.left_out), extra={"request": message.request_key})
        return replace(message, files=fetched.files)

    return prepare


async def fetch(desk: Desk, files: Iterable[Mapping[str, Any]]) -> Fetched:
    """The content of `files`, which are file objects; of one that only has its id the rest is asked for. Never raises."""
    found: list[ChatFile] = []
    wanted = list(files)
    left_out = [f"{len(wanted) - _MOST} more than {_MOST}"] if len(wanted) > _MOST else []
    room = desk.settings.max_bytes
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for file in wanted[:_MOST]:
            name = str(file.get("name") or file.get("title") or file.get("id") or "file")
            try:
                whole = await _whole(desk, file)
                name = str(whole.get("name") or whole.get("title") or name)
                content = await _content(session, desk.settings, whole, room)
            except _LeftOut as why:
                left_out.append(f"{name[:100]} ({why})")
                continue
            room -= len(content)
            found.append(ChatFile(name, str(whole.get("mimetype") or "application/octet-stream"), content))
    return Fetched(tuple(found), tuple(left_out))


class _LeftOut(Exception):
    """Why a file cannot be had, in a few words."""


async def _whole(desk: Desk, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file object; of what was posted through Slack Connect, and of what only has its id, Slack tells the rest."""
    if _address(file) and file.get("file_access") != "check_file_info":
        return file
    try:
        told = await desk.client.files_info(file=str(file.get("id") or ""))
    except AWAY as fault:
        raise _LeftOut(word_of(fault)) from fault
    whole = told.get("file")
    return whole if isinstance(whole, Mapping) else {}


async def _content(
    session: aiohttp.ClientSession, settings: SlackSettings, file: Mapping[str, Any], room: int
) -> bytes:
    address = _address(file)
    if str(file.get("mode") or "") not in _OURS or not _is_slacks(address, settings):
        raise _LeftOut("it does not lie at Slack")
    if int(file.get("size") or 0) > room:
        raise _LeftOut("too large")
    headers = {"Authorization": f"Bearer {settings.bot_token}"}
    try:
        async with session.get(address, headers=headers, allow_redirects=False) as response:
            # Without the right Slack answers with its page for logging in.
            if response.status != 200 or _is_login_page(response, file):
                raise _LeftOut(f"Slack does not give it: HTTP {response.status}, scope files:read?")
            content = bytearray()
            async for piece in response.content.iter_chunked(_PIECE):
                content += piece
                if len(content) > room:
                    raise _LeftOut("too large")
            return bytes(content)
    except AWAY as fault:
        raise _LeftOut(word_of(fault)) from fault


def _address(file: Mapping[str, Any]) -> str:
    return str(file.get("url_private_download") or file.get("url_private") or "")


def _is_slacks(address: str, settings: SlackSettings) -> bool:
    """Whether an address is Slack's own, or that of the server that stands in for it."""
    there, api = urlsplit(address), urlsplit(settings.base_url)
    if there.scheme == "https" and (there.hostname or "").endswith(".slack.com"):
        return True
    return bool(there.netloc) and (there.scheme, there.netloc) == (api.scheme, api.netloc)


def _is_login_page(response: aiohttp.ClientResponse, file: Mapping[str, Any]) -> bool:
    return response.content_type == "text/html" and str(file.get("mimetype") or "") != "text/html"
