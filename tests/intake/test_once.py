"""The same mail by any number of ways makes one activity."""

from __future__ import annotations

import pytest

from crmbot.domain.records import Followup
from tests.intake.office import Office
from tests.mails import ENQUIRY, mail, outlook_forward, raw


def test_a_mail_that_is_delivered_twice_is_filed_once(office: Office) -> None:
    first = office.send(raw(mail()))
    second = office.send(raw(mail(extra="Received: by another way\n")))
    assert (second.state, second.first_id) == ("duplicate", first.id)
    assert len(office.activities()) == 1


@pytest.mark.parametrize("forward_first", [True, False])
def test_a_mail_and_its_forward_are_filed_once_but_the_note_is_kept(office: Office, forward_first: bool) -> None:
    ways = [raw(outlook_forward(), office.personal("anna")), raw(mail())]
    states = [office.send(way).state for way in (ways if forward_first else ways[::-1])]
    assert states == ["done", "duplicate"]
    assert len(office.deals()) == 1
    notes = [
        activity.note or activity.text for activity in office.activities() if activity.kind == "note" or activity.note
    ]
    assert notes == ["Bitte anlegen, sie hat es eilig."]


def test_the_forward_of_a_known_mail_still_makes_the_follow_up_it_asks_for(office: Office) -> None:
    first = office.send(raw(mail()))
    forward = raw(outlook_forward(note="#followup friday 10:00"), office.personal("anna"))
    assert [office.send(forward).state for _ in range(2)] == ["duplicate", "duplicate"]
    assert [followup.record_number for followup in office.all(Followup)] == [first.deal_number]


def test_two_members_forward_the_same_mail(office: Office) -> None:
    office.send(raw(outlook_forward(), office.personal("anna")))
    bens = outlook_forward(sender="Ben Bauer <ben@firma.example>", message_id="<f2@firma.example>", note="")
    assert office.send(raw(bens, office.personal("ben"))).state == "duplicate"


def test_a_message_id_alone_does_not_make_a_duplicate(office: Office) -> None:
    office.send(raw(mail()))
    other = mail(sender="Max Fremd <max@fremd.example>", body="Etwas ganz anderes, mit genug Text darin.\n")
    assert office.send(raw(other)).state == "done"
    assert len(office.deals()) == 2


def test_short_mails_with_the_same_words_on_another_day_are_two(office: Office) -> None:
    for day in (18, 19):
        date = f"Wed, {day} Nov 2026 09:12:00 +0100"
        assert office.send(raw(mail(body="Danke!\n", date=date, message_id=f"<{day}@x>"))).state == "done"


def test_after_undo_the_same_mail_may_come_again(office: Office) -> None:
    from crmbot.domain.changes.undo import undo

    item = office.send(raw(mail()))
    with office.store.write(item.received_at, actor="anna", channel="say", action="undo") as work:
        assert item.change_set_id is not None
        undo(work, item.change_set_id)
    assert office.item(item.id).state == "dropped"
    assert (office.deals(), office.people()) == ([], [])
    assert office.send(raw(mail())).state == "done"


def test_when_the_undo_is_undone_the_mail_is_filed_and_known_again(office: Office) -> None:
    from crmbot.domain.changes.undo import undo

    item = office.send(raw(mail()))
    undone = item.change_set_id
    for _ in range(2):
        with office.store.write(item.received_at, actor="anna", channel="say", action="undo") as work:
            assert undone is not None
            undo(work, undone)
            undone = work.change_set()
    assert office.item(item.id).state == "done"
    assert office.send(raw(mail())).state == "duplicate"
    answer = mail(subject="Re: Anfrage Regale", body="Noch etwas dazu.\n", message_id="<m2@lagerbau-nord.example>",
                  extra="In-Reply-To: <m1@lagerbau-nord.example>\n")  # fmt: skip
    assert office.send(raw(answer)).deal_number == item.deal_number


def test_a_forward_of_a_longer_conversation_is_another_mail(office: Office) -> None:
    office.send(raw(mail()))
    longer = outlook_forward("Noch etwas: wir brauchen auch Türen für die Halle.\n\n> " + ENQUIRY.replace("\n", "\n> "))
    assert office.send(raw(longer, office.personal("anna"))).state == "done"
