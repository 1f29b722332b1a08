"""Mail addresses, phones and postal addresses of persons and companies: added, taken away, one of each kind first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.members.visibility import EVERYBODY
from crmbot.domain.people.value_sources import Source, read_source
from crmbot.domain.records import (
    Company,
    CompanyEmail,
    CompanyPhone,
    Person,
    PersonEmail,
    PersonPhone,
    PostalAddress,
)
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.folding import fold

Contact = Person | Company
EmailRow = PersonEmail | CompanyEmail
PhoneRow = PersonPhone | CompanyPhone
Point = EmailRow | PhoneRow | PostalAddress
P = TypeVar("P", PersonEmail, CompanyEmail, PersonPhone, CompanyPhone, PostalAddress)

LONGEST_EMAIL = 320  # characters; the column's length
PHONE_KINDS = ("work", "mobile", "home", "fax")
ADDRESS_KINDS = ("work", "home", "billing", "delivery")


@dataclass(frozen=True, slots=True)
class Postal:
    """A postal address: `text` as it was written, the other parts where they are unmistakable. `country` is ISO 3166."""

    text: str
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    country: str | None = None
    kind: str = "work"


def holder_of_email(session: Session, email: str, *, everybody: bool = False) -> Contact | None:
    """The person or company that has this address; with `everybody` also one that may not be seen."""
    wanted, options = email.strip().lower(), EVERYBODY if everybody else {}
    people = select(Person).join(PersonEmail).where(PersonEmail.email == wanted)
    person = session.scalars(people, execution_options=options).first()
    if person is not None:
        return person
    firms = select(Company).join(CompanyEmail).where(CompanyEmail.email == wanted)
    return session.scalars(firms, execution_options=options).first()


def add_email(work: Work, contact: Contact, email: str, source: Source, *, primary: bool = False) -> EmailRow | None:
    """The row of this address, made if need be; None for one that is too long or somebody else's."""
    wanted = email.strip().lower()
    known = next((row for row in contact.emails if row.email == wanted), None)
    if known is None:
        if len(wanted) > LONGEST_EMAIL or holder_of_email(work.session, wanted, everybody=True):
            return None
        known = new_email(contact, wanted, source)
    if primary:
        make_first(contact.emails, known)
    return known


def new_email(contact: Contact, email: str, source: Source) -> EmailRow:
    """A further address that nobody has yet; the first one is the primary."""
    first, stored = not contact.emails, source.to_json()
    row: EmailRow
    if isinstance(contact, Person):
        row = PersonEmail(email=email, primary=first, source=stored)
        contact.emails.append(row)
    else:
        row = CompanyEmail(email=email, primary=first, source=stored)
        contact.emails.append(row)
    return row


def add_phone(contact: Contact, number: str, kind: str, source: Source, *, primary: bool = False) -> PhoneRow:
    """The row of this E.164 number, made if need be; a number typed by hand also gets its kind anew."""
    known: PhoneRow | None = next((row for row in contact.phones if row.number == number), None)
    if known is None:
        first, stored = not contact.phones, source.to_json()
        if isinstance(contact, Person):
            known = PersonPhone(number=number, kind=kind, primary=first, source=stored)
            contact.phones.append(known)
        else:
            known = CompanyPhone(number=number, kind=kind, primary=first, source=stored)
            contact.phones.append(known)
    if primary:
        make_first(contact.phones, known)
    return known


def add_address(contact: Contact, postal: Postal, source: Source, *, primary: bool = False) -> PostalAddress:
    """The row of this address, made if need be.

    The same place read again, perhaps more fully, replaces what a weaker source said of it.
    """
    row = next((one for one in contact.addresses if _same_place(one, postal)), None)
    if row is None:
        row = PostalAddress(primary=not contact.addresses, kind=postal.kind, source=source.to_json())
        _fill(row, postal)
        contact.addresses.append(row)
    elif source.strength > (known.strength if (known := read_source(row.source)) else 0) and row.text != postal.text:
        row.source = source.to_json()
        _fill(row, postal)
    if primary:
        make_first(contact.addresses, row)
    return row


def _fill(row: PostalAddress, postal: Postal) -> None:
    row.text = postal.text
    row.street = fitted(PostalAddress.street, postal.street) if postal.street else None
    row.postcode = fitted(PostalAddress.postcode, postal.postcode) if postal.postcode else None
    row.city = fitted(PostalAddress.city, postal.city) if postal.city else None
    row.country = postal.country


def _same_place(row: PostalAddress, postal: Postal) -> bool:
    if row.street and postal.street and row.postcode and postal.postcode:
        return (_street_key(row.street), row.postcode) == (_street_key(postal.street), postal.postcode)
    return fold(row.text) == fold(postal.text)


def _street_key(street: str) -> str:
    """One spelling of a street: `Hauptstr. 5` and `Hauptstraße 5` are the same."""
    return fold(street).replace("strasse", "str").replace(".", "").replace(" ", "")


def make_first(rows: Sequence[Point], chosen: Point) -> None:
    """The primary one of its kind, the only one."""
    for row in rows:
        if row.primary != (row is chosen):
            row.primary = row is chosen


def remove_point(rows: list[P], row: P) -> None:
    """Take one away; where it was the primary, the oldest of the others is it now."""
    rows.remove(row)
    if row.primary and rows:
        rows[0].primary = True


def primary_of(rows: Sequence[Point]) -> Point | None:
    """The primary one, else the oldest."""
    return next((row for row in rows if row.primary), rows[0] if rows else None)


def primary_first(rows: Sequence[Any]) -> list[Any]:
    """All of them, the primary one in front."""
    return sorted(rows, key=lambda row: not row.primary)
