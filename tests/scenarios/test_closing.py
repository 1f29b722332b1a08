"""Follow-ups that close by themselves when the answer comes, and absences read as information (rows N8, N12, F16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from crmbot.domain.records import Followup, InboxItem
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.conftest import add_team
from tests.intake.office import Office
from tests.scenarios.mailroom import Mailroom


@pytest.fixture
def room(sqlite_store: Store, now: datetime) -> Mailroom:
    add_team(sqlite_store, now)
    return Mailroom(Office(sqlite_store), Talk(sqlite_store, now))


# -- N8, F16: closed by the answer


def _open(room: Mailroom) -> list[str]:
    return [followup.text for followup in room.office.all(Followup) if followup.done_at is None]


def _quiet_lead(room: Mailroom) -> InboxItem:
    """A lead for which nothing is planned."""
    item = room.customer("Anfrage Regale")
    for followup in room.office.all(Followup):
        room.say(f"done #{followup.number}")
    return item


def test_n8_f16_the_answer_closes_what_waited_for_it_and_the_receipt_says_so(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday auf Rückmeldung warten")
    room.say(f"followup #{lead.deal_number} friday Muster verschicken")
    answer = room.customer("AW: Angebot", extra="In-Reply-To: <a@firma.example>\n")
    assert _open(room) == ["Muster verschicken"]
    closed = next(one for one in room.office.all(Followup) if one.closed_by)
    assert (closed.text, closed.closed_by) == ("auf Rückmeldung warten", answer.activity_number)
    receipt = room.told()
    words = room.words(receipt)
    assert "Closed by itself, because the answer is here" in words
    assert "Is this done with it?" in words
    room.press(receipt, "Still open")
    assert _open(room) == ["auf Rückmeldung warten", "Muster verschicken"]
    room.press(receipt, "Done")
    assert _open(room) == ["auf Rückmeldung warten"]


def test_n8_what_was_planned_with_our_own_mail_waits_for_its_answer(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    token = room.office.personal("anna").replace("@", "+3d@")
    room.colleague("Unser Vorschlag", token, to="Julia Brandt <j.brandt@lagerbau-nord.example>", body="Guten Tag\n")
    assert _open(room) == [""]
    room.customer("AW: Unser Vorschlag")
    assert _open(room) == []
    assert lead.deal_number is not None


def test_n8_undo_of_the_filing_opens_it_again(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday wait for his answer")
    room.customer("AW: Angebot")
    assert _open(room) == []
    room.press(room.told(), "Undo")
    assert _open(room) == ["wait for his answer"]


def test_n8_a_stranger_or_a_mail_from_before_closes_nothing(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday wait for the reply")
    room.customer("AW: Angebot", sender="Max Fremd <max@anders.example>")
    room.customer("Von gestern", date="Tue, 17 Nov 2026 09:00:00 +0100")
    assert _open(room).count("wait for the reply") == 1


def test_n8_a_colleague_whose_follow_up_it_was_is_told_too(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday Antwort abwarten", "ben")
    room.customer("AW: Angebot")
    assert "Julia Brandt has answered" in room.words(room.told("ben"))


# -- N12: an absence is information


def test_n12_the_follow_up_moves_to_the_return_and_the_substitute_is_offered(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday 14:00 call")
    notice = room.customer(
        "Automatische Antwort: Angebot", extra="Auto-Submitted: auto-replied\n",
        body="Ich bin bis zum 04.12.2026 nicht im Büro und ab dem 05.12.2026 wieder erreichbar. In dringenden Fällen wenden "
        "Sie sich bitte an Frau Petra Winter (p.winter@lagerbau-nord.example).\n",
    )  # fmt: skip
    assert notice.state == "done"
    assert notice.activity_number is None
    (moved,) = [one for one in room.office.all(Followup) if one.done_at is None]
    due = moved.due_at.astimezone(room.now.tzinfo)
    assert (due.date().isoformat(), due.hour) == ("2026-12-07", 14)  # the 5th is a Saturday
    told = room.told()
    assert "Julia Brandt is back on" in room.words(told)
    added = room.press(told, "Add Petra Winter as contact")
    assert only(added, "person").emails == ("p.winter@lagerbau-nord.example",)
    room.press(told, "Leave it as it was")
    (back,) = [one for one in room.office.all(Followup) if one.done_at is None]
    assert back.due_at.astimezone(room.now.tzinfo).date().isoformat() == "2026-11-20"


def test_n12_a_notice_of_a_stranger_or_without_a_date_moves_nothing(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday 14:00 call")
    before = [one.due_at for one in room.office.all(Followup)]
    auto = "Auto-Submitted: auto-replied\n"
    room.customer("Abwesend", extra=auto, body="Ich bin zurzeit nicht da.\n")
    room.customer(
        "Abwesend", sender="Max <max@anders.example>", extra=auto, body="Ich bin ab dem 05.12.2026 wieder da.\n"
    )
    assert [one.due_at for one in room.office.all(Followup)] == before


_AWAY = {
    "subject": "Abwesend", "body": "Ich bin ab dem 05.12.2026 wieder da.\n",
    "extra": "Auto-Submitted: auto-replied\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "quiet"),
    [("X-Spam-Flag: YES\n", False), ("Authentication-Results: mx.firma.example; dmarc=fail\n", False), ("", True)],
)
def test_n12_a_forged_notice_or_one_of_a_quiet_mailbox_moves_nothing(room: Mailroom, more: str, quiet: bool) -> None:
    room.office.settings = replace(room.office.settings, trusted_authserv_ids=("mx.firma.example",))
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday 14:00 call")
    before = [one.due_at for one in room.office.all(Followup)]
    room.customer(_AWAY["subject"], body=_AWAY["body"], extra=_AWAY["extra"] + more, quiet=quiet)
    assert [one.due_at for one in room.office.all(Followup)] == before


def test_n12_nobody_else_says_that_a_contact_is_away(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday 14:00 call")
    before = [one.due_at for one in room.office.all(Followup)]
    stranger = "Reply-To: j.brandt@lagerbau-nord.example\n" + _AWAY["extra"]
    room.customer(_AWAY["subject"], body=_AWAY["body"], extra=stranger, sender="Max <max@anders.example>")
    assert [one.due_at for one in room.office.all(Followup)] == before


def test_n8_what_stands_in_a_form_closes_nothing_and_is_offered(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday wait for his answer")
    body = "Name: Julia Brandt\nE-Mail: j.brandt@lagerbau-nord.example\nNachricht: Wir suchen noch Regale.\n"
    filed = room.customer("Kontaktformular", sender="Website <noreply@webforms.example>", body=body)
    assert filed.deal_number == lead.deal_number
    assert _open(room) == ["wait for his answer"]
    assert "Is this done with it?" in room.words(room.told())


def test_n8_a_mail_of_a_quiet_mailbox_closes_nothing(room: Mailroom) -> None:
    lead = _quiet_lead(room)
    room.say(f"followup #{lead.deal_number} friday wait for his answer")
    filed = room.customer("AW: Angebot", quiet=True)
    assert filed.deal_number == lead.deal_number
    assert _open(room) == ["wait for his answer"]
