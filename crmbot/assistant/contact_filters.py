"""Filters of contact lists: read from words into conditions, and said back in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy import exists, func, or_, select

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, read_value
from crmbot.assistant.leads.grades import grade_name
from crmbot.assistant.nearest import nearest
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import ROLES, joined, quoted, word
from crmbot.domain.catalogue.products import product_key
from crmbot.domain.catalogue.sources import known_sources, source_key, source_name, spellings
from crmbot.domain.leads.contact_list import (
    Condition,
    ContactFilter,
    Kind,
    any_of,
    has_deal,
    of_company,
    untouched,
    with_role,
)
from crmbot.domain.people.contact_fields import ContactField
from crmbot.domain.people.field_conditions import Operator, field_condition
from crmbot.domain.people.tags import tagged
from crmbot.domain.records import Company, Deal, DealProduct, Person, PostalAddress, Product, SearchDetail
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search.hits import Wanted
from crmbot.domain.search.names import person_key
from crmbot.domain.search.query import hits
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.contact_words import Part, read_parts
from crmbot.parsing.chat.filter_names import look_up
from crmbot.parsing.chat.words import FILLERS, MINE, ROLE_WORDS
from crmbot.shapes import Action, Text, Value, Verbatim, t, tn

_BOTH: tuple[Kind, ...] = ("person", "company")
_SPECIAL: Mapping[str, str] = MappingProxyType(
    {
        "role": "role", "rolle": "role", "tag": "tag", "schlagwort": "tag", "city": "city", "stadt": "city", "ort": "city",
        "country": "country", "land": "country", "zip": "postcode", "postcode": "postcode", "plz": "postcode",
        "owner": "owner", "besitzer": "owner", "betreuer": "owner", "product": "product", "produkt": "product",
        "grade": "grade", "stage": "stage", "phase": "stage", "idle": "idle", "ruhend": "idle", "source": "source",
        "quelle": "source", "herkunft": "source", "name": "text", "text": "text", "bewertung": "grade",
    }
)  # fmt: skip
_UNKNOWN = frozenset({"none", "empty", "unknown", "missing", "leer", "keine", "keiner", "unbekannt", "fehlt", "-"})
_KNOWN = frozenset({"*", "any", "known", "some", "bekannt", "vorhanden"})
_SPAN = re.compile(r"(\d{1,9})\s?(?:-|–|bis|to|\.\.)\s?(\d{1,9})", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|aus|from)\s+(?=[^\W\d_a-zäöü])([^\W\d_][\w.-]{1,40}(?:\s[^\W\d_a-zäöü][\w.-]{1,40}){0,2})"
)
_WORDS_ALIKE = 70  # similarity in percent of a misspelt name of a field
_ROLES = {**ROLE_WORDS, "supplier": "supplier", "suppliers": "supplier", "lieferant": "supplier", "lieferanten": "supplier",
          "partner": "partner", "partners": "partner", "employee": "employee", "employees": "employee"}  # fmt: skip


@dataclass(slots=True)
class Reading:
    """The filters read so far."""

    ask: Asking
    kinds: tuple[Kind, ...]
    explicit: bool  # the kinds were asked for
    conditions: dict[Kind, list[Condition]] = field(default_factory=lambda: {"person": [], "company": []})
    needs: set[Kind] = field(default_factory=set)  # whose own fields are asked about
    said: list[Value] = field(default_factory=list)

    def add(self, said: Value, person: Condition, company: Condition) -> None:
        """A condition for each kind."""
        self.said.append(said)
        self.conditions["person"].append(person)
        self.conditions["company"].append(company)

    def done(self) -> ContactFilter:
        """All of it. A field that one kind alone has asks for that kind, unless another was named."""
        kinds = self.kinds
        if not self.explicit and self.needs:
            kinds = ("person",) if "person" in self.needs else ("company",)
        return ContactFilter({kind: self.conditions[kind] for kind in kinds})


def read_contact_filter(
    ask: Asking, text: str, kinds: tuple[Kind, ...] | None = None, role: str | None = None
) -> tuple[ContactFilter, Text | None]:
    """The filters in `text`, besides a role, and all of it in words. Raises RequestFault for what means nothing."""
    reading = Reading(ask, kinds or _BOTH, explicit=kinds is not None)
    if role is not None:
        _role(reading, role)
    fields = fields_of(ask)
    free, parts = read_parts(text, filter_names(ask))
    for part in parts:
        special = _SPECIAL.get(fold(part.name))
        if special is not None:
            _READERS[special](reading, part)
        else:
            _field(reading, part, fields.named(part.name))
    _free(reading, free)
    return reading.done(), joined(reading.said)


def filter_names(ask: Asking) -> Callable[[str], bool]:
    """Whether words before a colon name a filter."""
    fields = fields_of(ask)
    return lambda name: fold(name) in _SPECIAL or bool(fields.named(name))


def _free(reading: Reading, text: str) -> None:
    """`in Hamburg`; a role; other words stand in what is known of the contact."""
    if place := _PLACE.search(text):
        _city(reading, Part("city", ":", place[1]))
        text = text.replace(place[0], " ")
    if unknown := [one for one in text.split() if ":" in one or "=" in one]:
        raise _not_understood(reading.ask, unknown)
    words = [one for one in text.replace(",", " ").split() if fold(one) not in FILLERS]
    for one in [one for one in words if fold(one) in _ROLES]:
        _role(reading, _ROLES[fold(one)])
        words.remove(one)
    if words:
        _text(reading, Part("text", ":", " ".join(words)))


def _role(reading: Reading, role: str) -> None:
    process, both = reading.ask.process, len(reading.kinds) > 1
    conditions = [with_role(process, role, kind, both=both) for kind in _BOTH]
    reading.add(t("role {role}", role=word(ROLES, role)), *conditions)


def _role_part(reading: Reading, part: Part) -> None:
    role = _ROLES.get(fold(part.value))
    if role is None:
        raise _not_understood(reading.ask, [f"{part.name}:{part.value}"], tuple(_ROLES))
    _role(reading, role)


def _tag(reading: Reading, part: Part) -> None:
    member = reading.ask.member.key
    said = t("tagged “{tag}”", tag=Verbatim(part.value))
    reading.add(said, tagged(Person, part.value, member), tagged(Company, part.value, member))


def _city(reading: Reading, part: Part) -> None:
    name = part.value.lower()
    fits = or_(func.lower(PostalAddress.city) == name, func.lower(PostalAddress.text).contains(name, autoescape=True))
    _address(reading, t("in {place}", place=Verbatim(part.value)), fits)


def _country(reading: Reading, part: Part) -> None:
    fits = func.lower(PostalAddress.country) == part.value.lower()
    _address(reading, t("in {place}", place=Verbatim(part.value)), fits)


def _postcode(reading: Reading, part: Part) -> None:
    _address(
        reading,
        t("postcode {code}", code=Verbatim(part.value)),
        PostalAddress.postcode.startswith(part.value, autoescape=True),
    )


def _address(reading: Reading, said: Text, fits: Condition) -> None:
    """A person without an address has that of the company."""
    company = exists().where(PostalAddress.company_number == Company.number, fits)
    own = exists().where(PostalAddress.person_number == Person.number, fits)
    any_own = exists().where(PostalAddress.person_number == Person.number)
    reading.add(said, any_of([own, ~any_own & of_company(company)]), company)


def _owner(reading: Reading, part: Part) -> None:
    ask, wanted = reading.ask, fold(part.value).lstrip("@")
    members = filter_words(ask.session, ask.process).members
    key = ask.member.key if wanted in MINE else members.get(wanted)
    if key is None:
        raise _not_understood(ask, [f"{part.name}:{part.value}"], tuple(members))
    reading.add(t("owner {name}", name=ask.member_name(key)), Person.owner == key, Company.owner == key)


def _source(reading: Reading, part: Part) -> None:
    """Of the contact itself, or of one of its deals."""
    key = source_key(part.value)
    known = next((source for source in known_sources() if source.key == key), None)
    words = sorted({part.value.lower(), key or part.value, *(known.words if known else ())})
    deal = Deal.source.in_(spellings(reading.ask.session, part.value) or [part.value])
    reading.add(
        t("source {source}", source=source_name(key or part.value)),
        any_of([func.lower(Person.source).in_(words), has_deal("person", deal)]),
        any_of([func.lower(Company.source).in_(words), has_deal("company", deal)]),
    )


def _product(reading: Reading, part: Part) -> None:
    fits = or_(
        Product.key == product_key(part.value), Product.name_key.contains(person_key(part.value), autoescape=True)
    )
    sold = select(DealProduct.deal_number).join(Product, Product.number == DealProduct.product_number).where(fits)
    bought = Deal.number.in_(sold)
    said = t("product “{product}”", product=Verbatim(part.value))
    reading.add(said, has_deal("person", bought), has_deal("company", bought))


def _grade(reading: Reading, part: Part) -> None:
    ask = reading.ask
    known = {fold(grade): grade for grade in filter_words(ask.session, ask.process).grades}
    grade = known.get({"heiss": "hot", "kalt": "cold"}.get(fold(part.value), fold(part.value)))
    if grade is None:
        raise _not_understood(ask, [f"{part.name}:{part.value}"], tuple(known))
    fits = (Deal.grade == grade, Deal.state == "open")
    reading.add(t("grade {grade}", grade=grade_name(grade)), has_deal("person", *fits), has_deal("company", *fits))


def _stage(reading: Reading, part: Part) -> None:
    stage = look_up(part.value, reading.ask.process.words())
    if stage is None:
        raise _not_understood(reading.ask, [f"{part.name}:{part.value}"], tuple(reading.ask.process.words()))
    fits = Deal.stage == stage
    said = t("stage “{stage}”", stage=reading.ask.stage_name(stage))
    reading.add(said, has_deal("person", fits), has_deal("company", fits))


def _idle(reading: Reading, part: Part) -> None:
    match = re.match(r"\d{1,4}", part.value)
    if match is None:
        raise _not_understood(reading.ask, [f"{part.name}:{part.value}"])
    days, now = int(match[0]), reading.ask.now
    said = tn("untouched for {n} day or more", "untouched for {n} days or more", days)
    reading.add(said, untouched("person", days, now), untouched("company", days, now))


def _text(reading: Reading, part: Part) -> None:
    session = reading.ask.session
    query = Wanted(session, words_of(part.value)).query("within")
    fit = hits(session, SearchDetail, query) if query else None
    numbers = select(fit.order).select_from(fit.rows).where(fit.fits) if fit is not None else None
    said = t("named “{text}”", text=Verbatim(part.value))
    person = Person.number.in_(numbers) if numbers is not None else Person.number.is_(None)
    reading.add(said, person, Company.number.in_(numbers) if numbers is not None else Company.number.is_(None))


_READERS: Mapping[str, Callable[[Reading, Part], None]] = MappingProxyType(
    {
        "role": _role_part, "tag": _tag, "city": _city, "country": _country, "postcode": _postcode, "owner": _owner,
        "source": _source, "product": _product, "grade": _grade, "stage": _stage, "idle": _idle, "text": _text,
    }
)  # fmt: skip


def _field(reading: Reading, part: Part, named: Sequence[ContactField]) -> None:
    """A field of persons, of companies, of both or of their deals."""
    by_record = {one.record: one for one in named}
    first = by_record.get("person") or by_record.get("company") or named[0]
    said = t("{field} {value}", field=first.label, value=Verbatim(f"{part.sign} {part.value}".removeprefix(": ")))
    person = _all(reading.ask, by_record.get("person"), part)
    company = _all(reading.ask, by_record.get("company"), part)
    if person is None and company is None:
        fits = _all(reading.ask, by_record["deal"], part)
        assert fits is not None
        reading.add(said, has_deal("person", fits), has_deal("company", fits))
        return
    if person is None or company is None:
        reading.needs.add("company" if person is None else "person")
    staff = exists().where(Person.company_number == Company.number, person) if person is not None else None
    reading.add(
        said,
        person if person is not None else of_company(company) if company is not None else Person.number.is_(None),
        company if company is not None else staff if staff is not None else Company.number.is_(None),
    )


def _all(ask: Asking, one: ContactField | None, part: Part) -> Condition | None:
    """The condition on a field: known or not, a span, a comparison, or words."""
    if one is None:
        return None
    value = fold(part.value)
    if value in _UNKNOWN | _KNOWN:
        return field_condition(one, "known", value in _KNOWN)
    span = _SPAN.fullmatch(part.value) if one.kind == "number" else None
    if span is not None:
        return field_condition(one, ">", int(span[1])) & field_condition(one, "<", int(span[2]))
    part_of = one.kind in ("text", "name", "company", "website", "email", "phone", "address", "domain")
    operator: Operator = part.sign if part.sign != ":" else "contains" if part_of else "="
    read = part.value if part_of else read_value(ask, one, part.value)
    return field_condition(one, operator, getattr(read, "amount", read))


def _not_understood(ask: Asking, words: Iterable[str], known: Sequence[str] = ()) -> RequestFault:
    shown, actions = list(words), list[Action]()
    for one in shown[:2]:
        name, _, value = one.partition(":")
        names = () if known else nearest(name, (*_SPECIAL, *fields_of(ask).words), limit=2, cutoff=_WORDS_ALIKE)
        values = nearest(value, known, limit=2, cutoff=_WORDS_ALIKE) if known else []
        rights = [f"{near}:{value}" for near in names] + [f"{name}:{near}" for near in values]
        actions += [Action(t("{command}", command=Verbatim(right)), f"list contacts {right}") for right in rights]
    return RequestFault(t("I do not understand {words} as a filter.", words=quoted(shown)), tuple(actions))
