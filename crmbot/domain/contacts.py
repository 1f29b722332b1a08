"""Persons and companies: found again or made, completed by better sources, never doubled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.names import company_key, person_key
from crmbot.domain.records import Company, CompanyDomain, Person, PersonEmail, PersonPhone
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work

# A better source replaces a weaker one; what a person typed is never replaced silently.
_STRENGTH = {"text": 1, "domain": 1, "header": 2, "signature": 3, "vcard": 4, "form": 4, "import": 5, "hand": 6}
_LONGEST_EMAIL = 320  # characters; the column's length
_FIELDS = ("given_name", "family_name", "title", "job_title", "website", "address")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of a person, wherever it was read; `sources` names the origin of each field.

    Phones are (E.164, kind). `domain` is the company's mail domain, None for a free-mail address.
    """

    name: str | None = None
    email: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    title: str | None = None
    job_title: str | None = None
    website: str | None = None
    address: str | None = None
    phones: tuple[tuple[str, str], ...] = ()
    company: str | None = None
    domain: str | None = None
    trusted: bool = True  # whether one of us says so; an outsider cannot give his domain to a known company
    sources: Mapping[str, str] = field(default_factory=dict)


def person_by_email(session: Session, email: str) -> Person | None:
    """The person who has this address."""
    statement = select(Person).join(PersonEmail).where(PersonEmail.email == email.lower())
    return session.scalars(statement).first()


def company_by_domain(session: Session, domain: str) -> Company | None:
    """The company a mail domain belongs to."""
    statement = select(Company).join(CompanyDomain).where(CompanyDomain.domain == domain.lower())
    return session.scalars(statement).first()


def company_by_name(session: Session, name: str) -> Company | None:
    """The oldest company of that name, legal form and spelling aside."""
    key = company_key(name)[:300]
    return session.scalars(select(Company).where(Company.name_key == key).order_by(Company.number)).first()


def find_or_add_company(
    work: Work, name: str, domain: str | None = None, *, source: str | None = None, widen: bool = True
) -> Company:
    """The company with this domain or name, made if need be. With `widen` a new domain is added to a known one: never on
    the word of an outsider, whose mail would count as that company's from then on.
    """
    session = work.session
    if domain and (known := company_by_domain(session, domain)) is not None:
        return known
    company = company_by_name(session, name)
    if company is None:
        company = Company(
            number=work.next_number("company"), name=name[:300], name_key=company_key(name)[:300],
            source=fitted(Company.source, source) if source else None, created_at=work.now, domains=[],
        )  # fmt: skip
        session.add(company)
        if domain:
            company.domains.append(CompanyDomain(domain=domain.lower()))
    elif domain and widen:
        session.add(CompanyDomain(company_number=company.number, domain=domain.lower()))
    return company


def add_person(work: Work, facts: ContactFacts, *, owner: str | None = None, source: str | None = None) -> Person:
    """A new person with everything that is known; the company is found or made. The caller has looked for doubles."""
    name = (facts.name or facts.email or (facts.phones[0][0] if facts.phones else "?"))[:300]
    person = Person(
        number=work.next_number("person"), name=name, name_key=person_key(name)[:300], owner=owner,
        source=fitted(Person.source, source) if source else None, value_sources={}, created_at=work.now, emails=[], phones=[],
    )  # fmt: skip
    work.session.add(person)
    if facts.email and len(facts.email) <= _LONGEST_EMAIL:
        # Not asked for again: whoever made the same person in this moment wins, and this unit of work fails and is
        # tried again. A second look would find him, and leave a double without the address.
        person.emails.append(PersonEmail(email=facts.email.lower(), primary=True))
    complete_person(work, person, facts)
    return person


def complete_person(work: Work, person: Person, facts: ContactFacts) -> None:
    """Add what is new; replace a value only by one from a stronger source."""
    sources = dict(person.value_sources or {})
    for name in _FIELDS:
        value, source = getattr(facts, name), facts.sources.get(name, "header")
        if value and _better(getattr(person, name), source, sources.get(name)):
            setattr(person, name, fitted(getattr(Person, name), value))
            sources[name] = source
    _complete_name(person, facts, sources)
    _add_email(work, person, facts.email)
    _add_phones(person, facts.phones)
    _complete_company(work, person, facts, sources)
    if sources != (person.value_sources or {}):
        person.value_sources = sources


def _better(old: str | None, source: str, old_source: str | None) -> bool:
    return not old or _STRENGTH.get(source, 0) > _STRENGTH.get(old_source or "hand", 0)


def _complete_name(person: Person, facts: ContactFacts, sources: dict[str, str]) -> None:
    source = facts.sources.get("name", "header")
    placeholder = "@" in person.name or person.name == "?"
    if facts.name and (placeholder or ("name" in sources and _better(person.name, source, sources["name"]))):
        person.name, person.name_key = facts.name[:300], person_key(facts.name)[:300]
    if facts.name and person.name == facts.name[:300]:
        sources["name"] = source


def _add_email(work: Work, person: Person, email: str | None) -> None:
    if not email or len(email) > _LONGEST_EMAIL or any(entry.email == email.lower() for entry in person.emails):
        return
    if person_by_email(work.session, email) is None:
        person.emails.append(PersonEmail(email=email.lower(), primary=not person.emails))


def _add_phones(person: Person, phones: Iterable[tuple[str, str]]) -> None:
    for number, kind in phones:
        if all(phone.number != number for phone in person.phones):
            person.phones.append(PersonPhone(number=number, kind=kind, primary=not person.phones))


def _complete_company(work: Work, person: Person, facts: ContactFacts, sources: dict[str, str]) -> None:
    source = facts.sources.get("company", "domain")
    if person.company_number is not None or not (facts.company or facts.domain):
        return
    company = company_by_domain(work.session, facts.domain) if facts.domain and not facts.company else None
    if company is None:
        if not facts.company:
            return
        company = find_or_add_company(work, facts.company, facts.domain, source=person.source, widen=facts.trusted)
    person.company = company
    person.company_number = company.number
    sources["company"] = source
