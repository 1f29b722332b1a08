"""What providers ask before they forward a mailbox to us."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmbot import codec
from crmbot.domain.members.members import require_member
from crmbot.parsing.kinds.confirmations import ForwardingConfirmation, forwarding_confirmation
from crmbot.parsing.mail import parse_mail
from crmbot.shapes import Reply, Verbatim
from tests.intake.office import NOON, Office
from tests.mails import mail, raw

LINK = "https://mail-settings.google.com/mail/vf-%5BANGjdJ8abc-1234%5D-xYz"
GMAIL = mail(
    sender="Gmail-Team <forwarding-noreply@google.com>", message_id="<g1@google.com>",
    subject="(#204481937) Gmail Forwarding Confirmation - Receive Mail from anna.adler@gmail.com",
    body=f"anna.adler@gmail.com wants its mail to be forwarded to\ncrm@firma.example.\nConfirmation code: 204481937\n\nTo allow that, follow this link:\n\n{LINK}\n\n"
    "To cancel, follow this link:\nhttps://mail-settings.google.com/mail/uf-%5BANGjdJ8abc%5D-q\nSee http://support.google.com/mail/bin/answer.py?answer=184973\n",
)  # fmt: skip
GERMAN = mail(
    sender="Gmail-Team <forwarding-noreply@google.com>", message_id="<g2@google.com>",
    subject="(#204481937) Gmail-Weiterleitungsbestätigung – E-Mails von anna.adler@gmail.com empfangen",
    body=f"anna.adler@gmail.com möchte E-Mails automatisch an crm@firma.example weiterleiten.\nBestätigungscode: 204481937\n\n{LINK}\n",
)  # fmt: skip
OUTLOOK = mail(
    sender="Microsoft account team <account-security-noreply@accountprotection.microsoft.com>",
    subject="Microsoft account security code", message_id="<o1@accountprotection.microsoft.com>",
    body="Security code\n\nPlease use the following security code for the Microsoft account an**r@outlook.com.\n\nSecurity code: 7154203\n",
)  # fmt: skip


def read(content: bytes) -> ForwardingConfirmation | None:
    return forwarding_confirmation(parse_mail(content, capture_addresses=["crm@firma.example"]))


@pytest.mark.parametrize("content", [GMAIL, GERMAN], ids=["english", "german"])
def test_gmail_tells_mailbox_code_and_link(content: bytes) -> None:
    assert read(content) == ForwardingConfirmation("Gmail", "anna.adler@gmail.com", "204481937", LINK)


def test_outlook_tells_a_code() -> None:
    found = read(OUTLOOK)
    assert found is not None
    assert (found.provider, found.code, found.link) == ("Outlook", "7154203", None)


def test_other_providers_are_known_by_what_they_ask() -> None:
    content = mail(
        sender="noreply@postfach.example", subject="Bitte bestätigen Sie die Weiterleitung",
        body="eva@postfach.example soll an crm@firma.example weitergeleitet werden:\nhttps://www.postfach.example/confirm?t=1\n",
    )  # fmt: skip
    assert read(content) == ForwardingConfirmation(
        "postfach.example", "eva@postfach.example", None, "https://www.postfach.example/confirm?t=1"
    )


@pytest.mark.parametrize(
    "content",
    [
        mail(),
        mail(subject="Bitte Weiterleitung bestätigen", body="Code: 123456 https://lagerbau-nord.example/x"),
        GMAIL.replace(b"forwarding-noreply@google.com", b"eva@boese.example"),
        GMAIL.replace(LINK.encode(), b"https://boese.example/vf-1").replace(b"204481937", b"x"),
        mail(
            sender="noreply@shop.example", subject="Ihre Bestellung 4711 ist bestätigt", body="https://shop.example/b"
        ),
    ],
    ids=["enquiry", "a person", "a stranger", "link elsewhere", "shop"],
)
def test_other_mail_is_none(content: bytes) -> None:
    assert read(content) is None


def test_a_link_that_leads_elsewhere_is_not_offered() -> None:
    found = read(GMAIL.replace(LINK.encode(), b"https://google.com.boese.example/mail/vf-1"))
    assert found is not None
    assert found.link is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_mail_can_be_asked(subject: str, body: str) -> None:
    read(mail(sender="noreply@google.com", subject=subject.replace("\n", " ").replace("\r", " "), body=body))


@pytest.mark.parametrize("content", [GMAIL, GERMAN, OUTLOOK], ids=["english", "german", "outlook"])
def test_the_administrator_is_told_and_nothing_stands_in_the_crm(office: Office, content: bytes) -> None:
    with office.store.write(NOON) as work:
        require_member(work.session, "ben").rights = "admin"
    item = office.send(raw(content))
    assert (item.state, item.deal_number, item.person_number) == ("done", None, None)
    assert (office.deals(), office.people(), office.activities()) == ([], [], [])
    (told,) = office.outbox()
    notice = codec.load(told.content)
    assert isinstance(notice, Reply)
    values = [field.value for field in notice.fields]
    assert told.recipient == "ben"
    assert Verbatim("7154203" if content is OUTLOOK else "204481937") in values


def test_the_member_whose_personal_address_is_to_be_used_is_told_too(office: Office) -> None:
    office.send(raw(GMAIL, office.personal("clara")))
    assert [one.recipient for one in office.outbox()] == ["clara"]


def test_without_an_administrator_whoever_gets_what_nobody_owns_is_told(office: Office) -> None:
    office.with_settings(default_owner="ben").send(raw(GMAIL))
    assert [one.recipient for one in office.outbox()] == ["ben"]
