"""Where mail goes: leads, known people, deals by tag and conversation, and what the owner is told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from crmbot import codec
from crmbot.domain.deals.deals import lose, move_to_stage, open_lead
from crmbot.domain.members.members import leave, require_member
from crmbot.domain.process import Process
from crmbot.domain.records import Company, CompanyDomain, Deal, File, Followup, Person
from tests.intake.office import Office, reason_of
from tests.mails import NOON, mail, outlook_forward, raw


def test_a_forwarded_mail_of_a_stranger_becomes_a_lead_of_the_forwarder(office: Office) -> None:
    item = office.send(raw(outlook_forward(), office.personal("anna")))
    (deal,) = office.deals()
    (person,) = office.people()
    assert (item.state, item.deal_number) == ("done", deal.number)
    assert (deal.owner, deal.stage, deal.name, deal.budget) == (
        "anna",
        "qualify",
        "Anfrage Regale",
        Decimal("20000.00"),
    )
    assert (person.name, person.job_title) == ("Julia Brandt", "Leiterin Einkauf")
    with office.session() as session:
        found = session.get(Person, person.number)
        assert found is not None
        assert found.company is not None
        assert found.company.name == "Lagerbau Nord GmbH"
        assert [entry.email for entry in found.emails] == ["j.brandt@lagerbau-nord.example"]
        assert [entry.number for entry in found.phones] == ["+49403344120"]


def test_the_activity_of_a_forward_has_direction_date_author_and_the_note(office: Office) -> None:
    office.send(raw(outlook_forward(), office.personal("anna")))
    (activity,) = office.activities()
    assert (activity.kind, activity.medium, activity.direction, activity.author) == ("mail", "mail", "in", "anna")
    assert activity.at == NOON - timedelta(hours=2, minutes=48)
    assert activity.note == "Bitte anlegen, sie hat es eilig."
    assert "Palettenregale" in activity.text
    assert "Hafenstraße" not in activity.text


def test_mail_straight_from_an_outsider_becomes_a_lead_of_the_default_owner(office: Office) -> None:
    office = office.with_settings(default_owner="ben")
    office.send(raw(mail()))
    (deal,) = office.deals()
    (activity,) = office.activities()
    assert (deal.owner, activity.author, activity.direction) == ("ben", None, "in")


def test_without_a_default_owner_the_first_member_is_in_charge(office: Office) -> None:
    office.send(raw(mail()))
    assert [deal.owner for deal in office.deals()] == ["anna"]


def test_a_bcc_to_a_stranger_is_a_lead_with_an_outgoing_mail(office: Office) -> None:
    content = mail(
        sender="Ben Bauer <ben@firma.example>",
        to="Eva Lang <eva@lang-holz.example>",
        subject="Unser Gespräch",
        body="Hallo Frau Lang,\n\nanbei die Unterlagen.\n\nViele Grüße\nBen Bauer\n",
    )
    office.send(raw(content, office.personal("ben")))
    (deal,) = office.deals()
    (activity,) = office.activities()
    (person,) = office.people()
    assert (deal.owner, activity.direction, activity.author, person.name) == ("ben", "out", "ben", "Eva Lang")


def test_the_next_mail_of_a_known_person_goes_to_the_one_open_deal(office: Office) -> None:
    office.send(raw(mail()))
    item = office.send(raw(mail(subject="Noch eine Frage", body="Wann können Sie liefern?\n", message_id="<m2@x>")))
    assert len(office.deals()) == 1
    assert item.deal_number == office.deals()[0].number
    assert "one open deal" in reason_of(item)


def _second_deal(office: Office, process: Process) -> None:
    with office.store.write(NOON, actor="anna", channel="say", action="lead") as work:
        person = work.session.scalars(select(Person)).one()
        open_lead(work, process, name="Zweites Lager", owner="anna", person=person, company=person.company)


def test_with_several_open_deals_the_mail_stands_at_the_person_and_the_owner_is_asked(
    office: Office, process: Process
) -> None:
    office.send(raw(mail()))
    _second_deal(office, process)
    item = office.send(raw(mail(subject="Frage", body="Wann können Sie liefern?\n", message_id="<m2@x>")))
    assert (item.state, item.deal_number) == ("done", None)
    assert office.activities()[-1].person_number == office.people()[0].number
    question = codec.load(next(entry for entry in office.outbox() if entry.kind == "question").content)
    commands = [action.command for section in question.sections for row in section.rows for action in row.actions]
    assert commands[:-2] == [f"file #{office.activities()[-1].number} at #{deal.number}" for deal in office.deals()]


def test_a_customer_with_a_new_enquiry_is_a_lead_again_and_no_second_person(office: Office, process: Process) -> None:
    office.send(raw(mail()))
    with office.store.write(NOON, actor="anna", channel="say", action="stage") as work:
        stage = process.stage("delivery")
        assert stage is not None
        move_to_stage(work, process, work.session.scalars(select(Deal)).one(), stage)
    office.send(raw(mail(subject="Neues Projekt", body="Wir planen eine zweite Halle.\n", message_id="<m2@x>")))
    assert [deal.stage for deal in office.deals()] == ["delivery", "qualify"]
    assert len(office.people()) == 1


def test_a_reply_of_a_known_person_without_open_deal_is_logged_and_opens_none(office: Office, process: Process) -> None:
    office.send(raw(mail()))
    with office.store.write(NOON, actor="anna", channel="say", action="lost") as work:
        move_to_stage(work, process, work.session.scalars(select(Deal)).one(), process.lost)
    extra = "In-Reply-To: <unknown@elsewhere.example>\n"
    item = office.send(raw(mail(subject="AW: Termin", body="Danke, bis dann!\n", message_id="<m2@x>", extra=extra)))
    assert len(office.deals()) == 1
    assert (item.state, item.deal_number, item.person_number) == ("done", None, office.people()[0].number)


def test_a_new_colleague_is_added_to_the_known_company(office: Office) -> None:
    office.send(raw(mail()))
    office.send(
        raw(
            mail(
                sender="Tom Weiss <t.weiss@lagerbau-nord.example>",
                subject="Türen",
                body="Wir suchen Türen.\n",
                message_id="<m2@x>",
            )
        )
    )
    with office.session() as session:
        assert len(session.scalars(select(Company)).all()) == 1
        companies = {person.company_number for person in session.scalars(select(Person))}
    assert len(companies) == 1


def test_two_people_with_addresses_of_a_free_mail_provider_share_no_company(office: Office) -> None:
    for number, name in enumerate(("Karl Otto", "Rosa Blum")):
        address = f"{name} <{name.split()[0].lower()}.{number}@gmx.de>"
        office.send(
            raw(
                mail(
                    sender=address,
                    body="Ich suche ein Regal.\n",
                    message_id=f"<g{number}@gmx.de>",
                    subject=f"Regal {number}",
                )
            )
        )
    assert [person.company_number for person in office.people()] == [None, None]
    assert len(office.deals()) == 2


def test_a_tag_in_the_subject_files_a_members_mail_at_that_deal(office: Office, process: Process) -> None:
    office.send(raw(mail()))
    _second_deal(office, process)
    number = office.deals()[1].number
    content = outlook_forward("Hier der Hallenplan.\n", subject=f"Plan #{number}", message_id="<f2@firma.example>")
    assert office.send(raw(content, office.personal("anna"))).deal_number == number


def test_a_tag_in_the_capture_address_files_the_mail_at_that_deal(office: Office, process: Process) -> None:
    office.send(raw(mail()))
    _second_deal(office, process)
    number = office.deals()[0].number
    recipient = office.personal("anna").replace("@", f"+d{number}@")
    content = outlook_forward("Hier der Hallenplan.\n", subject="Plan", message_id="<f2@firma.example>")
    assert office.send(raw(content, recipient)).deal_number == number


def test_a_tag_of_an_outsider_does_not_count(office: Office) -> None:
    office.send(raw(mail()))
    number = office.deals()[0].number
    stranger = mail(
        sender="Max Fremd <max@fremd.example>",
        subject=f"Re: #{number}",
        body="Bitte ansehen.\n",
        message_id="<x@fremd.example>",
    )
    item = office.send(raw(stranger))
    assert item.deal_number != number


def test_a_made_up_tag_of_a_member_is_reported_in_the_receipt(office: Office) -> None:
    office.send(raw(outlook_forward(subject="Anfrage #99999"), office.personal("anna")))
    receipt = codec.load(office.outbox()[0].content)
    assert [line.args["number"] for line in receipt.lines] == [99999]


def test_an_answer_of_a_colleague_of_the_customer_joins_the_conversation(office: Office) -> None:
    office.send(raw(mail()))
    extra = "In-Reply-To: <m1@lagerbau-nord.example>\n"
    answer = mail(
        sender="Tom Weiss <t.weiss@lagerbau-nord.example>",
        subject="AW: Anfrage Regale",
        body="Ich übernehme.\n",
        message_id="<m2@x>",
        extra=extra,
    )
    assert office.send(raw(answer)).deal_number == office.deals()[0].number


def test_a_stranger_who_knows_a_message_id_does_not_get_into_the_conversation(office: Office) -> None:
    office.send(raw(mail()))
    extra = "In-Reply-To: <m1@lagerbau-nord.example>\nReferences: <m1@lagerbau-nord.example>\n"
    item = office.send(
        raw(
            mail(
                sender="Max Fremd <max@fremd.example>",
                subject="AW: Anfrage Regale",
                body="Guten Tag.\n",
                message_id="<x@y>",
                extra=extra,
            )
        )
    )
    assert item.deal_number != office.deals()[0].number


def test_of_a_mail_at_a_deal_of_somebody_who_left_his_successor_is_told(office: Office, process: Process) -> None:
    office.send(raw(outlook_forward(), office.personal("anna")))
    with office.store.write(NOON) as work:
        lose(work, work.session.scalars(select(Deal)).one(), process, "price")
        leave(work, require_member(work.session, "anna"), require_member(work.session, "clara"))
    answer = mail(subject="Re: Anfrage Regale", body="Wir melden uns noch einmal dazu.\n", message_id="<m2@x>",
                  extra="In-Reply-To: <m1@lagerbau-nord.example>\nReferences: <f1@firma.example>\n")  # fmt: skip
    office.send(raw(answer))
    assert [item.recipient for item in office.outbox()] == ["anna", "clara"]


def test_a_message_id_beyond_all_measure_still_joins_its_conversation(office: Office) -> None:
    long = "<" + "".join(chr(0x20000 + 7 * place % 40_000) for place in range(900)) + "@x.example>"
    forward = outlook_forward().replace(b"Message-ID:", f"In-Reply-To: {long}\nMessage-ID:".encode(), 1)
    first = office.send(raw(forward, office.personal("anna")))
    assert (first.state, first.deal_number is not None) == ("done", True)
    answer = mail(subject="Re: Anfrage", body="Gern.\n", message_id="<m2@x>", extra=f"In-Reply-To: {long}\n")
    item = office.send(raw(answer))
    assert "conversation" in reason_of(item)


def test_a_follow_up_directive_makes_a_follow_up_in_the_members_zone(office: Office) -> None:
    note = "#wiedervorlage morgen 10:00 Rückruf\nBitte anlegen."
    office.send(raw(outlook_forward(note=note), office.personal("anna")))
    (followup,) = office.all(Followup)
    assert (followup.owner, followup.text, followup.record_number) == ("anna", "Rückruf", office.deals()[0].number)
    assert followup.due_at == NOON.replace(day=19, hour=10)
    assert office.activities()[0].note == "Bitte anlegen."


def test_an_owner_directive_hands_the_lead_to_a_colleague(office: Office) -> None:
    office.send(raw(outlook_forward(note="#owner ben"), office.personal("anna")))
    assert office.deals()[0].owner == "ben"
    assert office.outbox()[0].recipient == "ben"


def test_files_are_kept_with_the_activity(office: Office) -> None:
    content = (
        b"From: Julia Brandt <j.brandt@lagerbau-nord.example>\nTo: crm@firma.example\nSubject: Plan\nMessage-ID: <p@x>\n"
        b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nAnbei.\n'
        b'--b\nContent-Type: application/pdf; name="halle.pdf"\nContent-Disposition: attachment; filename="halle.pdf"\n'
        b"Content-Transfer-Encoding: base64\n\nJVBERi0=\n--b--\n"
    )
    office.send(raw(content))
    (file,) = office.all(File)
    assert (file.filename, file.content_type, file.size) == ("halle.pdf", "application/pdf", 5)


def test_the_receipt_says_why_and_can_take_it_back(office: Office) -> None:
    item = office.send(raw(outlook_forward(), office.personal("anna")))
    receipt = codec.load(office.outbox()[0].content)
    assert (office.outbox()[0].kind, office.outbox()[0].recipient) == ("receipt", "anna")
    assert f"undo {item.change_set_id}" in [action.command for action in receipt.actions]
    assert any(entry.label.message == "Why" for entry in receipt.fields)


def test_colleagues_who_answer_in_one_conversation_stay_different_people(office: Office) -> None:
    office.send(raw(mail()))
    for name in ("Karl Otto", "Mia Brandt"):
        address = f"{name.split()[0].lower()}@lagerbau-nord.example"
        extra = "In-Reply-To: <m1@lagerbau-nord.example>\n"
        office.send(
            raw(
                mail(
                    sender=f"{name} <{address}>",
                    subject="AW: Anfrage Regale",
                    body=f"Gruß von {name}.\n",
                    message_id=f"<{address}>",
                    extra=extra,
                )
            )
        )
    assert [person.name for person in office.people()] == ["Julia Brandt", "Karl Otto", "Mia Brandt"]
    assert {activity.deal_number for activity in office.activities()} == {office.deals()[0].number}


def test_the_same_person_who_answers_from_a_private_address_is_known(office: Office) -> None:
    office.send(raw(mail()))
    extra = "In-Reply-To: <m1@lagerbau-nord.example>\n"
    office.send(
        raw(
            mail(
                sender="Julia Brandt <julia@privat.example>",
                subject="AW: Anfrage Regale",
                body="Von zu Hause.\n",
                message_id="<p@x>",
                extra=extra,
            )
        )
    )
    with office.session() as session:
        (person,) = session.scalars(select(Person)).all()
        assert [entry.email for entry in person.emails] == ["j.brandt@lagerbau-nord.example", "julia@privat.example"]


def test_further_recipients_of_a_members_mail_become_contacts_with_the_mail_in_their_history(office: Office) -> None:
    content = mail(
        sender="Ben Bauer <ben@firma.example>",
        to="Xaver Huber <x@huber.example>, Yvonne Klein <y@klein.example>",
        subject="Treffen",
        body="Hallo zusammen.\n",
    )
    office.send(raw(content, office.personal("ben")))
    assert [person.name for person in office.people()] == ["Xaver Huber", "Yvonne Klein"]
    assert len(office.deals()) == 1
    from crmbot.domain.history.timeline import timeline

    with office.session() as session:
        yvonne = session.get(Person, office.people()[1].number)
        assert yvonne is not None
        assert [activity.subject for activity in timeline(session, yvonne)] == ["Treffen"]


def test_a_display_name_that_is_another_mail_address_is_no_name(office: Office) -> None:
    office.send(raw(mail(sender='"anna@firma.example" <eve@evil.example>', body="Guten Tag, wir brauchen Regale.\n")))
    assert office.people()[0].name == "eve@evil.example"


def test_directives_reach_an_existing_deal_and_what_cannot_be_done_is_told(office: Office) -> None:
    office.send(raw(mail()))
    note = "#owner ben\n#value 12k\n#stage angebot\n#source messe"
    forward = outlook_forward("Noch etwas.\n", subject="Nachtrag", note=note, message_id="<f2@firma.example>")
    office.send(raw(forward, office.personal("anna")))
    (deal,) = office.deals()
    assert (deal.owner, deal.amount, deal.stage, deal.source) == ("ben", Decimal(12000), "offer", "messe")
    wrong = outlook_forward(
        "Und noch etwas.\n", subject="Nachtrag 2", note="#owner zoe\n#stage mond", message_id="<f3@firma.example>"
    )
    office.send(raw(wrong, office.personal("anna")))
    receipt = codec.load(office.outbox()[-1].content)
    assert [next(iter(line.args.values())).text for line in receipt.lines] == ["zoe", "mond"]


def test_who_forwards_what_is_filed_already_hears_where_it_stands(office: Office) -> None:
    office.send(raw(mail()))
    office.send(
        raw(
            outlook_forward(sender="Ben Bauer <ben@firma.example>", message_id="<f9@firma.example>"),
            office.personal("ben"),
        )
    )
    last = office.outbox()[-1]
    assert (last.kind, last.recipient) == ("receipt", "ben")
    assert codec.load(last.content).title.args["number"] == office.deals()[0].number


def test_an_outsider_cannot_add_his_domain_to_a_known_company(office: Office) -> None:
    office.send(raw(mail()))
    office.send(raw(mail(sender="Eve Evil <eve@evil.example>", message_id="<e@x>", subject="Hallo")))
    with office.session() as session:
        domains = [entry.domain for entry in session.scalars(select(CompanyDomain))]
    assert domains == ["lagerbau-nord.example"]
