"""Persons and companies made and completed from what a file says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from crmbot.domain.people.contact_fields import POINTS, ContactField
from crmbot.domain.people.contact_points import LONGEST_EMAIL, Contact, add_address, add_phone, new_email
from crmbot.domain.people.field_values import value_of
from crmbot.domain.people.value_sources import note_source, offer, source_of
from crmbot.domain.records import Company, CompanyDomain, Person
from crmbot.domain.search.names import company_key, person_key
from crmbot.imports.chunk import SOURCE, Chunk, first_source, plain
from crmbot.imports.entries import OURS, Entry, OutsideKey
from crmbot.imports.report import Outcome, in_words
from crmbot.parsing.contact.companies import company_domain

_LINKS = frozenset({"company", "parent", "owner", "name", "source"})  # written by rules of their own


class Contacts:
    """Writes single persons and companies. `company_for` finds or makes the company that a row tells of besides."""

    def __init__(self, chunk: Chunk, company_for: Callable[[Entry], Company | None]) -> None:
        self._chunk, self._known, self._options = chunk, chunk.known, chunk.options
        self._company_for = company_for
        self._person_fields = _plain_fields(self._options.fields.of("person"))
        self._company_fields = _plain_fields(self._options.fields.of("company"))

    def add_person(self, entry: Entry) -> Person:
        """A new person with everything the entry says."""
        name = entry.name or (entry.emails[0] if entry.emails else entry.phones[0][0] if entry.phones else "?")
        columns, sources, custom = self._columns(entry, self._person_fields)
        person = Person(
            name=name[:300], name_key=person_key(name)[:300], owner=self._chunk.owner_of(entry) or self._options.owner,
            source=first_source(entry), created_at=entry.created or self._chunk.work.now,
            emails=[], phones=[], addresses=[], protected=False, custom=custom, **columns,
        )  # fmt: skip
        person.value_sources = entry.extra.get("value_sources") or {**sources, "name": self._chunk.stored_source}
        self._points(person, entry, None)
        company = self._company_of(entry)
        if company is not None:
            person.value_sources = {"company": self._chunk.stored_source, **person.value_sources}
            self._chunk.later(lambda: _join(person, company))
            person.company = company
        self._finish(person, entry)
        self._known.add_person(person)
        return person

    def add_company(self, entry: Entry) -> Company:
        """A new company with everything the entry says."""
        name = entry.name or next(iter(entry.domains), None) or next(iter(entry.emails), "?")
        columns, sources, custom = self._columns(entry, self._company_fields)
        company = Company(
            name=name[:300], name_key=company_key(name)[:300], owner=self._chunk.owner_of(entry) or None,
            source=first_source(entry), created_at=entry.created or self._chunk.work.now,
            emails=[], phones=[], addresses=[], domains=[], protected=False, custom=custom, **columns,
        )  # fmt: skip
        company.value_sources = entry.extra.get("value_sources") or {**sources, "name": self._chunk.stored_source}
        self._points(company, entry, None)
        self._domains(company, entry, None)
        self._finish(company, entry)
        self._known.add_company(company)
        self._mother(company, entry)
        return company

    def _finish(self, record: Contact, entry: Entry) -> None:
        if roles := entry.extra.get("standing_roles"):
            record.standing_roles = roles
        if entry.extra.get("protected"):
            record.protected = True
        self._chunk.seen_in(record, entry.row)
        self._chunk.add(record)
        self._chunk.hang_on(record, entry)

    def _columns(
        self, entry: Entry, fields: Iterable[ContactField]
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
        """The values of a new record by column, with their sources, and those of own fields."""
        columns: dict[str, Any] = {}
        custom: dict[str, Any] = dict(entry.extra.get("custom") or {})
        sources: dict[str, Any] = {}
        for field in fields:
            value = entry.values.get(field.key)
            if value is None or value == "":
                continue
            if field.custom:
                custom[field.key] = plain(value)
            else:
                columns[field.column or field.key] = _fitted(
                    Person if entry.kind != "company" else Company, field, value
                )
            sources[field.key] = self._chunk.stored_source
        return columns, sources, custom or None

    def complete_person(self, person: Person, entry: Entry, outcome: Outcome | None) -> None:
        """What is new of a person that is there."""
        self._complete(person, entry, self._person_fields, outcome)
        self.join(person, self._company_of(entry), outcome)

    def complete_company(self, company: Company, entry: Entry, outcome: Outcome | None) -> None:
        """What is new of a company that is there."""
        self._complete(company, entry, self._company_fields, outcome)
        self._domains(company, entry, outcome)
        self._mother(company, entry)

    def _complete(self, record: Contact, entry: Entry, fields: Iterable[ContactField], outcome: Outcome | None) -> None:
        self._name(record, entry, outcome)
        for field in fields:
            value = entry.values.get(field.key)
            if value is not None and value != "":
                self._chunk.put(record, field, _fitted(type(record), field, value), outcome)
        kind = "company" if isinstance(record, Company) else "person"
        owner_field, source_field = self._options.fields.get(kind, "owner"), self._options.fields.get(kind, "source")  # type: ignore[arg-type]
        if owner_field and (owner := self._chunk.owner_of(entry)):
            self._chunk.put(record, owner_field, owner, outcome)
        if source_field and entry.values.get("source") and not value_of(record, source_field):
            self._chunk.put(record, source_field, str(entry.values["source"])[:60], outcome)
        self._points(record, entry, outcome)
        self._roles(record, entry, outcome)
        self._chunk.hang_on(record, entry)

    def _roles(self, record: Contact, entry: Entry, outcome: Outcome | None) -> None:
        held, told = record.standing_roles or [], entry.extra.get("standing_roles") or []
        if set(told) - set(held):
            record.standing_roles = sorted({*held, *told})
            if outcome is not None:
                outcome.changes.append(("standing_roles", in_words(held), in_words(record.standing_roles)))

    def _name(self, record: Contact, entry: Entry, outcome: Outcome | None) -> None:
        """A better name; a company that was found by its name keeps how it is written here."""
        if not entry.name or entry.name[:300] == record.name:
            return
        if isinstance(record, Company) and company_key(entry.name)[:300] == record.name_key:
            return
        field = self._options.fields.get("company" if isinstance(record, Company) else "person", "name")
        placeholder = "@" in record.name or record.name == "?" or record.name.startswith("+")
        if field is None:
            return
        if placeholder:
            note_source(record, "name", self._chunk.source)
        self._chunk.put(record, field, entry.name[:300], outcome)

    def _points(self, record: Contact, entry: Entry, outcome: Outcome | None) -> None:
        for email in entry.emails:
            self._email(record, email, outcome)
        for number, kind in entry.phones:
            before = len(record.phones)
            add_phone(record, number, kind, self._chunk.source)
            if len(record.phones) > before and outcome is not None:
                outcome.changes.append(("phone", None, number))
        for postal in entry.addresses:
            before = len(record.addresses)
            add_address(record, postal, self._chunk.source)
            if len(record.addresses) > before and outcome is not None:
                outcome.changes.append(("address", None, postal.text))

    def _email(self, record: Contact, email: str, outcome: Outcome | None) -> None:
        known = self._known
        holder: Contact | None = known.persons_by_email.get(email) or known.companies_by_email.get(email)
        if holder is not None or len(email) > LONGEST_EMAIL:
            if holder is not record and outcome is not None and holder is not None:
                outcome.remarks.append(f"{email} belongs to {holder.name}")
            return
        new_email(record, email, self._chunk.source)
        if isinstance(record, Person):
            known.persons_by_email[email] = record
        else:
            known.companies_by_email[email] = record
        if outcome is not None:
            outcome.changes.append(("email", None, email))

    def _domains(self, company: Company, entry: Entry, outcome: Outcome | None) -> None:
        for domain in entry.domains:
            if domain not in self._known.companies_by_domain:
                company.domains.append(CompanyDomain(domain=domain))
                self._known.companies_by_domain[domain] = company
                if outcome is not None:
                    outcome.changes.append(("domain", None, domain))

    def _mother(self, company: Company, entry: Entry) -> None:
        """The mother company, which may come later in the file."""
        key, name = entry.extra.get("parent_key"), entry.values.get("parent")
        if isinstance(key, (OutsideKey, int)):
            self._chunk.later(lambda: self._chunk.run.parents.append((company.number, key)))
        elif name and company_key(str(name)) != company.name_key:
            mother = self._company_for(Entry("company", entry.row, values={"name": str(name)}))
            if mother is not None and company.parent_number is None:
                self._chunk.later(lambda: setattr(company, "parent_number", mother.number))

    def _company_of(self, entry: Entry) -> Company | None:
        """The company that a person's row tells of, made if need be; his mail's domain is its."""
        domain = next((found for email in entry.emails if (found := company_domain(email))), None)
        said = entry.company
        if said is None or not said.says_something:
            return self._known.companies_by_domain.get(domain) if domain else None
        ours = entry.extra.get("system") == OURS  # what we wrote ourselves is said in full
        if said.name and domain and domain not in said.domains and not ours:
            said.domains.append(domain)
        return self._company_for(said)

    def join(self, person: Person | None, company: Company | None, outcome: Outcome | None) -> None:
        """A person without a company gets it; another one than he has is offered, unless an earlier import named that."""
        if person is None or company is None or person.company is company:
            return
        known = source_of(person, "company")
        if person.company is None or (known is not None and known.kind == SOURCE) or self._options.overwrite:
            before = person.company.name if person.company else None
            person.company = company
            self._chunk.later(lambda: _join(person, company))
            note_source(person, "company", self._chunk.source)
            if outcome is not None:
                outcome.changes.append(("company", before, company.name))
            return
        offer(person, "company", company.name, self._chunk.source)
        if outcome is not None:
            outcome.kept.append("company")


def _plain_fields(fields: Iterable[ContactField]) -> tuple[ContactField, ...]:
    return tuple(field for field in fields if field.kind not in POINTS and field.key not in _LINKS)


def _fitted(model: type[Contact], field: ContactField, value: Any) -> Any:
    if field.custom or not isinstance(value, str):
        return value
    length = getattr(getattr(model, field.column or field.key).type, "length", None)
    return value[:length] if length else value


def _join(person: Person, company: Company) -> None:
    if person.company_number != company.number:
        person.company_number = company.number
