"""An offer in a member's mail, and who gets the leads that mails open (rows N16, S0.3, C8, S4.15)."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.codec import load
from crmbot.domain.catalogue.sales_settings import AssignmentRule, SalesSettings
from crmbot.domain.deals.deals import open_lead, win
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, InboxItem, Member, Offer, OutboxItem, Watcher
from crmbot.shapes import ChatMessage, RawMail, Reader
from crmbot.storage.store import Store
from crmbot.texts import render
from tests.conftest import add_team
from tests.intake.office import NOON, SETTINGS, Office
from tests.mails import mail, outlook_forward, raw

CUSTOMER = "Julia Brandt <j.brandt@lagerbau-nord.example>"


@pytest.fixture
def one(sqlite_store: Store, now: datetime) -> Office:
    """An office where Julia Brandt's enquiry has become a lead."""
    add_team(sqlite_store, now)
    office = Office(sqlite_store, replace(SETTINGS, require_proof=False))
    office.send(raw(mail()))
    return office


def pdf(*lines: str, deflated: bool = True) -> bytes:
    """A small PDF that shows these lines."""
    shown = "BT /F1 12 Tf 72 720 Td " + " ".join(f"({line}) Tj 0 -14 Td" for line in lines) + " ET"
    stream = shown.encode("cp1252")
    kind = b"/Filter /FlateDecode " if deflated else b""
    body = zlib.compress(stream) if deflated else stream
    return (
        b"%PDF-1.4\n4 0 obj\n<< "
        + kind
        + b"/Length %d >>\nstream\n" % len(body)
        + body
        + b"\nendstream\nendobj\n%%EOF\n"
    )


def sent(
    subject: str, body: str, *, files: tuple[tuple[str, bytes], ...] = (), message_id: str = "<o1@firma.example>",
    to: str = CUSTOMER, sender: str = "Anna Adler <anna@firma.example>",
) -> RawMail:  # fmt: skip
    """A mail of Anna's to the customer, with the capture address in Bcc."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = "Wed, 18 Nov 2026 11:00:00 +0100", message_id
    message.set_content(body)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return raw(message.as_bytes())


def verdicts(item: InboxItem) -> dict[str, str]:
    return {rule: answer for rule, answer, _ in item.verdicts or []}


def test_n16_an_offer_mail_with_a_pdf_is_recorded_and_makes_a_prospect(one: Office) -> None:
    file = pdf(
        "Angebot Nr. AN-2026-17 vom 18.11.2026",
        "Palettenregale 10.504,20 EUR",
        "Gesamtsumme netto 12.500,00 EUR",
        "Gültig bis 18.12.2026",
    )
    item = one.send(
        sent(
            "Angebot Palettenregale",
            "Sehr geehrte Frau Brandt,\n\nanbei unser Angebot.\n\nViele Grüße\nAnna Adler",
            files=(("Angebot_AN-2026-17.pdf", file),),
        )
    )
    (offer,), (deal,) = one.all(Offer), one.deals()
    assert (offer.amount, offer.code, offer.state, str(offer.valid_until)) == (
        Decimal(12500),
        "AN-2026-17",
        "sent",
        "2026-12-18",
    )
    assert (offer.deal_number, offer.activity_number, offer.file_id is not None) == (
        deal.number,
        item.activity_number,
        True,
    )
    assert (deal.stage, deal.amount) == ("offer", Decimal(12500))
    assert verdicts(item)["offer"] == "yes"
    receipt = [load(row.content) for row in one.outbox() if row.kind == "receipt"][-1]
    told = " ".join(render(line, Reader("en")) for line in receipt.lines)
    assert "Offer AN-2026-17 of €12,500 recorded: the customer is a prospect now." in told
    with one.session() as session:
        assert session.scalars(select(Deal)).one().stage == "offer"


@pytest.mark.parametrize(
    ("subject", "body", "amount"),
    [
        ("Angebot 2026-17", "Gern bieten wir Ihnen die Regale zum Gesamtpreis von 12.500 € an.", "12500"),
        ("Our offer for the shelves", "Total: EUR 12,500.00 net. Valid until 18 December 2026.", "12500"),
        ("Ihre Anfrage", "anbei erhalten Sie unser Angebot.\nAngebotssumme: 12.500,00 EUR", "12500"),
        ("Kostenvoranschlag Montage", "Netto 4.200,00 €\nMwSt. 19 %: 798,00 €\nGesamtbetrag brutto: 4.998,00 €", "4998"),
        ("Quotation Q-2026-5", "1 x shelf: 900 EUR\n2 x board: 100 EUR\nGrand total: 1,000 EUR", "1000"),
    ],
)  # fmt: skip
def test_n16_the_amount_is_the_labelled_total_or_the_only_one(
    one: Office, subject: str, body: str, amount: str
) -> None:
    one.send(sent(subject, body))
    (offer,) = one.all(Offer)
    assert offer.amount == Decimal(amount)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: Angebot 2026-17", "Danke für Ihre Rückmeldung, ich melde mich nächste Woche."),
        ("Termin nächste Woche", "Wir sprechen dann über das Angebot. Passt Ihnen Dienstag?"),
        ("Bitte um Angebot Spedition", "Könnten Sie uns bis Freitag etwas schicken?"),
        ("Rückfrage zu Ihrem Angebot", "Wie lang ist die Lieferzeit?"),
    ],
)
def test_n16_a_mail_that_only_talks_about_offers_records_none(one: Office, subject: str, body: str) -> None:
    item = one.send(sent(subject, body))
    assert item.state == "done"
    assert not one.all(Offer)
    assert "offer" not in verdicts(item)


def test_n16_without_an_amount_the_owner_is_asked_and_his_answer_records_it(one: Office) -> None:
    with one.store.write(NOON) as work:
        deal = work.session.scalars(select(Deal)).one()
        deal.amount = None
    one.send(
        sent(
            "Angebot 2026-17",
            "Sehr geehrte Frau Brandt, anbei unser Angebot.",
            files=(("Angebot 2026-17.pdf", b"%PDF-1.4 scanned"),),
        )
    )
    assert not one.all(Offer)
    (question,) = [row for row in one.outbox() if row.key.startswith("offer:")]
    assert "Of how much?" in render(load(question.content).title, Reader("en"))
    (deal,) = one.deals()
    assert deal.stage == "offer"
    assistant = Assistant(one.store, builtin_process, AssistantSettings(language="en"))
    said = ChatMessage(f"offer #{deal.number} 9.500 €", "anna", "say", "c", NOON)
    assert assistant.answer(said).reply.ok
    assert [offer.amount for offer in one.all(Offer)] == [Decimal(9500)]


def test_n16_of_several_amounts_without_a_label_a_person_chooses(one: Office) -> None:
    with one.store.write(NOON) as work:
        work.session.scalars(select(Deal)).one().amount = None
    one.send(sent("Angebot Regale", "Variante A kostet Sie 900 €\nVariante B liegt bei 1.200 €"))
    assert not one.all(Offer)
    (question,) = [row for row in one.outbox() if row.key.startswith("offer:")]
    commands = [action.command for action in load(question.content).actions]
    assert [command.split()[2] for command in commands if command.startswith("offer")] == ["1200.00", "900.00"]


def test_n16_the_same_offer_sent_again_is_not_recorded_twice_and_a_new_amount_is_the_next_version(one: Office) -> None:
    one.send(sent("Angebot AN-2026-17", "Gesamtpreis 12.500 €"))
    one.send(sent("Angebot AN-2026-17", "Noch einmal: Gesamtpreis 12.500 €", message_id="<o2@firma.example>"))
    assert [(offer.version, offer.state) for offer in one.all(Offer)] == [(1, "sent")]
    one.send(sent("Angebot AN-2026-17", "Mit Nachlass: Gesamtpreis 11.000 €", message_id="<o3@firma.example>"))
    assert [(offer.version, offer.state) for offer in one.all(Offer)] == [(1, "replaced"), (2, "sent")]


def test_an_offer_to_a_known_person_without_an_open_deal_opens_one(one: Office) -> None:
    with one.store.write(NOON) as work:
        win(work, work.session.scalars(select(Deal)).one(), builtin_process())
        work.session.scalars(select(Deal)).one().stage = "invoice"
    item = one.send(sent("Angebot Wartung", "Gesamtpreis 2.400 €"))
    assert verdicts(item)["known-offer"] == "yes"
    new = one.deals()[-1]
    assert (len(one.deals()), new.stage, new.amount, new.owner) == (2, "offer", Decimal(2400), "anna")


def test_with_several_open_deals_the_owner_is_asked_to_which_the_offer_belongs(one: Office) -> None:
    one.send(
        raw(
            mail(
                subject="Anfrage Schränke", message_id="<m2@lagerbau-nord.example>", body="Noch eine Anfrage.\n\n#lead"
            ),
            one.personal("anna"),
        )
    )
    with one.store.write(NOON) as work:
        first = work.session.scalars(select(Deal)).first()
        assert first is not None
        open_lead(work, builtin_process(), name="Schränke", owner="anna", person=first.person, company=first.company)
    one.send(sent("Angebot Schränke", "Gesamtpreis 2.400 €"))
    assert not one.all(Offer)
    (question,) = [row for row in one.outbox() if row.key.startswith("offer:")]
    assert "For which deal?" in render(load(question.content).title, Reader("en"))
    assert all("2400" in action.command for action in load(question.content).actions[:2])


def test_an_outsiders_mail_called_offer_is_an_enquiry_as_any_other(one: Office) -> None:
    item = one.send(
        raw(
            mail(
                subject="Angebot Regale",
                sender="Max Muster <max@anbieter.example>",
                message_id="<x@anbieter.example>",
                body="Wir bieten Ihnen Regale zum Gesamtpreis von 900 € an.",
            )
        )
    )
    assert not one.all(Offer)
    assert "offer" not in verdicts(item)


def test_c8_a_lead_from_mail_goes_by_rule_never_to_the_sender_and_the_receipt_says_why(office: Office) -> None:
    rule = AssignmentRule("north", postcodes=("2",), members=("ben", "clara"))
    by_rule = office.with_settings(sales=SalesSettings(assignment=(rule,)), default_owner="anna")
    by_rule.send(raw(mail()))
    by_rule.send(
        raw(
            mail(
                sender="Kai Kurz <k@kurz-bau.example>",
                message_id="<k@kurz-bau.example>",
                body="Wir brauchen Regale.\n\nMit freundlichen Grüßen\nKai Kurz\nKurz Bau GmbH\nHafenweg 3\n20459 Hamburg\n",
            )
        )
    )
    by_rule.send(
        raw(mail(sender="Tim Tal <t@tal-bau.example>", message_id="<t@tal-bau.example>", body="Wir brauchen Regale."))
    )
    assert [deal.owner for deal in by_rule.deals()] == ["ben", "clara", "anna"]
    receipts = [load(row.content) for row in by_rule.outbox() if row.kind == "receipt"]
    whys = [
        render(field.value, Reader("en"))
        for reply in receipts
        for field in reply.fields
        if field.label.message == "Owner"
    ]
    assert whys == [
        "Ben Bauer: rule “north”: whose turn it is", "Clara Cordes: rule “north”: whose turn it is",
        "Anna Adler: is the default owner, no rule gives it to somebody else",
    ]  # fmt: skip


def test_who_forwards_a_lead_that_a_rule_gives_to_another_follows_it_and_hears_of_it(
    sqlite_store: Store, team_on_sqlite: dict[str, Member]
) -> None:
    rule = AssignmentRule("all", members=("ben",))
    office = Office(sqlite_store, replace(SETTINGS, require_proof=False, sales=SalesSettings(assignment=(rule,))))
    office.send(raw(outlook_forward()))
    (deal,) = office.deals()
    assert (deal.owner, deal.assigned_by) == ("ben", "all")
    assert [(one.member, one.kind) for one in office.all(Watcher)] == [("anna", "follower")]
    assert sorted(row.recipient for row in office.all(OutboxItem) if row.kind == "receipt") == ["anna", "ben"]


@pytest.fixture
def team_on_sqlite(sqlite_store: Store, now: datetime) -> dict[str, Member]:
    return add_team(sqlite_store, now)


def test_s4_15_the_grade_stands_in_the_receipt_of_a_new_lead(one: Office) -> None:
    (deal,) = one.deals()
    assert (deal.grade, deal.budget) == ("warm", Decimal(20000))
    receipt = next(load(row.content) for row in one.outbox() if row.kind == "receipt")
    grades = [render(field.value, Reader("en")) for field in receipt.fields if field.label.message == "Grade"]
    assert grades == ["warm: Budget or amount are worth the work (budget €20,000, amount €20,000)"]
