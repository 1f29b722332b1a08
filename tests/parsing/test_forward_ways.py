"""Forwards in every way but plain text: HTML only, attached, in containers, sent on by machines; and files that are none."""

from __future__ import annotations

import pytest

from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import ParsedMail
from tests.parsing.carried_forwards import carried_forwards, carrier
from tests.parsing.html_forwards import ForwardCase, html_forwards

CASES = [*html_forwards(), *carried_forwards()]


def read(raw: bytes) -> ParsedMail:
    return parse_mail(raw, own_domains=["regalwerk.example"], capture_addresses=["crm@regalwerk.example"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_passed_on_message_is_found(case: ForwardCase):
    parsed = read(case.raw)
    link = parsed.forwarded
    while link is not None and link.forwarded is not None:
        link = link.forwarded
    assert link is not None
    assert link.from_ is not None
    assert (link.from_.name, link.from_.address, link.subject) == (case.name, case.address, case.subject)
    assert case.words in link.text
    assert link.date is not None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_its_writer_is_the_customer_and_the_members_words_are_the_note(case: ForwardCase):
    parsed = read(case.raw)
    assert (parsed.kind, parsed.contact.email) == ("forward", case.address)
    assert case.note is None or case.note in (parsed.note or "")


TEXT_FILE = (
    'Content-Type: text/plain; charset=utf-8; name="notes.txt"\nContent-Disposition: attachment; filename="notes.txt"'
)


@pytest.mark.parametrize(
    "text",
    [
        "Shopping list\n\nFrom: the market\nTo: the kitchen\n",
        "Minutes\n"
        + "We spoke of many things.\n" * 40
        + "\nFrom: Rita Sommer <rita@sommer-bau.example>\nSent: Tuesday, November 17, 2026 9:12 AM\n"
        "To: ben@regalwerk.example\nSubject: Shelves\n\nHello\n",
        "Subject: read me\nVersion: 1\n\nThis file describes the drawing.\n",
        "",
    ],
)
def test_a_text_file_that_is_no_mail_is_only_an_attachment(text: str):
    parsed = read(carrier(TEXT_FILE, text.encode()))
    assert parsed.forwarded is None
    assert [one.filename for one in parsed.attachments] == ["notes.txt"]
