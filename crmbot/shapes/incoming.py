"""What comes in: a mail before anyone has read it, and a request from a chat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message as it came in, before anyone has read it, with what the transport knows about it."""

    content: bytes
    sender: str  # envelope MAIL FROM; empty for the null sender
    recipients: tuple[str, ...]  # every envelope RCPT TO; for a mailbox, the delivery header fields
    source: Literal["smtp", "lmtp", "imap", "deliver"]
    received_at: datetime
    peer: str | None = None  # address of the client
    helo: str | None = None
    submitter: str | None = None  # who proved to be the submitter: SMTP AUTH name or member key
    mailbox: str | None = None  # the mailbox it was read from, as the settings name it
    quiet: bool = False  # nobody is told what became of it
    trace: bytes = b""  # the Received field that our port adds above the content (RFC 5321, 4.4)


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One request from a chat, whatever the channel.

    `user` names the acting person as the channel knows him: a Slack id, a member key or a mail address.
    `request_key` is the same for every repeat of the same request, so that it acts once; None: no repeats.
    """

    text: str
    user: str
    channel: Literal["slack", "console", "say", "mail"]
    conversation: str  # answers within one conversation can be referred to by place
    at: datetime
    request_key: str | None = None
    email: str | None = None  # the person's mail address where the channel tells it
    values: Mapping[str, str] = field(default_factory=dict, hash=False)  # of a dialog, by the key of its field
    link: str | None = None  # to the message that is talked about
    files: tuple[ChatFile, ...] = ()  # that came along
    shared: bool = False  # others will read the answer too: it is looked up, and nothing is changed for it
    zone: str | None = None  # the person's time zone (IANA) where the channel tells it


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that somebody posted in a chat."""

    filename: str
    content_type: str
    content: bytes
