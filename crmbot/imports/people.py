"""Persons and companies from a file: found again by id, address or name, completed, or made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crmbot.domain.contact_fields import POINTS, ContactField
from crmbot.domain.contact_points import (
    LONGEST_EMAIL,
    Contact,
    add_address,
    add_phone,
    new_email,
)
from crmbot.domain.field_values import value_of
from crmbot.domain.names import company_key, person_key
from crmbot.domain.records import Company, CompanyDomain, Person
from crmbot.domain.value_sources import note_source, offer, source_of
from crmbot.imports.chunk import SOURCE, Chunk, first_source, plain
from crmbot.imports.entries import OURS, Entry, OutsideKey
from crmbot.imports.known import mail_domain
from crmbot.imports.report import Outcome, in_words

_LINKS = frozenset({"company", "parent", "owner", "name", "source"})  # written by rules of their own


class People:
    """Writes the persons and companies of a chunk."""

    def __init__(self, chunk: Chunk) -> None:
        self._chunk, self._known, self._options = chunk, chunk.known, chunk.options
        self._person_fields = _plain_fields(self._options.fields.of("person"))
        self._company_fields = _plain_fields(self._options.fields.of("company"))

    def write_person_row(self, entry: Entry) -> None:
        """A row about a person."""
        if reason := self._unfit(entry):
            self._skip(entry, "person", reason)
            return
        if not entry.emails and not _named(entry):
            if entry.company is not None and entry.company.says_something:
                entry.company.row, entry.company.remarks = entry.row, [*entry.remarks, *entry.company.remarks]
                self.write_company_row(entry.company)
            elif entry.phones:
                self._person_row(entry)
            else:
                self._skip(entry, "person", "neither name nor mail address nor company")
            return
        self._person_row(entry)

    def _person_row(self, entry: Entry) -> None:
        person, found = self.find_person(entry)
        if not self._may_write(entry, "person", person, found):
            return
        outcome = self._begin("person", entry, person)
        if person is None:
            person = self.add_person(entry)
            self._plan(entry, outcome, self._person_keys(entry, person))
        else:
            self.complete_person(person, entry, outcome)
        self._chunk.tell(outcome, person)
        outcome.name = person.name

    def write_company_row(self, entry: Entry) -> None:
        """A row about a company, perhaps with its contact person."""
        if not entry.says_something:
            self._skip(entry, "company", "no name of a company")
            return
        company, found = self.find_company(entry)
        if not self._may_write(entry, "company", company, found):
            return
        outcome = self._begin("company", entry, company)
        if company is None:
            company = self.add_company(entry)
            self._plan(entry, outcome, _company_keys(entry, company))
        else:
            self.complete_company(company, entry, outcome)
        self._chunk.tell(outcome, company)
        outcome.name = company.name
        if entry.person is not None:
            entry.person.company = None
            self._with_company(self.person_for(entry.person), company, None)

    def _skip(self, entry: Entry, kind: str, reason: str) -> None:
        name = entry.name or next(iter(entry.emails), "")
        self._chunk.tell(Outcome(entry.row, "skipped", kind, name, remarks=[*entry.remarks, reason]))

    def _may_write(self, entry: Entry, kind: str, record: Contact | None, found: bool) -> bool:
        if found and self._options.mode == "create" and record is not None:
            of = f"#{record.number}" if record.number else f"row {self._chunk.seen_in(record, entry.row)}"
            self._chunk.tell(
                Outcome(entry.row, "duplicate", kind, record.name, record.number, of=of, remarks=entry.remarks)
            )
            return False
        if not found and self._options.mode == "update":
            self._skip(entry, kind, "nobody here is meant")
            return False
        return True

    def _begin(self, kind: str, entry: Entry, record: Contact | None) -> Outcome:
        outcome = Outcome(
            entry.row, "created" if record is None else "unchanged", kind, "", remarks=list(entry.remarks)
        )
        if record is not None and (earlier := self._chunk.seen_in(record, entry.row)) is not None:
            outcome.result, outcome.of = "duplicate", f"row {earlier}"
        return outcome

    def _plan(self, entry: Entry, outcome: Outcome, keys: Iterable[tuple[str, ...]]) -> None:
        """In a dry run what other chunks would have made is not there: their keys tell."""
        if not self._options.dry_run:
            return
        planned, all_keys = self._chunk.run.planned, list(keys)
        earlier = next((row for key in all_keys if (row := planned.get(key)) is not None), None)
        if earlier is not None and earlier != entry.row:
            outcome.result, outcome.of = "duplicate", f"row {earlier}"
        for key in all_keys:
            planned.setdefault(key, entry.row)

    def _unfit(self, entry: Entry) -> str | None:
        own = next((email for email in entry.emails if self._options.ours(email)), None)
        return f"{own} is one of us, and no customer" if own else None

    def find_person(self, entry: Entry) -> tuple[Person | None, bool]:
        """The person that is meant, and whether there is one."""
        known = self._known
        found = known.named(entry, Person)
        if found is None:
            found = next(
                (known.persons_by_email[email] for email in entry.emails if email in known.persons_by_email), None
            )
        if found is None:
            found = self._person_by_name(entry)
        return found, found is not None

    def _person_by_name(self, entry: Entry) -> Person | None:
        """Of the same name and at the same company or with the same number, unless addresses or ids tell them apart."""
        if not entry.name:
            numbers = [number for number, _ in entry.phones] if not entry.emails else []
            return next(
                (
                    one
                    for number in numbers
                    for one in self._known.persons_by_phone[number]
                    if one.name in (number, "?")
                ),
                None,
            )
        written = {number for number, _ in entry.phones}
        for person in self._known.persons_by_name.get(person_key(entry.name)[:300], ()):
            if (entry.emails and person.emails) or self._other_id(person, entry):
                continue
            if written & {row.number for row in person.phones} or self._same_company(person, entry):
                return person
        return None

    def _same_company(self, person: Person, entry: Entry) -> bool:
        company = entry.company
        if company is None or not company.name:
            return (
                person.company is None
                and (not entry.phones or not person.phones)
                and (not entry.emails or not person.emails)
            )
        return person.company is not None and person.company.name_key == company_key(company.name)[:300]

    def _other_id(self, record: Any, entry: Entry) -> bool:
        """Whether the other program knows the record by another id: then it is somebody else of the same name."""
        if entry.key is None:
            return False
        held = self._known.keys_of[record.number] if record.number else self._held_now(record)
        return any(key.system == entry.key.system and key.kind == entry.key.kind and key != entry.key for key in held)

    def _held_now(self, record: Any) -> list[OutsideKey]:
        return [key for key, one in self._known.by_key.items() if one is record]

    def find_company(self, entry: Entry) -> tuple[Company | None, bool]:
        """The company that is meant, and whether there is one."""
        known = self._known
        found = known.named(entry, Company)
        if found is None and entry.name:
            same_name = known.companies_by_name.get(company_key(entry.name)[:300], ())
            found = next((one for one in same_name if not self._other_id(one, entry)), None)
        if found is None:
            owners = [known.companies_by_domain.get(domain) for domain in entry.domains]
            owners += [known.companies_by_email.get(email) for email in entry.emails]
            found = next(
                (one for one in owners if one is not None and (not entry.name or _alike(one, entry.name))), None
            )
        return found, found is not None

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
        self._with_company(person, self._company_of(entry), outcome)

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
            mother = self.company_for(Entry("company", entry.row, values={"name": str(name)}))
            if mother is not None and company.parent_number is None:
                self._chunk.later(lambda: setattr(company, "parent_number", mother.number))

    def _company_of(self, entry: Entry) -> Company | None:
        """The company that a person's row tells of, made if need be; his mail's domain is its."""
        domain = next((found for email in entry.emails if (found := mail_domain(email))), None)
        said = entry.company
        if said is None or not said.says_something:
            return self._known.companies_by_domain.get(domain) if domain else None
        ours = entry.extra.get("system") == OURS  # what we wrote ourselves is said in full
        if said.name and domain and domain not in said.domains and not ours:
            said.domains.append(domain)
        return self.company_for(said)

    def company_for(self, entry: Entry) -> Company | None:
        """The company that a row about something else tells of; None where it may not be made or is not known by its id."""
        company, _ = self.find_company(entry)
        if company is not None:
            if self._options.mode != "create":
                self.complete_company(company, entry, None)
            return company
        if self._options.mode == "update" or not (entry.name or entry.domains):
            return None
        company = self.add_company(entry)
        keys = _company_keys(entry, company)
        planned = self._chunk.run.planned
        if not self._options.dry_run or not any(key in planned for key in keys):
            self._chunk.run.report.also["company"] += 1
        for key in keys:
            planned.setdefault(key, entry.row) if self._options.dry_run else None
        return company

    def person_for(self, entry: Entry) -> Person | None:
        """The person that a row about something else tells of."""
        person, _ = self.find_person(entry)
        if person is not None:
            if self._options.mode != "create":
                self.complete_person(person, entry, None)
            return person
        if self._options.mode == "update" or self._unfit(entry) or not (_named(entry) or entry.emails):
            return None
        person = self.add_person(entry)
        planned, keys = self._chunk.run.planned, list(self._person_keys(entry, person))
        if not self._options.dry_run or not any(key in planned for key in keys):
            self._chunk.run.report.also["person"] += 1
        for key in keys:
            planned.setdefault(key, entry.row) if self._options.dry_run else None
        return person

    def _person_keys(self, entry: Entry, person: Person) -> Iterable[tuple[str, ...]]:
        yield from (("mail", email) for email in entry.emails)
        if not entry.emails:
            yield ("person", person.name_key, person.company.name_key if person.company else "")
        if entry.key is not None:
            yield ("id", entry.key.system, entry.key.kind, entry.key.id)

    def _with_company(self, person: Person | None, company: Company | None, outcome: Outcome | None) -> None:
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


def _named(entry: Entry) -> bool:
    return bool(entry.name)


def _alike(company: Company, name: str) -> bool:
    key = company_key(name)[:300]
    return key in company.name_key or company.name_key in key


def _company_keys(entry: Entry, company: Company) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [("company", company.name_key)]
    if entry.key is not None:
        keys.append(("id", entry.key.system, entry.key.kind, entry.key.id))
    return keys
