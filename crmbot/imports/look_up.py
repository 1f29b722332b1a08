"""The records that the entries of one chunk may mean, looked up with a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from crmbot.domain.catalogue.products import product_key
from crmbot.domain.records import (
    Activity,
    Company,
    CompanyDomain,
    CompanyEmail,
    Deal,
    Followup,
    MergedRecord,
    Offer,
    OutsideId,
    Person,
    PersonEmail,
    PersonPhone,
    Product,
    Tag,
)
from crmbot.domain.search.names import company_key, person_key
from crmbot.imports.entries import Entry, OutsideKey
from crmbot.imports.known import Known, parts
from crmbot.parsing.contact.companies import company_domain

_MODELS: tuple[Any, ...] = (Person, Company, Deal, Activity, Product, Offer, Followup)
T = TypeVar("T")
PERSON_LOADS = (
    selectinload(Person.emails),
    selectinload(Person.phones),
    selectinload(Person.addresses),
    selectinload(Person.company),
)
COMPANY_LOADS = (
    selectinload(Company.emails), selectinload(Company.phones), selectinload(Company.addresses), selectinload(Company.domains),
)  # fmt: skip


_LOADS: dict[Any, Any] = {
    Person: PERSON_LOADS, Company: COMPANY_LOADS, Deal: (selectinload(Deal.person), selectinload(Deal.company)),
}  # fmt: skip


def look_up(session: Session, entries: Iterable[Entry]) -> Known:
    """Whatever there is already of what the entries name."""
    said = list(everything_of(entries))
    looking = _LookUp(session)
    for load in (
        looking.load_named, looking.load_companies, looking.load_people, looking.load_products, looking.load_deals,
        looking.load_tags, looking.load_keys,
    ):  # fmt: skip
        load(said)
    return looking.known


def everything_of(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries with the persons and companies that they tell of."""
    for entry in entries:
        yield entry
        yield from entry.extra.get("references", ())
        for one in (entry.person, entry.company, entry.person.company if entry.person else None):
            if one is not None:
                yield one


class _LookUp:
    """Each step finds by what the steps before it found."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.known = Known()

    def load_people(self, said: list[Entry]) -> None:
        """By address; and by name where something else is the same too: a name alone, many bear."""
        people = [one for one in said if one.kind in ("person", "member")]
        emails = {email for one in said for email in one.emails}
        holders = select(PersonEmail.person_number)
        self._add_people(lambda part: Person.number.in_(holders.where(PersonEmail.email.in_(part))), emails)
        unknown = [one for one in people if not any(email in self.known.persons_by_email for email in one.emails)]
        employed = [one for one in unknown if one.company is not None and one.company.name]
        names = {person_key(one.name)[:300] for one in employed if one.name}
        firms = {company.number for one in employed for company in self._firms_of(one)}
        self._add_people(
            lambda part: and_(Person.company_number.in_(part), _unindexed(Person.name_key).in_(names)), firms
        )
        phones = {number for one in unknown for number, _ in one.phones}
        names = {person_key(one.name)[:300] for one in unknown if one.phones}
        numbers = select(PersonPhone.person_number)
        self._add_people(
            lambda part: and_(Person.number.in_(numbers.where(PersonPhone.number.in_(part))), _of_name(names)), phones
        )
        alone = Person.company_number.is_(None)
        free = [one for one in unknown if one.company is None or not one.company.name]
        bare = {person_key(one.name)[:300] for one in free if one.name and not one.emails}
        self._add_people(lambda part: and_(Person.name_key.in_(part), alone), bare)
        named = {person_key(one.name)[:300] for one in free if one.name and one.emails}
        unreachable = ~exists().where(PersonEmail.person_number == Person.number)
        self._add_people(lambda part: and_(Person.name_key.in_(part), alone, unreachable), named)

    def _firms_of(self, entry: Entry) -> list[Company]:
        assert entry.company is not None
        by_domain = (self.known.companies_by_domain.get(domain) for domain in entry.company.domains)
        return [
            *self.known.companies_by_name[company_key(entry.company.name)[:300]],
            *(one for one in by_domain if one is not None),
        ]

    def _add_people(self, condition: Callable[[list[Any]], Any], values: Collection[Any]) -> None:
        for person in self._all(Person, condition, values):
            self.known.add_person(person)

    def load_companies(self, said: list[Entry]) -> None:
        companies = [one for one in said if one.kind == "company"]
        names = {company_key(one.name)[:300] for one in companies if one.name}
        names |= {company_key(str(one.values["parent"]))[:300] for one in companies if one.values.get("parent")}
        found = self._all(Company, Company.name_key.in_, names)
        domains = {domain for one in companies for domain in one.domains}
        domains |= {domain for one in said for email in one.emails if (domain := company_domain(email))}
        found += self._all(
            Company,
            lambda part: Company.number.in_(select(CompanyDomain.company_number).where(CompanyDomain.domain.in_(part))),
            domains,
        )
        emails = {email for one in said for email in one.emails}
        found += self._all(
            Company,
            lambda part: Company.number.in_(select(CompanyEmail.company_number).where(CompanyEmail.email.in_(part))),
            emails,
        )
        for company in dict.fromkeys(found):
            self.known.add_company(company)

    def load_named(self, said: list[Entry]) -> None:
        """By numbers of ours and ids of others; what was merged is found where it went."""
        keys: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for one in said:
            for key in (one.key, one.extra.get("deal_key"), one.extra.get("parent_key"), *one.extra.get("keys", ())):
                if isinstance(key, OutsideKey):
                    keys[key.system, key.kind].add(key.id)
        numbers = {one.number for one in said if one.number is not None}
        numbers |= {number for one in said for number in one.extra.get("numbers", ())}
        named: dict[OutsideKey, int] = {}
        for (system, kind), ids in keys.items():
            for part in parts(sorted(ids)):
                rows = self._session.execute(
                    select(OutsideId.outside_id, OutsideId.record_number).where(
                        OutsideId.system == system, OutsideId.kind == kind, OutsideId.outside_id.in_(part)
                    )
                )
                named |= {OutsideKey(system, kind, row[0]): row[1] for row in rows}
        self._load_numbers(numbers | set(named.values()))
        for key, number in named.items():
            if (record := self.known.by_number.get(number)) is not None:
                self.known.by_key[key] = record

    def _load_numbers(self, numbers: Collection[int]) -> None:
        wanted = set(numbers)
        merged: dict[int, int] = {}
        for part in parts(sorted(wanted)):
            rows = self._session.execute(
                select(MergedRecord.number, MergedRecord.into_number).where(MergedRecord.number.in_(part))
            )
            merged |= {row[0]: row[1] for row in rows}
        adders: dict[Any, Callable[[Any], None]] = {
            Person: self.known.add_person,
            Company: self.known.add_company,
            Deal: self.known.add_deal,
        }
        for model in _MODELS:
            for record in self._all(model, model.number.in_, wanted | set(merged.values())):
                adders.get(model, self.known.note)(record)
        for number, into in merged.items():
            if into in self.known.by_number:
                self.known.by_number.setdefault(number, self.known.by_number[into])

    def load_products(self, said: list[Entry]) -> None:
        keys = {product_key(str(one.values["key"])) for one in said if one.kind == "product" and one.values.get("key")}
        keys |= {product_key(key) for one in said for key in one.extra.get("product_keys", ())}
        for product in self._all(Product, Product.key.in_, keys):
            self.known.products_by_key[product.key] = product

    def load_deals(self, said: list[Entry]) -> None:
        """By name at the persons and companies found; and those of that name that are nobody's."""
        names = {person_key(one.name)[:300] for one in said if one.kind == "deal" and one.name}
        if not names:
            return
        named = _unindexed(Deal.name_key).in_(names)
        people = {one.number for one in self.known.by_number.values() if isinstance(one, Person)}
        firms = {one.number for one in self.known.by_number.values() if isinstance(one, Company)}
        nobodys = and_(Deal.person_number.is_(None), Deal.company_number.is_(None))
        for condition, values in (
            (lambda part: and_(Deal.person_number.in_(part), named), people),
            (lambda part: and_(Deal.company_number.in_(part), named), firms),
            (lambda part: and_(Deal.name_key.in_(part), nobodys), names),
        ):
            for deal in self._all(Deal, condition, values):
                self.known.add_deal(deal)

    def load_tags(self, said: list[Entry]) -> None:
        if not any(one.tags or one.kind == "member" for one in said):
            return
        for part in parts(sorted(self.known.by_number)):
            rows = self._session.execute(
                select(Tag.record_number, Tag.name_key).where(Tag.record_number.in_(part), Tag.owner.is_(None))
            )
            for number, name in rows:
                self.known.tags[number].add(name)

    def load_keys(self, said: list[Entry]) -> None:
        """The ids that other systems have for what was found, where the entries bear some."""
        if not any(one.key for one in said):
            return
        columns = (OutsideId.record_number, OutsideId.system, OutsideId.kind, OutsideId.outside_id)
        for part in parts(sorted(self.known.by_number)):
            for row in self._session.execute(select(*columns).where(OutsideId.record_number.in_(part))):
                self.known.keys_of[row[0]].add(OutsideKey(row[1], row[2], row[3]))

    def _all(self, model: type[T], condition: Callable[[list[Any]], Any], values: Collection[Any]) -> list[T]:
        loads: Any = _LOADS.get(model, ())
        found: list[T] = []
        for part in parts(sorted(values)):
            statement = select(model).where(condition(part)).options(*loads)
            found += self._session.scalars(statement.order_by(model.number)).all()  # type: ignore[attr-defined]
        return found


def _unindexed(column: Any) -> Any:
    """The same value, in a form that keeps a database from looking it up first: another condition picks fewer rows."""
    return column.concat("")


def _of_name(names: set[str]) -> Any:
    """One of these names, or no name but a number."""
    return or_(_unindexed(Person.name_key).in_(names), Person.name.startswith("+"), Person.name == "?")
