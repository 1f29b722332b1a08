"""The list of fields: found by their words, written, asked for on both databases; what the configuration adds."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS, Choice, custom_field, faults_of, with_own
from crmbot.domain.people.contact_points import Postal
from crmbot.domain.people.contacts import ContactFacts, add_person, find_or_add_company
from crmbot.domain.people.field_conditions import field_condition
from crmbot.domain.people.field_values import value_of, write_value
from crmbot.domain.people.value_sources import Source
from crmbot.domain.records import Company, Person
from crmbot.storage.store import Store

HAND = Source("hand")
SPACE = custom_field("company", "space", {"en": "Floor space", "de": "Hallenfläche"}, "number")
LEVEL = custom_field("person", "level", {"en": "Level"}, "choice", [Choice("gold", {"en": "Gold", "de": "Gold"})])
SINCE = custom_field("person", "since", {"en": "Regular since"}, "date")
VIP = custom_field("person", "vip", {"en": "VIP"}, "flag")
OWN = with_own([SPACE, LEVEL, SINCE, VIP])


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Altersgruppe", "age_group"),
        ("age-group", "age_group"),
        ("AGE_GROUP", "age_group"),
        ("Telefonnummer", "phone"),
        ("job title", "job_title"),
        ("qualität", None),
    ],
)
def test_a_field_of_a_person_is_found_by_each_of_its_names(word: str, key: str | None) -> None:
    assert next((field.key for field in BUILT_IN_FIELDS.named(word) if field.record == "person"), None) == key


def test_the_longest_name_at_the_start_goes_first() -> None:
    (fields, rest), *others = BUILT_IN_FIELDS.at_start("expected close date 18 December")
    assert ([field.key for field in fields], rest) == (["expected_close"], "18 December")
    assert others


def test_no_two_fields_of_one_record_answer_to_one_word() -> None:
    for record in ("person", "company", "deal"):
        words = [
            word.casefold() for field in BUILT_IN_FIELDS.of(record) for word in set(map(str.casefold, field.words()))
        ]
        assert [word for word in words if words.count(word) > 1] == []


def test_sales_data_of_a_person_are_marked_as_personal() -> None:
    personal = {field.key for field in BUILT_IN_FIELDS.personal("person")}
    assert personal >= {"age_group", "income_group", "buying_behaviour", "education", "risk_attitude", "birthday"}
    assert not BUILT_IN_FIELDS.personal("company")


@pytest.mark.parametrize(
    ("key", "said", "stored"),
    [
        ("income_group", "hoch", "high"),
        ("age_group", "25–34", "25-34"),
        ("age_group", "30 bis 39", "30-39"),
        ("age_group", "under 18", "0-17"),
        ("education", "Schneiderlehre", "Schneiderlehre"),
    ],
)
def test_a_choice_is_stored_by_its_key_and_an_open_one_takes_other_words(key: str, said: str, stored: str) -> None:
    field = BUILT_IN_FIELDS.get("person", key)
    assert field is not None
    assert field.choice(said) == stored


def test_a_closed_choice_refuses_other_words() -> None:
    assert (LEVEL.choice("GOLD"), LEVEL.choice("tin")) == ("gold", None)


def test_own_fields_are_asked_for_on_both_databases(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        julia = add_person(work, ContactFacts(name="Julia Brandt", company="Nordlicht GmbH"))
        add_person(work, ContactFacts(name="Tom Ohne", company="Ohne GmbH"))
        company = julia.company
        assert company is not None
        write_value(company, SPACE, 1200, HAND)
        write_value(julia, LEVEL, "gold", HAND)
        write_value(julia, SINCE, date(2020, 5, 1), HAND)
        write_value(julia, VIP, True, HAND)
    with store.read() as session:

        def people(*condition: object) -> list[str]:
            return list(session.scalars(select(Person.name).where(*condition)))  # type: ignore[arg-type]

        def companies(*condition: object) -> list[str]:
            return list(session.scalars(select(Company.name).where(*condition)))  # type: ignore[arg-type]

        assert companies(field_condition(SPACE, ">", 1000)) == ["Nordlicht GmbH"]
        assert companies(field_condition(SPACE, "<", 1000)) == []
        assert companies(field_condition(SPACE, "=", 1200)) == ["Nordlicht GmbH"]
        assert people(field_condition(LEVEL, "=", "gold")) == ["Julia Brandt"]
        assert people(field_condition(LEVEL, "known", False)) == ["Tom Ohne"]
        assert people(field_condition(SINCE, "<", date(2021, 1, 1))) == ["Julia Brandt"]
        assert people(field_condition(SINCE, ">", date(2021, 1, 1))) == []
        assert people(field_condition(VIP, "=", True)) == ["Julia Brandt"]
        assert people(field_condition(VIP, "=", False)) == ["Tom Ohne"]


@pytest.mark.parametrize(
    ("key", "operator", "value"),
    [
        ("department", "=", "einkauf"), ("department", "contains", "kauf"), ("email", "contains", "brandt@"),
        ("phone", "=", "+4971112345"), ("address", "contains", "stuttgart"), ("company", "=", "nordlicht"),
        ("company", "contains", "nord"), ("income_group", "=", "high"), ("birthday", "<", date(1990, 1, 1)),
        ("address", "known", True), ("language", "known", False),
    ],
)  # fmt: skip
def test_built_in_fields_are_asked_for(store: Store, now: datetime, key: str, operator: str, value: object) -> None:
    with store.write(now) as work:
        facts = ContactFacts(
            name="Julia Brandt", company="Nordlicht GmbH", email="brandt@nordlicht.example", department="Einkauf",
            phones=(("+4971112345", "work"),), address=Postal("Hauptstr. 5, 70173 Stuttgart", postcode="70173"),
        )  # fmt: skip
        julia = add_person(work, facts)
        julia.income_group, julia.birthday = "high", date(1985, 3, 1)
        add_person(work, ContactFacts(name="Tom Ohne", job_title="x")).language = "en"
    field = BUILT_IN_FIELDS.get("person", key)
    assert field is not None
    with store.read() as session:
        names = session.scalars(select(Person.name).where(field_condition(field, operator, value))).all()  # type: ignore[arg-type]
    assert names == ["Julia Brandt"]


def test_an_own_field_stands_in_the_dictionary_and_leaves_it_when_emptied(store: Store, now: datetime) -> None:
    with store.write(now) as work:
        company = find_or_add_company(work, "Nordlicht GmbH")
        write_value(company, SPACE, 1200, HAND)
        assert (value_of(company, SPACE), company.custom) == (1200, {"space": 1200})
        write_value(company, SPACE, None, HAND)
        assert (value_of(company, SPACE), company.custom, company.value_sources) == (None, None, None)


def test_what_is_wrong_with_own_fields_is_said_in_a_line_each() -> None:
    wrong = [
        custom_field("person", "alter", {"de": "Alter"}, "text"),
        custom_field("person", "birthday", {"en": "Feast"}, "date"),
        custom_field("deal", "kind", {"en": "Kind"}, "choice"),
        custom_field("deal", "colour", {"en": "Colour"}, "text", [Choice("red", {})]),
        custom_field("deal", "kind", {"en": "Kind"}, "choice", [Choice("a", {})]),
    ]
    faults = faults_of(wrong)
    assert [fault.removeprefix("fields: ") for fault in faults] == [
        "person field 'alter': 'alter' already names the field 'age_group'",
        "person field 'birthday': 'birthday' already names the field 'birthday'",
        "deal field 'kind': a choice needs choices",
        "deal field 'colour': only a choice has choices",
        "deal field 'kind' stands twice",
    ]


def test_own_fields_that_are_right_have_no_fault() -> None:
    assert faults_of([SPACE, LEVEL, SINCE, VIP]) == []
    assert OWN.get("company", "space") is SPACE
