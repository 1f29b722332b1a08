from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact.fields import read_contact
from crmbot.parsing.parsed import Address, Phone

SIGNATURE = """i.V. Dr. Anna Kern
Leiterin Einkauf

Ott Regale GmbH & Co. KG
Industriestr. 12, 70565 Stuttgart
Tel. 0711 90009-12
www.ott-regale.example

Geschäftsführer: Max Ott, HRB 1234"""


def test_every_field_names_its_source():
    contact = read_contact(SIGNATURE, author=Address("A. Kern", "a.kern@ott-regale.example"))
    assert (contact.name, contact.title, contact.job_title) == ("Anna Kern", "Dr.", "Leiterin Einkauf")
    assert contact.company == "Ott Regale GmbH & Co. KG"
    assert contact.address == "Industriestr. 12, 70565 Stuttgart"
    assert contact.phones == (Phone("+497119000912", "work"),)
    assert contact.sources == {
        "name": "signature", "given_name": "signature", "family_name": "signature", "title": "signature", "email": "header", "phones": "signature",
        "address": "signature", "website": "signature", "job_title": "signature", "company": "signature",
    }  # fmt: skip


def test_without_a_signature_the_header_names_the_person():
    contact = read_contact(None, author=Address("Kern, Anna (Einkauf)", "a.kern@ott.example"))
    assert (contact.given_name, contact.family_name) == ("Anna", "Kern")
    assert contact.sources["name"] == "header"


def test_without_a_display_name_the_mailbox_spells_it():
    assert read_contact(None, author=Address(None, "anna.kern@ott.example")).name == "Anna Kern"


@pytest.mark.parametrize("mailbox", ["info", "sales.team1", "a.kern", "x"])
def test_a_mailbox_that_spells_no_name_gives_none(mailbox):
    assert read_contact(None, author=Address(None, f"{mailbox}@ott.example")).name is None


def test_a_phone_in_the_text_is_the_writers_own():
    contact = read_contact("Anna", author=None, text="Rufen Sie mich an: 0711 90009-12.")
    assert contact.phones == (Phone("+497119000912", "work"),)
    assert contact.sources["phones"] == "text"


def test_a_phone_of_somebody_else_in_the_text_is_not_taken():
    assert read_contact("Anna", text="Ansprechpartner ist Herr Maurer, Tel. 0711 90009-77.").phones == ()


def test_a_phone_below_somebody_elses_name_in_the_text_is_not_taken():
    text = "Please speak to\n\nPetra Kern\nFirma GmbH\nTel. 0731 9876543\n\nMy Tel. 0711 1234567"
    contact = read_contact(None, author=Address("Jan Ott", "j.ott@kunde.example"), text=text)
    assert [phone.number for phone in contact.phones] == ["+497111234567"]


def test_name_position_company_and_phone_on_one_line_are_told_apart():
    contact = read_contact("Jan Ott, Marketing Manager, Ott Inc., 713-555-0187", author=Address("Jan Ott", None))
    assert contact.job_title == "Marketing Manager"
    assert contact.company == "Ott Inc."


def test_the_names_in_register_lines_are_not_the_writers():
    contact = read_contact(
        "Anna Kern\nOtt AG\nVorstand: Max Ott (Vors.), Eva Lang\nAufsichtsrat: Jan Pohl",
        author=Address("Anna Kern", None),
    )
    assert (contact.name, contact.job_title, contact.company) == ("Anna Kern", None, "Ott AG")


@pytest.mark.parametrize(
    "form",
    [
        "GmbH", "GmbH & Co. KG", "AG", "e.K.", "UG (haftungsbeschränkt)", "SE", "KGaA", "SE & Co. KGaA", "GesmbH", "Ges.m.b.H.", "PartG mbB", "gGmbH", "OHG", "KG", "e.V.", "eG", "e.U.",
        "Ltd", "Ltd.", "LLC", "Inc.", "Corp.", "LLP", "plc", "S.A.", "SARL", "SAS", "S.r.l.", "S.p.A.", "B.V.", "NV", "ApS", "A/S", "AB", "Oy", "Sp. z o.o.", "s.r.o.", "Kft.", "Pty Ltd", "GbR",
    ],
)  # fmt: skip
def test_a_company_is_known_by_its_legal_form(form):
    assert (
        read_contact(f"Anna Kern\nOtt Regale {form}\nTel. 0711 90009-12", author=Address("Anna Kern", None)).company
        == f"Ott Regale {form}"
    )


@pytest.mark.parametrize(
    "title",
    [
        "Leiter Einkauf", "Head of Sales", "Geschäftsführerin", "Vertriebsleiter", "Senior Buyer", "Technischer Einkauf", "Vice President, Trading", "Account Manager", "Prokurist",
        "Sachbearbeiterin", "Directeur commercial", "Responsabile vendite", "Chief Financial Officer", "Assistenz der Geschäftsführung", "Projektingenieur", "Inhaber",
    ],
)  # fmt: skip
def test_a_position_is_known_by_its_words(title):
    assert read_contact(f"Anna Kern\n{title}\nOtt GmbH", author=Address("Anna Kern", None)).job_title == title


def test_the_partners_of_a_firm_belong_together():
    assert (
        read_contact("Anna Kern\nOtt, Lang & Kern LLP", author=Address("Anna Kern", None)).company
        == "Ott, Lang & Kern LLP"
    )


def test_an_employer_behind_the_position_is_the_company():
    contact = read_contact("Anna Kern\nCTO, Ott Labs", author=Address("Anna Kern", None))
    assert (contact.job_title, contact.company) == ("CTO", "Ott Labs")


def test_the_line_above_the_street_is_the_company():
    assert (
        read_contact("Anna Kern\nOttovar\nHauptstr. 5\n70565 Stuttgart", author=Address("Anna Kern", None)).company
        == "Ottovar"
    )


@pytest.mark.parametrize("place", ["Calgary, AB T2P 1A1", "1200 Main St SE", "Las Vegas, NV 89101"])
def test_a_state_or_a_quarter_is_no_legal_form(place):
    assert read_contact(f"Anna Kern\nBuyer\n{place}\n403-555-0134", author=Address("Anna Kern", None)).company is None


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (
            "Suite 1100, 70 York Street\nToronto, Ontario M5J 1S9",
            "Suite 1100, 70 York Street, Toronto, Ontario M5J 1S9",
        ),
        ("3 Chancery Row, London WC2A 1AA", "3 Chancery Row, London WC2A 1AA"),
        ("P.O. Box 1188\nHouston, TX 77251-1188", "P.O. Box 1188, Houston, TX 77251-1188"),
        ("1010 Wien, Wollzeile 1", "1010 Wien, Wollzeile 1"),
        ("Ott GmbH, Am Wall 5\n28195 Bremen, Germany", "Am Wall 5, 28195 Bremen"),
        ("Postfach 10 20 30\n70025 Stuttgart", "Postfach 10 20 30, 70025 Stuttgart"),
        ("Rue de la Loi 200\nB-1049 Bruxelles", "Rue de la Loi 200, B-1049 Bruxelles"),
        ("C/ Serrano 41, 28001 Madrid", "C/ Serrano 41, 28001 Madrid"),
        (
            "121 SW Salmon Street\t\t503.555.0160 (cell)\n3WTC 0306\t503.555.0161 (fax)\nPortland, OR 97204",
            "121 SW Salmon Street, 3WTC 0306, Portland, OR 97204",
        ),
    ],
)
def test_a_postal_address_is_put_together_from_its_lines(lines, address):
    assert read_contact(f"Anna Kern\n{lines}").address == address


def test_a_register_number_is_no_postcode():
    assert read_contact("Anna Kern\nAmtsgericht Stuttgart HRB 12345 Stuttgart").address is None


def test_a_network_profile_is_no_website():
    assert (
        read_contact("Anna Kern\nhttps://www.linkedin.com/in/kern-example\nwww.ott.example").website
        == "www.ott.example"
    )


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=40))
def test_any_signature_is_read(signature, name, address):
    read_contact(signature, author=Address(name, address), text=signature)


@pytest.mark.parametrize(
    "unit",
    [
        "GmbH ",
        "a, ",
        "Straße 1 ",
        "www.a.example ",
        "Leiter ",
        "0711 ",
        "A. ",
        "Anna Kern\n",
        "Dr. ",
        "12345 Ort ",
        "& Co. ",
        "von ",
    ],
)
def test_a_megabyte_of_anything_takes_less_than_two_seconds(unit):
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    read_contact(text, author=Address(text, "a@b.example"), text=text)
    assert time.process_time() - start < 2
