"""What Slack sends, as chat messages: who says what, where, and by which key a repeat is known.

A conversation is what its readers see together: an answer only one person sees belongs to that person in that channel, a
direct message or a thread to all in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.incoming import unwrap, without_mention
from crmbot.shapes import ChatMessage

Payload = Mapping[str, Any]

DOUBLE_CLICK = 3  # seconds in which a second press on the same button is the same press
WITH_FILES_ONLY = "log message"  # what files without a word ask for: the answer says how to tell whose they are
_SPOKEN = (
    None,
    "file_share",
    "thread_broadcast",
)  # subtypes of messages that a person wrote; edits and joins have others


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button or chosen menu entry, and the message it stands in."""

    command: str
    user: str
    channel: str
    message_ts: str
    block_id: str
    action_id: str
    action_ts: str
    thread_ts: str | None
    ephemeral: bool
    blocks: tuple[Payload, ...]  # of the message; Slack does not send those of an ephemeral one
    text: str
    response_url: str = ""
    menu: bool = False  # an entry of a menu
    asks: bool = False  # its words end in "…": what it does begins with a dialog

    @property
    def origin(self) -> tuple[str, str]:
        """The kind of the reply the button stands in, and its place: of a `row`, of `all`, to `share`, of a `draft`."""
        parts = self.action_id.split("/")
        return (parts[1], parts[2]) if len(parts) == 4 and parts[0] == PREFIX else ("", "")

    @property
    def card(self) -> str:
        """The number of the record whose card the message shows; empty when it shows something else."""
        parts = self.block_id.split("/")
        return parts[4] if len(parts) == 5 and parts[:2] == [PREFIX, "card"] and parts[4].isdecimal() else ""

    @property
    def button(self) -> str:
        """The same for each press of this person on this button while it does the same."""
        parts = (self.channel, self.message_ts, self.block_id, self.action_id, self.user, self.command)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def from_command(body: Payload, at: datetime, email: str | None) -> ChatMessage:
    """A slash command. Slack repeats its trigger id when it asks again."""
    channel, user, trigger = _text(body, "channel_id"), _text(body, "user_id"), _text(body, "trigger_id")
    key = f"slash:{trigger}" if trigger else None
    return ChatMessage(unwrap(_text(body, "text")), user, "slack", _private(channel, user), at, key, email)


def from_event(event: Payload, bot_user_id: str, at: datetime, email: str | None) -> ChatMessage:
    """A mention or a direct message.

    Its key is the message itself: Slack may report one message as two events with different event ids.
    """
    channel, ts = _text(event, "channel"), _text(event, "ts")
    text = unwrap(without_mention(_text(event, "text"), bot_user_id))
    if not text and _objects(event, "files"):
        text = WITH_FILES_ONLY
    conversation = _shared(channel, None) if is_direct(channel) else _private(channel, _text(event, "user"))
    return ChatMessage(text, _text(event, "user"), "slack", conversation, at, f"message:{channel}:{ts}", email)


def from_press(press: Press, at: datetime, email: str | None) -> ChatMessage:
    """A pressed button: the chat text it stands for."""
    if press.ephemeral:
        conversation = _private(press.channel, press.user)
    else:
        conversation = _shared(press.channel, None if is_direct(press.channel) else press.thread_ts or press.message_ts)
    moment = int(_seconds(press.action_ts, at)) // DOUBLE_CLICK
    return ChatMessage(press.command, press.user, "slack", conversation, at, f"press:{press.button}:{moment}", email)


def press_of(body: Payload) -> Press | None:
    """The press that a `block_actions` payload tells of; None when there is nothing to do."""
    action = next(iter(_objects(body, "actions")), {})
    container, message = _object(body, "container"), _object(body, "message")
    command = _text(action, "value") or _text(_object(action, "selected_option"), "value")
    channel = _text(_object(body, "channel"), "id") or _text(container, "channel_id")
    user = _text(_object(body, "user"), "id")
    in_panel = _text(container, "type") == "entity_detail"  # which may be opened from a search, outside of any channel
    if not (command and user and (channel or in_panel)):
        return None
    return Press(
        command=command,
        user=user,
        channel=channel,
        message_ts=_text(container, "message_ts") or _text(message, "ts"),
        block_id=_text(action, "block_id"),
        action_id=_text(action, "action_id"),
        action_ts=_text(action, "action_ts"),
        thread_ts=_text(message, "thread_ts") or _text(container, "thread_ts") or None,
        ephemeral=bool(container.get("is_ephemeral", not message)),
        blocks=_objects(message, "blocks"),
        text=_text(message, "text"),
        response_url=_text(body, "response_url"),
        menu=_text(action, "type") == "static_select",
        asks=asks(action),
    )


def asks(action: Payload) -> bool:
    """Whether the words of a button or menu entry end in "…": what it does begins with a dialog."""
    words = _object(action, "text") or _object(_object(action, "selected_option"), "text")
    return _text(words, "text").endswith("…")


def is_spoken(event: Payload) -> bool:
    """Whether a person said this just now: no bot, no edit, no notice of Slack's; some words, or a file."""
    return (
        event.get("subtype") in _SPOKEN
        and not event.get("bot_id")
        and not event.get("hidden")
        and _text(event, "user") not in ("", "USLACKBOT")
        and all(_text(event, name).strip() for name in ("channel", "ts"))
        and bool(_text(event, "text").strip() or _objects(event, "files"))
    )


def is_direct(channel: str) -> bool:
    """Whether `channel` is the direct message between a person and the bot."""
    return channel.startswith("D")


def _private(channel: str, user: str) -> str:
    return f"slack:{channel}:{user}"


def _shared(channel: str, thread: str | None) -> str:
    return f"slack:{channel}:{thread}" if thread else f"slack:{channel}"


def _text(payload: Payload, name: str) -> str:
    """A text of Slack's, empty when it is missing or something else."""
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def _object(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    return value if isinstance(value, Mapping) else {}


def _objects(payload: Payload, name: str) -> tuple[Payload, ...]:
    value = payload.get(name)
    return tuple(item for item in value if isinstance(item, Mapping)) if isinstance(value, list) else ()


def _seconds(timestamp: str, at: datetime) -> float:
    """Slack's seconds since 1970, such as "1700000001.000200"; those of `at` when there are none."""
    return float(timestamp) if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{1,9})?", timestamp) else at.timestamp()
