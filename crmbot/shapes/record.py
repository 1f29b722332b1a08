"""What a reply shows of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from crmbot.shapes.words import Money


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
