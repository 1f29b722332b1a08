"""Persons and companies as vCards: 4.0 (RFC 6350, with the kinds of addresses of RFC 9554) or 3.0 (RFC 2426)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy.orm import Session

from crmbot.domain.people.contact_fields import POINTS, Fields
from crmbot.domain.people.contact_points import Contact, primary_first
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Company, Person, PostalAddress
from crmbot.exports.around import by_number, notes_of_page, tags_of_page
from crmbot.exports.tables import cell

Version = Literal["3.0", "4.0"]
_LINE = 75  # octets (RFC 6350, 3.2)
_PHONES = MappingProxyType({"work": "work,voice", "mobile": "cell", "home": "home,voice", "fax": "work,fax"})
_STANDARD = frozenset(
    {
        "name",
        "given_name",
        "family_name",
        "title",
        "company",
        "department",
        "function",
        "job_title",
        "website",
        "birthday",
        "language",
        "parent",
    }
)


@dataclass(frozen=True, slots=True)
class Around:
    """What hangs on the contacts of one page."""

    tags: Mapping[int, Sequence[str]]
    notes: Mapping[int, Sequence[str]]
    mothers: Mapping[int, Company]


def cards_around(session: Session, page: Sequence[Contact], *, notes: bool = True) -> Around:
    """Looked up for a page at once."""
    mothers = by_number(session, Company, (getattr(one, "parent_number", None) for one in page))
    return Around(tags_of_page(session, page), notes_of_page(session, page) if notes else {}, mothers)


def card_of(record: Contact, around: Around, fields: Fields, *, version: Version = "4.0") -> str:
    """One card, its lines folded and ended as the standard wants it."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *_lines(record, around, fields, version), "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _lines(record: Contact, around: Around, fields: Fields, version: Version) -> Iterator[str]:
    kind = "company" if isinstance(record, Company) else "person"
    created = record.created_at.astimezone(UTC).isoformat()
    yield f"UID:urn:crmbot:{kind}:{record.number}:{created}"
    if version == "4.0":
        yield f"KIND:{'org' if kind == 'company' else 'individual'}"
    elif kind == "company":
        yield "X-ABShowAs:COMPANY"
    yield f"FN:{escaped(record.name)}"
    yield from _person(record, version) if isinstance(record, Person) else _company(record, around)
    for email in primary_first(record.emails):
        yield f"EMAIL{_preferred(email.primary, len(record.emails), version)}:{escaped(email.email)}"
    for phone in primary_first(record.phones):
        yield f"TEL{_types(_PHONES.get(phone.kind, phone.kind), version)}{_preferred(phone.primary, len(record.phones), version)}:{escaped(phone.number)}"
    for address in primary_first(record.addresses):
        yield _address(address, len(record.addresses), version)
    if record.website:
        yield f"URL:{escaped(record.website)}"
    if tags := around.tags.get(record.number):
        yield f"CATEGORIES:{','.join(map(escaped, tags))}"
    for note in around.notes.get(record.number, ()):
        yield f"NOTE:{escaped(note)}"
    yield from _further(record, kind, fields)


def _person(person: Person, version: Version) -> Iterator[str]:
    parts = (person.family_name, person.given_name, None, person.title, None)
    yield f"N:{';'.join(escaped(part or '') for part in parts)}"
    if person.company is not None or person.department:
        name = escaped(person.company.name) if person.company is not None else ""
        yield f"ORG:{name}{';' + escaped(person.department) if person.department else ''}"
    if person.job_title:
        yield f"TITLE:{escaped(person.job_title)}"
    if person.function:
        yield f"ROLE:{escaped(person.function)}"
    if person.birthday:
        yield f"BDAY:{person.birthday.isoformat() if version == '3.0' else person.birthday.strftime('%Y%m%d')}"
    if person.language:
        yield f"{'LANG' if version == '4.0' else 'X-CRMBOT-LANGUAGE'}:{escaped(person.language)}"


def _company(company: Company, around: Around) -> Iterator[str]:
    yield "N:;;;;"
    yield f"ORG:{escaped(company.name)}"
    for domain in company.domains:
        yield f"X-CRMBOT-DOMAIN:{escaped(domain.domain)}"
    mother = around.mothers.get(company.parent_number or 0)
    if mother is not None:
        yield f"X-CRMBOT-PARENT:{escaped(mother.name)}"


def _further(record: Contact, kind: Any, fields: Fields) -> Iterator[str]:
    """What no vCard has a name for."""
    for field in fields.of(kind):
        if field.kind in POINTS or field.key in _STANDARD:
            continue
        value = value_of(record, field)
        if value is not None and value != "":
            text = value if isinstance(value, str) else cell(value)
            yield f"X-CRMBOT-{field.key.upper().replace('_', '-')}:{escaped(text)}"
    if record.standing_roles:
        yield f"X-CRMBOT-STANDING-ROLES:{','.join(map(escaped, record.standing_roles))}"


def _address(row: PostalAddress, several: int, version: Version) -> str:
    label = "".join(_IN_PARAMETER.get(sign, sign) for sign in row.text)
    parts = (None, None, row.street, row.city, None, row.postcode, row.country)
    value = ";".join(escaped(part or "") for part in parts)
    return f'ADR{_types(row.kind, version)}{_preferred(row.primary, several, version)};LABEL="{label}":{value}'


_IN_PARAMETER = MappingProxyType({"^": "^^", "\n": "^n", "\r": "", '"': "^'"})  # RFC 6868


def _types(kinds: str, version: Version) -> str:
    if version == "4.0" and "," in kinds:
        return f';TYPE="{kinds}"'
    return f";TYPE={kinds}"


def _preferred(primary: bool, several: int, version: Version) -> str:
    if not primary or several < 2:
        return ""
    return ";PREF=1" if version == "4.0" else ";TYPE=pref"


def escaped(text: str) -> str:
    """A value as a vCard holds it (RFC 6350, 3.4)."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return plain.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> str:
    """Broken into pieces of 75 octets, never within a character."""
    if len(line.encode()) <= _LINE:
        return line
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = "", 1  # the blank in front of each further piece
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece])
