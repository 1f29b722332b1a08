"""Rows G4, G22 and N15: a deal from the enquiry to aftercare by the buttons and dialogs of its card alone."""

from __future__ import annotations

from tests.assistant.forms.asked import field, keys
from tests.assistant.talk import Talk, only


def button(talk: Talk, verb: str, *, dialog: bool = False) -> str:
    """The first button of the deal's card, in whatever part, with that verb."""
    shown = talk.say("show #1006")
    rows = [action for part in (*shown.first, *shown.sections) for row in part.rows for action in row.actions]
    return next(one.command for one in (*rows, *shown.actions) if one.command.startswith(verb) and one.dialog is dialog)


def test_n15_the_whole_chain_is_walked_from_the_buttons_of_the_card(kolb):
    assert only(kolb.say(button(kolb, "qualify")), "deal").stage == "develop"
    offer = kolb.say(button(kolb, "offer", dialog=True))
    assert only(kolb.say(offer.form.command, amount="18k", valid="2026-12-01"), "deal").stage == "offer"
    assert only(kolb.say(button(kolb, "stage")), "deal").stage == "close"
    assert only(kolb.say(button(kolb, "won")), "deal").stage == "order"
    for stage in ("delivery", "quality", "invoice", "aftercare"):
        assert only(kolb.say(button(kolb, "stage")), "deal").stage == stage


def test_g22_owner_stage_and_amount_are_changed_from_the_card_and_everything_agrees(kolb):
    amount = kolb.say(button(kolb, "edit #1006 amount", dialog=True))
    assert only(kolb.say(amount.form.command, amount="25k"), "deal").amount == 25000
    stage = kolb.say(button(kolb, "stage", dialog=True))
    assert only(kolb.say(stage.form.command, stage="offer"), "deal").stage == "offer"
    owner = kolb.say(button(kolb, "assign", dialog=True))
    assert only(kolb.say(owner.form.command, owner="ben"), "deal").owner == "ben"
    card = only(kolb.say("show #1006"), "deal")
    assert (card.stage, card.owner, str(card.amount)) == ("offer", "ben", "25000.00")


def test_g4_the_answer_is_kept_until_the_form_is_right(kolb):
    first = kolb.say("edit #1006")
    again = kolb.say(first.form.command, name="", need="oak shelves")
    assert list(again.errors) == ["name"]
    assert field(again, "need").initial == "oak shelves"
    assert keys(again) == keys(first)
    assert kolb.say(again.form.command, name="Hall 3", need="oak shelves").ok


def test_german_forms_are_understood_as_german(talk):
    german = Talk(talk.store, talk.now, language="de")
    german.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    asked = german.say("anruf #1006")
    assert asked.form is not None
    done = german.say(
        asked.form.command, text="möchte zwei Angebote", minutes="12 min", direction="in", next="nächsten Freitag"
    )
    assert str(only(done, "followup").due).startswith("2026-11-20")
    assert only(
        german.say("bearbeiten #1006 Betrag, Abschluss", amount="12.500,50 €", expected_close="24. Dezember"), "deal"
    ).amount
