"""Which kind wins where a mail bears several marks."""

from __future__ import annotations

import pytest

from crmbot.parsing.mail import parse_mail
from tests.parsing.mails import raw_mail

INLINE = """Zur Kenntnis.

Von: Rita Sommer <rita@sommer-bau.example>
Gesendet: Freitag, 20. November 2026 09:00
An: ben@regalwerk.example
Betreff: {subject}

{text}
"""
FORM = "Name: Anna Kern\nE-Mail: anna@kern-bau.example\nNachricht: Bitte ein Angebot.\n"
BEN = "Ben Ott <ben@regalwerk.example>"


def kind(text: str, /, **fields: str) -> str:
    parsed = parse_mail(raw_mail(text, **fields), own_domains=["regalwerk.example"])
    assert parsed.kind_reasons
    return parsed.kind


@pytest.mark.parametrize(
    ("expected", "text", "fields"),
    [
        ("direct", "Guten Tag.", {}),
        ("reply", "Passt.\n\n> Dienstag?\n", {"subject": "Re: Termin"}),
        ("reply", "Passt.", {"in_reply_to": "<x@regalwerk.example>"}),
        ("forward", INLINE.format(subject="Anfrage", text="Hallo"), {"from_": BEN, "subject": "WG: Anfrage"}),
        (
            "forward",
            INLINE.format(subject="Automatische Antwort: x", text="Nicht im Büro."),
            {"from_": BEN, "subject": "WG: Automatische Antwort: x"},
        ),
        (
            "forward",
            INLINE.format(subject="Undeliverable: x", text="550 5.1.1 User unknown"),
            {"from_": BEN, "subject": "WG: Undeliverable: x"},
        ),
        (
            "forward",
            INLINE.format(subject="Kontaktformular", text=FORM),
            {"from_": BEN, "subject": "WG: Kontaktformular"},
        ),
        (
            "auto_reply",
            "Ich bin nicht im Büro.\n\n> Angebot?",
            {"subject": "Automatische Antwort: Re: x", "in_reply_to": "<x@y.example>"},
        ),
        ("bounce", "550 5.1.1 User unknown", {"from_": "mailer-daemon@x.example", "auto_submitted": "auto-replied"}),
        ("form", FORM, {"from_": "noreply@regalwerk.example", "subject": "Kontaktformular"}),
        (
            "form",
            FORM,
            {"from_": "web@regalwerk.example", "subject": "Kontaktformular", "auto_submitted": "auto-generated"},
        ),
        (
            "form",
            FORM,
            {"from_": "web@regalwerk.example", "subject": "Kontaktformular", "list_id": "<vertrieb.regalwerk.example>"},
        ),
        ("list", "Neuigkeiten.", {"list_id": "<lager.forum.example>"}),
        (
            "list",
            "> zitiert\n\nDoch.",
            {"list_id": "<lager.forum.example>", "subject": "Re: Frage", "in_reply_to": "<x@y.example>"},
        ),
    ],
)
def test_the_kind_of_a_mail(expected, text, fields):
    assert kind(text, **fields) == expected


def test_the_person_in_a_forwarded_form_is_the_customer():
    raw = raw_mail(INLINE.format(subject="Kontaktformular", text=FORM), from_=BEN, subject="WG: Kontaktformular")
    contact = parse_mail(raw, own_domains=["regalwerk.example"]).contact
    assert (contact.name, contact.email) == ("Anna Kern", "anna@kern-bau.example")


def test_a_bounce_has_no_customer():
    raw = raw_mail("<gone@x.example>: 550 5.1.1 User unknown", from_="Mail Delivery System <mailer-daemon@x.example>")
    assert parse_mail(raw).contact.email is None


CALENDAR = (
    "Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20261120T090000Z\n"
    "DTSTART:20261203T100000Z\nSUMMARY:Besichtigung\nORGANIZER;CN=Rita Sommer:mailto:rita@sommer-bau.example\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_an_invitation_that_a_calendar_server_sent_is_an_invitation():
    raw = f"From: rita@sommer-bau.example\nAuto-Submitted: auto-generated\nMIME-Version: 1.0\n{CALENDAR}".encode()
    assert parse_mail(raw).kind == "calendar"


def test_the_organizer_of_an_invitation_that_a_member_passed_on_is_the_customer():
    raw = f"From: {BEN}\nTo: crm@regalwerk.example\nMIME-Version: 1.0\n{CALENDAR}".encode()
    parsed = parse_mail(raw, own_domains=["regalwerk.example"], capture_addresses=["crm@regalwerk.example"])
    assert (parsed.kind, parsed.contact.email) == ("calendar", "rita@sommer-bau.example")
