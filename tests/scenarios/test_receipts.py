"""Receipts with their buttons, what corrections teach, and questions where the bot is unsure (rows N2, N3, G30)."""

from __future__ import annotations

from datetime import datetime

import pytest

from crmbot.domain.records import Activity, Deal, InboxItem, SenderRule
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.assistant.test_rights import give
from tests.conftest import add_team
from tests.intake.office import Office, reason_of
from tests.scenarios.mailroom import Mailroom


@pytest.fixture
def room(sqlite_store: Store, now: datetime) -> Mailroom:
    add_team(sqlite_store, now)
    return Mailroom(Office(sqlite_store), Talk(sqlite_store, now))


def _rules(room: Mailroom) -> list[tuple[str, str, str | None]]:
    return [(rule.address, rule.what, rule.value) for rule in room.office.all(SenderRule)]


def _deal_of(room: Mailroom, item: InboxItem) -> int | None:
    with room.office.session() as session:
        found = session.get(Activity, item.activity_number)
        return found.deal_number if found is not None else None


# -- N2: the receipt and each of its buttons


def test_n2_the_receipt_says_what_was_filed_where_and_why(room: Mailroom) -> None:
    first = room.customer("Anfrage Regale")
    words = room.words(room.told())
    assert f"New lead #{first.deal_number}: Julia Brandt" in words
    assert "From:    j.brandt@lagerbau-nord.example" in words
    assert "(rule “new-person”)" in words
    room.customer("Noch eine Frage")
    words = room.words(room.told())
    assert "is known and has one open deal" in words
    assert "(rule “one-open-deal”)" in words


def test_n2_undo_takes_the_filing_back(room: Mailroom) -> None:
    room.customer("Anfrage Regale")
    assert room.press(room.told(), "Undo").ok
    assert room.office.all(Deal) == []
    assert room.office.all(Activity) == []


def test_n2_remind_me_makes_a_follow_up_in_three_days(room: Mailroom) -> None:
    item = room.customer("Anfrage Regale")
    made = only(room.press(room.told(), "Remind me in 3 days"), "followup")
    assert made.due is not None
    assert (made.due.date() - room.now.date()).days == 3
    assert _deal_of(room, item) == room.office.all(Deal)[0].number


def test_n2_other_deal_asks_where_and_the_mail_goes_there(room: Mailroom) -> None:
    other = only(room.say("lead Tom Tiger, Tiger AG, tom@tiger.example"), "deal")
    item = room.customer("Anfrage Regale")
    button = room.button(room.told(), "Other deal")
    assert button.dialog
    asked = room.say(button.command)
    assert asked.form is not None
    assert f"#{other.number}" in [option.value for option in asked.form.fields[0].options]
    moved = room.say(f"{button.command} #{other.number}")
    assert moved.ok
    assert _deal_of(room, item) == other.number
    assert "was empty without this mail and is gone" in room.words(moved)
    assert [deal.number for deal in room.office.all(Deal)] == [other.number]
    history = room.words(room.say("history Julia Brandt"))
    assert "Palettenregale" in history  # she keeps her own mail
    room.say("undo")
    assert _deal_of(room, item) == item.deal_number
    assert len(room.office.all(Deal)) == 2


def test_n2_not_a_lead_takes_the_lead_away_and_the_next_mail_opens_none(room: Mailroom) -> None:
    room.customer("Sonderangebot Toner")
    gone = room.press(room.told(), "Not a lead")
    assert gone.ok
    assert room.office.all(Deal) == []
    assert len(room.office.all(Activity)) == 1
    second = room.customer("Sonderangebot Papier")
    assert reason_of(second) == "mail of j.brandt@lagerbau-nord.example opens no lead, as Anna Adler has said"
    assert room.office.all(Deal) == []
    assert len(room.office.all(Activity)) == 2


def test_n2_a_lead_that_was_worked_on_stays_though_it_is_said_to_be_none(room: Mailroom) -> None:
    item = room.customer("Anfrage Regale")
    room.say(f"call #{item.deal_number} needs it in May")
    said = room.press(room.told(), "Not a lead")
    assert "stays: it has been worked on already" in room.words(said)
    assert [deal.number for deal in room.office.all(Deal)] == [item.deal_number]


def test_n2_never_log_keeps_nothing_of_the_sender_any_more(room: Mailroom) -> None:
    item = room.customer("Ganz privat")
    assert room.press(room.told(), "Never log this sender").ok
    assert room.office.all(Activity) == []
    assert room.office.all(Deal) == []
    assert room.office.item(item.id).state == "dropped"
    second = room.customer("Noch privater")
    assert second.state == "done"
    assert second.from_address is None
    assert "never logged, as Anna Adler has said" in reason_of(second)
    assert room.say("unlearn j.brandt@lagerbau-nord.example").ok
    room.customer("Wieder da")
    assert len(room.office.all(Activity)) == 1


def test_a_colleague_or_all_of_a_free_mail_service_cannot_be_hushed(room: Mailroom) -> None:
    assert not room.say("never log ben@firma.example").ok
    assert not room.say("never log @firma.example").ok
    assert not room.say("never log @gmail.com").ok
    assert room.say("never log @spam.example").ok
    assert _rules(room) == [("spam.example", "never_log", None)]
    item = room.customer("Gewinn!", sender="Max <max@spam.example>")
    assert "never logged" in reason_of(item)


# -- N3: corrections teach, and the older mails follow


def test_n3_one_is_moved_four_older_ones_follow_and_undo_brings_all_back(room: Mailroom) -> None:
    mails = [room.customer(f"Anfrage {n}") for n in range(5)]
    first = mails[0].deal_number
    other = only(room.say("lead Tom Tiger, Tiger AG, tom@tiger.example"), "deal")
    moved = room.say(f"move #{mails[4].activity_number} #{other.number}")
    assert "4 older mails of this sender stand elsewhere." in room.words(moved)
    assert [_deal_of(room, item) for item in mails] == [first, first, first, first, other.number]
    followed = room.press(moved, "Move 4 older mails too")
    assert "4 older mails of j.brandt@lagerbau-nord.example now stand at" in room.words(followed)
    assert {_deal_of(room, item) for item in mails} == {other.number}
    room.press(followed, "Undo")
    assert [_deal_of(room, item) for item in mails] == [first, first, first, first, other.number]
    room.press(moved, "Undo")
    assert {_deal_of(room, item) for item in mails} == {first}
    assert _rules(room) == []


def test_n3_in_the_dialog_the_older_ones_go_along_at_once(room: Mailroom) -> None:
    mails = [room.customer(f"Anfrage {n}") for n in range(3)]
    other = only(room.say("lead Tom Tiger, Tiger AG, tom@tiger.example"), "deal")
    reply = room.say(f"belongs j.brandt@lagerbau-nord.example to #{other.number} older")
    assert reply.totals == {"moved": 3, "older": 0}
    room.say("undo")
    assert {_deal_of(room, item) for item in mails} == {mails[0].deal_number}


def test_n3_the_next_mail_goes_where_the_correction_said_with_that_reason(room: Mailroom) -> None:
    item = room.customer("Anfrage Regale")
    other = only(room.say("lead Tom Tiger, Tiger AG, tom@tiger.example"), "deal")
    room.say(f"move #{item.activity_number} #{other.number}")
    second = room.customer("Noch eine Frage")
    assert _deal_of(room, second) == other.number
    assert "(rule “learned”)" in room.words(room.told())
    assert reason_of(second).startswith("mail of j.brandt@lagerbau-nord.example belongs to deal #")
    room.say(f"lost #{other.number} too expensive")
    third = room.customer("Ganz neu")
    assert _deal_of(room, third) not in (other.number, None)  # a deal that is over takes no mail


def test_n3_an_address_belongs_to_a_colleague(room: Mailroom) -> None:
    item = room.customer("Anfrage Regale")
    handed = room.say(f"assign #{item.deal_number} ben")
    assert "From now on enquiries of j.brandt@lagerbau-nord.example go to Ben Bauer." in room.words(handed)
    room.say(f"lost #{item.deal_number} no budget", "ben")
    second = room.customer("Neue Anfrage")
    with room.office.session() as session:
        deal = session.get(Deal, second.deal_number)
        assert deal is not None
        assert deal.owner == "ben"
    assert "mail of j.brandt@lagerbau-nord.example belongs to ben, as Anna Adler has said" in room.words(
        room.told("ben")
    )


def test_n3_mails_at_records_that_one_may_not_hand_over_are_not_counted(room: Mailroom) -> None:
    item = room.customer("Anfrage Regale")
    room.say(f"assign #{item.deal_number} ben")
    give(room.talk, "anna", "read:all, write:own")
    reply = room.say("belongs j.brandt@lagerbau-nord.example to clara older")
    assert reply.ok, room.words(reply)
    assert (reply.totals or {}) == {"moved": 0, "older": 0}
    assert "0 older mails" in room.words(reply)


def test_n3_older_leads_of_a_sender_are_handed_over_with_their_mails(room: Mailroom) -> None:
    """Three leads by tag, one is re-assigned, the two others follow."""
    for n in range(3):
        room.colleague(
            f"WG: Anfrage {n}", body=f"#lead\n\nVon: Eva Lang <eva@lang.example>\nGesendet: Dienstag, 17. November 2026 09:1{n}\n"
            f"An: Anna Adler <anna@firma.example>\nBetreff: Anfrage {n}\n\nBitte um ein Angebot {n}.\n",
        )  # fmt: skip
    deals = room.office.all(Deal)
    assert [deal.owner for deal in deals] == ["anna"] * 3
    handed = room.say(f"assign #{deals[2].number} ben")
    room.press(handed, "Move 2 older mails too")
    assert [deal.owner for deal in room.office.all(Deal)] == ["ben"] * 3
    room.say("undo")
    assert [deal.owner for deal in room.office.all(Deal)] == ["anna", "anna", "ben"]


def test_n3_what_was_learned_is_listed_and_forgotten(room: Mailroom) -> None:
    room.say("belongs einkauf@tiger.example to ben")
    listed = room.say("gelernt")
    assert "Enquiries of einkauf@tiger.example go to Ben Bauer" in room.words(listed)
    assert room.press(listed, "Forget").ok
    assert room.say("learned").totals == {"count": 0}


# -- G30: the bot asks where it is unsure


def test_g30_the_answer_to_which_deal_is_learned(room: Mailroom) -> None:
    room.customer("Anfrage Regale")
    room.say("lead j.brandt@lagerbau-nord.example, Rollen")
    deals = [deal.number for deal in room.office.all(Deal)]
    item = room.customer("Wann können Sie liefern?")
    asked = room.told(kind="question")
    assert asked.kind == "choice"
    assert room.say(f"file #{item.activity_number} at #{deals[1]}").ok
    assert _deal_of(room, item) == deals[1]
    again = room.customer("Und die Maße?")
    assert _deal_of(room, again) == deals[1]
    assert sum(one.kind == "question" for one in room.office.outbox()) == 1


def test_g30_it_may_be_a_new_enquiry(room: Mailroom) -> None:
    room.customer("Anfrage Regale")
    room.say("lead j.brandt@lagerbau-nord.example, Rollen")
    item = room.customer("Neues Lager in Kiel")
    made = room.say(f"file #{item.activity_number} new")
    assert made.ok
    assert only(made, "deal").name == "Neues Lager in Kiel"
