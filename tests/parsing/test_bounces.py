"""Bounces: delivery reports, what mail servers write by hand, and what only looks like one."""

from __future__ import annotations

import pytest

from crmbot.parsing.kinds.bounces import read_bounce
from crmbot.parsing.mime.message import read_message
from tests.parsing.mails import message, report

FAILED = """Reporting-MTA: dns; mx.regalwerk.example

Final-Recipient: rfc822; gone@sommer-bau.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User
 unknown"""

BY_HAND = {
    "qmail": (
        {"from_": "MAILER-DAEMON@mx.isp.example", "subject": "failure notice", "return_path": "<>"},
        "Hi. This is the mail program at mx.isp.example.\n\n<gone@sommer-bau.example>:\nSorry, no mailbox here. (#5.1.1)\n",
        True,
    ),
    "exim, after a day": (
        {
            "from_": "Mail Delivery System <Mailer-Daemon@mx.isp.example>",
            "subject": "Warning: message 1a-2b delayed 24 hours",
        },
        "A message that you sent has not yet been delivered:\n\n  gone@sommer-bau.example\n\nAttempts will continue.\n",
        False,
    ),
    "exchange in german": (
        {"from_": "Systemadministrator <postmaster@regalwerk.example>", "subject": "Unzustellbar: Angebot"},
        "Folgende Empfänger können nicht erreicht werden:\n\n      gone@sommer-bau.example am 20.11.2026\n  <mx #5.1.1>\n",
        True,
    ),
    "domino": (
        {"from_": "Postmaster@sommer-bau.example", "subject": "DELIVERY FAILURE: User gone not listed in Directory"},
        "Your message\n\n  Subject: Angebot\n\nwas not delivered to:\n\n  gone@sommer-bau.example\n",
        True,
    ),
    "a gateway without any sign but the empty return path": (
        {"from_": "gate@sommer-bau.example", "subject": "Your mail", "return_path": "<>"},
        "Your message to <gone@sommer-bau.example> was rejected: 554 5.7.1 looks like spam\n",
        True,
    ),
    "a hoster that answers as noreply": (
        {"from_": "noreply@isp.example", "subject": "Ihre E-Mail konnte nicht zugestellt werden"},
        "Die E-Mail an gone@sommer-bau.example konnte nicht zugestellt werden.\n",
        True,
    ),
    "a gateway that tags its subject": (
        {"from_": "Spamfilter <spamfilter@sommer-bau.example>", "subject": "[EXTERN] Message rejected"},
        "Your message to gone@sommer-bau.example was rejected, 554 5.7.1 looks like spam.\n",
        True,
    ),
    "an administrator program": (
        {"from_": "Deliver system <admin@sommer-bau.example>", "subject": "Returned Mail: Angebot"},
        "The following address had permanent delivery problems:\ngone@sommer-bau.example: permanent error\n",
        True,
    ),
    "a full mailbox": (
        {"from_": "mailer-daemon@isp.example", "subject": "Undeliverable mail"},
        "gone@sommer-bau.example\n452 4.2.2 Mailbox full\n",
        False,
    ),
}


def test_a_delivery_report_names_recipient_status_and_that_it_is_permanent():
    bounce = read_bounce(read_message(report("delivery-status", FAILED)))
    assert bounce is not None
    assert bounce.recipients == ("gone@sommer-bau.example",)
    assert (bounce.permanent, bounce.status, bounce.diagnostic) == (True, "5.1.1", "550 5.1.1 User unknown")


def test_a_delayed_delivery_is_not_permanent():
    delayed = FAILED.replace("failed", "delayed").replace("5.1.1", "4.4.1")
    bounce = read_bounce(read_message(report("delivery-status", delayed)))
    assert bounce is not None
    assert bounce.permanent is False


def test_a_report_that_all_went_well_is_no_bounce():
    assert (
        read_bounce(
            read_message(report("delivery-status", FAILED.replace("failed", "delivered").replace("5.1.1", "2.0.0")))
        )
        is None
    )


def test_each_failed_recipient_is_named_and_none_that_was_reached():
    second = "\n\nFinal-Recipient: rfc822; ok@sommer-bau.example\nAction: delivered\nStatus: 2.0.0"
    third = "\n\nFinal-Recipient: rfc822; also.gone@sommer-bau.example\nAction: failed\nStatus: 5.1.1"
    bounce = read_bounce(read_message(report("delivery-status", FAILED + second + third)))
    assert bounce is not None
    assert bounce.recipients == ("gone@sommer-bau.example", "also.gone@sommer-bau.example")


def test_an_abuse_report_is_a_bounce_of_its_own_kind():
    part = "Feedback-Type: abuse\nUser-Agent: Test/1\nVersion: 1\nOriginal-Rcpt-To: <leser@isp.example>"
    bounce = read_bounce(
        read_message(report("feedback-report", part, from_="abuse@isp.example", subject="FW: Angebot"))
    )
    assert bounce is not None
    assert (bounce.feedback_type, bounce.recipients, bounce.permanent) == ("abuse", ("leser@isp.example",), None)


@pytest.mark.parametrize("name", BY_HAND)
def test_what_mail_servers_write_by_hand_is_a_bounce(name):
    fields, text, permanent = BY_HAND[name]
    bounce = read_bounce(message(text, **fields))
    assert bounce is not None, name
    assert bounce.recipients == ("gone@sommer-bau.example",)
    assert bounce.permanent is permanent
    assert bounce.reasons


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delivery problem with order 4711", "The delivery of 550 shelves failed yesterday. Call me at 550 1234."),
        ("Unzustellbare Pakete", "Zwei Pakete waren nicht zustellbar, 550 Stück fehlen."),
        ("Mail error in your shop", "Hello, your shop shows an error when I order."),
        ("AW: Unzustellbar: Angebot", "Die Adresse war falsch, bitte noch einmal senden."),
        ("Address not found", "The driver could not find the address. Version 4.2.1 of the plan attached."),
    ],
)
def test_a_person_who_writes_about_failures_is_no_bounce(subject, text):
    assert read_bounce(message(text, subject=subject)) is None


def test_the_event_of_a_sending_service_is_a_bounce():
    event = '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"gone@sommer-bau.example"}]}}'
    bounce = read_bounce(message(event, from_="no-reply@sns.cloud.example", subject="Notification"))
    assert bounce is not None
    assert bounce.recipients == ("gone@sommer-bau.example",)
