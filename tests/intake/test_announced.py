"""What mail brings is announced in the transaction that files it, and nobody is told who chose not to be (G13, G14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from crmbot import codec
from crmbot.domain.announcing.announcing import announce
from crmbot.domain.announcing.notifying import heed_wishes
from crmbot.domain.announcing.rules import Telling, default_rule
from crmbot.domain.followups.followups import add_followup
from crmbot.domain.process import builtin_process
from crmbot.domain.records import ChangeSet, Followup
from crmbot.shapes import Reader
from crmbot.texts import render
from tests.intake.office import Office
from tests.mails import NOON, mail, outlook_forward, raw


@pytest.fixture(params=["direct", "off"])
def told(request: pytest.FixtureRequest, office: Office) -> Iterator[tuple[Office, str]]:
    """An office with rules, where receipts come at once or not at all."""
    telling = Telling((default_rule("#sales"),), builtin_process, ways={"receipts": request.param})
    office.store.before_commit = (lambda work: announce(work, telling), lambda work: heed_wishes(work, telling))
    yield office, request.param
    office.store.before_commit = ()


def test_an_enquiry_by_mail_is_announced_and_its_receipt_comes_as_is_wished(told: tuple[Office, str]) -> None:
    office, way = told
    office.send(raw(outlook_forward(), office.personal("anna")))
    announced = [item for item in office.outbox() if item.kind == "announcement"]
    receipts = [item for item in office.outbox() if item.kind == "receipt"]
    assert [item.recipient for item in announced] == ["#sales"]
    assert "New enquiry" in render(codec.load(announced[0].content).title, Reader("en"))
    assert bool(receipts) is (way == "direct")


def test_of_a_quiet_mail_nobody_is_told_anything(told: tuple[Office, str]) -> None:
    office, _ = told
    _quiet(office, outlook_forward(), office.personal("anna"))
    with office.store.write(NOON) as work:
        (deal,) = office.deals()
        day = NOON + timedelta(days=2)
        add_followup(work, owner="anna", due_at=day, day_only=True, text="call", record_number=deal.number)
    offer = "Guten Tag,\n\nanbei unser Angebot.\n\nAnna Adler\n"
    ours = {"sender": "Anna Adler <anna@firma.example>", "to": "Julia Brandt <j.brandt@lagerbau-nord.example>"}
    _quiet(
        office,
        mail(**ours, subject="Angebot 4711", body=offer, message_id="<o@firma.example>"),
        office.personal("anna"),
    )
    tagged = office.personal("anna").replace("@", "+cancel@")
    _quiet(office, mail(**ours, subject="Doch nicht", body="Hallo\n", message_id="<c@firma.example>"), tagged)
    _quiet(office, mail(sender="Zoe <zoe@firma.example>", message_id="<z@firma.example>"), "crm@firma.example")
    asked = (
        "boss@gmail.example has requested to automatically forward mail to your email\naddress crm@firma.example.\n"
        "Confirmation code: 123456789\n\nhttps://mail-settings.google.com/mail/vf-abc\n"
    )
    subject = "(#123456789) Gmail Forwarding Confirmation - Receive Mail from boss@gmail.example"
    sender = "Gmail Team <forwarding-noreply@google.com>"
    _quiet(office, mail(sender=sender, subject=subject, body=asked, message_id="<g@google.com>"), "crm@firma.example")
    assert [deal.stage for deal in office.deals()] == ["qualify"]
    assert [followup.done_at for followup in office.all(Followup)] == [None]
    assert len(office.activities()) == 3
    assert office.outbox() == []


def test_what_a_quiet_mail_brought_counts_as_brought_by_mail(told: tuple[Office, str]) -> None:
    office, _ = told
    _quiet(office, outlook_forward(), office.personal("anna"))
    last = office.all(ChangeSet)[-1]
    assert (last.channel, last.action) == ("mail", "backlog")


def _quiet(office: Office, content: bytes, recipient: str) -> None:
    office.send(replace(raw(content, recipient), quiet=True))
