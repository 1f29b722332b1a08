"""Our own complete format: every column of a record with all that hangs on it, and references that hold on another database.

A reference has the number, the moment of creation and the name: with the first two a record is known again here, with the
last a person can read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from crmbot.domain.people.contact_points import Contact
from crmbot.domain.records import (
    Activity,
    Company,
    Competitor,
    Deal,
    DealProduct,
    Followup,
    Offer,
    OutsideId,
    Person,
    Product,
    RecordNumber,
    Stakeholder,
)
from crmbot.domain.records.values import row_to_json
from crmbot.exports.around import by_number, parts_of_page, stages_of_page, tags_of_page
from crmbot.exports.selecting import What

FORMAT_VERSION = 1
_DROPPED = {
    "name_key", "person_number", "company_number", "deal_number", "parent_number", "record_number", "activity_number",
    "product_number", "inbox_id", "file_id", "id", "assigned_by",
}  # fmt: skip
_CONTACTS: Mapping[str, type[Contact]] = {"person": Person, "company": Company}


def records_of(session: Session, what: What, page: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The records of one page as JSON objects."""
    makers: Mapping[What, Callable[[Session, Sequence[Any]], Iterator[dict[str, Any]]]] = {
        "contacts": _people, "companies": _companies, "deals": _deals, "products": _products, "offers": _offers,
        "activities": _activities, "followups": _followups,
    }  # fmt: skip
    outside = _outside_of(session, page)
    for record, values in zip(page, makers[what](session, page), strict=True):
        if record.number in outside:
            values["outside_ids"] = outside[record.number]
        yield values


def _columns(row: Any, *, but: set[str] | None = None) -> dict[str, Any]:
    """All columns that hold something, but those that other values say."""
    values = row_to_json(row, inspect(row).mapper)
    return {
        key: value for key, value in values.items() if key not in (but or _DROPPED) and value not in (None, [], {}, "")
    }


def _reference(record: Any) -> dict[str, Any] | None:
    if record is None:
        return None
    return {"number": record.number, "created_at": record.created_at.isoformat(), "name": getattr(record, "name", "")}


def _outside_of(session: Session, page: Sequence[Any]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    statement = (
        select(OutsideId).where(OutsideId.record_number.in_([one.number for one in page])).order_by(OutsideId.id)
    )
    for row in session.scalars(statement):
        found.setdefault(row.record_number, []).append({"system": row.system, "kind": row.kind, "id": row.outside_id})
    return found


def _rows(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [_columns(row) for row in rows]


def _points(record: Contact) -> dict[str, Any]:
    found = {"emails": _rows(record.emails), "phones": _rows(record.phones), "addresses": _rows(record.addresses)}
    return {name: rows for name, rows in found.items() if rows}


def _people(session: Session, page: Sequence[Person]) -> Iterator[dict[str, Any]]:
    tags = tags_of_page(session, page)
    for one in page:
        company = _reference(one.company)
        more: dict[str, Any] = {"company": company} if company else {}
        more |= {"tags": tags[one.number]} if one.number in tags else {}
        yield {"type": "person", **_columns(one), **_points(one), **more}


def _companies(session: Session, page: Sequence[Company]) -> Iterator[dict[str, Any]]:
    tags = tags_of_page(session, page)
    mothers = by_number(session, Company, (one.parent_number for one in page))
    for one in page:
        more: dict[str, Any] = {"tags": tags[one.number]} if one.number in tags else {}
        more |= {"domains": [row.domain for row in one.domains]} if one.domains else {}
        more |= {"parent": _reference(mothers[one.parent_number])} if one.parent_number in mothers else {}
        yield {"type": "company", **_columns(one), **_points(one), **more}


def _deals(session: Session, page: Sequence[Deal]) -> Iterator[dict[str, Any]]:
    tags, stages = tags_of_page(session, page), stages_of_page(session, page)
    lines, rivals = parts_of_page(session, DealProduct, page), parts_of_page(session, Competitor, page)
    holders = parts_of_page(session, Stakeholder, page)
    people = by_number(session, Person, (one.person_number for rows in holders.values() for one in rows))
    products = by_number(session, Product, (one.product_number for rows in lines.values() for one in rows))
    for deal in page:
        number = deal.number
        more = {
            "person": _reference(deal.person), "company": _reference(deal.company), "tags": tags.get(number),
            "stages": _rows(stages.get(number, [])), "competitors": _rows(rivals.get(number, [])),
            "products": [{**_columns(line), "product": products[line.product_number].key} for line in lines.get(number, [])],
            "stakeholders": [
                {**_columns(one), "person": _reference(people[one.person_number])}
                for one in holders.get(number, [])
                if one.person_number in people
            ],
        }  # fmt: skip
        yield {"type": "deal", **_columns(deal), **{name: value for name, value in more.items() if value}}


def _products(_session: Session, page: Sequence[Product]) -> Iterator[dict[str, Any]]:
    for one in page:
        yield {"type": "product", **_columns(one), "active": one.active}


def _offers(session: Session, page: Sequence[Offer]) -> Iterator[dict[str, Any]]:
    deals = by_number(session, Deal, (one.deal_number for one in page))
    people = by_number(session, Person, (one.person_number for one in page))
    for one in page:
        more = {
            "deal": _reference(deals.get(one.deal_number)),
            "person": _reference(people.get(one.person_number or 0)),
        }
        yield {"type": "offer", **_columns(one), **{name: value for name, value in more.items() if value}}


def _activities(session: Session, page: Sequence[Activity]) -> Iterator[dict[str, Any]]:
    people = by_number(
        session, Person, [n for one in page for n in (one.person_number, *(p.person_number for p in one.people))]
    )
    firms = by_number(session, Company, (one.company_number for one in page))
    deals = by_number(session, Deal, (one.deal_number for one in page))
    for one in page:
        others = [_reference(people[row.person_number]) for row in one.people if row.person_number in people]
        more = {
            "person": _reference(people.get(one.person_number or 0)), "company": _reference(firms.get(one.company_number or 0)),
            "deal": _reference(deals.get(one.deal_number or 0)), "people": others,
            "files": [{"filename": row.filename, "content_type": row.content_type, "size": row.size, "sha256": row.sha256} for row in one.files],
        }  # fmt: skip
        yield {"type": "activity", **_columns(one), **{name: value for name, value in more.items() if value}}


def _followups(session: Session, page: Sequence[Followup]) -> Iterator[dict[str, Any]]:
    kinds = {
        row[0]: row[1]
        for row in session.execute(
            select(RecordNumber.number, RecordNumber.type).where(
                RecordNumber.number.in_([one.record_number for one in page if one.record_number])
            )
        )
    }
    models: Mapping[str, type[Any]] = {**_CONTACTS, "deal": Deal}
    held: dict[int, Any] = {}
    for kind, model in models.items():
        held |= by_number(session, model, (number for number, its in kinds.items() if its == kind))
    for one in page:
        about = held.get(one.record_number or 0)
        more = {"about": {"type": kinds[about.number], **(_reference(about) or {})}} if about is not None else {}
        yield {"type": "followup", **_columns(one), **more}
