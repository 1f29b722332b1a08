from __future__ import annotations

import pytest

from crmbot.shapes import ChatFile, ChatMessage
from tests.assistant.forms.asked import field, keys, wrong
from tests.assistant.talk import only


def test_a_call_without_words_asks_what_was_said(kolb):
    asked = kolb.say("call #1006")
    assert keys(asked) == ["text", "minutes", "direction", "next"]
    assert asked.form.command == "call #1006"


def test_the_form_of_a_call_logs_it(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    asked = both.say("call #1006")
    done = both.say(asked.form.command, text="wants two offers", minutes="12", direction="in", next="2026-11-27")
    entry, followup = only(done, "activity"), only(done, "followup")
    assert (entry.text, entry.direction, entry.kind) == ("wants two offers", "in", "call")
    assert str(followup.due).startswith("2026-11-27")


def test_the_hour_of_the_next_step_is_kept(kolb):
    asked = kolb.say("call #1006")
    followup = only(kolb.say(asked.form.command, text="wants two offers", next="friday 14:30"), "followup")
    assert str(followup.due).startswith("2026-11-20 14:30")
    assert "14:30" in kolb.words(kolb.say("due"))


def test_a_call_may_be_its_length_alone_but_not_nothing(kolb):
    assert kolb.say("call #1006", minutes="5").ok
    assert wrong(kolb.say("call #1006", text="  ", minutes="")) == ["text"]


def test_what_is_wrong_stands_beside_its_question_and_the_rest_is_kept(kolb):
    before = kolb.rows()
    again = kolb.say("call #1006", text="spoke with him", minutes="long", direction="sideways", next="someday")
    assert wrong(again) == ["direction", "minutes", "next"]
    assert field(again, "text").initial == "spoke with him"
    assert kolb.rows() == before


def test_a_day_that_is_over_is_no_next_step(kolb):
    assert wrong(kolb.say("note #1006", text="x", next="2020-01-01")) == ["next"]


def test_a_required_text_is_asked_for_beside_it(kolb):
    assert wrong(kolb.say("note #1006", text="")) == ["text"]


def test_without_a_name_the_form_asks_who_it_is(kolb):
    asked = kolb.say("call")
    assert keys(asked)[0] == "who"
    done = kolb.say(asked.form.command, who="Sabine Kolb", text="reached her")
    assert only(done, "deal").number == 1006


def test_an_unknown_name_stands_beside_the_question_who(kolb):
    assert wrong(kolb.say("note", who="Walter Zunder", text="hello")) == ["who"]


def test_of_several_of_one_name_the_numbers_are_named(kolb):
    kolb.say("person Eva Kolb, Holz Nord GmbH, eva@nord.example")
    kolb.say("person Eva Kolb, Lang Holz GmbH, eva@lang.example")
    again = kolb.say("note", who="Eva Kolb", text="hello")
    assert wrong(again) == ["who"]
    assert "#10" in kolb.words(again)


@pytest.mark.parametrize(
    "verb", ["meeting", "letter", "document", "post", "agreement", "wish", "complaint", "observation"]
)
def test_every_kind_of_entry_has_its_form(kolb, verb):
    asked = kolb.say(f"{verb} #1006")
    assert "text" in keys(asked)
    assert only(kolb.say(asked.form.command, text="said so"), "activity").text == "said so"


def test_log_with_a_kind_asks_as_that_kind_does(kolb):
    asked = kolb.say("log letter #1006")
    assert only(kolb.say(asked.form.command, text="sent it"), "activity").kind == "letter"


def test_an_entry_keeps_the_link_and_the_files_of_the_message(kolb):
    file = ChatFile("plan.txt", "text/plain", b"plan")
    message = ChatMessage(
        "note #1006 see the plan", "anna", "slack", "C1", kolb.now, link="https://chat.example/p1", files=(file,)
    )
    reply = kolb.assistant.answer(message).reply
    assert only(reply, "activity").link == "https://chat.example/p1"
    assert "plan.txt" in kolb.words(kolb.say("files #1006"))


def test_a_file_needs_no_words(kolb):
    file = ChatFile("plan.txt", "text/plain", b"plan")
    message = ChatMessage("note #1006", "anna", "slack", "C1", kolb.now, files=(file,))
    assert kolb.assistant.answer(message).reply.ok
