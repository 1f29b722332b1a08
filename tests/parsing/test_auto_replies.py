"""Answers by programs, and the persons who only write about absence."""

from __future__ import annotations

import pytest

from crmbot.parsing.kinds.auto_replies import disposition, find_auto_reply
from crmbot.parsing.mime.message import read_message
from tests.parsing.mails import message, report

ABSENT = "Ich bin bis 04.12.2026 nicht im Büro."


@pytest.mark.parametrize(
    "fields",
    [
        {"auto_submitted": "auto-replied (vacation)"},
        {"auto_submitted": "auto-generated"},
        {"x_autoreply": "yes"},
        {"x_autorespond": "Out of office"},
        {"precedence": "auto_reply"},
        {"x_auto_response_suppress": "All"},
        {"precedence": "bulk", "in_reply_to": "<angebot@regalwerk.example>"},
        {"subject": "Automatische Antwort: Angebot"},
        {"subject": "Automatic reply: Offer"},
        {"subject": "Abwesenheitsnotiz: Angebot"},
        {"subject": "Out of Office: Offer"},
        {"subject": "Réponse automatique : Offre"},
        {"subject": "[EXTERN] Automatische Antwort: Angebot"},
        {"subject": "Report domain: regalwerk.example Submitter: isp.example Report-ID: 7"},
        {"subject": "Angebot", "return_path": "<>"},
    ],
)
def test_an_answer_by_a_program_is_known(fields):
    assert find_auto_reply(message(ABSENT, **fields))


def test_a_read_receipt_is_an_answer_by_a_program():
    part = "Final-Recipient: rfc822; rita@sommer-bau.example\nDisposition: manual-action/MDN-sent-manually; displayed"
    receipt = read_message(
        report("disposition-notification", part, from_="rita@sommer-bau.example", subject="Gelesen: Angebot")
    )
    assert find_auto_reply(receipt)
    assert disposition(receipt) == "displayed"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (
            "Gelesen: Angebot",
            "Ihre Nachricht\n\n   An: Rita Sommer\n   Betreff: Angebot\n\nwurde am 17.11.2026 10:00 gelesen.",
        ),
        ("Read: Offer", "Your message\n\n   To: Rita Sommer\n   Subject: Offer\n\n was read on 17.11.2026 10:00."),
    ],
)
def test_a_receipt_without_its_part_is_known_by_its_words(subject, text):
    assert find_auto_reply(message(text, subject=subject)) == ("subject and text of a read receipt",)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Gelesen: Ihr Katalog", "Guten Tag, Ihren Katalog habe ich gern durchgesehen und möchte bestellen."),
        ("Urlaub im August", "Im August liefern wir nicht, bitte vorher bestellen."),
        ("On holiday lighting", "Do you also sell lighting for holiday seasons?"),
        ("Out of stock?", "Which of the shelves are out of stock?"),
        ("AW: Automatische Antwort: Angebot", "Danke, dann melde ich mich im Dezember."),
        ("Angebot", "Ich bin morgen nicht im Büro, rufen Sie bitte am Freitag an."),
    ],
)
def test_a_person_who_writes_about_absence_is_no_auto_reply(subject, text):
    assert find_auto_reply(message(text, subject=subject)) == ()


def test_a_mail_that_says_it_was_not_automatic_is_believed():
    assert find_auto_reply(message(ABSENT, subject="Abwesenheitsnotiz: x", auto_submitted="no")) == ()
