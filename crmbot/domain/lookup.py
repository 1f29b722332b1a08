"""Finding records: by number, mail address, phone, or any part of a name."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crmbot.domain.names import company_key, person_key
from crmbot.domain.records import Activity, Company, Deal, Person, PersonEmail, PersonPhone, RecordNumber

Contactable = Deal | Person | Company


def record_type(session: Session, number: int) -> str | None:
    """What a number is; None for one that was never given."""
    return session.scalar(select(RecordNumber.type).where(RecordNumber.number == number))


def by_number(session: Session, number: int) -> Contactable | None:
    """The deal, person or company of that number; None for another kind, or one that was taken back."""
    match record_type(session, number):
        case "deal":
            return session.get(Deal, number)
        case "person":
            return session.get(Person, number)
        case "company":
            return session.get(Company, number)
        case _:
            return None


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
    """Persons, companies and deals in whose name every word of `name` stands; names that begin with it first."""
    key = person_key(name)
    if not key:
        return []
    found: list[Contactable] = []
    found += session.scalars(
        select(Person).where(_all_words(Person.name_key, key)).order_by(*_best(Person.name_key, key)).limit(limit)
    )
    found += session.scalars(
        select(Company).where(_all_words(Company.name_key, key)).order_by(*_best(Company.name_key, key)).limit(limit)
    )
    found += session.scalars(
        select(Deal).where(_all_words(Deal.name_key, key)).order_by(*_best(Deal.name_key, key)).limit(limit)
    )
    return found


def find(session: Session, text: str, *, limit: int = 20) -> list[Contactable | Activity]:
    """Everything that fits: names, part of a mail address, digits of a phone, words of the history."""
    found: list[Contactable | Activity] = [*by_name_part(session, text, limit=limit)]
    pattern = _contains(text.strip().lower())
    found += session.scalars(
        select(Person).join(PersonEmail).where(PersonEmail.email.like(pattern, escape="\\")).limit(limit)
    )
    digits = "".join(character for character in text if character.isdigit()).lstrip("0")
    if len(digits) >= 3:
        found += session.scalars(
            select(Person).join(PersonPhone).where(PersonPhone.number.contains(digits)).limit(limit)
        )
    words = select(Activity).where(
        or_(
            func.lower(Activity.text).like(pattern, escape="\\"),
            func.lower(Activity.subject).like(pattern, escape="\\"),
        )
    )
    found += session.scalars(words.order_by(Activity.at.desc()).limit(limit))
    unique = {(type(record), record.number): record for record in found}
    return list(unique.values())[:limit]


def _all_words(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    return and_(*(column.like(_contains(word), escape="\\") for word in key.split()[:6]))


def _best(column: InstrumentedAttribute[str], key: str) -> tuple[ColumnElement[bool], InstrumentedAttribute[str]]:
    return column.like(_escaped(key) + "%", escape="\\").desc(), column


def _contains(word: str) -> str:
    return f"%{_escaped(word)}%"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
