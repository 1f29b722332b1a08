"""Records as rows of a table, one column for each field, as `crmbot import` and spreadsheets read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from crmbot.domain.people.contact_fields import POINTS, ContactField, Fields
from crmbot.domain.people.contact_points import ADDRESS_KINDS, PHONE_KINDS, Contact, primary_first
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Activity, Company, Deal, Followup, Offer, Person, Product
from crmbot.exports.around import by_number, tags_of_page
from crmbot.exports.selecting import What
from crmbot.formulas import defused

_PHONES = MappingProxyType({"work": "phone", "mobile": "mobile", "home": "home phone", "fax": "fax"})
_ADDRESSES = MappingProxyType(
    {"work": "address", "home": "home address", "billing": "billing address", "delivery": "delivery address"}
)
_TYPES = MappingProxyType(
    {
        "contacts": "person",
        "companies": "company",
        "deals": "deal",
        "products": "product",
        "offers": "offer",
        "activities": "activity",
        "followups": "followup",
    }
)
Row = dict[str, Any]


def cell(value: Any) -> str:
    """A value as it stands in a cell. Text that a spreadsheet would run as a formula gets a quote in front, by which it is
    text (OWASP, CSV injection); `import` takes it away again.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01")), "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, int, float)):
        return str(value)
    text = _several(value) if isinstance(value, (list, tuple)) else str(value)
    text = text.replace("\x00", "")
    return defused(text)


def _several(values: Sequence[Any]) -> str:
    """Several values in one cell, by semicolons unless one of them stands in a value."""
    texts = [" ".join(str(value).split()) for value in values]
    return ("\n" if any(";" in text for text in texts) else "; ").join(texts)


_POINTS = ("email", *_PHONES.values(), *_ADDRESSES.values())
_FIXED: Mapping[str, str] = MappingProxyType(
    {
        "deals": "person; person number; company; company number; process; currency; state; stage since; closed; "
        "lost reason; grade; last activity; tags",
        "products": "key; name; price; currency; unit; process; active",
        "offers": "code; version; state; amount; currency; offered on; valid until; deal; deal number; note",
        "followups": "owner; due; text; record number; done; outcome",
        "activities": "kind; at; direction; medium; author; subject; text; person; person number; company; "
        "company number; deal; deal number; files",
    }
)


def columns_of(what: What, fields: Fields) -> tuple[str, ...]:
    """The headings of such a table."""
    first = ("number", "type", "created")
    if what == "contacts":
        return (*first, *_names(_plain(fields.of("person"))), "company number", *_POINTS, "standing roles", "tags")
    if what == "companies":
        return (*first, *_names(_plain(fields.of("company"))), *_POINTS, "domain", "standing roles", "tags")
    own = _names(fields.of("deal")) if what == "deals" else ()
    return (*first, *own, *_FIXED[what].split("; "))


def rows_of(session: Session, what: What, page: Sequence[Any], fields: Fields) -> Iterator[Row]:
    """The rows of one page of records."""
    makers: Mapping[What, Callable[[Session, Sequence[Any], Fields], Iterator[Row]]] = {
        "contacts": _contacts, "companies": _contacts, "deals": _deals, "products": _products, "offers": _offers,
        "activities": _activities, "followups": _followups,
    }  # fmt: skip
    for record, row in zip(page, makers[what](session, page, fields), strict=True):
        yield {"number": record.number, "type": _TYPES[what], "created": record.created_at, **row}


def _plain(fields: Sequence[ContactField]) -> list[ContactField]:
    return [field for field in fields if field.kind not in POINTS]


def _names(fields: Sequence[ContactField]) -> list[str]:
    return [heading(field.key) for field in fields]


def heading(key: str) -> str:
    """A field's key as people read it."""
    return key.replace("_", " ")


def _contacts(session: Session, page: Sequence[Contact], fields: Fields) -> Iterator[Row]:
    tags = tags_of_page(session, page)
    parents = by_number(session, Company, (getattr(record, "parent_number", None) for record in page))
    for record in page:
        row = {
            heading(field.key): value_of(record, field)
            for field in _plain(fields.of("company" if isinstance(record, Company) else "person"))
        }
        if isinstance(record, Person):
            row |= {"company": record.company.name if record.company else None, "company number": record.company_number}
        else:
            mother = parents.get(record.parent_number or 0)
            row |= {"parent": mother.name if mother else None, "domain": [one.domain for one in record.domains]}
        yield row | _points(record) | {"standing roles": record.standing_roles, "tags": tags.get(record.number)}


def _points(record: Contact) -> Row:
    """Addresses and numbers by kind, the primary one in front, several in one cell."""
    row: Row = {"email": [one.email for one in primary_first(record.emails)]}
    for kind in PHONE_KINDS:
        row[_PHONES[kind]] = [one.number for one in primary_first(record.phones) if one.kind == kind]
    for kind in ADDRESS_KINDS:
        texts = [" ".join(one.text.split()) for one in primary_first(record.addresses) if one.kind == kind]
        row[_ADDRESSES[kind]] = "\n".join(texts)
    return row


def _deals(session: Session, page: Sequence[Deal], fields: Fields) -> Iterator[Row]:
    tags = tags_of_page(session, page)
    for deal in page:
        row = {heading(field.key): value_of(deal, field) for field in fields.of("deal")}
        yield row | {
            "person": deal.person.name if deal.person else None, "person number": deal.person_number,
            "company": deal.company.name if deal.company else None, "company number": deal.company_number,
            "process": deal.process, "currency": deal.currency, "state": deal.state, "stage since": deal.stage_since,
            "closed": deal.closed_at, "lost reason": deal.lost_reason, "grade": deal.grade,
            "last activity": deal.last_activity_at, "tags": tags.get(deal.number),
        }  # fmt: skip


def _products(_session: Session, page: Sequence[Product], _fields: Fields) -> Iterator[Row]:
    for one in page:
        yield {
            "key": one.code,
            "name": one.name,
            "price": one.price,
            "currency": one.currency,
            "unit": one.unit,
            "process": one.process,
            "active": one.active,
        }


def _offers(session: Session, page: Sequence[Offer], _fields: Fields) -> Iterator[Row]:
    deals = by_number(session, Deal, (offer.deal_number for offer in page))
    for one in page:
        deal = deals.get(one.deal_number)
        yield {
            "code": one.code, "version": one.version, "state": one.state, "amount": one.amount, "currency": one.currency,
            "offered on": one.offered_on, "valid until": one.valid_until, "deal": deal.name if deal else None,
            "deal number": one.deal_number, "note": one.note,
        }  # fmt: skip


def _activities(session: Session, page: Sequence[Activity], _fields: Fields) -> Iterator[Row]:
    people = by_number(session, Person, (one.person_number for one in page))
    firms = by_number(session, Company, (one.company_number for one in page))
    deals = by_number(session, Deal, (one.deal_number for one in page))
    for one in page:
        person, firm, deal = (
            people.get(one.person_number or 0),
            firms.get(one.company_number or 0),
            deals.get(one.deal_number or 0),
        )
        yield {
            "kind": one.kind, "at": one.at, "direction": one.direction, "medium": one.medium, "author": one.author,
            "subject": one.subject, "text": one.text, "person": person.name if person else None,
            "person number": person.number if person else None, "company": firm.name if firm else None,
            "company number": firm.number if firm else None, "deal": deal.name if deal else None,
            "deal number": deal.number if deal else None, "files": [file.filename for file in one.files],
        }  # fmt: skip


def _followups(_session: Session, page: Sequence[Followup], _fields: Fields) -> Iterator[Row]:
    for one in page:
        yield {
            "owner": one.owner,
            "due": one.due_at,
            "text": one.text,
            "record number": one.record_number,
            "done": one.done_at,
            "outcome": one.outcome,
        }
