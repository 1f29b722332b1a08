"""Looking records up: by number, mail address, phone, or any part of a name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.records import (
    Activity,
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
from crmbot.domain.search.hits import Contactable as Contactable  # noqa: PLC0414 (where others find it)
from crmbot.domain.search.hits import Numbered, Wanted, seen
from crmbot.domain.search.names import company_key, person_key

_AT_ONCE = 500
_TYPES = "crmbot.types"
_MODELS: Mapping[str, Any] = MappingProxyType({"deal": Deal, "person": Person, "company": Company})


def record_type(session: Session, number: int) -> str | None:
    """What a number is; None for one that was never given."""
    known: dict[int, str] = session.info.setdefault(_TYPES, {})  # a number never becomes another kind
    if number not in known:
        kind = session.scalar(select(RecordNumber.type).where(RecordNumber.number == number))
        if kind is None:
            return None
        known[number] = kind
    return known[number]


def by_number(session: Session, number: int) -> Contactable | None:
    """The deal, person or company of that number; None for another kind, or one that was taken back.

    A number that was merged into another record leads to that one.
    """
    model = _MODELS.get(record_type(session, number) or "")
    if model is None:
        return None
    along = (joinedload(Deal.person), joinedload(Deal.company)) if model is Deal else ()
    found: Contactable | None = session.get(model, number, options=along)
    into = _merged_into(session, number) if found is None else None
    return by_number(session, into) if into is not None else found


def by_numbers(session: Session, numbers: Collection[int]) -> dict[int, Contactable]:
    """As `by_number`, of many at once; numbers behind which there is nothing are left out."""
    found: dict[int, Contactable] = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        types: dict[str, list[int]] = {}
        for number, kind in session.execute(
            select(RecordNumber.number, RecordNumber.type).where(RecordNumber.number.in_(some))
        ):
            types.setdefault(kind, []).append(number)
        for kind, model in _MODELS.items():
            if kind in types:
                rows = session.scalars(select(model).where(model.number.in_(types[kind])))
                found |= {record.number: record for record in rows}
    for number in wanted:
        if number not in found and (record := by_number(session, number)) is not None:
            found[number] = record
    return found


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


def numbers_of_name(session: Session, name: str, *, limit: int = 10) -> list[Numbered]:
    """As `by_exact_name`, but the numbers of all, whether they may be seen or not."""
    person, company = person_key(name), company_key(name)
    kinds = (("person", Person, person), ("company", Company, company), ("deal", Deal, person))
    named = [
        select(select(literal(kind), model.number).where(model.name_key == key).limit(limit).subquery())
        for kind, model, key in kinds
        if key
    ]
    return [(kind, number) for kind, number in session.execute(union_all(*named))] if named else []


def by_name_part(session: Session, name: str, *, limit: int = 10) -> list[Contactable]:
    """Persons, companies and deals in whose name every word of `name` stands; whole words first, then parts."""
    wanted = Wanted(session, words_of(name))
    found = dict.fromkeys(seen(session, SearchName, wanted.query("whole"), limit=limit))
    if len(found) < limit and wanted.widened:
        found |= dict.fromkeys(seen(session, SearchName, wanted.query("within"), limit=limit))
    return [one for one in found if not isinstance(one, Activity)]
