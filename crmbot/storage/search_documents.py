"""What of a record goes into the search index: read from its rows, folded into words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Text,
    bindparam,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from crmbot.domain.records import (
    Activity,
    Company,
    CompanyDomain,
    CompanyEmail,
    CompanyPhone,
    Competitor,
    Deal,
    File,
    Offer,
    Person,
    PersonEmail,
    PersonPhone,
    PostalAddress,
    Tag,
)
from crmbot.domain.records.search_words import digits_from_each_place, one_text, words_of

AT_ONCE = 200  # records read with one statement
_WIDTH = 6  # columns of text in a statement
_NAME, _PHONE, _TEXT, _JSON = "n", "p", "t", "j"

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(slots=True)
class Document:
    """The words of one record: those of its own name, and all."""

    name: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, place: str, values: Iterable[Any]) -> None:
        """Take the words of these values in."""
        for value in filter(None, values):
            if place == _PHONE:
                self.words += digits_from_each_place(value)
            else:
                self.words += words_of(value if place != _JSON else " ".join(_strings(value)))
            if place == _NAME:
                self.name += words_of(value)


def documents(connection: Connection, kind: str, numbers: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    """For each of these records that is there, the words of its own name and all its words, each as one text."""
    found: defaultdict[int, Document] = defaultdict(Document)
    for start in range(0, len(numbers), AT_ONCE):
        rows = connection.execute(_STATEMENTS[kind], {"numbers": list(numbers[start : start + AT_ONCE])})
        for number, place, *values in rows:
            found[number].add(place, values)
    return {number: (one_text(one.name), one_text(one.words)) for number, one in found.items()}


def _strings(value: str) -> Iterable[str]:
    """What stands in a dictionary of own fields: its values, lists taken apart; without those that not everybody sees."""
    fields = json.loads(value)
    entries = [one for key, one in fields.items() if not key.startswith("_")] if isinstance(fields, dict) else [fields]
    for entry in entries:
        yield from (str(one) for one in (entry if isinstance(entry, list) else [entry]))


def _read(
    place: str, number: InstrumentedAttribute[Any], *columns: _Column, of: Select[Any] | None = None
) -> Select[Any]:
    padded = [*(type_coerce(column, Text) for column in columns), *[null()] * (_WIDTH - len(columns))]
    statement = (
        select(number, literal(place), *padded) if of is None else of.with_only_columns(number, literal(place), *padded)
    )
    return statement.where(number.in_(bindparam("numbers", expanding=True)))


def _person() -> CompoundSelect[Any]:
    employed = select(Person).join(Company, Company.number == Person.company_number)
    return union_all(
        _read(_NAME, Person.number, Person.name),
        _read(_TEXT, Person.number, Company.name, of=employed),
        _read(_TEXT, PersonEmail.person_number, PersonEmail.email),
        _read(_PHONE, PersonPhone.person_number, PersonPhone.number),
        _read(_TEXT, Person.number, Person.job_title, Person.department, Person.function, Person.website, Person.title),
        _read(_TEXT, PostalAddress.person_number, *_ADDRESS),
        _read(_JSON, Person.number, Person.custom),
        _read(_TEXT, Tag.record_number, Tag.name).where(Tag.owner.is_(None)),
    )


def _company() -> CompoundSelect[Any]:
    return union_all(
        _read(_NAME, Company.number, Company.name),
        _read(_TEXT, CompanyEmail.company_number, CompanyEmail.email),
        _read(_TEXT, CompanyDomain.company_number, CompanyDomain.domain),
        _read(_PHONE, CompanyPhone.company_number, CompanyPhone.number),
        _read(_TEXT, Company.number, Company.website, Company.industry),
        _read(_TEXT, PostalAddress.company_number, *_ADDRESS),
        _read(_JSON, Company.number, Company.custom),
        _read(_TEXT, Tag.record_number, Tag.name).where(Tag.owner.is_(None)),
    )


def _deal() -> CompoundSelect[Any]:
    people = (
        select(Deal)
        .outerjoin(Person, Person.number == Deal.person_number)
        .outerjoin(Company, Company.number == Deal.company_number)
    )
    return union_all(
        _read(_NAME, Deal.number, Deal.name),
        _read(_TEXT, Deal.number, Person.name, Company.name, of=people),
        _read(_TEXT, Deal.number, Deal.need, Deal.lost_reason, Deal.closing_note),
        _read(_JSON, Deal.number, Deal.custom),
        _read(_TEXT, Competitor.deal_number, Competitor.name, Competitor.strengths, Competitor.weaknesses),
        _read(_TEXT, Offer.deal_number, Offer.code, Offer.note),
        _read(_TEXT, Tag.record_number, Tag.name).where(Tag.owner.is_(None)),
    )


def _activity() -> CompoundSelect[Any]:
    return union_all(
        _read(
            _TEXT, Activity.number, Activity.subject, Activity.text, Activity.full_text, Activity.note, Activity.reason,
            Activity.link,
        ),
        _read(_TEXT, File.activity_number, File.filename),
    )  # fmt: skip


_ADDRESS = (PostalAddress.text, PostalAddress.street, PostalAddress.postcode, PostalAddress.city)
_STATEMENTS: Mapping[str, CompoundSelect[Any]] = MappingProxyType(
    {"person": _person(), "company": _company(), "deal": _deal(), "activity": _activity()}
)
