"""The people whom an administrator names by number, mail address, phone or name; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Person
from crmbot.domain.search.lookup import by_email, by_name_part, by_number, by_phone
from crmbot.domain.search.names import person_key


def people_named(session: Session, ref: str, phones: Iterable[str] = ()) -> list[Person]:
    """All whom it may mean; `phones` are the numbers in it, E.164. Of a deal or company number nobody."""
    ref = ref.strip()
    digits = ref.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < 10 and not digits.startswith("0"):
        found = by_number(session, int(digits))
        return [found] if isinstance(found, Person) else []
    if "@" in ref:
        return by_email(session, ref.strip("<>"))
    called = list({person.number: person for phone in phones for person in by_phone(session, phone)}.values())
    exact = list(session.scalars(select(Person).where(Person.name_key == person_key(ref)).order_by(Person.number)))
    return called or exact or [one for one in by_name_part(session, ref) if isinstance(one, Person)]
