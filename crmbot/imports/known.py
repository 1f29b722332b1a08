"""The records that the entries of one chunk may mean, by everything that names them, and those made since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar

from crmbot.domain.records import Company, Deal, Person, Product
from crmbot.domain.search.names import company_key, person_key
from crmbot.imports.entries import Entry, OutsideKey

_AT_ONCE = 400  # values of one condition
T = TypeVar("T")


class Known:
    """Persons, companies, deals and products by everything that names them."""

    def __init__(self) -> None:
        self.by_key: dict[OutsideKey, Any] = {}
        self.by_number: dict[int, Any] = {}
        self.persons_by_email: dict[str, Person] = {}
        self.persons_by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self.persons_by_phone: defaultdict[str, list[Person]] = defaultdict(list)
        self.companies_by_domain: dict[str, Company] = {}
        self.companies_by_email: dict[str, Company] = {}
        self.companies_by_name: defaultdict[str, list[Company]] = defaultdict(list)
        self.deals_by_name: defaultdict[str, list[Deal]] = defaultdict(list)
        self.products_by_key: dict[str, Product] = {}
        self.tags: defaultdict[int, set[str]] = defaultdict(set)
        self.keys_of: defaultdict[int, set[OutsideKey]] = defaultdict(set)

    def note(self, record: Any) -> None:
        """Findable by its number from now on."""
        if record.number is not None:
            self.by_number[record.number] = record

    def add_person(self, person: Person) -> None:
        """Findable from now on."""
        self.note(person)
        for row in person.emails:
            self.persons_by_email[row.email] = person
        for phone in person.phones:
            _once(self.persons_by_phone[phone.number], person)
        _once(self.persons_by_name[person.name_key], person)

    def add_company(self, company: Company) -> None:
        """Findable from now on."""
        self.note(company)
        for row in company.domains:
            self.companies_by_domain[row.domain] = company
        for email in company.emails:
            self.companies_by_email[email.email] = company
        _once(self.companies_by_name[company.name_key], company)

    def add_deal(self, deal: Deal) -> None:
        """Findable from now on."""
        for record in (deal, deal.person, deal.company):
            if record is not None:
                self.note(record)
        _once(self.deals_by_name[deal.name_key], deal)

    def named(self, entry: Entry, model: type[T]) -> T | None:
        """The record whose number or foreign id the entry bears. A number counts only where the record is of the same time,
        or bears the same name or address: on another database it is somebody else's.
        """
        if entry.key is not None and isinstance(record := self.by_key.get(entry.key), model):
            return record
        record = self.by_number.get(entry.number) if entry.number is not None else None
        return record if isinstance(record, model) and _is_same(record, entry) else None


def _is_same(record: Any, entry: Entry) -> bool:
    if entry.created is not None and isinstance(held := getattr(record, "created_at", None), datetime):
        return abs((held - entry.created).total_seconds()) < 1
    if {row.email for row in getattr(record, "emails", ())} & set(entry.emails):
        return True
    key = company_key if isinstance(record, Company) else person_key
    return not entry.name or key(entry.name)[:300] == record.name_key


def parts(values: list[T]) -> Iterator[list[T]]:
    """Pieces that fit into one statement."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _once(records: list[T], record: T) -> None:
    if record not in records:
        records.append(record)
