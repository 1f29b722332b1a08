"""Looking records up: by number, mail address, phone, or any part of a name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.names import company_key, person_key
from crmbot.domain.records import (
    Company,
    Deal,
    MergedRecord,
    Person,
    PersonEmail,
    PersonPhone,
    RecordNumber,
    SearchName,
)
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search_hits import Way, contacts, query

Contactable = Deal | Person | Company
_MODELS: Mapping[str, Any] = MappingProxyType(
    {"deal": Deal, "person": Person, "company": Company}
)

_WAYS: tuple[Way, ...] = ("whole", "begun", "within")


def record_type(session: Session, number: int) -> str | None:
    """What a number is; None for one that was never given."""
    return session.scalar(select(RecordNumber.type).where(RecordNumber.number == number))


def by_number(session: Session, number: int) -> Contactable | None:
    """The deal, person or company of that number; None for another kind, or one that was taken back.

    A number that was merged into another record leads to that one.
    """
    model = _MODELS.get(record_type(session, number) or "")
    if model is None:
        return None
    found: Contactable | None = session.get(model, number)
    into = _merged_into(session, number) if found is None else None
    return by_number(session, into) if into is not None else found


def _merged_into(session: Session, number: int) -> int | None:
    return session.scalar(select(MergedRecord.into_number).where(MergedRecord.number == number))


def by_email(session: Session, email: str) -> list[Person]:
    """The person with exactly this address."""
    return list(session.scalars(select(Person).join(PersonEmail).where(PersonEmail.email == email.strip().lower())))


def by_phone(session: Session, number: str) -> list[Person]:
    """Everybody with this E.164 number."""
    return list(session.scalars(select(Person).join(PersonPhone).where(PersonPhone.number == number)))


def by_exact_name(session: Session, name: str, *, limit: int = 10) -> list[Contactable]:
    """Persons, companies and deals of exactly this name, spelling and legal form aside."""
    return [
        *session.scalars(select(Person).where(Person.name_key == person_key(name)).limit(limit)),
        *session.scalars(select(Company).where(Company.name_key == company_key(name)).limit(limit)),
        *session.scalars(select(Deal).where(Deal.name_key == person_key(name)).limit(limit)),
    ]


def by_name_part(session: Session, name: str, *, limit: int = 10) -> list[Contactable]:
    """Persons, companies and deals in whose name every word of `name` stands; whole words first, then beginnings."""
    words = words_of(name)
    found: dict[tuple[type[Contactable], int], Contactable] = {}
    for way in _WAYS:
        for record in contacts(session, SearchName, query(session, words, way), limit=limit):
            found.setdefault((type(record), record.number), record)
        if len(found) >= limit:
            break
    return list(found.values())
