"""Bounces and out-of-office notes are known with what they say; ordinary mails that sound alike are not marked."""

from __future__ import annotations

import pytest

from crmbot.parsing.mail import parse_mail
from tests.parsing.absence_mails import ABSENCES, Absent
from tests.parsing.ordinary_mails import ORDINARY, Ordinary
from tests.parsing.program_mails import BOUNCES, Bounced

_DATE = "To: Ben Kraft <ben@regalwerk.example>\nDate: Tue, 17 Nov 2026 09:12:05 +0100\nMessage-ID: <p1@mx.example>\nMIME-Version: 1.0\n"


def raw_bounce(one: Bounced) -> bytes:
    """The bounce as it comes in, as a multipart/report where the system writes such."""
    head = f"From: {one.sender}\nSubject: {one.subject}\n{_DATE}{one.fields}"
    text = f"Content-Type: text/plain; charset=utf-8\n\n{one.text}"
    if not one.report:
        return (head + text).encode()
    kind = 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\n\n'
    returned = "--r\nContent-Type: text/rfc822-headers\n\nFrom: ben@regalwerk.example\nSubject: Angebot\n\n--r--\n"
    return f"{head}{kind}--r\n{text}\n--r\nContent-Type: message/delivery-status\n\n{one.report}\n{returned}".encode()


def raw_ordinary(one: Ordinary) -> bytes:
    """The mail as it comes in."""
    return f"From: {one.sender}\nSubject: {one.subject}\n{_DATE}{one.fields}Content-Type: text/plain; charset=utf-8\n\n{one.text}".encode()


@pytest.mark.parametrize("bounce", BOUNCES, ids=lambda bounce: bounce.id)
def test_a_bounce_is_known_with_its_recipient_and_whether_it_is_final(bounce: Bounced):
    parsed = parse_mail(raw_bounce(bounce))
    assert parsed.kind == "bounce"
    assert parsed.fields.get("failed_recipient") == bounce.recipient
    assert parsed.fields.get("permanent") == bounce.permanent


@pytest.mark.parametrize("mail", ORDINARY, ids=lambda mail: mail.id)
def test_an_ordinary_mail_that_sounds_alike_is_not_marked(mail: Ordinary):
    parsed = parse_mail(raw_ordinary(mail))
    assert parsed.kind in {"direct", "reply"}


def raw_absence(one: Absent) -> bytes:
    """The note as it comes in, from a program that sets no field of its own."""
    subject = f"=?utf-8?q?{''.join(f'={byte:02X}' for byte in one.subject.encode())}?="
    head = f"From: Rita Sommer <rita@sommer-bau.example>\nSubject: {subject}\n{_DATE}".replace("17 Nov", "18 Nov")
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{one.text}".encode()


@pytest.mark.parametrize("note", ABSENCES, ids=lambda note: note.subject)
def test_an_absence_is_known_with_the_return_and_the_substitute(note: Absent):
    parsed = parse_mail(raw_absence(note))
    found = {name: parsed.fields.get(name) for name in ("return_date", "substitute", "substitute_email")}
    assert parsed.kind == "auto_reply"
    assert found == {
        "return_date": note.returns.isoformat() if note.returns else None,
        "substitute": note.substitute,
        "substitute_email": note.mailbox,
    }
