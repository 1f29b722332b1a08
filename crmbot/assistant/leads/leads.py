"""Who a lead in words is about: somebody we know, found by mail, phone or name, or somebody new. Never doubled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import choice
from crmbot.domain.deals.views import view
from crmbot.domain.members.access import allows, sees
from crmbot.domain.members.caretaker import caretaker
from crmbot.domain.members.guard import unguarded
from crmbot.domain.people.contacts import (
    ContactFacts,
    add_person,
    company_by_domain,
    company_by_name,
    complete_person,
    find_or_add_company,
)
from crmbot.domain.records import Company, Person
from crmbot.domain.search.lookup import by_email, by_phone
from crmbot.domain.search.names import company_key, person_key
from crmbot.errors import NotAllowed, RequestFault
from crmbot.parsing.chat.requests import LeadWords
from crmbot.parsing.contact.companies import company_domain
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.parsed import Address
from crmbot.shapes import Text, Verbatim, t

if TYPE_CHECKING:
    from crmbot.parsing.contact.person_names import Person as Name

_SALUTED = re.compile(r"(?:herrn?|frau|hr|fr|mrs?|ms|dr|prof|dipl)\b", re.IGNORECASE)
_TYPED = "hand"  # source of a value that a member typed; nothing replaces it silently


@dataclass(frozen=True, slots=True)
class Contact:
    """For whom the deal is opened. `known`: we had this person, or this company, before."""

    person: Person | None
    company: Company | None
    known: bool


class KnownToOthers(NotAllowed):
    """The contact is known, but not to be seen by who asks: `record` is it, and never to be shown to him."""

    def __init__(self, record: Person | Company, message: Text) -> None:
        super().__init__(message)
        self.record = record


def contact_of(ask: Asking, words: LeadWords, command: str) -> Contact:
    """The person or company of a lead, made where nobody fits. `command` is what a choice repeats behind the number.

    Raises RequestFault when the words name nobody, Ambiguous when several people fit, KnownToOthers.
    """
    facts = _facts(ask, words)
    with unguarded(ask.session):  # nobody is made twice, also where the acting member may not see him
        found = _found(ask, words, facts)
        if found is None:
            return _added(ask, words, facts)
    record = _the_seen(ask, found, command)
    if isinstance(record, Company):
        return Contact(None, record, known=True)
    if allows(ask.session, ask.access, "write", record):
        complete_person(ask.work, record, facts)
    return Contact(record, record.company, known=True)


def _found(ask: Asking, words: LeadWords, facts: ContactFacts) -> Sequence[Person | Company] | None:
    """Everybody whom the words may mean; None for somebody new."""
    if facts.name is None and facts.email is None and not facts.phones:
        if not words.company:
            raise RequestFault(t("Who is it? Give a name, a company, a mail address or a phone number."))
        firm = company_by_name(ask.session, words.company)
        return [firm] if firm is not None else None
    if facts.email is None and not facts.phones and facts.company is None and (firm := _firm_called(ask, words)):
        return [firm]
    return _known_people(ask, facts) or None


def _added(ask: Asking, words: LeadWords, facts: ContactFacts) -> Contact:
    if facts.name is None and facts.email is None and not facts.phones:
        company = find_or_add_company(ask.work, words.company or "", source="manual")
        company.owner = ask.member.key
        return Contact(None, company, known=False)
    person = add_person(ask.work, facts, owner=ask.member.key, source="manual")
    return Contact(person, person.company, known=False)


def _the_seen(ask: Asking, found: Sequence[Person | Company], command: str) -> Person | Company:
    """The one that may be seen. Raises Ambiguous for several, KnownToOthers for none."""
    seen = [record for record in found if sees(ask.session, ask.access, record)]
    if len(seen) > 1:
        views = [view(ask.session, record, ask.process) for record in seen]
        raise choice(ask, views, lambda record: f"{ask.verb} #{record.number} {command}".strip())
    if seen:
        return seen[0]
    owner = caretaker(ask.session, found[0], ask.now.date())
    message = t("This contact is known already, but you may not see it.")
    if owner is not None:
        message = t("This contact is known already; {name} takes care of it.", name=Verbatim(owner.name))
    raise KnownToOthers(found[0], message)


def _facts(ask: Asking, words: LeadWords) -> ContactFacts:
    phones = find_phones(words.phone, ask.settings.region) if words.phone else ()
    names = ("name", "given_name", "family_name", "title", "email", "phones", "company")
    signed = _addressed(words.name)
    return ContactFacts(
        name=signed.name or words.name, given_name=signed.given_name, family_name=signed.family_name, title=signed.title,
        email=words.email, company=words.company, domain=company_domain(words.email),
        phones=tuple((phone.number, phone.kind) for phone in phones), sources=dict.fromkeys(names, _TYPED),
        at=ask.now, by=ask.member.key,
    )  # fmt: skip


def _addressed(name: str | None) -> Name:
    """A name with a salutation or title in front, taken apart: `Frau Dr. Eva Klar`."""
    from crmbot.parsing.contact.person_names import Person as Name  # its patterns take as long to make as an answer
    from crmbot.parsing.contact.person_names import person_from_header

    signed = person_from_header(Address(name, None)) if name and _SALUTED.match(name) else Name()
    return signed if signed.given_name and signed.family_name else Name()  # `Frau Kolb` stays as it is


def _firm_called(ask: Asking, words: LeadWords) -> Company | None:
    """A company that a bare name means, where no person is called so."""
    if words.name is None or _namesakes(ask, words.name):
        return None
    firm = company_by_name(ask.session, words.name)
    return firm if firm is not None and sees(ask.session, ask.access, firm) else None


def _known_people(ask: Asking, facts: ContactFacts) -> list[Person]:
    """Who it can be, by the strongest mark that anybody fits."""
    if facts.email and (people := by_email(ask.session, facts.email)):
        return people
    by_number = {one.number: one for number, _ in facts.phones for one in by_phone(ask.session, number)}
    if people := [one for one in by_number.values() if facts.name is None or _same_name(one, facts.name)]:
        return people
    alike = [one for one in _namesakes(ask, facts.name) if _may_be(ask, one, facts)] if facts.name else []
    by_name_alone = not (facts.email or facts.phones or facts.company)
    return [one for one in alike if sees(ask.session, ask.access, one)] if by_name_alone else alike


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
