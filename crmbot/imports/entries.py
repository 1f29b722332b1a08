"""What a file says, one entry for each record, whatever the format it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from crmbot.domain.people.contact_points import Postal
from crmbot.errors import RequestFault
from crmbot.shapes import t

Kind: TypeAlias = Literal["company", "person", "deal", "product", "offer", "activity", "followup", "member"]
Mode: TypeAlias = Literal["create", "update", "both"]
WHATS: Mapping[str, Kind] = {"contacts": "person", "companies": "company", "deals": "deal", "products": "product"}

OURS = "crmbot"  # the system of our own exports


@dataclass(frozen=True, slots=True)
class OutsideKey:
    """How another system names a record."""

    system: str
    kind: str
    id: str


@dataclass(slots=True)
class Entry:
    """What one row says of one record. `values` holds what fields take, by their key, `emails` … what there may be more of.

    Phones are (E.164, kind). `number` and `created` identify a record of ours; `key` one that another system named.
    A row about a person may tell of his company too, and one about a deal of both. `extra` is what only our own format has.
    """

    kind: Kind
    row: int = 0
    values: dict[str, Any] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    phones: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[Postal] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key: OutsideKey | None = None
    number: int | None = None
    created: datetime | None = None
    company: Entry | None = None
    person: Entry | None = None
    remarks: list[str] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it calls the record; empty when it does not."""
        return str(self.values.get("name") or "")

    @property
    def says_something(self) -> bool:
        """Whether anything in it could name a record."""
        named = self.name or self.emails or self.domains or self.key or self.number
        return bool(named or self.values.get("family_name") or self.values.get("given_name"))


def kind_of(what: str | None) -> Kind | None:
    """The kind that `--what` names. Raises RequestFault."""
    if what is None:
        return None
    if what not in WHATS:
        raise RequestFault(t("Say what the file holds: {known}.", known=", ".join(WHATS)))
    return WHATS[what]


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: what it holds, from which program, how large it is, and its entries one after the other.

    `entries` takes a function that is told how many bytes were read so far.
    """

    kind: Kind
    system: str
    size: int
    entries: Callable[[Callable[[int], None]], Iterator[Entry]]
    unknown: tuple[str, ...] = ()
