from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assistant.forms.asked import wrong
from tests.assistant.talk import Talk, only


def pressed(talk: Talk, command: str) -> str:
    """The button of the deal's card whose command begins so."""
    (found,) = [one for one in talk.commands(talk.say("show #1006")) if one.startswith(command)]
    return found


@pytest.fixture
def ben(kolb):
    return kolb.with_user("ben")


def test_g22_a_button_works_as_long_as_nothing_came_between(kolb):
    button = pressed(kolb, "stage #1006 develop")
    assert only(kolb.say(button), "deal").stage == "develop"


def test_g22_a_stale_card_says_who_changed_what_and_shows_the_fresh_one(kolb, ben):
    button = pressed(kolb, "stage #1006 develop")
    ben.now = kolb.now
    ben.say("stage #1006 offer")
    told = kolb.say(button)
    assert not told.ok
    assert kolb.words(told).startswith("Ben Bauer changed “Stage” to “Propose” at ")
    assert only(kolb.say("show #1006"), "deal").stage == "offer"
    assert any(one.startswith("stage #1006 close ^") for one in kolb.commands(told))


def test_a_change_of_something_else_is_no_reason_to_ask(kolb, ben):
    button = pressed(kolb, "stage #1006 develop")
    ben.say("set #1006 amount 30k")
    assert only(kolb.say(button), "deal").stage == "develop"


def test_what_one_changed_oneself_is_known(kolb):
    button = pressed(kolb, "won #1006")
    kolb.say("stage #1006 develop")
    assert only(kolb.say(button), "deal").stage == "order"


def test_what_was_changed_and_put_back_is_as_it_was(kolb, ben):
    button = pressed(kolb, "stage #1006 develop")
    ben.say("stage #1006 offer")
    ben.say("stage #1006 qualify")
    assert only(kolb.say(button), "deal").stage == "develop"


def test_what_is_typed_acts_whatever_came_between(kolb, ben):
    kolb.say("show #1006")
    ben.say("stage #1006 offer")
    assert only(kolb.say("stage #1006 develop"), "deal").stage == "develop"


def test_words_that_end_like_a_mark_are_kept_in_a_note(kolb):
    assert only(kolb.say("note #1006 the room has 20 m ^2"), "activity").text == "the room has 20 m ^2"


def test_a_form_says_beside_the_field_what_another_changed_meanwhile(kolb, ben):
    asked = kolb.say("edit #1006 amount, need")
    ben.say("set #1006 amount 30k")
    again = kolb.say(asked.form.command, amount="25k", need="oak")
    assert wrong(again) == ["amount"]
    assert "Ben Bauer changed “Amount” to “€30,000”" in kolb.words(again)
    assert kolb.say(again.form.command, amount="25k", need="oak").ok, "told once, he may insist"


def test_a_form_leaves_alone_what_another_changed_and_nobody_touched(kolb, ben):
    asked = kolb.say("edit #1006 amount, need")
    ben.say("set #1006 need birch")
    assert kolb.say(asked.form.command, amount="25k").ok
    assert "birch" in kolb.words(kolb.say("show #1006"))


def test_the_dialogs_of_stage_owner_and_loss_are_checked_when_they_come_back(kolb, ben):
    stage, owner, lost = (kolb.say(text) for text in ("stage #1006", "assign #1006", "lost #1006"))
    ben.say("stage #1006 offer")
    ben.say("assign #1006 ben")
    assert "Ben Bauer changed “Stage”" in kolb.words(kolb.say(stage.form.command, stage="close"))
    assert "Ben Bauer changed “Owner” to “Ben Bauer”" in kolb.words(kolb.say(owner.form.command, owner="anna"))
    assert "Ben Bauer changed “Stage”" in kolb.words(kolb.say(lost.form.command, reason="too expensive"))


def test_typed_text_of_a_card_hides_the_mark(kolb):
    assert "^" not in kolb.words(kolb.say("show #1006"))


def test_a_change_of_another_day_is_told_with_the_day(kolb, ben):
    button = pressed(kolb, "stage #1006 develop")
    ben.say("stage #1006 offer")
    kolb.now = kolb.now.replace(day=20)
    assert "on Wed 18 Nov 2026 at " in kolb.words(kolb.say(button))


@settings(max_examples=25, deadline=None)
@given(
    mark=st.integers(0, 10**13),
    verb=st.sampled_from(["stage #{n} offer", "won #{n}", "edit #{n}", "assign #{n} ben", "lost #{n} x"]),
)
def test_any_mark_is_answered(mark, verb):
    from crmbot.assistant.forms.stale import without_mark

    text = f"{verb.replace('{n}', '1006')} ^{mark}"
    name, _, rest = text.partition(" ")
    assert without_mark(name, rest)[1] in (mark, None)
