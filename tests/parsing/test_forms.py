"""Mails that web forms send, in the habits of the common form programs, and letters that only look like one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.kinds.forms import Form, read_form
from crmbot.parsing.mime.html import html_to_text
from crmbot.parsing.parsed import Address, Header, Phone
from crmbot.parsing.team import make_team

TEAM = make_team(own_domains=["regalwerk.example"])
SHOP = Header(from_=Address("Regalwerk", "wordpress@regalwerk.example"), subject="Neue Anfrage")
PERSON = Header(from_=Address("Rita Sommer", "rita@sommer-bau.example"), subject="Anfrage")


def read(text: str, header: Header = SHOP) -> Form | None:
    return read_form(text, header, TEAM)


def filled(text: str, header: Header = SHOP) -> Form:
    form = read(text, header)
    assert form is not None
    return form


PLAIN = """Name: Anna Kern
E-Mail: anna@kern-bau.example
Telefon: 0711 2233445
Firma: Kern Bau GmbH
Hallengröße: 500 m²
Nachricht: Guten Tag,
wir brauchen Regale.
Maße: 3x4 m
"""

LAYOUTS = {
    "contact form 7": "Von: Anna Kern <anna@kern-bau.example>\nBetreff: Anfrage\n\nNachrichtentext:\nBitte ein Angebot.\n\n--\n"
    "Diese E-Mail wurde von einem Kontaktformular auf Regalwerk (https://regalwerk.example) gesendet\n",
    "contact form 7 in english": "From: Anna Kern <anna@kern-bau.example>\nSubject: Enquiry\n\nMessage Body:\nBitte ein Angebot.\n\n--\n"
    "This e-mail was sent from a contact form on Regalwerk (https://regalwerk.example)\n",
    "wpforms": "--- Name ---\n\nAnna Kern\n\n--- E-Mail ---\n\nanna@kern-bau.example\n\n--- Kommentar oder Nachricht ---\n\nBitte ein Angebot.\n\n---\n\nGesendet von Regalwerk\n",
    "elementor": "Name: Anna Kern\nEmail: anna@kern-bau.example\nMessage: Bitte ein Angebot.\n\n---\n\nDate: November 20, 2026\nPage URL: https://regalwerk.example/kontakt/\nRemote IP: 192.0.2.7\nPowered by: Elementor\n",
    "hubspot": "New submission on HubSpot form Contact us\n\nFirst Name:\nAnna\n\nLast Name:\nKern\n\nEmail:\nanna@kern-bau.example\n\nMessage:\nBitte ein Angebot.\n",
    "typeform": "Your typeform Contact has a new response:\n\nWhat's your name?\nAnna Kern\n\nWhat's your email address?\nanna@kern-bau.example\n\nAnything else?\nBitte ein Angebot.\n",
    "jotform": "Kontaktanfrage\nName\tAnna Kern\nE-Mail-Adresse\tanna@kern-bau.example\nNachricht\tBitte ein Angebot.\n",
    "labels without blank": "Vorname:Anna\nNachname:Kern\nE-Mail:anna@kern-bau.example\nNachricht:Bitte ein Angebot.\n",
    "bars": "| Name | Anna Kern |\n| E-Mail | anna@kern-bau.example |\n| Ihre Nachricht | Bitte ein Angebot. |\n",
    "stars and required marks": "*Name (Pflichtfeld):* Anna Kern\n*Ihre E-Mail-Adresse*:* anna@kern-bau.example\n*Nachricht:* Bitte ein Angebot.\n",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_person_and_the_message_are_read_in_every_layout(name):
    form = filled(LAYOUTS[name])
    assert (form.contact.name, form.contact.email) == ("Anna Kern", "anna@kern-bau.example")
    assert form.message == "Bitte ein Angebot."


BESIDE = """<table><tr><td>Name</td><td>Anna Kern</td></tr><tr><td>E-Mail</td><td>anna@kern-bau.example</td></tr>
<tr><td>Nachricht</td><td>Guten Tag,<br>bitte ein Angebot.</td></tr></table>"""
ABOVE = """<table><tr><td><b>Name</b></td></tr><tr><td>Anna Kern</td></tr></table>
<table><tr><td><b>E-Mail</b></td></tr><tr><td><a href="mailto:anna@kern-bau.example">anna@kern-bau.example</a></td></tr></table>
<table><tr><td><b>Nachricht</b></td></tr><tr><td>Guten Tag,<br>bitte ein Angebot.</td></tr></table>"""


@pytest.mark.parametrize("page", [BESIDE, ABOVE])
def test_html_tables_are_read_with_the_label_beside_or_above(page):
    form = filled(html_to_text(page))
    assert (form.contact.name, form.contact.email) == ("Anna Kern", "anna@kern-bau.example")
    assert form.message == "Guten Tag,\nbitte ein Angebot."


def test_phone_company_and_unknown_fields_are_kept():
    form = filled(PLAIN)
    assert form.contact.phones == (Phone("+497112233445"),)
    assert form.contact.company == "Kern Bau GmbH"
    assert form.fields["Hallengröße"] == "500 m²"
    assert form.contact.sources == {"name": "form", "email": "form", "phones": "form", "company": "form"}


def test_a_label_inside_the_message_belongs_to_the_message():
    assert filled(PLAIN).message == "Guten Tag,\nwir brauchen Regale.\nMaße: 3x4 m"


def test_a_signature_inside_the_message_does_not_change_the_fields():
    form = filled(PLAIN + "\nAnna Kern\nTel.: 030 1234567\nE-Mail: office@kern-bau.example\n")
    assert form.contact.email == "anna@kern-bau.example"
    assert form.contact.phones == (Phone("+497112233445"),)
    assert "030 1234567" in form.message


def test_reply_to_gives_the_address_that_the_form_leaves_open():
    header = Header(
        from_=SHOP.from_, subject="Kontaktformular", reply_to=(Address("Anna Kern", "anna@kern-bau.example"),)
    )
    form = filled("Name: Anna Kern\nTelefon: 0711 2233445\nNachricht: Bitte ein Angebot.\n", header)
    assert form.contact.email == "anna@kern-bau.example"


def test_a_postal_address_is_put_together():
    text = "Name: Anna Kern\nStraße: Hauptstr. 5\nPLZ: 70173\nOrt: Stuttgart\nE-Mail: anna@kern-bau.example\nNachricht: Hallo\n"
    assert filled(text).contact.address == "Hauptstr. 5, 70173 Stuttgart"


def test_a_salutation_is_no_part_of_the_name():
    form = filled("Anrede: Frau\nName: Frau Anna Kern\nE-Mail: anna@kern-bau.example\nNachricht: Hallo\n")
    assert form.contact.name == "Anna Kern"
    assert form.fields["salutation"] == "Frau"


def test_empty_fields_leave_nothing_behind():
    form = filled("Name: Anna Kern\nFirma:\nTelefon: -\nE-Mail: anna@kern-bau.example\nNachricht: Hallo\n")
    assert (form.contact.company, form.contact.phones) == (None, ())


def test_an_unmarked_form_under_a_strangers_address_is_known_by_its_labels():
    header = Header(from_=Address("Server", "www7@hosting.example"), subject="Nachricht von Ihrer Seite")
    assert filled(PLAIN, header).contact.email == "anna@kern-bau.example"


LETTERS: dict[str, Any] = {
    "signature": "Guten Tag,\n\nbitte senden Sie ein Angebot.\n\nRita Sommer\nSommer Bau GmbH\nTel.: 0711 2233445\nE-Mail: rita@sommer-bau.example\nWeb: sommer-bau.example\n",
    "list of facts": "Hallo,\n\nhier die Daten:\nLänge: 5 m\nBreite: 3 m\nFarbe: blau\n\nRita\n",
    "address block of a delivery": "Bitte liefern an:\nName: Lager Nord\nStraße: Hafenweg 3\nPLZ: 20457\nOrt: Hamburg\n",
    "empty": "",
    "one label": "E-Mail: rita@sommer-bau.example",
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_by_a_person_is_no_form(name):
    assert read(LETTERS[name], PERSON) is None


@given(st.text())
def test_any_text_is_read(text):
    read(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "Name: A\n",
                "E-Mail: a@b.example\n",
                "Nachricht\n",
                "\n",
                "---\n",
                "x\ty\n",
                "Telefon\t0711 1\n",
                "Was?\n",
                " z\n",
            ]
        ),
        max_size=40,
    )
)
def test_any_order_of_labels_is_read(lines):
    read("".join(lines))
