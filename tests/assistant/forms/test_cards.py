from __future__ import annotations

import pytest

from crmbot.domain.members.members import member_by_key
from tests.assistant.talk import Talk, only

DIALOGS = {"call", "note", "followup", "meeting", "assign", "edit", "merge"}


def verbs(talk: Talk, number: int = 1006) -> list[str]:
    return [action.command.partition(" ")[0] for action in talk.say(f"show #{number}").actions]


def test_a_deal_in_the_first_stage_has_every_action_once(kolb):
    shown = kolb.say("show #1006")
    commands = kolb.commands(shown)
    assert len(commands) == len(set(commands))
    assert {*DIALOGS, "offer", "stage", "won", "lost", "convert", "disqualify", "undo"} <= set(verbs(kolb))
    assert [one.command for one in shown.actions if one.dialog and one.command.startswith("lost")] == ["lost #1006"]


def test_every_dialog_of_a_card_opens_a_form(kolb):
    for number in (1004, 1005, 1006):
        for action in kolb.say(f"show #{number}").actions:
            if action.dialog:
                assert kolb.say(action.command).form is not None, action.command


def test_every_other_action_of_a_card_works(kolb):
    for command in [one.command for one in kolb.say("show #1006").actions if not one.dialog]:
        if command.startswith("undo"):
            continue  # it takes back the very lead
        reply = kolb.say(command)
        assert reply.ok, command
        undo = [one for one in kolb.commands(reply) if one.startswith("undo")]
        if not command.startswith("show"):
            assert kolb.say(undo[-1]).ok


def test_a_won_deal_is_not_won_or_lost_again(kolb):
    kolb.say("won #1006")
    assert not {"won", "lost", "qualify", "disqualify", "convert", "offer", "reopen"} & set(verbs(kolb))
    assert any(one.startswith("stage #1006 delivery") for one in kolb.commands(kolb.say("show #1006")))


def test_a_lost_deal_can_be_reopened_and_not_moved(kolb):
    kolb.say("lost #1006 too expensive")
    shown = set(verbs(kolb))
    assert "reopen" in shown
    assert not {"won", "lost", "stage", "offer"} & shown


def test_who_may_not_write_gets_the_ways_only(kolb):
    with kolb.store.write(kolb.now) as work:
        member = member_by_key(work.session, "ben")
        assert member is not None
        member.rights = "read"
    assert set(verbs(kolb.with_user("ben"))) <= {"show", "history"}


def test_the_last_change_is_offered_to_be_undone_to_who_made_it(kolb):
    kolb.say("set #1006 amount 30k")
    assert "undo" in verbs(kolb)
    assert "undo" not in verbs(kolb.with_user("ben"))


def test_after_a_call_the_next_step_is_asked_for(kolb):
    reply = kolb.say("call #1006 12min wants two offers")
    assert "Nothing is planned yet" in kolb.words(reply)
    assert kolb.commands(reply)[:5] == [
        "followup #1006 tomorrow", "followup #1006 in 3 days", "followup #1006 next week", "followup #1006", "show #1006",
    ]  # fmt: skip
    assert only(kolb.say("followup #1006 in 3 days"), "followup").due is not None


def test_after_a_meeting_what_is_planned_already_is_said(kolb):
    kolb.say("followup #1006 friday send the plan")
    assert "Planned already: Fri 20 Nov 2026, send the plan" in kolb.words(kolb.say("meeting #1006 1h walked the hall"))


def test_what_is_planned_at_a_deal_is_said_after_a_call_with_the_contact(kolb):
    kolb.say("project Sabine Kolb second hall")
    kolb.say("followup #1006 friday send the plan")
    reply = kolb.words(kolb.say("call Sabine Kolb 5min asked when it comes"))
    assert "Planned already: Fri 20 Nov 2026, send the plan" in reply


def test_who_plans_in_the_same_breath_is_not_asked_again(kolb):
    reply = kolb.say("call #1006 reached nobody, follow up tomorrow")
    assert "next step" not in kolb.words(reply)


def test_after_a_note_nobody_asks(kolb):
    assert "next step" not in kolb.words(kolb.say("note #1006 likes oak"))


@pytest.mark.parametrize(("who", "most"), [("#1006", 32), ("Sabine Kolb", 34), ("Kolb Regalbau", 38)])
def test_a_card_takes_few_statements(kolb, who, most):
    kolb.say("set #1006 amount 30k")
    assert kolb.statements(f"show {who}") <= most, kolb.statements(f"show {who}")


@pytest.mark.parametrize(("who", "most"), [("#1006", 35), ("Sabine Kolb", 37), ("Kolb Regalbau", 41)])
def test_a_card_of_what_was_just_made_takes_few_statements(kolb, who, most):
    assert kolb.statements(f"show {who}") <= most, kolb.statements(f"show {who}")


def test_more_deals_of_a_person_take_no_more_statements(kolb):
    kolb.say("project Sabine Kolb second hall")
    two = kolb.statements("show Sabine Kolb")
    for hall in ("third", "fourth", "fifth", "sixth"):
        kolb.say(f"project Sabine Kolb {hall} hall")
    assert kolb.statements("show Sabine Kolb") <= two
