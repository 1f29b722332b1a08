"""What reading a mail yields: the values of `crmbot parse --json`, frozen.

Every string is free of NUL, lone surrogates and, in header values, of line breaks. Line ends in texts are LF.
"""

from __future__ import annotations

from collections.abc import KeysView, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

_MAX_INDEXED = 10_000  # header fields
_MAX_REPEATS = 100  # values of one name

Kind: TypeAlias = Literal["direct", "forward", "reply", "auto_reply", "bounce", "list", "calendar", "form"]
HowForwarded: TypeAlias = Literal["inline", "attachment", "redirect"]


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox of a header field. `address` is lower-case, None where the field could not be read as one:
    then `name` holds it as written."""

    name: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not body text. `content` are the decoded bytes with their own line ends;
    an attached message counts with its bytes as they stand in the mail."""

    filename: str | None
    content_type: str
    content: bytes = field(repr=False)
    sha256: str
    inline: bool = False

    @property
    def size(self) -> int:
        """Length in bytes after decoding."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message that was passed on, as far as it can be read from the mail that carries it.

    `date` is aware only where the source names a zone; `date_text` is the date as written.
    `text` is its whole body (a message forwarded inside it included), `new_text` what its writer wrote himself.
    """

    from_: Address | None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str | None = None
    date: datetime | None = None
    date_text: str | None = None
    text: str = ""
    new_text: str = ""
    signature: str | None = None
    quoted: str | None = None
    message_id: str | None = None  # known only when forwarded as attachment or redirected
    forwarded: Forwarded | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in E.164 with what it is for."""

    number: str
    kind: Literal["work", "mobile", "fax"] = "work"


@dataclass(frozen=True, slots=True)
class Contact:
    """The outside person a mail is about; `sources` names for each known field where it was read:
    header, signature, vcard, form, text."""

    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    title: str | None = None  # academic title
    email: str | None = None
    phones: tuple[Phone, ...] = ()
    company: str | None = None
    job_title: str | None = None
    website: str | None = None
    address: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money read from text. `currency` is ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Directive:
    """A command the forwarder wrote on top of the mail or put into the capture address."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The header fields that reading needs, decoded. Of repeated fields the first non-empty one counts."""

    message_id: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    from_: Address | None = None
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    subject: str | None = None
    date: datetime | None = None
    fields: tuple[tuple[str, str], ...] = ()  # all fields in order: name as written, value unfolded and decoded
    _values: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)  # by name in lower case
    _first: dict[str, str] = field(init=False, repr=False, compare=False)  # the first non-empty value of each name

    def __post_init__(self) -> None:
        """Index the fields: some fifty rules ask for one each."""
        values: dict[str, tuple[str, ...]] = {}
        first: dict[str, str] = {}
        for name, value in self.fields[:_MAX_INDEXED]:
            key = name.lower()
            known = values.get(key, ())
            if len(known) < _MAX_REPEATS:
                values[key] = (*known, value)
                if key not in first and value and not value.isspace():
                    first[key] = value
        object.__setattr__(self, "_values", values)
        object.__setattr__(self, "_first", first)

    @property
    def names(self) -> KeysView[str]:
        """The names of the fields that are there, in lower case."""
        return self._values.keys()

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of the field `name` (any case), in order; at most the first hundred."""
        return self._values.get(name.lower(), ())

    def first(self, name: str) -> str | None:
        """The first non-empty value of the field `name`, or None."""
        return self._first.get(name.lower())


@dataclass(frozen=True, slots=True)
class Message:
    """A raw message taken apart (RFC 5322, MIME), before anyone asks what it means."""

    header: Header
    text: str  # the readable body; made from HTML where there is no plain part
    html: str | None  # the HTML body as decoded, where there is one
    attachments: tuple[Attachment, ...] = ()
    attached_messages: tuple[bytes, ...] = ()  # message/rfc822 and .eml parts, as they stand in the mail
    content_type: str = "text/plain"  # of the whole message
    report_type: str | None = None  # multipart/report: delivery-status, disposition-notification …
    calendar: str | None = None  # text/calendar body
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """Everything that can be known about a mail from its bytes alone (contracts, section 4)."""

    header: Header
    kind: Kind
    text: str
    new_text: str
    signature: str | None
    quoted: str | None
    forwarded: Forwarded | None
    how_forwarded: HowForwarded | None
    note: str | None
    contact: Contact
    fields: Mapping[str, Any] = field(default_factory=dict)
    directives: tuple[Directive, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    language: str | None = None
    kind_reasons: tuple[str, ...] = ()  # why `kind` is what it is, in English
    defects: tuple[str, ...] = ()
    form_missed: str | None = None  # why the template of a form nearly fits but does not, in English
