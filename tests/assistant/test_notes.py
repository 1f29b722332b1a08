from __future__ import annotations

import pytest

from tests.assistant.talk import all_of, only


def test_a_note_is_filed_at_the_one_open_deal_of_a_person(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    reply = both.say("note Sabine Kolb called and wants two offers")
    assert only(reply, "activity").text == "called and wants two offers"
    assert only(reply, "activity").owner == "anna"
    assert only(reply, "deal").last_activity_at == both.now


def test_where_the_name_ends_the_text_begins(kolb):
    assert only(kolb.say("notiz Kolb hat angerufen"), "activity").text == "hat angerufen"
    assert only(kolb.say("note Kolb Regalbau GmbH: moved to Ulm"), "activity").text == "moved to Ulm"
    assert only(kolb.say('note "Sabine Kolb" Kolb is her maiden name'), "activity").text == "Kolb is her maiden name"
    assert only(kolb.say("note s.kolb@kolb.example, prefers mail"), "activity").text == "prefers mail"
    assert only(kolb.say("note 0711 123456 is her desk"), "activity").text == "is her desk"


def test_lines_of_a_note_are_kept(kolb):
    assert only(kolb.say("note #1006 one\ntwo\n\nthree"), "activity").text == "one\ntwo\n\nthree"


def test_a_long_note_is_kept_whole_and_not_repeated_whole(kolb):
    text = "wants " + "very " * 400 + "much"
    reply = kolb.say(f"note #1006 {text}")
    assert only(reply, "activity").text == text
    assert len(kolb.words(reply)) < 1000


def test_a_note_of_a_company_goes_to_its_one_open_deal(kolb):
    assert only(kolb.say("note Kolb Regalbau GmbH pays late"), "deal").number == 1006


def test_with_several_open_deals_a_note_stands_at_the_person_and_can_be_moved(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    both.say("lead Sabine Kolb, 5k, second hall")
    reply = both.say("note Sabine Kolb is on holiday")
    assert only(reply, "person")
    assert not all_of(reply, "deal")
    move = next(command for command in both.commands(reply) if command.startswith("move"))
    moved = both.say(move)
    target = only(moved, "deal")
    shown = both.say(f"show #{target.number}")
    assert "is on holiday" in [activity.text for activity in all_of(shown, "activity")]


def test_a_won_deal_in_delivery_does_not_take_notes(kolb):
    kolb.say("stage #1006 delivery")
    reply = kolb.say("note Sabine Kolb says thanks")
    assert not all_of(reply, "deal")


def test_a_followup_phrase_in_a_note_makes_the_followup_too(kolb):
    reply = kolb.say("note Kolb wants an offer, follow up friday 10:00 ask for the size")
    followup = only(reply, "followup")
    assert followup.text == "ask for the size"
    assert followup.due is not None
    assert followup.due.isoformat().startswith("2026-11-20T10:00")
    assert only(reply, "activity").text == "wants an offer"
    assert "Fri 20 Nov 2026, 10:00" in kolb.words(reply)


def test_a_german_followup_phrase_in_a_call(kolb):
    reply = kolb.say("anruf Kolb 12min niemand da, wiedervorlage morgen")
    due = only(reply, "followup").due
    assert due is not None
    assert due.date().isoformat() == "2026-11-19"
    assert "12 min" in kolb.words(reply)


def test_a_call_has_length_medium_and_direction(kolb):
    activity = only(kolb.say("call Kolb 1h30 about everything"), "activity")
    assert (activity.kind, activity.medium, activity.direction) == ("call", "phone", "out")
    assert "90 min" in kolb.words(kolb.say("show #1006"))


def test_a_call_needs_no_text_when_it_has_a_length(kolb):
    assert kolb.say("call #1006 5min").ok


def test_an_empty_note_is_asked_for_by_a_form(kolb):
    reply = kolb.say("note #1006")
    assert not reply.ok
    assert reply.form is not None
    assert "In one line: note #1006 TEXT" in kolb.words(reply)


def test_a_note_to_nobody_known_offers_search_and_a_lead(talk):
    reply = talk.say("note Walter Zunder wants shelves")
    assert not reply.ok
    assert talk.commands(reply) == ["find Walter Zunder", "lead Walter Zunder"]


def test_every_write_can_be_undone_by_its_button_and_redone(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    before = both.say("show Sabine Kolb").records
    noted = both.say("note Sabine Kolb called")
    undone = both.say(both.commands(noted)[-1])
    assert undone.ok
    assert both.say("show Sabine Kolb").records == before
    both.say(both.commands(undone)[-1])
    assert only(both.say("show Sabine Kolb"), "activity").text == "called"


def test_undo_takes_ones_own_last_action_back(kolb):
    kolb.say("note #1006 mine")
    kolb.with_user("ben").say("note #1006 of Ben")
    undone = kolb.say("rückgängig")
    assert "note" in kolb.words(undone)
    assert undone.records[0].number == 1006
    assert [one.text for one in all_of(kolb.say("show #1006"), "activity")] == ["of Ben"]


def test_undo_with_nothing_to_undo_says_so(talk):
    assert "nothing of yours" in talk.words(talk.with_user("ben").say("undo"))


def test_undo_of_what_others_build_on_is_refused(kolb):
    kolb.say("note #1006 foo")
    reply = kolb.say("undo 2")
    assert not reply.ok
    assert "by Anna Adler) builds on it" in kolb.words(reply)


def test_a_followup_can_be_moved_to_another_record(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    deal = only(kolb.say("lead Tom Tiger"), "deal").number
    kolb.say(f"move #{number} to #{deal}")
    assert only(kolb.say(f"show #{deal}"), "followup").number == number


def test_the_question_after_a_mail_is_answered_by_filing(kolb):
    note = only(kolb.say("note #1004 foo"), "activity").number
    assert kolb.say(f"file #{note} at #1005").ok


@pytest.mark.parametrize("said", ["99999999min", "1500 minutes", "0 min", "30h"])
def test_a_length_that_cannot_be_is_kept_as_text_and_said(kolb, said):
    for verb in ("call", "meeting"):
        reply = kolb.say(f"{verb} #1006 {said} wants oak")
        assert f"“{said}” stays text" in kolb.words(reply)
        entry = only(reply, "activity")
        assert (entry.text, getattr(entry, "minutes", None)) == (f"{said} wants oak", None)


@pytest.mark.parametrize("said", ["12min", "20 m Regale", "8000 m cable", "5 racks"])
def test_of_any_other_length_nothing_is_said(kolb, said):
    assert "stays text" not in kolb.words(kolb.say(f"call #1006 {said} wants oak"))
