"""Business cards in files, old and new, whole and broken."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot.parsing.contact.vcards import parse_vcards
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import Phone

OUTLOOK_21 = """BEGIN:VCARD
VERSION:2.1
N;LANGUAGE=de;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:W=C3=B6rner;Sabine;;Dr.
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dr. Sabine W=C3=B6=
rner
ORG:Woerner Druck GmbH;Vertrieb
TITLE:Leiterin Einkauf
TEL;WORK;VOICE:0711 2345678
TEL;CELL;VOICE:+49 170 1234567
TEL;WORK;FAX:0711 2345679
ADR;WORK;PREF:;;Hauptstr. 5;Stuttgart;;70173;Deutschland
URL;WORK:https://woerner-druck.example
EMAIL;PREF;INTERNET:S.Woerner@Woerner-Druck.example
PHOTO;TYPE=JPEG;ENCODING=BASE64:
 /9j/4AAQSkZJRgABAQEAYABgAAD

END:VCARD
"""
APPLE_30 = """BEGIN:VCARD
VERSION:3.0
N:Fields;Laura;;;
FN:Laura Fields
ORG:Lakeside Ltd;
item1.EMAIL;type=INTERNET:laura@lakeside.example
item1.X-ABLabel:work
TEL;type=CELL:+44 7911 123456
END:VCARD
"""
VERSION_40 = """BEGIN:VCARD
VERSION:4.0
FN:Jonas Hellweg
N:Hellweg;Jonas;;;
TEL;VALUE=uri;TYPE="voice,work":tel:+49-711-2345678
EMAIL:j.hellweg@hellweg-logistik.example
END:VCARD
"""


def test_a_card_of_outlook_is_read_with_umlauts_and_all_numbers():
    (card,) = parse_vcards(OUTLOOK_21)
    assert (card.name, card.given_name, card.family_name, card.title) == (
        "Dr. Sabine Wörner",
        "Sabine",
        "Wörner",
        "Dr.",
    )
    assert (card.company, card.job_title) == ("Woerner Druck GmbH", "Leiterin Einkauf")
    assert card.email == "s.woerner@woerner-druck.example"
    assert card.address == "Hauptstr. 5, 70173 Stuttgart, Deutschland"
    assert card.phones == (Phone("+497112345678"), Phone("+491701234567", "mobile"), Phone("+497112345679", "fax"))
    assert set(card.sources.values()) == {"vcard"}


def test_a_grouped_address_of_apple_is_read():
    (card,) = parse_vcards(APPLE_30)
    assert (card.name, card.email, card.company) == ("Laura Fields", "laura@lakeside.example", "Lakeside Ltd")
    assert card.phones == (Phone("+447911123456", "mobile"),)


def test_a_number_written_as_uri_is_read():
    (card,) = parse_vcards(VERSION_40)
    assert card.phones == (Phone("+497112345678"),)


def test_several_cards_of_one_file_are_read_and_a_broken_one_between_them_is_passed_over():
    broken = "BEGIN:VCARD\nVERSION:3.0\nN:;;\nEND:VCARD\n"
    assert [card.name for card in parse_vcards(APPLE_30 + broken + VERSION_40) if card.name] == [
        "Laura Fields",
        "Jonas Hellweg",
    ]


def test_a_truncated_card_yields_nothing():
    assert parse_vcards(APPLE_30[:60]) == []


def test_what_is_in_a_broken_card_reaches_no_log(caplog):
    with caplog.at_level(logging.DEBUG):
        parse_vcards("BEGIN:VCARD\nVERSION:3.0\nsecret without colon\nEND:VCARD\n")
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "piece",
    ["TEL:0711 1234567\n", "BEGIN:VCARD\n", ";", "=\n", "BEGIN:VCARD\nEND:VCARD\n", " ", "N:" + "a" * 900 + "\n"],
)
def test_hostile_cards_take_no_time(piece):
    card = "BEGIN:VCARD\nVERSION:3.0\n" + piece * (200_000 // len(piece))
    parse_vcards(card)
    parse_vcards(card + "\nEND:VCARD\n")


@given(st.text())
def test_any_text_is_read(text):
    parse_vcards(f"BEGIN:VCARD\nVERSION:3.0\n{text}\nEND:VCARD\n")


def mail_with_card(card: str, sender: str) -> bytes:
    head = f"From: {sender}\nTo: ben@regalwerk.example\nSubject: Visitenkarte\nMIME-Version: 1.0\n"
    parts = f'--b\nContent-Type: text/plain\n\nHello\n\n--b\nContent-Type: text/vcard; charset=utf-8; name="a.vcf"\n\n{card}\n--b--\n'
    return f'{head}Content-Type: multipart/mixed; boundary="b"\n\n{parts}'.encode()


def test_the_card_of_the_sender_completes_the_contact():
    contact = parse_mail(mail_with_card(APPLE_30, "Laura Fields <laura@lakeside.example>")).contact
    assert contact.company == "Lakeside Ltd"
    assert contact.sources["company"] == "vcard"
    assert contact.phones == (Phone("+447911123456", "mobile"),)


def test_the_card_of_somebody_else_is_not_taken_for_the_sender():
    contact = parse_mail(mail_with_card(APPLE_30, "Rita Sommer <rita@sommer-bau.example>")).contact
    assert (contact.name, contact.company, contact.phones) == ("Rita Sommer", None, ())
