"""The values that cross rooms: mail in, chat in, replies and notices out.

All of them are frozen. Nothing here is in a language yet: words are `Text` (a key in English with its
arguments) until `texts.render` makes them for a reader whose language and zone are known.
Times are aware `datetime`s, money is `Money`, phones are E.164, languages BCP 47, members are named by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

Direction: TypeAlias = Literal["in", "out", "internal"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its ISO 4217 currency."""

    amount: Decimal
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class Text:
    """Words to be made later: an English message (the gettext key) with named arguments.

    Arguments may be any `Value`, a `Text` among them. With `plural` set, `args["n"]` picks the form.
    Build it with `t` and `tn`, which the message extraction looks for.
    """

    message: str
    args: Mapping[str, Value] = field(default_factory=dict)
    plural: str | None = None


def t(message: str, /, **args: Value) -> Text:
    """A `Text` without plural; placeholders in `message` are `{named}`."""
    return Text(message, args)


def tn(one: str, many: str, n: int, /, **args: Value) -> Text:
    """A `Text` whose form depends on `n`, which is also an argument."""
    return Text(one, {**args, "n": n}, many)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text from outside (a subject, a name, a note): shown as written, never translated, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Worded:
    """Words that an administrator wrote in one or several languages (BCP 47 to words): the reader gets his own."""

    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time to be shown in the reader's zone, by day only when `day_only`."""

    at: datetime
    day_only: bool = False


Value: TypeAlias = "Text | Verbatim | Worded | Moment | Money | date | Decimal | int | str | None"


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


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that somebody posted in a chat."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Record:
    """What a reply shows of a record. Absent values are None; which apply depends on `type`."""

    type: Literal["deal", "person", "company", "followup", "activity", "member", "offer", "product", "appointment"]
    number: int
    name: str
    company: str | None = None
    person: str | None = None
    emails: tuple[str, ...] | None = None
    phones: tuple[str, ...] | None = None
    job_title: str | None = None
    website: str | None = None
    budget: Money | None = None
    stage: str | None = None
    role: str | None = None
    roles: tuple[str, ...] | None = None
    owner: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    probability: int | None = None  # percent
    expected_close: date | None = None
    source: str | None = None
    grade: str | None = None
    created_at: datetime | None = None
    due: datetime | None = None
    done: bool | None = None
    kind: str | None = None
    medium: str | None = None
    direction: str | None = None
    at: datetime | None = None
    text: str | None = None
    last_activity_at: datetime | None = None
    note: str | None = None  # what the forwarder wrote above a mail
    reason: str | None = None  # of an entry: why there was contact
    touchpoint: str | None = None
    link: str | None = None
    state: str | None = None  # of an offer: draft, sent, accepted …; of a product: active or inactive
    status: str | None = None  # of a lead: new, contacted, qualified, disqualified
    code: str | None = None  # what stands on the paper: number of an offer, article number of a product
    version: int | None = None  # of an offer
    valid_until: date | None = None
    deal: int | None = None  # number of the deal that an offer or a line belongs to
    quantity: Decimal | None = None  # of a product on a deal
    discount: Decimal | None = None  # percent
    sum: Decimal | None = None  # of a product on a deal: what the line comes to
    department: str | None = None  # of a person at his company
    function: str | None = None
    addresses: tuple[str, ...] | None = None  # postal ones, the primary first, as mails and phones
    domains: tuple[str, ...] | None = None  # mail domains of a company
    parent: str | None = None  # the mother company
    tags: tuple[str, ...] | None = None
    protected: bool | None = None
    fields: Mapping[str, Any] | None = None  # further values by the key of their field, own fields too
    last_contact_at: datetime | None = None
    last_contact_by: str | None = None  # member key
    next_contact_at: datetime | None = None

    def known(self) -> dict[str, Any]:
        """The fields that have a value, by name."""
        return {f.name: v for f in fields(self) if (v := getattr(self, f.name)) is not None}


@dataclass(frozen=True, slots=True)
class Action:
    """Something the reader can do next. `command` is chat text: sending it does what the button does."""

    label: Text
    command: str
    style: Literal["default", "primary", "danger"] = "default"
    dialog: bool = False  # the command asks for more: where the chat has dialogs, pressing opens `Reply.form`


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value of a card."""

    label: Text
    value: Value


@dataclass(frozen=True, slots=True)
class Column:
    """A heading of a table; numbers are aligned to the right."""

    heading: Text
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under headings; each row as long as `columns`."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section, with what can be done about it."""

    text: Value
    note: Value = None  # smaller print below
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines below it."""

    heading: Text | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a form's field; `value` is what the command gets."""

    value: str
    label: Value


@dataclass(frozen=True, slots=True)
class FormField:
    """One question of a form. `initial` is in the form of the answer: dates as ISO 8601, several choices by comma."""

    key: str
    label: Value
    kind: Literal["text", "long_text", "number", "date", "datetime", "choice", "choices", "person", "check"] = "text"
    required: bool = False
    initial: str | None = None
    hint: Value = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Questions whose answers go to `command`: it comes back as a `ChatMessage` with that text and `values`.

    A reply to it with `errors` names what is wrong beside the fields, and the form stays open.
    """

    title: Text
    submit: Text
    command: str
    fields: tuple[FormField, ...]
    lines: tuple[Value, ...] = ()  # words above the questions
    typed: Value = None  # the line that says the same, for a chat without dialogs; capitals stand for answers


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that belongs to a reply, with words for those who do not see it."""

    content: bytes
    filename: str
    alt: Text
    content_type: str = "image/png"


@dataclass(frozen=True, slots=True)
class Reply:
    """A channel-neutral answer or notice. Parts are shown in the order of the fields, but for `first`.

    `records` carry the data for programs (contracts, section 6) and the places `1`, `2` … of the conversation;
    what people read stands in the other parts.
    """

    kind: Literal["card", "list", "chart", "choice", "done", "help", "error"]
    title: Text
    understood: Text | None = None
    lines: tuple[Value, ...] = ()
    fields: tuple[Field, ...] = ()
    table: Table | None = None
    sections: tuple[Section, ...] = ()
    records: tuple[Record, ...] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    ok: bool = True
    first: tuple[Section, ...] = ()  # shown right below the title: what matters most
    form: Form | None = None  # what has to be asked first
    errors: Mapping[str, Text] = field(default_factory=dict)  # by the key of the form's field
    picture: Picture | None = None


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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a chat request came to, with the person for whom its words are made."""

    reply: Reply
    reader: Reader
