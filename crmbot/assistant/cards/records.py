"""The record of a card as a value for programs, with everything that the card shows of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.parts import Parts
from crmbot.assistant.field_words import fields_of
from crmbot.domain.deals.views import view
from crmbot.domain.people.contact_fields import POINTS
from crmbot.domain.people.contact_points import primary_first
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Company, Deal, Followup, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Record

_KNOWN = frozenset({
    "name", "company", "job_title", "website", "source", "owner", "stage", "amount", "budget", "probability", "expected_close",
    "department", "function", "parent",
})  # fmt: skip


def _next_at(parts: Parts, following: Followup | None) -> datetime | None:
    meeting = parts.next_appointment
    return meeting.starts_at if meeting is not None else following.due_at if following is not None else None


def detailed(ask: Asking, parts: Parts) -> Record:
    """The record with addresses, tags, all further fields, and last and next contact."""
    record = parts.record
    last, following = parts.contact.last, parts.contact.next
    known = replace(
        view(ask.session, record, ask.process, parts.deals if parts.deal_count == len(parts.deals) else None),
        tags=tuple(tag.name for tag in parts.tags) or None,
        fields=_fields(ask, record) or None,
        last_contact_at=last.at if last else None,
        last_contact_by=last.author if last else None,
        next_contact_at=_next_at(parts, following),
    )
    if isinstance(record, Deal):
        return known
    known = replace(
        known,
        emails=tuple(row.email for row in primary_first(record.emails)),
        phones=tuple(row.number for row in primary_first(record.phones)),
        addresses=tuple(row.text for row in primary_first(record.addresses)) or None,
        protected=record.protected or None,
    )
    if isinstance(record, Person):
        return replace(known, department=record.department, function=record.function)
    return replace(
        known,
        domains=tuple(row.domain for row in record.domains) or None,
        parent=parts.mother.name if parts.mother else None,
    )


def contact_person(person: Person, company: Contactable) -> Record:
    """Somebody on the card of his company: who he is and how to reach him; his roles stand on his own card."""
    return Record(
        "person", person.number, person.name, company=company.name,
        emails=tuple(row.email for row in primary_first(person.emails)),
        phones=tuple(row.number for row in primary_first(person.phones)),
        job_title=person.job_title, department=person.department, function=person.function, owner=person.owner,
    )  # fmt: skip


def _fields(ask: Asking, record: Person | Company | Deal) -> dict[str, Any]:
    """Values by the key of their field, as the record holds them."""
    kind = "deal" if isinstance(record, Deal) else "company" if isinstance(record, Company) else "person"
    found = {
        field.key: value_of(record, field)
        for field in fields_of(ask).of(kind)  # type: ignore[arg-type]
        if field.key not in _KNOWN and field.kind not in POINTS and field.kind != "company"
    }
    return {key: value for key, value in found.items() if value is not None}
