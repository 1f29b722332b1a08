"""vCards of every version are read in full, and a card that goes out comes back the same (rows J11, S2.1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS
from crmbot.domain.records import Company, Person, PersonEmail, PersonPhone, PostalAddress
from crmbot.exports.cards import Around, card_of
from crmbot.imports.cards import entry_of
from crmbot.imports.values import Reading
from crmbot.parsing.contact.card_lines import cards
from crmbot.storage.store import Store
from tests.exports.writing import exported
from tests.imports.looking import companies, persons, tags, texts
from tests.imports.reading import BERLIN, NOW, load

READING = Reading(BUILT_IN_FIELDS, "DE", "EUR", BERLIN)
OLD = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg;;Dr.;\r\n"
    "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:J=F6rg M=FCl=\r\nler\r\nORG:Werk Süd;Einkauf\r\nTITLE:Leiter\r\nTEL;WORK;VOICE:0711 5553322\r\n"
    "TEL;CELL:0171 2345678\r\nTEL;WORK;FAX:0711 5553323\r\nEMAIL;PREF;INTERNET:joerg@werk.example\r\nEMAIL;INTERNET:j.mueller@home.example\r\n"
    "ADR;WORK:;;Hauptstr. 5;Stuttgart;;70173;Germany\r\nPHOTO;ENCODING=BASE64;TYPE=JPEG:\r\n AAAA\r\n BBBB\r\n\r\nBDAY:19700312\r\nNOTE;ENCODING=QUOTED-PRINTABLE:likes=20tea=0D=0Aand coffee\r\nEND:VCARD\r\n"
)  # fmt: skip
APPLE = """BEGIN:VCARD
VERSION:3.0
N:Kolb;Sabine;Maria;;
FN:Sabine Kolb
ORG:Möbelhaus Kolb;
item1.EMAIL;type=INTERNET;type=pref:sabine@kolb.example
item1.X-ABLabel:_$!<Work>!$_
item2.TEL;type=pref:+49 711 445566
item2.X-ABLabel:_$!<HomeFAX>!$_
item3.ADR;type=HOME;type=pref:;;Weg 1\\n Hinterhaus;Ulm;;89073;Germany
URL;type=WORK:https://kolb.example
CATEGORIES:VIP,Messe
NOTE:first\\nsecond\\, third
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
FN:Kran AG
ORG:Kran AG;
X-ABShowAs:COMPANY
TEL;TYPE=WORK:+49 30 123456
END:VCARD
"""
NEW = """BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN:Zoë Neil
N:Neil;Zoë;;Prof. Dr.;
TEL;VALUE=uri;TYPE="cell,voice";PREF=2:tel:+49-171-2345678
TEL;VALUE=uri;TYPE=work;PREF=1:tel:+49-711-5553322
EMAIL;TYPE=home:zoe@neil.example
ADR;TYPE=billing;LABEL="Allee 9^n53111 Bonn":;;Allee 9;Bonn;;53111;Germany
BDAY:--0412
LANG;PREF=1:en
ROLE:decides
END:VCARD
"""


def test_a_card_of_version_2_1_is_read_in_full(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, OLD, name="a.vcf")
    (joerg,) = persons(db)
    assert (joerg.name, joerg.given_name, joerg.family_name, joerg.title) == ("Jörg Müller", "Jörg", "Müller", "Dr.")
    assert (joerg.company and joerg.company.name, joerg.department, joerg.job_title, joerg.birthday) == (
        "Werk Süd",
        "Einkauf",
        "Leiter",
        date(1970, 3, 12),
    )
    assert [(row.number, row.kind) for row in joerg.phones] == [
        ("+497115553322", "work"),
        ("+491712345678", "mobile"),
        ("+497115553323", "fax"),
    ]
    assert [(row.email, row.primary) for row in joerg.emails] == [
        ("joerg@werk.example", True),
        ("j.mueller@home.example", False),
    ]
    assert [(row.street, row.postcode, row.city, row.country) for row in joerg.addresses] == [
        ("Hauptstr. 5", "70173", "Stuttgart", "DE")
    ]
    assert [text for _, text, _ in texts(db)] == ["likes tea\nand coffee"]


def test_a_card_without_its_end_is_not_lost(db: Store, tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:Eva Lang\nBEGIN:VCARD\nVERSION:3.0\nFN:Tom Weiss\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Ida Ott\n"
    assert load(db, tmp_path, text, name="a.vcf").counts["created"] == 3
    assert sorted(one.name for one in persons(db)) == ["Eva Lang", "Ida Ott", "Tom Weiss"]


def test_cards_of_version_3_with_labels_and_a_company(db: Store, tmp_path: Path) -> None:
    report = load(db, tmp_path, APPLE, name="a.vcf")
    (sabine,) = persons(db)
    assert [row.kind for row in report.rows] == ["person", "company"]
    assert (sabine.phones[0].kind, sabine.addresses[0].kind, sabine.given_name) == ("fax", "home", "Sabine Maria")
    assert tags(db, sabine.number) == ["Messe", "VIP"]
    assert texts(db)[0][1] == "first\nsecond, third"
    assert {one.name for one in companies(db)} == {"Möbelhaus Kolb", "Kran AG"}


def test_a_card_of_version_4_with_preferences(db: Store, tmp_path: Path) -> None:
    load(db, tmp_path, NEW, name="a.vcf")
    (zoe,) = persons(db)
    assert [(row.number, row.kind, row.primary) for row in zoe.phones] == [
        ("+497115553322", "work", True),
        ("+491712345678", "mobile", False),
    ]
    assert (zoe.addresses[0].kind, zoe.addresses[0].text, zoe.language, zoe.function) == (
        "billing",
        "Allee 9\n53111 Bonn",
        "en",
        "decides",
    )
    assert load(db, tmp_path, NEW, name="a.vcf").change_set is None


@pytest.mark.parametrize("text", [OLD, APPLE, NEW])
def test_j11_a_card_that_went_through_is_the_same(db: Store, tmp_path: Path, text: str) -> None:
    load(db, tmp_path, text, name="a.vcf")
    out = exported(db, "vcf")
    said = [entry_of(0, card, READING) for _, card in cards(out.splitlines())]
    first = [entry_of(0, card, READING) for _, card in cards(text.splitlines())]
    for entry in first:
        found = next(one for one in said if one.name == entry.name and one.kind == entry.kind)
        assert entry.values.items() <= {**found.values, "name": entry.name}.items()
        assert (set(entry.emails), set(entry.phones), set(entry.tags), set(entry.notes)) == (
            set(found.emails),
            set(found.phones),
            set(found.tags),
            set(found.notes),
        )
        assert [(one.kind, one.text, one.postcode, one.city) for one in entry.addresses] == [
            (one.kind, one.text, one.postcode, one.city) for one in found.addresses
        ]


WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf")), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text)
)
LINES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
PHONES = st.lists(
    st.tuples(st.integers(1_000_000, 9_999_999), st.sampled_from(("work", "mobile", "home", "fax"))),
    max_size=3,
    unique_by=lambda one: one[0],
)
ADDRESSES = st.lists(
    st.tuples(
        st.sampled_from(("work", "home", "billing", "delivery")),
        LINES,
        WORDS,
        st.sampled_from(("70173", "53111")),
        WORDS,
    ),
    max_size=2,
    unique_by=lambda one: one[1],
)


@given(
    st.fixed_dictionaries(dict.fromkeys(("name", "given_name", "family_name", "title", "job_title", "department", "function", "website"), WORDS)),
    WORDS, PHONES, ADDRESSES, st.lists(WORDS, max_size=3, unique=True), st.lists(LINES, max_size=2), st.dates(date(1900, 1, 1), date(2020, 1, 1)),
    st.sampled_from(("3.0", "4.0")),
)  # fmt: skip
def test_s2_1_a_card_loses_nothing(values, firm, phones, addresses, tagged, notes, birthday, version) -> None:
    person = Person(number=1001, created_at=NOW, birthday=birthday, emails=[], phones=[], addresses=[], **values)
    person.company = Company(name=firm)
    person.emails = [
        PersonEmail(email=email, primary=place == 0) for place, email in enumerate(("a@b.example", "c@d.example"))
    ]
    person.phones = [
        PersonPhone(number=f"+49711{number}", kind=kind, primary=place == 0)
        for place, (number, kind) in enumerate(phones)
    ]
    person.addresses = [
        PostalAddress(kind=kind, text=text, street=street, postcode=code, city=city, primary=place == 0)
        for place, (kind, text, street, code, city) in enumerate(addresses)
    ]
    text = card_of(person, Around({1001: tagged}, {1001: notes}, {}), BUILT_IN_FIELDS, version=version)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    ((_, card),) = cards(text.split("\r\n"))
    entry = entry_of(1, card, READING)
    assert {key: entry.values.get(key) for key in values} == values
    assert (entry.company and entry.company.name, entry.values["birthday"], entry.number, entry.created) == (
        firm,
        birthday,
        1001,
        NOW,
    )
    assert (entry.emails, entry.tags, entry.notes) == (["a@b.example", "c@d.example"], tagged, notes)
    assert entry.phones == [(row.number, row.kind) for row in person.phones]
    assert [(one.kind, one.text, one.street, one.postcode, one.city) for one in entry.addresses] == addresses


@given(st.lists(st.text(max_size=60), max_size=20))
def test_no_card_is_too_broken(lines: list[str]) -> None:
    for number, card in cards(["BEGIN:VCARD", *lines, "END:VCARD"]):
        entry_of(number, card, READING)
