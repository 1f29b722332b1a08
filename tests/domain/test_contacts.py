"""People and companies: found again, completed by better sources, never doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select

from crmbot.domain.people.contact_points import Postal
from crmbot.domain.people.contacts import (
    ContactFacts,
    add_person,
    complete_person,
    find_or_add_company,
    person_by_email,
)
from crmbot.domain.people.value_sources import offered
from crmbot.domain.records import Company, Person
from crmbot.domain.search.lookup import by_email, by_exact_name, by_name_part, by_number, by_phone
from crmbot.domain.search.names import company_key
from crmbot.domain.search.search import find
from crmbot.storage.store import Store

JULIA = ContactFacts(
    name="Julia Brandt", email="J.Brandt@Lagerbau-Nord.example", job_title="Einkauf", company="Lagerbau Nord GmbH",
    domain="lagerbau-nord.example", phones=(("+49403344120", "work"),), sources={"job_title": "signature", "name": "header"},
)  # fmt: skip


def add(store: Store, now: datetime, facts: ContactFacts = JULIA) -> int:
    with store.write(now) as work:
        return add_person(work, facts).number


def complete(store: Store, now: datetime, number: int, facts: ContactFacts) -> Person:
    with store.write(now) as work:
        person = work.session.get(Person, number)
        assert person is not None
        complete_person(work, person, facts)
        assert person.emails
        assert person.phones is not None
        return person


@pytest.mark.parametrize(
    ("source", "title"),
    [("header", "Einkauf"), ("signature", "Einkauf"), ("vcard", "Leitung Einkauf"), ("hand", "Leitung Einkauf")],
)
def test_only_a_stronger_source_replaces_a_value(store: Store, now: datetime, source: str, title: str) -> None:
    number = add(store, now)
    assert (
        complete(store, now, number, ContactFacts(job_title="Leitung Einkauf", sources={"job_title": source})).job_title
        == title
    )


def test_what_was_typed_by_hand_is_never_replaced(store: Store, now: datetime) -> None:
    number = add(store, now, replace(JULIA, sources={"job_title": "hand"}))
    assert (
        complete(store, now, number, ContactFacts(job_title="x", sources={"job_title": "vcard"})).job_title == "Einkauf"
    )


def test_addresses_and_phones_are_added_once_and_the_first_is_primary(store: Store, now: datetime) -> None:
    number = add(store, now)
    facts = ContactFacts(email="julia@privat.example", phones=(("+49403344120", "work"), ("+491712345678", "mobile")))
    complete(store, now, number, facts)
    person = complete(store, now, number, facts)
    assert [(entry.email, entry.primary) for entry in person.emails] == [
        ("j.brandt@lagerbau-nord.example", True),
        ("julia@privat.example", False),
    ]
    assert [(entry.number, entry.kind, entry.primary) for entry in person.phones] == [
        ("+49403344120", "work", True),
        ("+491712345678", "mobile", False),
    ]


def test_what_an_equal_source_says_otherwise_is_kept_to_be_offered(store: Store, now: datetime) -> None:
    number = add(store, now)
    person = complete(
        store, now, number, ContactFacts(job_title="Leitung", sources={"job_title": "signature"}, at=now, mail=7)
    )
    assert [(one.field, one.value, one.source.mail) for one in offered(person)] == [("job_title", "Leitung", 7)]
    again = complete(store, now, number, ContactFacts(job_title="Leitung", sources={"job_title": "hand"}))
    assert (again.job_title, list(offered(again))) == ("Leitung", [])


def test_signing_for_another_company_is_offered_and_nothing_moves(store: Store, now: datetime) -> None:
    number = add(store, now)
    facts = ContactFacts(company="Seilerei Ost KG", domain="seilerei-ost.example", sources={"company": "signature"})
    person = complete(store, now, number, facts)
    assert [(one.field, one.value) for one in offered(person)] == [("company", "Seilerei Ost KG")]
    same = ContactFacts(company="Lagerbau Nord", domain="lagerbau-nord.example", sources={"company": "signature"})
    assert (
        len(list(offered(complete(store, now, add(store, now, replace(JULIA, email="k@lagerbau-nord.example")), same))))
        == 0
    )


def test_the_same_place_read_more_fully_stays_one_address(store: Store, now: datetime) -> None:
    number = add(
        store, now, replace(JULIA, address=Postal("Hafenstr. 12, 20457 Hamburg", "Hafenstr. 12", "20457", "Hamburg"))
    )
    fuller = Postal("Hafenstraße 12, D-20457 Hamburg", "Hafenstraße 12", "20457", "Hamburg", "DE")
    with store.write(now) as work:
        person = work.session.get(Person, number)
        assert person is not None
        complete_person(work, person, ContactFacts(address=fuller, sources={"address": "vcard"}))
        assert [(row.text, row.country, row.primary) for row in person.addresses] == [(fuller.text, "DE", True)]


def test_the_first_signature_of_a_company_gives_its_website_and_address(store: Store, now: datetime) -> None:
    number = add(
        store, now, replace(JULIA, website="www.lagerbau-nord.example", address=Postal("Hafenstr. 12, 20457 Hamburg"))
    )
    other = ContactFacts(
        name="Eva Stranger", company="Lagerbau Nord GmbH", website="www.evil.example", address=Postal("Nowhere 1")
    )
    add(store, now, other)
    with store.read() as session:
        person = session.get(Person, number)
        assert person is not None
        assert person.company is not None
        assert person.company.website == "www.lagerbau-nord.example"
        assert [row.text for row in person.company.addresses] == ["Hafenstr. 12, 20457 Hamburg"]


def test_a_name_replaces_a_mere_address(store: Store, now: datetime) -> None:
    number = add(store, now, ContactFacts(email="x@y.example"))
    assert complete(store, now, number, ContactFacts(name="Xaver Ypsilon")).name == "Xaver Ypsilon"


def test_an_address_of_somebody_else_is_not_taken_from_him(store: Store, now: datetime) -> None:
    add(store, now)
    other = add(store, now, ContactFacts(name="Tom", email="tom@y.example"))
    complete(store, now, other, ContactFacts(email="j.brandt@lagerbau-nord.example"))
    with store.read() as session:
        found = person_by_email(session, "j.brandt@lagerbau-nord.example")
    assert found is not None
    assert found.number != other


@pytest.mark.parametrize(
    ("name", "domain"),
    [("LAGERBAU NORD", None), ("Lagerbau Nord GmbH & Co. KG", None), ("Something else", "lagerbau-nord.example")],
)
def test_a_company_is_known_by_name_without_legal_form_or_by_domain(
    store: Store, now: datetime, name: str, domain: str | None
) -> None:
    add(store, now)
    with store.write(now) as work:
        find_or_add_company(work, name, domain)
        assert work.session.scalar(select(func.count()).select_from(Company)) == 1


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Müller & Söhne GmbH & Co. KG", "mueller & soehne"),
        ("Kranz UG (haftungsbeschränkt)", "kranz"),
        ("Huber Ges.m.b.H.", "huber"),
        ("Ostsee e.K.", "ostsee"),
        ("ACME Ltd.", "acme"),
        ("GmbH", "gmbh"),
        ("Nagel, Inc.", "nagel"),
    ],
)
def test_the_key_of_a_company_has_no_legal_form(name: str, key: str) -> None:
    assert company_key(name) == key


def test_everybody_is_found_by_number_mail_phone_and_name(store: Store, now: datetime) -> None:
    number = add(store, now)
    with store.read() as session:
        person = by_number(session, number)
        assert isinstance(person, Person)
        assert [p.number for p in by_email(session, "j.brandt@LAGERBAU-nord.example")] == [number]
        assert [p.number for p in by_phone(session, "+49403344120")] == [number]
        assert by_exact_name(session, "julia brandt") == [person]
        assert [type(record).__name__ for record in by_exact_name(session, "lagerbau nord")] == ["Company"]
        assert by_name_part(session, "brand") == [person]
        assert by_name_part(session, "brandt julia") == [person]


@pytest.mark.parametrize("text", ["brandt", "lagerbau-nord", "3344120", "040 3344120"])
def test_find_looks_everywhere(store: Store, now: datetime, text: str) -> None:
    number = add(store, now)
    with store.read() as session:
        assert number in {record.number for record in find(session, text).records}


@pytest.mark.parametrize("text", ["%", "_", "\\", "", "   ", "'; DROP TABLE persons; --"])
def test_signs_with_a_meaning_in_sql_are_searched_as_they_are(store: Store, now: datetime, text: str) -> None:
    add(store, now)
    with store.read() as session:
        assert [record for record in find(session, text).records if isinstance(record, Person) and text.strip()] == []
        assert by_name_part(session, text) == []


def test_values_longer_than_their_columns_are_cut(store: Store, now: datetime) -> None:
    long = "x" * 2_000
    facts = ContactFacts(
        name=long, email=f"{long}@firma.example", given_name=long, family_name=long, title=long, job_title=long,
        website=long, address=Postal(long, long, long, long), company=long,
    )  # fmt: skip
    with store.write(now) as work:
        person = add_person(work, facts, source=long)
        add_person(work, ContactFacts(name="Julia Brandt", company=long))
    with store.read() as session:
        assert (len(person.title or ""), person.addresses[0].text, person.emails) == (60, long, [])
        assert len(session.scalars(select(Company)).all()) == 1
