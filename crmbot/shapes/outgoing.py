"""What goes out: for whom its words are made, notices of the outbox, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmbot.shapes.reply import Reply


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom words are made: BCP 47 language, IANA zone, ISO currency; `terms` are the organisation's own names for
    roles, kinds of records and headings, by the English ones.
    """

    language: str = "de"
    timezone: str = "Europe/Berlin"
    currency: str = "EUR"
    terms: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """One item of the outbox, claimed and ready to be rendered and sent.

    `key` is unique over all time: whatever happens, at most one message with this key shall arrive.
    """

    id: int
    key: str
    kind: str
    recipient: str  # member key, or the name of a Slack channel
    address: str | None  # where this channel reaches the recipient: Slack id, mail address
    content: Reply
    reader: Reader
    attempt: int  # 1 for the first
    repeat: bool = False  # an earlier attempt ended unknown and could not be looked up
    thread: str | None = None  # the channel's own id of the message below which it belongs


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt to send: `retry` says a failure is worth another try, after `retry_after` seconds."""

    sent: bool
    error: str | None = None
    retry: bool = False
    retry_after: float | None = None
    reference: str | None = None  # the channel's own id of the message
    link: str | None = None  # the address at which its reader finds it again


@dataclass(frozen=True, slots=True)
class Answer:
    """What a chat request came to, with the person for whom its words are made."""

    reply: Reply
    reader: Reader
