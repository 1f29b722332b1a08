"""A message of Slack's that somebody points at: what the shortcut tells of it, and what can be fetched besides."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from crmbot.channels.slack.conversation import Payload
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.faults import AWAY, word_of
from crmbot.channels.slack.files import Fetched, fetch
from crmbot.channels.slack.incoming import unwrap
from crmbot.channels.slack.pages import pages
from crmbot.shapes import ChatFile

_TIMESTAMP = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")
_UNPACKED = 200_000  # bytes; what we packed is far less
_PAGE = 200  # messages of a thread; Slack recommends no more
_PAGES = 5


@dataclass(frozen=True, slots=True)
class ShownMessage:
    """What is known of it from the shortcut. `cut`: its text did not fit; `files` are ids."""

    link: str
    channel: str
    ts: str
    user: str = ""
    name: str = ""
    text: str = ""
    thread_ts: str = ""
    has_thread: bool = False
    files: tuple[str, ...] = ()
    cut: bool = False

    def packed(self, most: int) -> str:
        """In few characters, with at most so many of its text."""
        told = {**asdict(self), "text": self.text[:most], "cut": len(self.text) > most}
        short = json.dumps(
            {name: value for name, value in told.items() if value}, separators=(",", ":"), ensure_ascii=False
        )
        return base64.urlsafe_b64encode(zlib.compress(short.encode("utf-8", "replace"), 9)).decode()


@dataclass(frozen=True, slots=True)
class Told:
    """The message, or its whole thread with the speakers before what they said; `at` in seconds since 1970."""

    text: str
    by: str
    user: str
    email: str
    at: float
    speakers: bool = False
    files: tuple[ChatFile, ...] = ()
    left_out: tuple[str, ...] = ()


def message_shown(body: Payload) -> ShownMessage | None:
    """The message of a `message_action` payload (https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload)."""
    message, channel = body.get("message") or {}, str((body.get("channel") or {}).get("id") or "")
    ts = str(message.get("ts") or body.get("message_ts") or "")
    if not channel or not _TIMESTAMP.fullmatch(ts) or not (body.get("user") or {}).get("id"):
        return None
    thread = str(message.get("thread_ts") or "")
    return ShownMessage(
        link=_permalink(body, channel, ts, thread), channel=channel, ts=ts, user=str(message.get("user") or ""),
        name=str(message.get("username") or ""), text=_words(message), thread_ts=thread,
        has_thread=bool(thread or message.get("reply_count")),
        files=tuple(str(file["id"]) for file in message.get("files") or () if isinstance(file, Mapping) and file.get("id"))[:20],
    )  # fmt: skip


def unpack_message(packed: str) -> ShownMessage | None:
    """What `packed` made; None for anything else."""
    try:
        plain = zlib.decompressobj().decompress(base64.urlsafe_b64decode(packed.encode()), _UNPACKED)
        told: Any = json.loads(plain)
    except (ValueError, zlib.error, binascii.Error):
        return None
    if not isinstance(told, dict) or not {"link", "channel", "ts"} <= told.keys():
        return None
    known = {field.name for field in fields(ShownMessage)}
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items() if name in known}
    return ShownMessage(**told)


async def gather(desk: Desk, shown: ShownMessage, *, thread: bool, files: bool) -> Told:
    """The message with author and time; with its `thread` and `files` as far as they can be had. Never raises."""
    left_out: tuple[str, ...] = ()
    messages: list[Mapping[str, Any]] = []
    if thread or shown.cut:
        messages, left_out = await _fetched(desk, shown, whole=thread)
    whole = thread and bool(messages)
    first: Mapping[str, Any] = messages[0] if messages else {"user": shown.user, "username": shown.name, "ts": shown.ts}
    text = await _spoken(desk, messages) if whole else _words(first) if messages else shown.text
    user = str(first.get("user") or "")
    name = (await desk.users.name(user) if user else None) or str(first.get("username") or "") or user
    kept = await _files(desk, shown, messages) if files else Fetched()
    return Told(
        text, name, user, (await desk.users.email(user, desk.team) or "") if user else "", _seconds(first, shown), whole,
        kept.files, (*left_out, *kept.left_out),
    )  # fmt: skip


async def _fetched(desk: Desk, shown: ShownMessage, *, whole: bool) -> tuple[list[Mapping[str, Any]], tuple[str, ...]]:
    """The thread, or the one message; where Slack does not give them, why."""
    found: list[Mapping[str, Any]] = []
    around = None if whole else shown.ts
    replies = pages(
        desk.client.conversations_replies, _PAGES if whole else 1, channel=shown.channel, ts=shown.thread_ts or shown.ts,
        limit=_PAGE, oldest=around, latest=around, inclusive=True,
    )  # fmt: skip
    try:
        async for page in replies:
            found += [message for message in page.get("messages") or () if whole or message.get("ts") == shown.ts]
    except AWAY as fault:
        error = word_of(fault)
        hint = "; /invite @crmbot" if error in ("not_in_channel", "channel_not_found") else ""
        return [], (f"{'the thread' if whole else 'the whole text'} ({error}{hint})",)
    return found, ()


async def _spoken(desk: Desk, messages: list[Mapping[str, Any]]) -> str:
    lines = []
    for message in messages:
        user = str(message.get("user") or "")
        name = (await desk.users.name(user) if user else None) or str(message.get("username") or "") or user or "?"
        words = _words(message) or ", ".join(str(f.get("name") or "") for f in message.get("files") or ())
        lines.append(f"{name}: {words}")
    return "\n".join(lines)


async def _files(desk: Desk, shown: ShownMessage, messages: list[Mapping[str, Any]]) -> Fetched:
    objects = [file for message in messages for file in message.get("files") or () if isinstance(file, Mapping)]
    known = {str(file.get("id")) for file in objects}
    return await fetch(desk, [*objects, *({"id": one} for one in shown.files if one not in known)])


def _words(message: Mapping[str, Any]) -> str:
    """What a message says; of one that only has attachments, their plain words."""
    said = unwrap(str(message.get("text") or ""))
    others = [str(one.get("fallback") or "") for one in message.get("attachments") or () if isinstance(one, Mapping)]
    return said or unwrap("\n".join(words for words in others if words))


def _permalink(body: Payload, channel: str, ts: str, thread: str) -> str:
    domain = str((body.get("team") or {}).get("domain") or "")
    host = f"{domain}.slack.com" if re.fullmatch(r"[a-z0-9-]{1,60}", domain) else "app.slack.com"
    link = f"https://{host}/archives/{channel}/p{ts.replace('.', '')}"
    return f"{link}?thread_ts={thread}&cid={channel}" if thread and thread != ts else link


def _seconds(message: Mapping[str, Any], shown: ShownMessage) -> float:
    ts = str(message.get("ts") or "")
    return float(ts if _TIMESTAMP.fullmatch(ts) else shown.ts)
