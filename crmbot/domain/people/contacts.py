"""Persons and companies: found again or made, completed by better sources, never doubled."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.members.visibility import EVERYBODY
from crmbot.domain.people.contact_points import LONGEST_EMAIL, Postal, add_address, add_email, add_phone, new_email
from crmbot.domain.people.value_sources import Source, note_source, offer, replaces, source_of
from crmbot.domain.records import Company, CompanyDomain, Person, PersonEmail
from crmbot.domain.records.values import fitted
from crmbot.domain.records.work import Work
from crmbot.domain.search.names import company_key, person_key

_FIELDS = ("given_name", "family_name", "title", "job_title", "website", "department", "function")
_OFFERED = frozenset(
    {"job_title", "website", "department", "function"}
)  # of the others a new value is rather a misreading


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of a person, wherever it was read; `sources` names the origin of each field.

    Phones are (E.164, kind). `domain` is the company's mail domain, None for a free-mail address. `at`, `by` and `mail`
    say when, through whom and in which inbox item it came.
    """

    name: str | None = None
    email: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    title: str | None = None
    job_title: str | None = None
    website: str | None = None
    address: Postal | None = None
    department: str | None = None
    function: str | None = None
    phones: tuple[tuple[str, str], ...] = ()
    company: str | None = None
    domain: str | None = None
    trusted: bool = True  # whether one of us says so; an outsider cannot give his domain to a known company
    sources: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    by: str | None = None
    mail: int | None = None

    def source(self, name: str, default: str = "header") -> Source:
        """Where a field was read."""
        return Source(self.sources.get(name, default), self.at, self.by, self.mail)


def person_by_email(session: Session, email: str) -> Person | None:
    """The person who has this address, also one whom the acting member may not see: nobody is made twice."""
    statement = select(Person).join(PersonEmail).where(PersonEmail.email == email.lower())
    return session.scalars(statement, execution_options=EVERYBODY).first()


def known_emails(session: Session, emails: Collection[str]) -> set[str]:
    """Which of these addresses, in lower case, some person has."""
    found = select(PersonEmail.email).where(PersonEmail.email.in_(emails))
    return set(session.scalars(found, execution_options=EVERYBODY))


def company_by_domain(session: Session, domain: str) -> Company | None:
    """The company a mail domain belongs to, also one that may not be seen."""
    statement = select(Company).join(CompanyDomain).where(CompanyDomain.domain == domain.lower())
    return session.scalars(statement, execution_options=EVERYBODY).first()


def company_by_name(session: Session, name: str) -> Company | None:
    """The oldest company of that name, legal form and spelling aside; also one that may not be seen."""
    key = company_key(name)[:300]
    statement = select(Company).where(Company.name_key == key).order_by(Company.number)
    return session.scalars(statement, execution_options=EVERYBODY).first()


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
            emails=[], phones=[], addresses=[],
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
        source=fitted(Person.source, source) if source else None, created_at=work.now, emails=[], phones=[], addresses=[],
    )  # fmt: skip
    work.session.add(person)
    if facts.email and len(facts.email) <= LONGEST_EMAIL:
        # Not asked for again: whoever made the same person in this moment wins, and this unit of work fails and is
        # tried again. A second look would find him, and leave a double without the address.
        new_email(person, facts.email.lower(), facts.source("email"))
    complete_person(work, person, facts)
    return person


def complete_person(work: Work, person: Person, facts: ContactFacts) -> None:
    """Add what is new; replace a value only by one from a stronger source, and offer what a weaker one says otherwise."""
    for name in _FIELDS:
        value: str | None = getattr(facts, name)
        if value:
            _complete(person, name, fitted(getattr(Person, name), value), facts.source(name))
    _complete_name(person, facts)
    if facts.email:
        add_email(work, person, facts.email, facts.source("email"))
    _add_phones(person, facts)
    if facts.address is not None:
        add_address(person, facts.address, facts.source("address"))
    _complete_company(work, person, facts)


def _complete(person: Person, name: str, value: str, source: Source) -> None:
    old = getattr(person, name)
    if old == value:
        return
    if replaces(source, old, source_of(person, name)):
        setattr(person, name, value)
        note_source(person, name, source)
    elif name in _OFFERED:
        offer(person, name, value, source)


def _complete_name(person: Person, facts: ContactFacts) -> None:
    if not facts.name:
        return
    name, source, known = facts.name[:300], facts.source("name"), source_of(person, "name")
    placeholder = "@" in person.name or person.name == "?"
    if placeholder or (known is not None and person.name != name and source.strength > known.strength):
        person.name, person.name_key = name, person_key(name)[:300]
        note_source(person, "name", source)
    elif person.name == name and known is None:
        note_source(person, "name", source)


def _add_phones(person: Person, facts: ContactFacts) -> None:
    for number, kind in facts.phones:
        add_phone(person, number, kind, facts.source("phones"))


def _complete_company(work: Work, person: Person, facts: ContactFacts) -> None:
    if not (facts.company or facts.domain):
        return
    if person.company_number is not None:
        _offer_company(work, person, facts)
        return
    company = company_by_domain(work.session, facts.domain) if facts.domain and not facts.company else None
    if company is None:
        if not facts.company:
            return
        company = find_or_add_company(work, facts.company, facts.domain, source=person.source, widen=facts.trusted)
    if company in work.session.new:
        _describe(company, facts)
    person.company = company
    person.company_number = company.number
    note_source(person, "company", facts.source("company", "domain"))


def _describe(company: Company, facts: ContactFacts) -> None:
    """What the first one of a company signs with is its website and address; of a known one he could say anything."""
    if facts.website:
        company.website = fitted(Company.website, facts.website)
        note_source(company, "website", facts.source("website"))
    if facts.address is not None:
        add_address(company, facts.address, facts.source("address"))


def _offer_company(work: Work, person: Person, facts: ContactFacts) -> None:
    """Somebody who signs for another company than the one we know may have changed over; a member decides that."""
    known = person.company or work.session.get(Company, person.company_number)
    if known is None or not facts.company or _same_company(known, facts.company):
        return
    if facts.domain and company_by_domain(work.session, facts.domain) is known:
        return
    offer(person, "company", facts.company[:300], facts.source("company", "domain"))


def _same_company(company: Company, name: str) -> bool:
    """Whether a name is the company's, perhaps in short."""
    key = company_key(name)[:300]
    return key in company.name_key or company.name_key in key
