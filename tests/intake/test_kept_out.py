"""What makes no lead, and what is not kept at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crmbot.domain.filing.sender_rules import NEVER_LOG, teach
from crmbot.domain.members.members import require_member, set_emails
from crmbot.domain.records import InboxItem, InboxRaw
from crmbot.errors import MailRefused
from crmbot.intake.receive import accepts, receive
from tests.intake.office import Office, reason_of
from tests.mails import NOON, mail, outlook_forward, raw


@pytest.mark.parametrize(
    ("extra", "sender", "word"),
    [
        ("Auto-Submitted: auto-replied\n", "Julia Brandt <j.brandt@lagerbau-nord.example>", "automatic"),
        (
            "List-Id: <news.shop.example>\nList-Unsubscribe: <https://shop.example/u>\n",
            "Shop <news@shop.example>",
            "list",
        ),
        ("X-Failed-Recipients: a@b.example\n", "Mail Delivery System <MAILER-DAEMON@mx.example>", "delivery report"),
    ],
)
def test_automatic_mail_makes_no_lead(office: Office, extra: str, sender: str, word: str) -> None:
    item = office.send(raw(mail(sender=sender, extra=extra)))
    assert (item.state, item.deal_number) == ("done", None)
    assert word in reason_of(item)
    assert office.deals() == []


def test_internal_mail_is_not_kept(office: Office) -> None:
    item = office.send(
        raw(mail(sender="Anna Adler <anna@firma.example>", to="ben@firma.example", extra="Cc: crm@firma.example\n"))
    )
    assert (item.state, item.subject) == ("done", None)
    assert office.all(InboxRaw) == []
    assert office.activities() == []


def test_mail_of_somebody_on_the_never_log_list_is_not_stored(office: Office) -> None:
    office = office.with_settings(never_log=("lagerbau-nord.example",))
    item = office.send(raw(mail()))
    assert (item.state, item.subject, office.all(InboxRaw)) == ("done", None, [])
    assert len(item.sha256) == 64


def test_a_forward_of_somebody_on_the_never_log_list_is_purged(office: Office) -> None:
    office = office.with_settings(never_log=("j.brandt@lagerbau-nord.example",))
    item = office.send(raw(outlook_forward(), office.personal("anna")))
    assert (item.state, office.all(InboxRaw), office.people()) == ("done", [], [])


def test_a_private_mail_of_a_stranger_leaves_nothing(office: Office) -> None:
    item = office.send(raw(outlook_forward(note="#private"), office.personal("anna")))
    assert (office.people(), office.deals(), office.activities(), office.outbox()) == ([], [], [], [])
    assert (item.state, item.sender, item.recipients, item.from_address, item.message_id) == (
        "done",
        "",
        [],
        None,
        None,
    )
    assert office.all(InboxRaw) == []


def test_a_private_mail_of_a_known_person_leaves_only_the_fact_of_contact(office: Office) -> None:
    office.send(raw(mail()))
    private = outlook_forward("Ganz vertraulich.\n", note="#private", subject="Geheim")
    office.send(raw(private, office.personal("anna")))
    activity = office.activities()[-1]
    assert (activity.text, activity.subject, activity.full_text, activity.note) == ("", None, None, None)
    assert (activity.direction, activity.person_number) == ("in", office.people()[0].number)
    assert len(office.deals()) == 1
    assert len(office.all(InboxRaw)) == 1


def test_a_second_copy_of_a_private_mail_is_not_kept_either(office: Office) -> None:
    office.send(raw(mail()))
    private = outlook_forward("Ganz vertraulich.\n", note="#private", subject="Geheim")
    office.send(raw(private, office.personal("anna")))
    again = outlook_forward(
        "Ganz vertraulich.\n", note="Er zahlt nie.", subject="Geheim", message_id="<f2@firma.example>"
    )
    item = office.send(raw(again, office.personal("anna")))
    assert (item.state, item.subject, len(office.all(InboxRaw))) == ("duplicate", None, 1)
    assert [activity.note for activity in office.activities()] == [None, None]


def test_an_invitation_of_a_stranger_makes_no_lead(office: Office) -> None:
    body = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:1\nDTSTART:20261120T090000Z\nSUMMARY:Treffen\nEND:VEVENT\nEND:VCALENDAR\n"
    content = mail(body=body).replace(b"text/plain; charset=utf-8", b"text/calendar; method=REQUEST; charset=utf-8")
    item = office.send(raw(content))
    assert (item.state, office.deals()) == ("done", [])
    assert "invitation" in reason_of(item)


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("crm@firma.example", True),
        ("CRM@Firma.Example", True),
        ("crm+3d@firma.example", True),
        ("crm+bbbbbbbbbbbbbbbb@firma.example", False),
        ("info@firma.example", False),
        ("crm@elsewhere.example", False),
        ("", False),
    ],
)
def test_only_capture_addresses_are_accepted(office: Office, address: str, taken: bool) -> None:
    assert accepts(office.store, office.settings, address) is taken


def test_an_oversized_mail_is_refused_for_good(office: Office) -> None:
    with pytest.raises(MailRefused) as refused:
        receive(office.store, office.with_settings(max_bytes=100).settings, raw(mail()))
    assert refused.value.code == 552


def test_an_empty_mail_is_refused(office: Office) -> None:
    with pytest.raises(MailRefused):
        receive(office.store, office.settings, raw(b" \r\n"))


@pytest.mark.parametrize("content", [b"x", b"\x00\xff" * 50, b"Subject: \xff\n\n\x00", b"From: <\n\n", b"\n\nbody"])
def test_nonsense_ends_in_a_row_with_a_reason(office: Office, content: bytes) -> None:
    item = office.send(raw(content))
    assert item.state in ("held", "done", "parked")
    assert reason_of(item)


def test_a_mail_that_cannot_be_handled_is_parked_and_can_be_retried(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crmbot.intake import worker
    from crmbot.intake.inbox import retry

    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    with monkeypatch.context() as patched:
        patched.setattr(worker, "decide", broken)
        item = office.send(raw(mail()))
    assert (item.state, item.attempts) == ("parked", 1)
    assert "out of order" in reason_of(item)
    with office.store.write(item.received_at) as work:
        retry(work, item.id)
    office.worker.handle(item.id, item.received_at)
    assert office.item(item.id).state == "done"


def test_an_envelope_of_any_characters_is_kept(office: Office) -> None:
    strange = replace(
        raw(mail(message_id=f"<{'雪' * 1500}@x>")), sender="a\udcff\x00@x", helo="\x00" * 300, peer="p" * 99
    )
    item = office.send(strange)
    assert (item.state, len(item.peer or "")) == ("done", 60)
    assert "\x00" not in item.sender + (item.helo or "")


def test_workers_that_crowd_spread_over_the_waiting_mails(office: Office) -> None:
    for number in range(20):
        content = mail(
            sender=f"P {number} <p{number}@kunde-{number}.example>", message_id=f"<{number}@x>", subject=f"S {number}"
        )
        receive(office.store, office.settings, raw(content))
    first = office.worker
    second = office.worker
    taken = first.next_waiting(NOON)
    assert taken is not None
    first.handle(taken, NOON)
    second.handle(taken, NOON)  # too late: from now on it looks further
    assert len({second.next_waiting(NOON) for _ in range(50)}) > 1


def test_a_shop_that_takes_no_answers_is_no_lead(office: Office) -> None:
    shop = mail(
        sender="Shop <noreply@shop.example>", subject="Ihre Bestellung", body="Vielen Dank für Ihre Bestellung.\n"
    )
    item = office.send(raw(shop))
    assert (item.state, office.deals()) == ("done", [])
    assert "nobody reads answers" in reason_of(item)


def test_a_form_that_writes_from_such_a_mailbox_is_one(office: Office) -> None:
    body = "Name: Sandra Moser\nE-Mail: sandra.moser@moser-holz.example\nNachricht: Wir suchen Regale.\n"
    office.send(raw(mail(sender="Website <noreply@webforms.example>", subject="Kontaktformular", body=body)))
    assert [person.name for person in office.people()] == ["Sandra Moser"]


def _nothing_is_kept(office: Office, item: InboxItem) -> bool:
    with office.store.read() as session:
        bytes_ = session.get(InboxRaw, item.id)
    return (bytes_, item.subject, item.from_address, item.recipients) == (None, None, None, [])


def _never_logged(office: Office, address: str) -> None:
    with office.store.write(NOON, actor="anna") as work:
        teach(work, address, NEVER_LOG)


def test_internal_mail_is_not_kept_whatever_it_asks_for(office: Office) -> None:
    tagged = office.personal("anna").replace("@", "+cancel@")
    item = office.send(raw(mail(sender="Anna Adler <anna@firma.example>", to="ben@firma.example"), tagged))
    assert _nothing_is_kept(office, item)
    assert office.outbox() == []


def test_a_private_mail_of_a_stranger_is_not_kept_whatever_it_asks_for(office: Office) -> None:
    tagged = office.personal("anna").replace("@", "+cancel@")
    item = office.send(raw(outlook_forward(note="#private"), tagged))
    assert _nothing_is_kept(office, item)
    assert office.outbox() == []


def test_a_forward_of_somebody_never_logged_is_not_kept_whatever_it_asks_for(office: Office) -> None:
    _never_logged(office, "j.brandt@lagerbau-nord.example")
    item = office.send(raw(outlook_forward(), office.personal("anna").replace("@", "+cancel@")))
    assert _nothing_is_kept(office, item)
    assert office.outbox() == []


def test_a_private_list_is_sent_and_its_mail_is_not_kept(office: Office) -> None:
    tagged = office.personal("anna").replace("@", "+list+private@")
    item = office.send(raw(mail(sender="Anna Adler <anna@firma.example>", to=tagged, body="Liste\n"), tagged))
    assert _nothing_is_kept(office, item)
    assert [one.kind for one in office.outbox()] == ["list"]


def test_a_second_copy_of_a_mail_of_somebody_never_logged_since_is_not_kept(office: Office) -> None:
    office.send(raw(mail()))
    _never_logged(office, "j.brandt@lagerbau-nord.example")
    item = office.send(raw(outlook_forward(note="Er zahlt nie."), office.personal("anna")))
    assert item.state == "duplicate"
    assert _nothing_is_kept(office, item)
    assert not any(activity.note or activity.text == "Er zahlt nie." for activity in office.activities())


def test_the_receipt_of_a_second_copy_of_a_private_mail_does_not_name_its_subject(office: Office) -> None:
    office.send(raw(mail()))
    private = outlook_forward("Ganz vertraulich.\n", note="#private", subject="Geheim")
    office.send(raw(private, office.personal("anna")))
    again = outlook_forward("Ganz vertraulich.\n", note="", subject="Geheim", message_id="<f2@firma.example>")
    assert office.send(raw(again, office.personal("anna"))).state == "duplicate"
    assert not any("Geheim" in str(one.content) for one in office.outbox())


def _of_another_domain(office: Office) -> str:
    """Anna's further address, of a domain that is not ours."""
    with office.store.write(NOON) as work:
        set_emails(work, require_member(work.session, "anna"), ["anna@firma.example", "anna@agentur.example"])
    return "Anna Adler <anna@agentur.example>"


def test_a_member_of_a_domain_that_is_never_logged_is_still_heard(office: Office) -> None:
    sender = _of_another_domain(office)
    _never_logged(office, "agentur.example")
    assert office.send(raw(outlook_forward(sender=sender), office.personal("anna"))).deal_number is not None
    assert _nothing_is_kept(office, office.send(raw(mail(sender="Max <max@agentur.example>"))))


@pytest.mark.parametrize("cc", ["ben@firma.example", "anna@agentur.example"])
def test_what_such_a_member_writes_to_nobody_but_the_listed_is_not_even_stored(office: Office, cc: str) -> None:
    sender = _of_another_domain(office)
    office = office.with_settings(never_log=("lagerbau-nord.example",))
    content = mail(sender=sender, to="j.brandt@lagerbau-nord.example", extra=f"Cc: {cc}\n")
    inbox_id = receive(office.store, office.settings, raw(content, office.personal("anna")))
    assert _nothing_is_kept(office, office.item(inbox_id))


def test_an_absence_notice_of_somebody_never_logged_since_is_not_kept(office: Office) -> None:
    notice = mail(
        subject="Abwesend", body="Ich bin ab dem 05.12.2026 wieder da.\n", extra="Auto-Submitted: auto-replied\n"
    )
    inbox_id = receive(office.store, office.settings, raw(notice))
    _never_logged(office, "j.brandt@lagerbau-nord.example")
    office.worker.handle(inbox_id, NOON)
    assert _nothing_is_kept(office, office.item(inbox_id))
