"""Whom a row means: found again by id, by address, by name together with something else."""

from __future__ import annotations

from typing import Any

from crmbot.domain.records import Company, Person
from crmbot.domain.search.names import company_key, person_key
from crmbot.imports.entries import Entry, OutsideKey
from crmbot.imports.known import Known


class Finder:
    """Looks persons and companies up among those that are known."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def find_person(self, entry: Entry) -> Person | None:
        """The person that is meant; None for a new one."""
        known = self._known
        found = known.named(entry, Person)
        if found is None:
            found = next(
                (known.persons_by_email[email] for email in entry.emails if email in known.persons_by_email), None
            )
        if found is None:
            found = self._person_by_name(entry)
        return found

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
            if (entry.emails and person.emails) or self.other_id(person, entry):
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

    def other_id(self, record: Any, entry: Entry) -> bool:
        """Whether the other program knows the record by another id: then it is somebody else of the same name."""
        if entry.key is None:
            return False
        held = self._known.keys_of[record.number] if record.number else self._held_now(record)
        return any(key.system == entry.key.system and key.kind == entry.key.kind and key != entry.key for key in held)

    def _held_now(self, record: Any) -> list[OutsideKey]:
        return [key for key, one in self._known.by_key.items() if one is record]

    def find_company(self, entry: Entry) -> Company | None:
        """The company that is meant; None for a new one."""
        known = self._known
        found = known.named(entry, Company)
        if found is None and entry.name:
            same_name = known.companies_by_name.get(company_key(entry.name)[:300], ())
            found = next((one for one in same_name if not self.other_id(one, entry)), None)
        if found is None:
            owners = [known.companies_by_domain.get(domain) for domain in entry.domains]
            owners += [known.companies_by_email.get(email) for email in entry.emails]
            found = next(
                (one for one in owners if one is not None and (not entry.name or _alike(one, entry.name))), None
            )
        return found


def _alike(company: Company, name: str) -> bool:
    key = company_key(name)[:300]
    return key in company.name_key or company.name_key in key
