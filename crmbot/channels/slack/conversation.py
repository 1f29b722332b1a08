"""What Slack sends, as chat messages: who says what, where, and by which key a repeat is known.

A conversation is what its readers see together: an answer only one person sees belongs to that person in that channel, a
direct message or a thread to all in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crmbot.channels.slack.buttons import PREFIX
from crmbot.channels.slack.incoming import unwrap, without_mention
from crmbot.shapes import ChatMessage

Payload = Mapping[str, Any]

DOUBLE_CLICK = 3  # seconds in which a second press on the same button is the same press
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

    @property
    def origin(self) -> tuple[str, str]:
        """The kind of the reply the button stands in, and whether it belongs to a `row` or to `all` of it."""
        parts = self.action_id.split("/")
        return (parts[1], parts[2]) if len(parts) == 4 and parts[0] == PREFIX else ("", "")

    @property
    def button(self) -> str:
        """The same for each press of this person on this button while it does the same."""
        parts = (self.channel, self.message_ts, self.block_id, self.action_id, self.user, self.command)
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def from_command(body: Payload, at: datetime, email: str | None) -> ChatMessage:
    """A slash command. Slack repeats its trigger id when it asks again."""
    channel, user = str(body["channel_id"]), str(body["user_id"])
    key = f"slash:{body['trigger_id']}" if body.get("trigger_id") else None
    return ChatMessage(unwrap(str(body.get("text", ""))), user, "slack", _private(channel, user), at, key, email)


def from_event(event: Payload, bot_user_id: str, at: datetime, email: str | None) -> ChatMessage:
    """A mention or a direct message.

    Its key is the message itself: Slack may report one message as two events with different event ids.
    """
    channel, ts = str(event["channel"]), str(event["ts"])
    text = unwrap(without_mention(str(event.get("text") or ""), bot_user_id))
    conversation = _shared(channel, None if is_direct(channel) else thread_of(event))
    return ChatMessage(text, str(event["user"]), "slack", conversation, at, f"message:{channel}:{ts}", email)


def from_press(press: Press, at: datetime, email: str | None) -> ChatMessage:
    """A pressed button: the chat text it stands for."""
    if press.ephemeral:
        conversation = _private(press.channel, press.user)
    else:
        conversation = _shared(press.channel, None if is_direct(press.channel) else press.thread_ts or press.message_ts)
    moment = int(float(press.action_ts or 0)) // DOUBLE_CLICK
    return ChatMessage(press.command, press.user, "slack", conversation, at, f"press:{press.button}:{moment}", email)


def press_of(body: Payload) -> Press | None:
    """The press that a `block_actions` payload tells of; None when there is nothing to do."""
    action = body["actions"][0]
    chosen = action.get("selected_option") or {}
    command = str(action.get("value") or chosen.get("value") or "")
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id") or ""
    if not command or not channel:
        return None
    return Press(
        command=command,
        user=str(body["user"]["id"]),
        channel=str(channel),
        message_ts=str(container.get("message_ts") or message.get("ts") or ""),
        block_id=str(action.get("block_id") or ""),
        action_id=str(action.get("action_id") or ""),
        action_ts=str(action.get("action_ts") or ""),
        thread_ts=message.get("thread_ts"),
        ephemeral=bool(container.get("is_ephemeral", not message)),
        blocks=tuple(message.get("blocks") or ()),
        text=str(message.get("text") or ""),
    )


def is_spoken(event: Payload) -> bool:
    """Whether a person said this just now: no bot, no edit, no notice of Slack's, and some words."""
    return bool(
        event.get("subtype") in _SPOKEN
        and event.get("user")
        and event["user"] != "USLACKBOT"
        and not event.get("bot_id")
        and not event.get("hidden")
        and (event.get("text") or "").strip()
    )


def is_direct(channel: str) -> bool:
    """Whether `channel` is the direct message between a person and the bot."""
    return channel.startswith("D")


def thread_of(event: Payload) -> str:
    """The thread in which an event is answered: its own, or a new one below it."""
    return str(event.get("thread_ts") or event["ts"])


def _private(channel: str, user: str) -> str:
    return f"slack:{channel}:{user}"


def _shared(channel: str, thread: str | None) -> str:
    return f"slack:{channel}:{thread}" if thread else f"slack:{channel}"
