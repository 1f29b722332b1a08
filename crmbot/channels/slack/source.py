"""From where a dialog was opened: what goes along with it, so that its answer comes back to the right place.

It travels in the view's `private_metadata`, which people do not see and which comes back within a signed request.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from crmbot.channels.slack.conversation import Payload, Press
from crmbot.shapes import ChatMessage

MOST = 3000  # characters of private_metadata


@dataclass(frozen=True, slots=True)
class Source:
    """Where somebody asked for something. Without a channel the answer goes into the direct message.

    `kind` and `place` are the origin of the pressed button, `asked` what was asked there: it opens the same form again.
    """

    user: str
    conversation: str
    asked: str = ""
    channel: str = ""
    thread_ts: str = ""
    response_url: str = ""
    ephemeral: bool = True
    message_ts: str = ""
    block_id: str = ""
    kind: str = ""
    place: str = ""
    card: str = ""  # the number of the record whose card the message shows


def source_of_press(press: Press, conversation: str) -> Source:
    """The message whose button was pressed."""
    kind, place = press.origin
    return Source(
        press.user, conversation, press.command, press.channel, press.thread_ts or "", press.response_url, press.ephemeral,
        press.message_ts, press.block_id, kind, place, press.card,
    )  # fmt: skip


def source_of_event(event: Payload, draft: ChatMessage, *, direct: bool) -> Source:
    """The message in which the bot was spoken to. In a channel its answer is for the asker; a thread is kept to."""
    return Source(
        draft.user, draft.conversation, draft.text, str(event.get("channel") or ""), str(event.get("thread_ts") or ""),
        ephemeral=not direct,
    )  # fmt: skip


def source_of_command(body: Payload, draft: ChatMessage) -> Source:
    """The channel in which the slash command was given."""
    channel, url = str(body.get("channel_id") or ""), str(body.get("response_url") or "")
    return Source(draft.user, draft.conversation, draft.text, channel, response_url=url)


def pack(source: Source, command: str) -> str | None:
    """The metadata of a view; None when it does not fit."""
    told = {name: value for name, value in asdict(source).items() if value not in ("", True)}
    for left_out in ("", "asked"):
        kept = {name: value for name, value in told.items() if name != left_out}
        packed = json.dumps({"command": command, **kept}, separators=(",", ":"))  # in ASCII: one unit a character
        if len(packed) <= MOST:
            return packed
    return None


def unpack(metadata: str, user: str) -> tuple[Source, str] | None:
    """The source and the form's command; None when the view is not one of ours. Who submits it is `user`, nobody else."""
    try:
        told: dict[str, Any] = json.loads(metadata)
    except ValueError:
        return None
    if not isinstance(told, dict) or not isinstance(told.get("command"), str) or "conversation" not in told:
        return None
    known = {field.name for field in fields(Source)}
    return Source(**{**{k: v for k, v in told.items() if k in known}, "user": user}), str(told["command"])
