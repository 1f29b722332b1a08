"""Who a lead in words is about: somebody we know, found by mail, phone or name, or somebody new. Never doubled."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import choice
from crmbot.domain.contacts import (
    ContactFacts,
    add_person,
    company_by_domain,
    company_by_name,
    complete_person,
    find_or_add_company,
)
from crmbot.domain.lookup import by_email, by_phone
from crmbot.domain.names import company_key, person_key
from crmbot.domain.records import Company, Person
from crmbot.domain.views import view
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import LeadWords
from crmbot.parsing.contact.companies import is_free_mail, registrable_domain
from crmbot.parsing.contact.phones import find_phones
from crmbot.shapes import t

_TYPED = "hand"  # source of a value that a member typed; nothing replaces it silently


@dataclass(frozen=True, slots=True)
class Contact:
    """For whom the deal is opened. `known`: we had this person, or this company, before."""

    person: Person | None
    company: Company | None
    known: bool


def contact_of(ask: Asking, words: LeadWords, command: str) -> Contact:
    """The person or company of a lead, made where nobody fits. `command` is what a choice repeats behind the number.

    Raises RequestFault when the words name nobody, Ambiguous when several people fit.
    """
    facts = _facts(ask, words)
    if facts.name is None and facts.email is None and not facts.phones:
        return _company_alone(ask, words)
    if facts.email is None and not facts.phones and facts.company is None and (firm := _firm_called(ask, words)):
        return Contact(None, firm, known=True)
    people = _known_people(ask, facts)
    if len(people) > 1:
        views = [view(ask.session, person, ask.process) for person in people]
        raise choice(ask, views, lambda record: f"{ask.verb} #{record.number} {command}".strip())
    if people:
        complete_person(ask.work, people[0], facts)
        return Contact(people[0], people[0].company, known=True)
    person = add_person(ask.work, facts, owner=ask.member.key, source="manual")
    return Contact(person, person.company, known=False)


def _facts(ask: Asking, words: LeadWords) -> ContactFacts:
    phones = find_phones(words.phone, ask.settings.region) if words.phone else ()
    names = ("name", "email", "phones", "company")
    return ContactFacts(
        name=words.name, email=words.email, company=words.company, domain=_company_domain(words.email),
        phones=tuple((phone.number, phone.kind) for phone in phones), sources=dict.fromkeys(names, _TYPED),
        at=ask.now, by=ask.member.key,
    )  # fmt: skip


def _company_domain(email: str | None) -> str | None:
    domain = registrable_domain(email.rpartition("@")[2]) if email else None
    return None if domain is None or is_free_mail(domain) else domain


def _company_alone(ask: Asking, words: LeadWords) -> Contact:
    if not words.company:
        raise RequestFault(t("Who is it? Give a name, a company, a mail address or a phone number."))
    known = company_by_name(ask.session, words.company)
    company = known or find_or_add_company(ask.work, words.company, source="manual")
    if known is None:
        company.owner = ask.member.key
    return Contact(None, company, known=known is not None)


def _firm_called(ask: Asking, words: LeadWords) -> Company | None:
    """A company that a bare name means, where no person is called so."""
    if words.name is None or _namesakes(ask, words.name):
        return None
    return company_by_name(ask.session, words.name)


def _known_people(ask: Asking, facts: ContactFacts) -> list[Person]:
    """Who it can be, by the strongest mark that anybody fits."""
    if facts.email and (people := by_email(ask.session, facts.email)):
        return people
    by_number = {one.number: one for number, _ in facts.phones for one in by_phone(ask.session, number)}
    if people := [one for one in by_number.values() if facts.name is None or _same_name(one, facts.name)]:
        return people
    return [one for one in _namesakes(ask, facts.name) if _may_be(ask, one, facts)] if facts.name else []


def _namesakes(ask: Asking, name: str) -> list[Person]:
    return list(ask.session.scalars(select(Person).where(Person.name_key == person_key(name)).limit(10)))


def _same_name(person: Person, name: str) -> bool:
    return person.name_key == person_key(name) or "@" in person.name


def _may_be(ask: Asking, person: Person, facts: ContactFacts) -> bool:
    """Whether somebody of the same name is the same human: of the same company, or nothing speaks against it."""
    if facts.company:
        return person.company is None or person.company.name_key == company_key(facts.company)
    if facts.domain:
        company = company_by_domain(ask.session, facts.domain)
        return company is not None and company is person.company
    return not facts.email or not person.emails
