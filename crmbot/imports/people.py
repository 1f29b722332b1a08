"""Rows about persons and companies, and what other rows tell of them."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.domain.people.contact_points import Contact
from crmbot.domain.records import Company, Person
from crmbot.imports.chunk import Chunk
from crmbot.imports.contacts import Contacts
from crmbot.imports.entries import Entry
from crmbot.imports.finding import Finder
from crmbot.imports.report import Outcome


class People:
    """Writes the rows of a chunk that are about persons and companies."""

    def __init__(self, chunk: Chunk) -> None:
        self._chunk, self._options = chunk, chunk.options
        self.finder = Finder(chunk.known)
        self._contacts = Contacts(chunk, self.company_for)

    def write_person_row(self, entry: Entry) -> None:
        """A row about a person."""
        if reason := self._unfit(entry):
            self._skip(entry, "person", reason)
            return
        if not entry.emails and not entry.name:
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
        person = self.finder.find_person(entry)
        if not self._may_write(entry, "person", person):
            return
        outcome = self._begin("person", entry, person)
        if person is None:
            person = self._contacts.add_person(entry)
            self._plan(entry, outcome, _person_keys(entry, person))
        else:
            self._contacts.complete_person(person, entry, outcome)
        self._chunk.tell(outcome, person)
        outcome.name = person.name

    def write_company_row(self, entry: Entry) -> None:
        """A row about a company, perhaps with its contact person."""
        if not entry.says_something:
            self._skip(entry, "company", "no name of a company")
            return
        company = self.finder.find_company(entry)
        if not self._may_write(entry, "company", company):
            return
        outcome = self._begin("company", entry, company)
        if company is None:
            company = self._contacts.add_company(entry)
            self._plan(entry, outcome, _company_keys(entry, company))
        else:
            self._contacts.complete_company(company, entry, outcome)
        self._chunk.tell(outcome, company)
        outcome.name = company.name
        if entry.person is not None:
            entry.person.company = None
            self._contacts.join(self.person_for(entry.person), company, None)

    def _skip(self, entry: Entry, kind: str, reason: str) -> None:
        name = entry.name or next(iter(entry.emails), "")
        self._chunk.tell(Outcome(entry.row, "skipped", kind, name, remarks=[*entry.remarks, reason]))

    def _may_write(self, entry: Entry, kind: str, record: Contact | None) -> bool:
        if record is not None and self._options.mode == "create":
            of = f"#{record.number}" if record.number else f"row {self._chunk.seen_in(record, entry.row)}"
            self._chunk.tell(
                Outcome(entry.row, "duplicate", kind, record.name, record.number, of=of, remarks=entry.remarks)
            )
            return False
        if record is None and self._options.mode == "update":
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

    def company_for(self, entry: Entry) -> Company | None:
        """The company that a row about something else tells of; None where it may not be made or is not known by its id."""
        company = self.finder.find_company(entry)
        if company is not None:
            if self._options.mode != "create":
                self._contacts.complete_company(company, entry, None)
            return company
        if self._options.mode == "update" or not (entry.name or entry.domains):
            return None
        company = self._contacts.add_company(entry)
        self._along("company", entry, _company_keys(entry, company))
        return company

    def person_for(self, entry: Entry) -> Person | None:
        """The person that a row about something else tells of."""
        person = self.finder.find_person(entry)
        if person is not None:
            if self._options.mode != "create":
                self._contacts.complete_person(person, entry, None)
            return person
        if self._options.mode == "update" or self._unfit(entry) or not (entry.name or entry.emails):
            return None
        person = self._contacts.add_person(entry)
        self._along("person", entry, _person_keys(entry, person))
        return person

    def _along(self, kind: str, entry: Entry, keys: list[tuple[str, ...]]) -> None:
        """Count a record that came along with a row about something else; in a dry run once over all chunks."""
        planned, dry = self._chunk.run.planned, self._options.dry_run
        if not dry or not any(key in planned for key in keys):
            self._chunk.run.report.also[kind] += 1
        if dry:
            for key in keys:
                planned.setdefault(key, entry.row)


def _person_keys(entry: Entry, person: Person) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [("mail", email) for email in entry.emails]
    if not entry.emails:
        keys.append(("person", person.name_key, person.company.name_key if person.company else ""))
    if entry.key is not None:
        keys.append(("id", entry.key.system, entry.key.kind, entry.key.id))
    return keys


def _company_keys(entry: Entry, company: Company) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = [("company", company.name_key)]
    if entry.key is not None:
        keys.append(("id", entry.key.system, entry.key.kind, entry.key.id))
    return keys
