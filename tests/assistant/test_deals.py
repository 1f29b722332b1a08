from __future__ import annotations

from decimal import Decimal

import pytest

from crmbot.domain.members.members import require_member
from tests.assistant.talk import all_of, only


@pytest.mark.parametrize("words", ["offer", "Propose", "Angebot", "ANGEBOT", "to proposal", "auf Angebot"])
def test_a_stage_is_known_by_key_and_name_in_either_language(kolb, words):
    assert only(kolb.say(f"stage #1006 {words}"), "deal").stage == "offer"


def test_a_misspelt_stage_is_offered_and_not_taken(kolb):
    reply = kolb.say("phase #1006 Angebott")
    assert not reply.ok
    assert kolb.commands(reply)[0] == "stage #1006 offer"
    assert only(kolb.say("show #1006"), "deal").stage == "qualify"


def test_a_person_stands_for_the_one_open_deal(kolb):
    assert only(kolb.say("stage Sabine Kolb close"), "deal").number == 1006


def test_a_person_with_two_open_deals_gives_a_choice(kolb):
    kolb.say("lead Sabine Kolb, 5k, second hall")
    reply = kolb.say("won Sabine Kolb by phone")
    assert kolb.commands(reply) == ["won #1006 by phone", "won #1007 by phone"]


def test_a_person_without_a_deal_is_offered_one(kolb):
    kolb.say("undo 2")
    kolb.say("lead Sabine Kolb, Kolb Regalbau GmbH")
    person = only(kolb.say("show Sabine Kolb"), "person").number
    kolb.say("lost Sabine Kolb no need")
    assert kolb.say(f"stage #{person} qualify").ok  # a lost deal can be taken up again


def test_winning_moves_on_and_keeps_the_words(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    reply = both.say("gewonnen Sabine Kolb telefonisch bestellt")
    assert (only(reply, "deal").stage, only(reply, "deal").role) == ("order", "customer")
    assert only(both.say("show Sabine Kolb"), "activity").text == "telefonisch bestellt"


def test_winning_twice_is_refused(kolb):
    kolb.say("won #1006")
    assert "already won" in kolb.words(kolb.say("won #1006"))


def test_losing_needs_a_reason(kolb):
    reply = kolb.say("lost #1006")
    assert not reply.ok
    assert "Usage: lost DEAL REASON" in kolb.words(reply)
    assert "too expensive" in kolb.words(reply)
    assert only(kolb.say("verloren #1006 zu teuer"), "deal").text == "zu teuer"


def test_the_stage_lost_is_reached_by_its_command_only(kolb):
    assert "needs a reason" in kolb.words(kolb.say("stage #1006 lost"))


def test_open_followups_of_a_deal_that_moved_are_shown_with_buttons(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    reply = kolb.say("lost #1006 too expensive")
    assert reply.sections[0].rows[0].actions[0].command == f"done #{number}"


def test_an_offer_sets_the_amount_and_moves_the_deal_on(kolb):
    reply = kolb.say("angebot #1006 12.500 € gültig bis Freitag")
    deal = only(reply, "deal")
    assert (deal.stage, deal.amount, deal.role) == ("offer", Decimal(12500), "prospect")
    assert "Fri 20 Nov 2026" in kolb.words(reply)
    assert kolb.say(kolb.commands(reply)[0]).ok


def test_an_offer_never_moves_a_deal_back(kolb):
    kolb.say("stage #1006 close")
    assert only(kolb.say("offer #1006 over 18k"), "deal").stage == "close"


def test_an_offer_needs_an_amount(kolb):
    assert not kolb.say("offer #1006 soon").ok
    assert not kolb.say("offer #1006 -5").ok


def test_qualifying_goes_on_from_the_first_stage_once(kolb):
    assert only(kolb.say("qualify #1006"), "deal").stage == "develop"
    assert "past that" in kolb.words(kolb.say("qualify #1006"))


def test_disqualifying_needs_a_reason(kolb):
    assert not kolb.say("disqualify #1006").ok
    assert only(kolb.say("disqualify #1006 wants a catalogue only"), "deal").stage == "lost"


@pytest.mark.parametrize("words", ["ben", "to Ben", "an Ben Bauer", "@ben", "ben@firma.example"])
def test_a_deal_is_handed_over_to_a_member_by_any_name(kolb, words):
    assert only(kolb.say(f"assign #1006 {words}"), "deal").owner == "ben"


def test_a_member_is_named_by_a_mention(kolb):
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "ben").slack = "U0BEN"
    assert only(kolb.say("assign #1006 <@U0BEN|ben>"), "deal").owner == "ben"


def test_me_is_who_asks(kolb):
    assert only(kolb.with_user("clara").say("zuweisen #1006 an mich"), "deal").owner == "clara"


def test_the_followups_of_who_had_it_go_along(kolb):
    kolb.say("followup #1006 friday")
    kolb.with_user("clara").say("followup #1006 friday mine")
    kolb.say("assign #1006 ben")
    assert sorted(one.owner or "" for one in all_of(kolb.say("show #1006"), "followup")) == ["ben", "clara"]


def test_a_contact_is_handed_over_with_its_open_deals(kolb):
    reply = kolb.say("assign Sabine Kolb ben")
    assert only(reply, "person").owner == "ben"
    assert only(kolb.say("show #1006"), "deal").owner == "ben"


def test_an_unknown_member_gets_the_nearest(kolb):
    reply = kolb.say("assign #1006 bern")
    assert not reply.ok
    assert kolb.commands(reply) == ["assign #1006 ben"]


def test_unattended_counts_open_deals_without_a_next_step(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    both.say("lead Tom Tiger")
    both.say("followup Tom Tiger friday")
    reply = both.say("unbearbeitet")
    assert reply.totals == {"count": 1, "deals": 1, "complaints": 0}
    assert only(reply, "deal").person == "Sabine Kolb"
    both.say("lost Sabine Kolb no need")
    assert "Every open deal has a next step." in both.words(both.say("unattended"))


def test_amount_close_probability_and_name_of_a_deal_are_set(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    both.say("set Sabine Kolb amount to 22.500 €")
    both.say("setze #1006 Abschluss 27. November")
    both.say("set #1006 probability 60 %")
    deal = only(both.say("ändere #1006 Name Halle 2"), "deal")
    assert (deal.amount, deal.probability, deal.name) == (Decimal(22500), 60, "Halle 2")
    assert str(deal.expected_close) == "2026-11-27"
    assert both.say("pipeline closing this month").totals["count"] == 1
    assert both.say("pipeline closing next month").totals["count"] == 0


@pytest.mark.parametrize(
    "words", ["", "amount", "amount soon", "close whenever", "probability 101", "colour red", "amount -5"]
)
def test_a_value_that_means_nothing_is_refused_and_changes_nothing(kolb, words):
    before = kolb.say("show #1006").records
    assert not kolb.say(f"set #1006 {words}").ok
    assert kolb.say("show #1006").records == before
